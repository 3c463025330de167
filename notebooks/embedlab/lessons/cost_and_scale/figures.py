"""The tables of the study."""

from embedlab.drawing.tables import data_table

from IPython.display import display


def table(heads, found, digits=2):
    """Display a row for each entry of a dict: its key, one text or several, and its values."""
    rows = [(*(key if isinstance(key, tuple) else (key,)), *each) for key, each in found.items()]
    display(data_table(dict(zip(heads, zip(*rows, strict=True), strict=True)), digits))
