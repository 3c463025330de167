"""What tests draw that hold for whatever is given: the same cases every time."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

same_cases = settings(derandomize=True, deadline=None, database=None, max_examples=60)
few_cases = settings(same_cases, max_examples=3)  # for tests that put every value in each

NO_NUMBERS = [None, "x", b"3", 3j, np.complex64(3), np.nan, Decimal("NaN"), pd.NA, pd.NaT]
NO_NUMBERS += [datetime.date(2020, 1, 1), np.datetime64("2020", "ns"), np.timedelta64(3, "ns")]
NO_ORDER = [{1, 2}, frozenset([1]), {0: 1.0, 1: 3.0}, {1: 2}.keys()]


def numbers(least=-10.0, most=10.0, dims=2):
    """Arrays of finite numbers, with at least two rows and columns."""
    shapes = array_shapes(min_dims=dims, max_dims=dims, min_side=2, max_side=5)
    return arrays(float, shapes, elements=st.floats(least, most, width=32))


@st.composite
def places(draw, good):
    """Drawn numbers, as objects, and the place of one of them."""
    cells = draw(good).astype(object)
    return cells, tuple(draw(st.integers(0, side - 1)) for side in cells.shape)


def put(value, cells, place):
    """The cells as lists, with this value at the place."""
    cells[place] = value
    return cells.tolist()


def named(place, first):
    """How a message calls a place, if the first row and column are called so."""
    kinds = ["row", "column", "column"]
    return ", ".join(f"{kind} {n + first}" for kind, n in zip(kinds, place, strict=False))
