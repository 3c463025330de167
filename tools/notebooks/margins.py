"""How far the ✓ of a page without truths are from failing: their comparisons, computed again."""

import ast
import contextlib
from itertools import pairwise

import numpy as np


def margins(source, names):
    """The distances between the numbers that a cell's ✓ compare by size: (sentence, distance).

    names: what the cell left behind; what they were set to in the cell belongs to the condition.
    Nothing for what is no number, or cannot be computed again after the cell.
    """

    def value(node):
        return eval(ast.unparse(node), {**names})

    nodes = [*ast.walk(ast.parse(source))]
    given = [node for node in nodes if isinstance(node, ast.Assign)]
    for call in (node for node in nodes if getattr(getattr(node, "func", 0), "id", 0) == "claim"):
        needed = [call.args[1]]
        for part in needed:  # which grows
            named = {each.id for each in ast.walk(part) if isinstance(each, ast.Name)}
            sets = (one for one in given if named & {*map(ast.unparse, _parts(one.targets[0]))})
            needed += [each for one in sets for each in _parts(one.value) if each not in needed]
        for node in (each for part in needed for each in _outermost(part, ast.Compare)):
            for kind, pair in zip(node.ops, pairwise([node.left, *node.comparators]), strict=True):
                if isinstance(kind, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
                    with contextlib.suppress(Exception):
                        yield value(call.args[0]), np.abs(np.subtract(*map(value, pair))).min()


def _parts(node):
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _outermost(node, kind):
    """The nodes of a kind that stand in no other of it."""
    if isinstance(node, kind):
        return [node]
    return [each for child in ast.iter_child_nodes(node) for each in _outermost(child, kind)]
