"""Graders of notebook 06, What shapes the vectors."""

from embedlab.datasets import load_study_rows, load_study_tokens
from embedlab.exercises.feedback import exercise
from embedlab.measures import variance_explained
from embedlab.objectives import cooccurrence_counts

import numpy as np


@exercise("6.1")
def blindest_window(answer):
    window = int(answer)
    imbalance = {each: _role_imbalance(each) for each in range(1, 5)}
    if window != answer or window not in imbalance:
        raise ValueError("a whole number from 1 to 4 is asked for")
    if window == 1:
        return (
            "with window 1, every neighbour has the opposite role: nothing tells the role better."
        )
    if window == max(imbalance):
        return (
            "the widest window is not the blindest. A role shows if its neighbours' roles are not "
            "half and half: for which window are they nearest to it?"
        )
    if imbalance[window] > min(imbalance.values()):
        return "another window comes nearer to showing both roles equally often."
    return None


@exercise("6.2")
def half_and_half(answer):
    label, topic, role = _shares(answer)
    if label > 0.95 or topic + role > 0.95:
        return "this is the table of one loss alone. Let both have a weight above 0."
    if label + topic + role < 0.8:
        return "most of this table is neither label nor order: is it a table that was trained?"
    if label > topic + role + 0.05:
        return "the label still has more: which of the two losses needs more weight?"
    if label < topic + role - 0.05:
        return "now topic and role have more: you have gone too far."
    return None


@exercise("6.3")
def glove_with_topic(answer):
    label, topic, role = _shares(answer)
    if label + topic + role < 0.8:
        return (
            "most of this table is neither topic nor role: is it a table that was trained, from "
            "the counts of the training rows?"
        )
    if label > 0.1:
        return "this table knows the label: no label should take part."
    if topic < 0.15:
        return (
            "it still does not know the topic. Do the pairs with count 0 take part? They need a "
            "weight above 0, and a target below those of the pairs that occur."
        )
    if role < 0.05:
        return "now the role is gone: do the pairs that occur still have targets of their own?"
    return None


def _role_imbalance(window):
    """How far the neighbours' roles are from half and half."""
    tokens, rows = load_study_tokens(), load_study_rows()
    counts = cooccurrence_counts(rows.X, len(tokens.name), window)
    opposite = counts[tokens.role[:, None] != tokens.role].sum() / counts.sum()
    return abs(opposite - 0.5)


def _shares(table):
    """The table's shares of variance: label group, topic, and role within each topic."""
    tokens = load_study_tokens()
    table = np.asarray(table, float)
    if table.ndim != 2 or len(table) != len(tokens.name):
        raise ValueError(
            f"a table of {len(tokens.name)} vectors is asked for, got shape {table.shape}"
        )
    topic = variance_explained(table, tokens.topic)
    both = variance_explained(table, 2 * tokens.topic + tokens.role)
    return variance_explained(table, tokens.label_group), topic, both - topic
