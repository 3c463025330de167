"""Write a deck of slides for each lesson: one HTML file that works without a network.

    python tools/export slides          those of all lessons, into `slides`

Open a deck in a browser: the arrow keys turn the pages, `s` opens the view for the speaker with the
notes, `?` names the other keys. `?view=print` behind the address makes pages to print.

What a slide shows is told by the notebook's cells, under `slideshow` in their metadata, so that
other programs understand it, too:

    slide_type   "slide" starts a slide, "fragment" goes on with it at the next key, "-" at once;
                 "skip", or nothing, leaves the cell out
    show         which parts of the cell: of a Markdown cell "heading", "predict" (its
                 answer follows one key later), "bold" (sentences), "text" (paragraphs without
                 these), "formula", "table", "list", "picture", "goal" (what the first cell
                 promises); of a code cell "code", "figure", "claims", "table", "printed";
                 "text 2" is the second such part
    section      only what stands under the heading that begins like this
    title        the slide's heading, where the cell itself has none
    notes        what the teacher should know

A cell that starts a slide often ends the round before: the bold sentences on top of it close the
slide before. Answers, bold sentences and ✓ lines come one key later than what stands above them.
"""

import re
from collections import Counter
from html import escape
from pathlib import Path

import sphinx_revealjs
from notebooks.series import ROOT, notebooks, read

from export.page import blocks, code_html, name_of, outputs, page, soup, write_pages

OUTPUT = ROOT / "slides"
LATER = ("bold", "claims")  # shown one key later than what stands above them
HERE = Path(__file__)
REVEAL = Path(sphinx_revealjs.__file__).parent / "_static" / "revealjs"
FLAT = 3  # width by height: less flat pictures get a column beside the text
HIGH, NARROW = 6, 48  # a table of more rows, and of fewer letters side by side, gets one, too
MANY_WORDS = 95  # a slide with more gets smaller letters
# Where a sentence ends, unless it is inside bold text.
SENTENCE_END = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?]</strong>))\s+(?!(?:(?!<strong>).)*</strong>)", re.DOTALL
)


def parts_of_markdown(cell, section=""):
    """A Markdown cell in pieces: a list of (part, HTML).

    section: what a heading begins with; then only what stands under it, and what stands before the
    first heading of the cell. Raises `ValueError` if no heading begins so.
    """
    found, headings = [], []
    for block in blocks(cell.source):
        if block.name in ("h1", "h2", "h3"):
            headings.append(block.get_text())
        if not headings or headings[-1].startswith(section):
            found += _parts_of_block(block, found)
    if not any(each.startswith(section) for each in headings or [""]):
        raise ValueError(f"cell {cell.id}: no heading begins with {section!r}, but {headings}")
    return found


def _parts_of_block(block, before):
    """One block of a Markdown cell as a list of (part, HTML); before: the parts before it."""
    inside = block.decode_contents()
    if block.name in ("h1", "h2", "h3"):
        return [("heading", inside)]
    if block.name == "details":
        answer = block.blockquote.decode_contents()
        return [("answer", answer)] if before and before[-1][0] == "predict" else []
    if block.find("img"):
        return [("picture", f"<figure>{block.img}</figure>")]
    if block.find("math", display="block", recursive=False):
        return [("formula", inside)]
    if block.name == "p":
        if block.get_text().startswith("Predict."):
            return [("predict", inside)]
        bold = [("bold", f"<p>{each}</p>") for each in bold_sentences(inside)]
        return bold or [("text", str(block))]
    if block.name == "table":
        rows = [row("td") for row in block("tr") if row("td")]
        goals = [row for row in rows if row[0].get_text() == "You will be able to"]
        said = [("goal", " ".join(each.decode_contents() for each in row)) for row in goals]
        return [*said, ("table", str(block))]
    return [("list", str(block))] if block.name in ("ul", "ol") else []


def bold_sentences(html):
    """The sentences of a paragraph that are bold at their end, as HTML."""
    found = SENTENCE_END.split(html.strip())
    return [re.sub("</?strong>", "", each) for each in found if each.endswith(".</strong>")]


def chosen(cell, told):
    """The pieces of a cell that its metadata ask for, in their order: a list of (part, HTML).

    Raises `ValueError` if one is missing.
    """
    if cell.cell_type == "code":
        pieces = [("code", code_html(cell.source)), *outputs(cell)]
    else:
        pieces = parts_of_markdown(cell, told.get("section", ""))
    wanted = set(told.get("show", []))
    found, numbers, missing = [], Counter(), set(wanted)
    for part, html in pieces:
        numbers[part] += 1
        names = {part, f"{part} {numbers[part]}"} & wanted
        missing -= names
        if names or (part == "answer" and "predict" in wanted):
            found.append((part, html))
    if missing:
        raise ValueError(f"cell {cell.id}: it has no {sorted(missing)} to show")
    return found


