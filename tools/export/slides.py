"""Write a deck of slides for each lesson: one HTML file that works without a network.

    python tools/export slides                                those of all lessons, into `slides`
    python tools/export slides notebooks/03_labels.ipynb      one of them
    python tools/export slides --output somewhere             into another folder

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
slide before.
"""

import re
from html import escape
from pathlib import Path

import sphinx_revealjs
from notebooks.series import ROOT, notebooks, read

from export.page import (
    CODE_COLOURS,
    FONTS,
    claims_html,
    code_html,
    figure_html,
    markdown_html,
    outputs,
    page,
    printed_html,
    soup,
    stem_of_link,
    title_of,
)

STEPS = ("answer", "bold", "claims")  # shown one key later than what stands above them
REVEAL = Path(sphinx_revealjs.__file__).parent / "_static" / "revealjs"
UPRIGHT, WIDE = 1.6, 3.0  # width by height: pictures below these get a column beside the text
MANY_WORDS = 95  # a slide with more gets smaller letters

STYLE = """
main { height: 100%; }
.reveal { font-size: 28px; line-height: 1.35; }
.reveal .slides { text-align: left; }
.reveal .slides section { box-sizing: border-box; width: 1280px; height: 720px;
  padding: 36px 60px 48px; flex-direction: column; align-items: flex-start; gap: 16px; }
.reveal .slides section > * { margin: 0; flex: 0 0 auto; max-width: 100%; }
.reveal .slides section .fragment { transition: none; }
h1, h2 { line-height: 1.2; color: var(--accent); }
h1 { font-size: 54px; }
h2 { font-size: 38px; }
p { margin: 0 0 10px; }
p:last-child { margin: 0; }
.lesson { font-size: 22px; color: var(--quiet); }
.predict, .answer, .bold { padding: 10px 20px; border-left: 6px solid var(--accent); }
.answer { background: var(--note); }
.bold { border-color: var(--good); font-weight: 700; }
.dense { font-size: 23px; }
ul, ol { padding-left: 1.3em; }
li { margin: 6px 0; }
ul.claims { list-style: none; padding: 0; font-size: 23px; color: var(--good); }
ul.claims li { margin: 2px 0; }
.reveal .slides figure { flex: 0 1 auto; min-height: 0; margin: 0; display: flex;
  flex-direction: column; gap: 6px; }
.reveal .slides section > figure { width: 100%; }
figure img { flex: 0 1 auto; min-height: 0; height: auto; width: 100%; object-fit: contain;
  object-position: left top; }
figcaption { flex: 0 0 auto; font-size: 20px; color: var(--quiet); }
.reveal .slides section > .beside { flex: 1 1 0; min-height: 0; width: 100%; display: flex;
  gap: 36px; }
.beside > figure { flex: 0 0 auto !important; width: 660px; }
.beside.wide > figure { width: 780px; }
.beside > div + figure { width: 520px; }
.beside > table { flex: 0 0 auto; align-self: flex-start; }
.beside > div { flex: 1 1 0; display: flex; flex-direction: column; gap: 16px; font-size: 26px; }
.beside > div > * { margin: 0; }
table { border-collapse: collapse; font-size: 23px; }
th, td { padding: 4px 24px 4px 0; border-bottom: 1px solid var(--line); }
pre { font-size: 19px; line-height: 1.4; padding: 12px 16px; background: var(--code); margin: 0; }
code { font-size: 0.88em; }
pre code { font-size: inherit; }
.formula { font-size: 34px; padding: 8px 0; }
.reveal .slide-number { left: 54px; right: auto; bottom: 10px; background: none; padding: 0;
  font-size: 18px; }
.reveal .slide-number, .reveal .slide-number a { color: var(--quiet); text-decoration: none; }
.reveal .controls { color: var(--accent); font-size: 8px; }
.reveal .progress { color: var(--accent); }
html.reveal-print .reveal .slides .pdf-page > section { display: flex !important; width: 1280px;
  height: 720px !important; top: 0 !important; padding: 36px 60px 48px !important; }
"""

START = """
Reveal.initialize({
  width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 3, center: false, display: "flex",
  transition: "none", backgroundTransition: "none", hash: true, slideNumber: "c/t",
  pdfSeparateFragments: false, plugins: [RevealNotes],
});
"""


def parts_of_markdown(cell, section=None):
    """A Markdown cell in pieces: a list of (part, HTML).

    section: what a heading begins with; then only what stands under it, and what stands before the
    first heading of the cell. Raises `ValueError` if no heading begins so.
    """
    found, heading = [], None
    headings = []
    for each in soup(markdown_html(cell.source)).find_all(recursive=False):
        if re.fullmatch("h[1-6]", each.name):
            heading = each.get_text()
            headings.append(heading)
        if section and heading and not heading.startswith(section):
            continue
        _without_local_links(each)
        found += _parts_of_block(each, found)
    if section and not any(each.startswith(section) for each in headings):
        raise ValueError(f"cell {cell.id}: no heading begins with {section!r}, but {headings}")
    return found


