"""What a graph says of cost, on any machine."""

from collections import Counter

import tensorflow as tf


def tall_operations(function, m, *shapes):
    """The operations of a function's graph whose result has m rows, by kind, branches included."""
    graph = tf.function(function, autograph=False).get_concrete_function(*shapes).graph
    branches = [each.graph for each in graph._functions.values() if hasattr(each, "graph")]
    outputs = [t for g in (graph, *branches) for op in g.get_operations() for t in op.outputs]
    tall = [each for each in outputs if each.shape.rank and each.shape[0] == m]
    return Counter(each.op.type for each in tall)
