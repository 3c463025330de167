"""The page `notebooks/playground.html`, shown inside a notebook."""

from html import escape
from pathlib import Path

from IPython.display import display

PAGE = Path(__file__).parents[3] / "playground.html"
STORED = "Run this cell to play here, or open playground.html in a browser."


def show_page(link=""):
    """Show the page in a frame.

    link: the state to begin with, the part of a copied link from its # on. The page stands whole in
    the output and works wherever the notebook runs; `notebooks.runner` does not store it.
    """
    page, name = escape(PAGE.read_text(encoding="utf-8")), escape(link)
    look = 'style="width: 100%; height: 1000px; border: 0"'
    frame = f'<iframe srcdoc="{page}" name="{name}" title="Playground" {look}></iframe>'
    display({"text/html": frame, "text/plain": STORED}, raw=True)
