"""What Sphinx does not do for the series by itself: anchors as Jupyter makes them, and MathML."""

from docutils.nodes import SkipNode
from export.page import mathml


def anchor(title):
    """The anchor of a heading, as JupyterLab makes it and as links in notebooks name it."""
    return title.replace("`", "").strip().replace(" ", "-")


def _formula(display):
    def visit(translator, node):
        markup = mathml(node.astext(), display)  # on a phone a wide one scrolls: by keys, too
        translator.body.append(markup.replace('"block"', '"block" tabindex="0"'))
        raise SkipNode

    return visit, None


def setup(app):
    app.add_html_math_renderer("mathml", _formula("inline"), _formula("block"))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