def _parts_of_block(block, before):
    """One block of a Markdown cell as a list of (part, HTML); before: the parts before it."""
    if re.fullmatch("h[1-6]", block.name):
        return [("heading", block.decode_contents())]
    if block.name == "details":
        return [("answer", _answer(block))] if before and before[-1][0] == "predict" else []
    if block.name == "p" and block.find("img"):
        return [("picture", f"<figure>{block.img}</figure>")]
    if block.find("math", display="block", recursive=False):
        return [("formula", f'<div class="formula">{block.decode_contents()}</div>')]
    if block.name == "p":
        first = block.find("strong")
        if first and first.get_text() == "Predict.":
            return [("predict", block.decode_contents())]
        bold = bold_sentences(block)
        return [("bold", each) for each in bold] or [("text", str(block))]
    if block.name == "table":
        goal = [row for row in block("tr") if row.get_text().strip().startswith("You will be able")]
        said = (
            [("goal", "You will be able to " + goal[0]("td")[1].decode_contents())] if goal else []
        )
        return [*said, ("table", str(block))]
    return [("list", str(block))] if block.name in ("ul", "ol") else []


def _answer(details):
    details.summary.decompose()
    inside = details.blockquote or details
    return "".join(map(str, inside.contents))


def bold_sentences(paragraph):
    """The sentences of a paragraph that are bold at their end, as HTML."""
    found, sentence = [], []
    for each in paragraph.contents:
        if each.name == "strong" and each.get_text().endswith("."):
            found.append("".join([*sentence, each.decode_contents()]).strip())
            sentence = []
        elif each.name is None:
            *ended, rest = re.split(r"[.!?]\s", str(each))
            sentence = [escape(rest)] if ended else [*sentence, escape(rest)]
        else:
            sentence.append(each.decode_contents() if each.name == "strong" else str(each))
    return found


def _without_local_links(block):
    """Text in place of links to other notebooks: a deck is shown alone."""
    for link in [*block("a")]:
        if "://" not in link.get("href", "") or stem_of_link(link["href"]):
            link.unwrap()


def parts_of_code(cell):
    """A code cell in pieces: a list of (part, HTML)."""
    as_html = {
        "figure": lambda value: figure_html(*value),
        "claims": claims_html,
        "table": markdown_html,
        "printed": printed_html,
    }
    found = [("code", code_html(cell.source))]
    for kind, value in outputs(cell):
        values = [[each] for each in value] if kind == "claims" else [value]
        found += [(kind, as_html[kind](each)) for each in values]
    return found


def chosen(pieces, wanted, cell):
    """The pieces that `show` asks for, in their order. Raises `ValueError` if one is missing."""
    found, numbers = [], {}
    missing = set(wanted) - {"answer"}
    for part, html in pieces:
        numbers[part] = numbers.get(part, 0) + 1
        names = {part, f"{part} {numbers[part]}"} & set(wanted)
        missing -= names
        if names or (part == "answer" and "predict" in wanted):
            found.append((part, html))
    if missing:
        raise ValueError(f"cell {cell.id}: it has no {sorted(missing)} to show")
    return found


class Slide:
    """A heading, the pieces under it, and notes for the teacher."""

    def __init__(self, heading):
        self.heading, self.pieces, self.notes = heading, [], []

    def add(self, part, html, later=False):
        """Put a piece on the slide; later: one key after those above it."""
        later = later or part in STEPS
        if part == "claims" and self.pieces and self.pieces[-1][0] == "claims":
            html = (self.pieces.pop()[1] + html).replace("</ul>" + '<ul class="claims">', "")
        if part == "bold":
            html = f"<p>{html}</p>"
            if self.pieces and self.pieces[-1][0] == "bold":
                html = self.pieces.pop()[1] + html
        self.pieces.append((part, html, later))

    def html(self, number):
        """The slide as a `section`."""
        words = sum(len(soup(html).get_text().split()) for _, html, _ in self.pieces)
        size = ' class="dense"' if words > MANY_WORDS else ""
        level = "h2" if number else "h1"
        blocks = [_block(*piece) for piece in self.pieces]
        at, kind = self._beside()
        if kind == "last":
            texts = "\n".join(blocks[:at] + blocks[at + 1 :])
            blocks = [f'<div class="beside"><div>{texts}</div>{blocks[at]}</div>']
        elif kind:
            texts = "\n".join(blocks[at + 1 :])
            blocks[at:] = [f'<div class="beside {kind}">{blocks[at]}<div>{texts}</div></div>']
        notes = "".join(f"<p>{escape(each)}</p>" for each in self.notes)
        notes = f'<aside class="notes">{notes}</aside>' if notes else ""
        inside = f"<{level}>{self.heading}</{level}>\n" + "\n".join(blocks)
        return f"<section{size}>\n{inside}\n{notes}\n</section>"

    def _beside(self):
        """Which high picture or table gets a column of its own beside the text, and how.

        "last": an upright picture that comes late, right of all the text. "wide", "upright" and
        "table": left of what follows. (None, None): all stand one under the other.
        """
        for at, (part, html, _) in enumerate(self.pieces):
            inside, last = soup(html), at == len(self.pieces) - 1
            if part == "figure":
                ratio = int(inside.img["width"]) / int(inside.img["height"])
                if ratio < UPRIGHT and at > 1:
                    return at, "last"
                if ratio < WIDE and not last:
                    return at, "upright" if ratio < UPRIGHT else "wide"
            if part == "table" and not last and len(inside("tr")) > 6:
                rows = [
                    [len(cell.get_text()) for cell in row(["td", "th"])] for row in inside("tr")
                ]
                if sum(map(max, zip(*rows, strict=True))) < 48:  # letters side by side
                    return at, "table"
        return None, None


