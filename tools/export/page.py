"""What the slides and the handouts share: stored cells as HTML that needs nothing from elsewhere.

Formulas become MathML, pictures are written into the page, code is coloured with a contrast of at
least 4.5 on its ground (WCAG 2.2, level AA).
"""

import base64
import re
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from notebooks.series import NOTEBOOKS
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.style import Style
from pygments.token import Comment, Keyword, Name, Number, Operator, String

TICK = "✓ "
# What `exercises.check` says of a stored, unanswered exercise: news for nobody on a page.
NOT_ANSWERED = "not answered yet"

FONTS = """
:root { --text: #1a1a1a; --quiet: #4d4d4d; --line: #8c8c8c; --ground: #ffffff; --code: #f4f4f4;
  --accent: #00528a; --good: #00664a; --note: #eef4f8; }
body { font-family: "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial,
  "Liberation Sans", sans-serif; color: var(--text); background: var(--ground); }
pre, code { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
math { font-family: "Cambria Math", "STIX Two Math", "Latin Modern Math", math, serif; }
"""


class _Colours(Style):
    """Few colours, each dark enough on `--code`; what is bold is also told without colour."""

    styles = {  # noqa: RUF012
        Comment: "italic #595959",
        Keyword: "bold #00528a",
        Operator.Word: "bold #00528a",
        String: "#7a3e00",
        Number: "#00664a",
        Name.Function: "bold",
        Name.Class: "bold",
    }


_FORMATTER = HtmlFormatter(style=_Colours, cssclass="code")
CODE_COLOURS = re.sub(r"background:[^;}]*;?", "", _FORMATTER.get_style_defs(".code"))


def mathml(formula, display="inline"):
    """LaTeX as MathML, with the thin spaces that TeX sets about `ln` and its like."""
    markup = convert(formula, display=display).replace("<mi>:</mi>", "<mo>:</mo>")
    name = "<m[io]>(?:ln|log|exp|min|max)</m[io]>"
    space = '<mspace width="0.167em"></mspace>'
    markup = re.sub(rf"({name})(?!<mo stretchy|</m)", rf"\1{space}", markup)
    return re.sub(rf"(</m[in]>|&#x00029;</mo>)({name})", rf"\1{space}\2", markup)


class _OfflineRenderer(IPythonRenderer):
    """nbconvert's Markdown, with MathML where it would leave formulas to a script."""

    def inline_math(self, body):
        return mathml(body)

    def block_math(self, body):
        return mathml(body, display="block")

    def image(self, text, url, title=None):
        png = base64.b64encode((NOTEBOOKS / url).read_bytes()).decode()
        return super().image(text, f"data:image/png;base64,{png}", title)

    def latex_environment(self, name, body):
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def markdown_html(source):
    """Markdown as HTML: formulas as MathML, pictures of the folder `notebooks` written into it."""
    renderer = _OfflineRenderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer).render(source)


def soup(html):
    """A piece of HTML, to look into and to change."""
    return BeautifulSoup(html, "html.parser")


def code_html(source):
    """Python as coloured HTML."""
    return highlight(source, PythonLexer(), _FORMATTER)


def figure_html(picture, caption):
    """A stored picture (an output with `image/png`) with its alt text; caption: Markdown or None.

    The width is that which the author asked for, or else the picture's own. Raises `ValueError` for
    a picture without an alt text.
    """
    about = picture.get("metadata", {}).get("image/png", {})
    png = picture["data"]["image/png"].replace("\n", "")
    alt = str(about.get("alt") or "").strip()
    if not alt:
        raise ValueError("a picture has no alt text: show it with embedlab.drawing.plots.show")
    width, height = _displayed_size(picture, png)
    said = soup(markdown_html(caption)).p.decode_contents() if caption else ""
    legend = f"<figcaption>{said}</figcaption>" if said else ""
    return (
        f'<figure><img src="data:image/png;base64,{png}" alt="{escape(alt)}" '
        f'width="{width}" height="{height}">{legend}</figure>'
    )


def _displayed_size(picture, png):
    """Width and height on a page, in CSS pixels: a fine picture has more pixels than these."""
    header = base64.b64decode(png[:64])
    pixels = int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")
    asked = re.search(r'width="?(\d+)', picture["data"].get("text/html", ""))
    width = picture.get("metadata", {}).get("image/png", {}).get("width")
    width = int(width or (asked.group(1) if asked else pixels[0]))
    return width, round(width * pixels[1] / pixels[0])


def outputs(cell):
    """What a code cell shows, in order: a list of (kind, value).

    ("figure", (output, caption)), ("claims", sentences), ("printed", text), ("table", Markdown).
    """
    found, stored = [], list(cell.get("outputs", []))
    while stored:
        output = stored.pop(0)
        data = output.get("data", {})
        if output.output_type == "stream":
            found += _lines(output.text)
        elif "image/png" in data:
            follows = stored[0].get("data", {}) if stored else {}
            caption = follows.get("text/markdown", "")
            caption = caption if caption.startswith("*") and "image/png" not in follows else None
            found.append(("figure", (output, caption)))
            if caption:
                stored.pop(0)
        elif "text/markdown" in data:
            found.append(("table", data["text/markdown"]))
        elif "text/plain" in data:
            found.append(("printed", data["text/plain"]))
    return found


def _lines(text):
    """Printed text in runs: what claims say, and what else was printed."""
    found = []
    for line in text.rstrip("\n").split("\n"):
        if NOT_ANSWERED in line:
            continue
        kind, value = ("claims", line[len(TICK) :]) if line.startswith(TICK) else ("printed", line)
        if found and found[-1][0] == kind:
            found[-1][1].append(value)
        else:
            found.append((kind, [value]))
    return [(kind, "\n".join(each) if kind == "printed" else each) for kind, each in found]


def claims_html(sentences):
    """The ✓ lines of a cell as a list."""
    lines = "".join(f"<li>✓ {escape(each)}</li>" for each in sentences)
    return f'<ul class="claims">{lines}</ul>'


def printed_html(text):
    """Printed text as it stands."""
    return f'<pre class="printed">{escape(text)}</pre>'


def page(title, head, body):
    """A whole page in English."""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n{head}\n</head>\n{body}\n</html>\n"
    )


def title_of(notebook):
    """The question that a notebook asks: its first heading."""
    return soup(markdown_html(notebook.cells[0].source)).h1.get_text()


def stem_of_link(href):
    """The name of the notebook that a link leads to (`03_labels`), or None for any other link."""
    path = Path(href.split("#")[0])
    return path.stem if path.suffix == ".ipynb" and "://" not in href else None
