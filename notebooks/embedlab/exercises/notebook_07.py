"""Graders of notebook 07, Real flights."""

from embedlab.datasets import load_airports, load_flight_rows
from embedlab.exercises.feedback import exercise
from embedlab.objectives import cooccurrence_counts

import numpy as np
from sklearn.metrics import log_loss

CANDIDATES = ["BUF", "MIA", "RIC"]
TASKS = {"a": "order", "b": "label", "c": "neither", "d": "neither"}


@exercise("7.1")
def nearest_to_boston(answer):
    if not isinstance(answer, dict) or set(answer) != {"by label", "by order"}:
        return 'answer with a dictionary that has the keys "by label" and "by order".'
    for table, code in answer.items():
        if code not in CANDIDATES:
            return f"{table}: answer with one of {', '.join(CANDIDATES)}."
    by_lateness, by_company = _nearest("BOS")
    if answer["by label"] == by_company and answer["by order"] == by_lateness:
        return "it is the other way round: which loss has seen how late flights are?"
    if answer["by label"] != by_lateness:
        return "by label: which of the three is late about as often as Boston?"
    if answer["by order"] != by_company:
        return "by order: which of the three does the same aircraft fly to? See carrier and miles."
    return None


@exercise("7.2")
def base_rate_loss(answer):
    if not callable(answer):
        return "assign the function itself, not its result: `def base_rate_loss(p, q): ...`."
    for p, q in [(0.3, 0.3), (0.36, 0.31), (0.2, 0.5)]:
        given = answer(p, q)
        if given is None or given is ...:
            return "your function returns nothing yet: is there a `return`?"
        given, truth = float(given), _base_rate_loss(p, q)
        for other, hint in [
            (-truth, "a probability is below 1 and its logarithm below 0: mind the sign."),
            (truth / np.log(2), "that is in bits. Use the natural logarithm, `np.log`."),
            (truth / np.log(10), "that is the logarithm to base 10. Use `np.log`."),
            (_base_rate_loss(q, p), "p is what is forecast, q is what happens: swap them."),
            (_base_rate_loss(q, q), "that forecasts q, which nobody knows before the test."),
            (_base_rate_loss(p, p), "that is right if the test rows are like the training rows."),
            (-q * np.log(p), "that is the part of the ones. The zeros cost something, too."),
        ]:
            if not np.isclose(other, truth) and np.isclose(given, other):
                return hint
        if not np.isclose(given, truth, rtol=1e-4):
            return "a share q of the rows costs -log(p) each. What do the others cost?"
    return None


@exercise("7.3")
def table_for_task(answer):
    hints = {
        "a": "which table has brought together the airports of one carrier and one distance?",
        "b": "this is what a label-driven vector is made of, where there are enough rows.",
        "c": "a lookup needs a row of the table. Has this airport one?",
        "d": "who flies to Tulsa is always the same carrier. Can any vector part the two?",
    }
    if not isinstance(answer, dict) or set(answer) != set(TASKS):
        return f"answer with a dictionary that has the keys {', '.join(TASKS)}."
    for task, given in answer.items():
        if given not in ("label", "order", "neither"):
            return f'{task}: answer with "label", "order" or "neither".'
    wrong = [task for task, truth in TASKS.items() if answer[task] != truth]
    return f"{wrong[0]}: {hints[wrong[0]]}" if wrong else None


@exercise("7.4")
def same_by_chance(answer):
    carriers, counts = np.unique(load_airports().carrier, return_counts=True)
    m, given = counts.sum(), float(answer)
    truth = (counts * (counts - 1)).sum() / (m * (m - 1))
    if np.isclose(given, truth, rtol=0, atol=2e-4):
        return None
    for other, hint in [
        ((counts / m) ** 2, "that lets an airport be its own neighbour. Draw two different ones."),
        (1 / len(carriers), "the carriers do not serve equally many airports."),
        (counts.max() / m, "that is the share of the largest carrier. Add up over all of them."),
        (5 * truth, "it is a share, so the number of neighbours does not matter."),
    ]:
        if np.isclose(given, np.sum(other), rtol=0, atol=2e-4):
            return hint
    return (
        "for a carrier with n of the airports: the first is one of n, the second one of the rest."
    )


def _nearest(code):
    """The candidate closest in lateness, and the one whose neighbours in the rows are likest."""
    airports = load_airports()
    codes = list(airports.code)
    here, others = codes.index(code), [codes.index(each) for each in CANDIDATES]
    gap = np.abs(airports.share_late[others] - airports.share_late[here])
    counts = cooccurrence_counts(load_flight_rows(airports=airports).X, len(codes), window=1)
    company = np.sqrt(counts / counts.sum(axis=1, keepdims=True))  # unit vectors of shares
    alike = company[others] @ company[here]  # Bhattacharyya coefficient
    return CANDIDATES[gap.argmin()], CANDIDATES[alike.argmax()]


def _base_rate_loss(p, q):
    """The log-loss over 1,000 rows, a share q of them ones, if p is forecast for each."""
    labels = (np.arange(1000) < round(1000 * q)).astype(int)
    return log_loss(labels, np.full(1000, p))
