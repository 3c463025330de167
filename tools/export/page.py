"""What slides and worksheets share: stored cells as HTML that needs nothing from elsewhere.

Formulas become MathML, pictures are written into the page, code is coloured as in the web edition.
"""

import base64
import re
from html import escape
from itertools import groupby
from pathlib import Path

from bs4 import BeautifulSoup
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from notebooks.series import NOTEBOOKS, kind, number, read
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
_FORMATTER = HtmlFormatter(style="a11y-high-contrast-light", cssclass="code", nobackground=True)


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
        return super().image(text, data_address(url), title)


def data_address(url):
    """The address of a picture of the folder `notebooks` that holds the picture itself."""
    png = base64.b64encode((NOTEBOOKS / url).read_bytes()).decode()
    return f"data:image/{Path(url).suffix[1:]};base64,{png}"


def markdown_html(source):
    """Markdown as HTML: formulas as MathML, pictures of the folder `notebooks` written into it."""
    renderer = _OfflineRenderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer).render(source)


def soup(html):
    """A piece of HTML, to look into and to change."""
    return BeautifulSoup(html, "html.parser")


def blocks(source):
    """The blocks of a Markdown text, to change; links to files become text: a page stands alone."""
    content = soup(markdown_html(source))
    for link in content("a"):
        if "://" not in link["href"]:
            link.unwrap()
    return content.find_all(recursive=False)


def code_html(source):
    """Python as coloured HTML."""
    return highlight(source, PythonLexer(), _FORMATTER)


def outputs(cell):
    """What a code cell shows, in order: a list of (kind, HTML).

    kind: "figure", with its caption; "claims", one for each line with a ✓; "printed"; "table". What
    the check says of an exercise that nobody has answered is left out. Raises `ValueError` for a
    picture without an alternative text.
    """
    found = []
    for output in [] if is_check(cell) else cell.get("outputs", []):
        data = output.get("data", {})
        text = data.get("text/markdown", "")
        if output.output_type == "stream":
            found += _lines(output.text)
        elif "image/png" in data:
            found.append(("figure", _figure(data)))
        elif text.startswith("*") and found and found[-1][0] == "figure":
            caption = soup(markdown_html(text)).p.decode_contents()
            figure = found.pop()[1].removesuffix("</figure>")
            found.append(("figure", f"{figure}<figcaption>{caption}</figcaption></figure>"))
        elif text:
            found.append(("table", markdown_html(text)))
        elif "text/plain" in data:
            found += _lines(data["text/plain"])
    return found


def is_check(cell):
    """Whether a cell checks an exercise and carries its points."""
    return cell.metadata.get("nbgrader", {}).get("grade", False)


def _figure(data):
    """A stored picture, which brings its alternative text."""
    picture = soup(data.get("text/html", "")).img
    if picture is None or not picture.get("alt", "").strip():
        raise ValueError("a picture has no alt text: show it with embedlab.drawing.plots.show")
    del picture["style"]
    header = base64.b64decode(data["image/png"][:64])
    wide, high = (int.from_bytes(header[at : at + 4], "big") for at in (16, 20))
    picture["height"] = round(int(picture["width"]) * high / wide)
    return f"<figure>{picture}</figure>"


def _lines(text):
    """Printed text in runs: each line with a ✓, and what else was printed between them."""
    found = []
    for claims, lines in groupby(text.rstrip("\n").split("\n"), lambda line: line[:1] == "✓"):
        if claims:
            found += [("claims", f'<p class="claim">{escape(line)}</p>') for line in lines]
        else:
            printed = escape("\n".join(lines))
            found.append(("printed", f'<pre class="printed">{printed}</pre>'))
    return found


def page(path, style, body, added=""):
    """A whole page in English about a notebook, with its kind and number; added: to its title."""
    question = soup(markdown_html(read(path).cells[0].source)).h1.get_text()
    title = f"{name_of(path)}: {question}{added}"
    colours = _FORMATTER.get_style_defs(".code")
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}{colours}\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def name_of(path):
    """How a reader calls a notebook: "Lesson 03"."""
    return f"{kind(path).capitalize()} {number(path)}"


def write_pages(arguments, paths, make, suffix=".html"):
    """Write `make(path)` for each notebook into the folder of `--output`, as one file each."""
    arguments.output.mkdir(parents=True, exist_ok=True)
    for path in paths:
        file = (arguments.output / path.name).with_suffix(suffix)
        file.write_text(make(path), encoding="utf-8")
        print(f"{file}: {file.stat().st_size / 1000:.0f} kB")
    return 0