class Slide:
    """A heading, the pieces under it, and notes for the teacher."""

    def __init__(self, heading):
        self.heading, self.notes, self.pieces = heading, [], []

    def add(self, part, html, later=False):
        """Put a piece on the slide; later: one key after those above it, as after a question."""
        before = [name for name, *_ in self.pieces]
        if part in LATER and before[-1:] == [part]:
            html = self.pieces.pop()[1] + html  # they come together
        self.pieces.append((part, html, later or part in LATER or "predict" in before))

    def html(self, level):
        """The slide as a `section`; level: of its heading."""
        many = sum(len(soup(html).text.split()) for _, html, _ in self.pieces) > MANY_WORDS
        inside = [
            f'<div class="{part}{" fragment" if later else ""}">{html}</div>'
            for part, html, later in self.pieces
        ]
        columns = [_column(part, html, many) for part, html, _ in self.pieces]
        if len(inside) > 1 and any(columns):
            place = next(place for place, width in enumerate(columns) if width)
            high = inside.pop(place).replace("<div", f'<div style="width: {columns[place]}"', 1)
            texts = f'<div class="texts">{"".join(inside)}</div>'
            both = texts + high if place else high + texts
            inside = [f'<div class="beside">{both}</div>']
        dense = ' class="dense"' if many else ""
        notes = "".join(f"<p>{escape(each)}</p>" for each in self.notes)
        return (
            f"<section{dense}>\n<{level}>{self.heading}</{level}>\n" + "\n".join(inside) + "\n"
            f'<aside class="notes">{notes}</aside>\n</section>'
        )


def _column(part, html, many):
    """The width of a piece's column beside the text, or ""; many: whether its words are many."""
    if part == "figure":
        picture = soup(html).img
        ratio = int(picture["width"]) / int(picture["height"])
        return f"{min(620 if many else 740, 560 * ratio):.0f}px" if ratio < FLAT else ""
    if part == "table":
        rows = [[len(cell.text) for cell in row(["td", "th"])] for row in soup(html)("tr")]
        if len(rows) > HIGH and sum(map(max, zip(*rows, strict=True))) < NARROW:
            return "auto"
    return ""


def slides_of(notebook):
    """The slides that the cells' metadata ask for. Raises `ValueError` for what it cannot read."""
    slides, heading = [], ""
    for cell in notebook.cells:
        told = cell.metadata.get("slideshow", {})
        how = told.get("slide_type", "skip")
        if how == "skip":
            continue
        pieces = chosen(cell, told)
        if how == "slide":
            bold = [part == "bold" for part, _ in pieces]
            closing = 0 if all(bold) else bold.index(False)
            for part, html in pieces[:closing] if slides else ():
                slides[-1].add(part, html)
            pieces = pieces[closing:]
            heading = next((html for part, html in pieces if part == "heading"), heading)
            slides.append(Slide(escape(told["title"]) if "title" in told else heading))
        elif not slides:
            raise ValueError(f"cell {cell.id}: no slide has been started")
        for part, html in pieces:
            if part != "heading":
                slides[-1].add(part, html, later=how == "fragment")
        slides[-1].notes += [told["notes"]] if "notes" in told else []
    if not slides:
        raise ValueError("no cell starts a slide: give one the slide_type 'slide'")
    return slides


def deck(path):
    """A lesson's deck as one page."""
    slides = slides_of(read(path))
    slides[0].pieces.insert(0, ("name", name_of(path), False))
    sections = "\n".join(each.html("h2" if place else "h1") for place, each in enumerate(slides))
    scripts = [REVEAL / "dist/reveal.js", REVEAL / "plugin/notes/notes.js", HERE.with_suffix(".js")]
    texts = [each.read_text(encoding="utf-8").replace("</script", "<\\/script") for each in scripts]
    body = f'<div class="reveal">\n<div class="slides">\n{sections}\n</div>\n</div>\n'
    body += "\n".join(f"<script>{each}</script>" for each in texts)
    styles = [REVEAL / "dist/reveal.css", HERE.with_suffix(".css")]
    return page(path, "\n".join(each.read_text(encoding="utf-8") for each in styles), body)


def main(arguments):
    return write_pages(arguments, arguments.notebooks or notebooks("lesson"), deck)