def _block(part, html, later):
    """A piece of a slide as one block."""
    if part in (
        "figure",
        "table",
        "list",
        "picture",
        "formula",
        "code",
        "claims",
        "printed",
        "text",
    ):
        block = soup(html.strip())
        first = block.find(recursive=False)
        first["class"] = [*first.get("class", []), *(["fragment"] if later else [])]
        if not first["class"]:
            del first["class"]
        return str(block)
    step = " fragment" if later else ""
    return f'<div class="{part}{step}">{html}</div>'


def slides_of(notebook):
    """The slides that the cells' metadata ask for. Raises `ValueError` for what it cannot read."""
    slides, heading = [], None
    for cell in notebook.cells:
        told = cell.metadata.get("slideshow", {})
        kind = told.get("slide_type", "skip")
        if kind in ("skip", "notes"):
            continue
        wanted = told.get("show", [])
        code = cell.cell_type == "code"
        pieces = parts_of_code(cell) if code else parts_of_markdown(cell, told.get("section"))
        pieces = chosen(pieces, wanted, cell)
        if kind in ("slide", "subslide"):
            closing, pieces = _closing(pieces)
            for piece in closing if slides else ():
                slides[-1].add(*piece)
        for part, html in pieces:
            if part == "heading":
                heading = html
        if kind in ("slide", "subslide"):
            slides.append(Slide(escape(told["title"]) if "title" in told else heading))
        elif not slides:
            raise ValueError(f"cell {cell.id}: no slide has been started")
        for part, html in pieces:
            if part != "heading":
                slides[-1].add(part, html, later=kind == "fragment")
        if told.get("notes"):
            slides[-1].notes.append(told["notes"])
    if not slides:
        raise ValueError("no cell starts a slide: give one the slide_type 'slide'")
    return slides


def _closing(pieces):
    """The bold sentences on top of a cell, and the rest. Without a rest, they are the rest."""
    count = 0
    while count < len(pieces) and pieces[count][0] == "bold":
        count += 1
    return (pieces[:count], pieces[count:]) if count < len(pieces) else ([], pieces)


def deck(notebook, name):
    """A lesson's deck as one page; name: that of the notebook's file, without its ending."""
    slides = slides_of(notebook)
    first = slides[0]
    first.pieces.insert(0, ("lesson", f"Lesson {name[:2]}", False))
    sections = "\n".join(each.html(number) for number, each in enumerate(slides))
    scripts = [REVEAL / "dist" / "reveal.js", REVEAL / "plugin" / "notes" / "notes.js"]
    code = "".join(f"<script>{_script(path)}</script>\n" for path in scripts)
    styles = (REVEAL / "dist" / "reveal.css").read_text(encoding="utf-8")
    head = f"<style>{styles}\n{FONTS}\n{CODE_COLOURS}\n{STYLE}</style>"
    body = (
        f'<body>\n<main>\n<div class="reveal">\n<div class="slides">\n{sections}\n</div>\n</div>\n'
        "</main>\n"
        f"{code}<script>{START}</script>\n</body>"
    )
    return page(f"Lesson {name[:2]}: {title_of(notebook)}", head, body)


def _script(path):
    """A script that can stand inside a page: nothing in it may look like the script's end."""
    return path.read_text(encoding="utf-8").replace("</script", "<\\/script")


def add_arguments(parser):
    parser.add_argument("--output", type=Path, default=ROOT / "slides")


def main(arguments):
    arguments.output.mkdir(parents=True, exist_ok=True)
    for path in arguments.notebooks or notebooks("lesson"):
        file = arguments.output / f"{path.stem}.html"
        file.write_text(deck(read(path), path.stem), encoding="utf-8")
        print(f"{file}: {len(slides_of(read(path)))} slides")
    return 0
