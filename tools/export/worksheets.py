"""Write each lesson as one HTML page that works without a network, to read or to print.

    python tools/export worksheets                                 all lessons, into `handouts`
    python tools/export worksheets notebooks/03_labels.ipynb       one of them, or a study
    python tools/export worksheets --without-answers               worksheets
    python tools/export worksheets --output somewhere              into another folder

The pages show the stored outputs; nothing is run. On the screen the answers are folded. On paper a
question stands without its answer, and the answers come at the end.

`--without-answers` takes out every folded answer, every ✓ line and bold finding, the key points,
the sentences of code that say what was found, and, from the first prediction on, what the cells
show.
"""

import ast
import re
from pathlib import Path

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

WORKSHEET = "_worksheet"  # the file of lesson 03 without answers is 03_labels_worksheet.html
FINDINGS = ("Key points", "The answer in")  # lists under headings that begin so say what was found
# Calls and names whose texts say what was found: checks, titles, captions, descriptions.
TELLING = {"claim", "show", "suptitle", "set_title"}
TITLES = {"titles", "panels", "maps", "caption", "alt", "told", "shown"}
DRAWING = {"figures", "draw", "plots"}

STYLE = """
body { margin: 0; font-size: 17px; line-height: 1.5; }
main { max-width: 880px; margin: 0 auto; padding: 24px 20px 60px; }
h1, h2, h3 { line-height: 1.25; color: var(--accent); break-after: avoid; }
h1 { font-size: 34px; } h2 { font-size: 26px; margin-top: 44px; } h3 { font-size: 21px; }
p, li, td, th, figcaption, summary { overflow-wrap: break-word; }
a { color: var(--accent); }
.series { color: var(--quiet); margin: 0; }
pre { font-size: 14px; line-height: 1.45; padding: 10px 14px; margin: 12px 0;
  background: var(--code); border-left: 4px solid #c8c8c8; white-space: pre-wrap;
  overflow-wrap: anywhere; }
pre.printed { background: none; border-color: transparent; padding: 4px 14px; }
code { font-size: 0.9em; overflow-wrap: anywhere; }
pre code { font-size: inherit; }
figure { margin: 18px 0; break-inside: avoid; }
img { max-width: 100%; height: auto; max-height: 230mm; }
figcaption { color: var(--quiet); }
table { border-collapse: collapse; margin: 14px 0; font-size: 15px; break-inside: avoid; }
th, td { padding: 4px 18px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
ul.claims { list-style: none; padding: 0; color: var(--good); break-inside: avoid; }
details { margin: 14px 0; padding: 8px 14px; border: 1px solid var(--line); border-radius: 4px;
  background: var(--note); break-inside: avoid; }
details blockquote { margin: 8px 0 0; }
summary { font-weight: 600; cursor: pointer; }
.blank { break-inside: avoid; color: var(--quiet); margin: 14px 0; }
.blank div { height: 30px; border-bottom: 1px solid var(--line); }
.blank .box { height: 220px; border: 1px solid var(--line); margin-top: 6px; }
.paper { display: none; }
math[display="block"] { margin: 14px 0; }
@page { margin: 17mm 16mm; }
@media print {
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h2 { margin-top: 24px; }
  pre { font-size: 9pt; }
  table { font-size: 9.5pt; }
  .paper { display: block; }
  details { border: none; background: none; padding: 0; }
  details > :not(summary), summary.plain { display: none; }
  .answers { break-before: page; }
  a { text-decoration: none; }
}
"""


class Handout:
    """A notebook on its way to a page: what has been asked so far, and the answers.

    others: names of notebooks (`04_order`) that links may lead to; other links become text.
    """

    def __init__(self, with_answers=True, others=()):
        self.with_answers, self.others = with_answers, others
        self.section, self.asked, self.answers, self.drawing = "", False, [], set()

    def markdown(self, source):
        """A Markdown cell as HTML."""
        content = soup(markdown_html(source))
        for block in content.find_all(recursive=False):
            self._links(block)
            if re.fullmatch("h[1-6]", block.name):
                self.section = block.get_text()
                block["id"] = self.section.replace(" ", "-")
            elif block.name == "details":
                self._answer(block)
            elif block.name == "p" and block.get_text().startswith("Predict."):
                self.asked = True
            elif not self.with_answers:
                self._finding(block)
        for image in content("img"):
            if not self.with_answers:
                image.parent.replace_with(
                    soup(blank(0, "The picture: draw it when you have made it."))
                )
        return str(content)

    def _answer(self, details):
        """Number an answer, for the paper; or put lines to write on in its place."""
        summary = details.summary.get_text()
        generic = summary.startswith(("Think", "Answer", "The answer"))
        items = len(details("li")) or 1
        if not self.with_answers:
            question = "" if generic else f"<p>{details.summary.decode_contents()}</p>"
            label = summary if summary.startswith("The answer") else "Your answer"
            details.replace_with(soup(question + blank(2 * items, f"{label}:")))
            return
        inside = details.blockquote or details
        said = "".join(str(each) for each in inside.contents if each.name != "summary")
        where = self.section if generic else f"{self.section}: {summary}"
        self.answers.append((summary if summary.startswith("The answer") else where, said))
        if generic:
            details.summary["class"] = "plain"
        hint = f"Answer {len(self.answers)} is at the end."
        details.insert_after(soup(f'<p class="paper">{hint}</p>'))

    def _finding(self, block):
        """Put lines in the place of a bold finding, or of a list that sums up."""
        if block.name in ("ul", "ol") and self.section.startswith(FINDINGS):
            count = len(block("li", recursive=False))
            block.replace_with(soup(blank(2 * count, "In your own words:")))
            return
        for each in [block] if block.name == "p" else block("li"):
            if any(bold.get_text().endswith(".") for bold in each("strong")):
                each.replace_with(soup(blank(2, "What do you find?")))

    def _links(self, block):
        for link in [*block("a")]:
            stem = stem_of_link(link.get("href", ""))
            if stem and stem in self.others:
                ending = ".html" if self.with_answers else f"{WORKSHEET}.html"
                link["href"] = link["href"].replace(".ipynb", ending)
            elif not link.get("href", "").startswith(("http", "#")):
                link.unwrap()

    def code(self, cell):
        """A code cell as HTML, with what it shows."""
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            return ""
        self.drawing |= set(
            re.findall(r"^from embedlab\.figures\S* import (.+)", cell.source, re.M)
        )
        source, found = cell.source, outputs(cell)
        if not self.with_answers:
            source = without_findings(
                source, {name for each in self.drawing for name in each.split(", ")}
            )
            hidden = [kind for kind, _ in found if self.asked or kind == "claims"]
            found = [each for each in found if each[0] not in hidden]
            if hidden:
                found.append(("box", 0) if "figure" in hidden else ("blank", 2))
        if "exercises.check(" in source:
            found.append(("blank", 4))
        return code_html(source) + "\n".join(self._output(*each) for each in found)

    @staticmethod
    def _output(kind, value):
        if kind in ("blank", "box"):
            what = "write" if value else "draw what you expect"
            return blank(value, f"Run the cell, or {what} here:")
        if kind == "figure":
            return figure_html(*value)
        return {"claims": claims_html, "table": markdown_html, "printed": printed_html}[kind](value)

    def answers_on_paper(self):
        """The numbered answers, for the end of the print."""
        if not self.answers:
            return ""
        said = "".join(f"<li><strong>{where}</strong>{text}</li>" for where, text in self.answers)
        return f'<section class="paper answers"><h2>Answers</h2><ol>{said}</ol></section>'


def blank(lines, label):
    """Lines to write on, under a label; no lines: a box to draw in."""
    inside = "<div></div>" * lines or '<div class="box"></div>'
    return f'<div class="blank">{label}{inside}</div>'


def without_findings(source, drawing=()):
    """Code with … in place of the texts that say what was found.

    These are the texts of three words and more in checks, titles, captions and drawings. drawing:
    names of functions that draw.
    """
    spots = []
    for node in ast.walk(ast.parse(source)):
        if _tells(node, drawing):
            spots += [each for each in ast.walk(node) if _is_sentence(each)]
    data = source.encode()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    ranges = {
        (
            starts[each.lineno - 1] + each.col_offset,
            starts[each.end_lineno - 1] + each.end_col_offset,
        )
        for each in spots
    }
    outer = [r for r in ranges if not any(o != r and o[0] <= r[0] and r[1] <= o[1] for o in ranges)]
    for start, end in sorted(outer, reverse=True):
        data = data[:start] + '"…"'.encode() + data[end:]
    return data.decode()


def _tells(node, drawing):
    """Whether a part of the code is a check, a drawing or a title."""
    if isinstance(node, ast.Call):
        called = node.func
        module = getattr(getattr(called, "value", None), "id", None)
        name = getattr(called, "attr", getattr(called, "id", None))
        return name in TELLING or module in DRAWING or name in drawing
    if isinstance(node, ast.Assign):
        return any(getattr(target, "id", None) in TITLES for target in node.targets)
    return isinstance(node, ast.AugAssign) and getattr(node.target, "id", None) in TITLES


def _is_sentence(node):
    """Whether a part of the code is a text of three words or more."""
    if isinstance(node, ast.JoinedStr):
        texts = [each.value for each in node.values if isinstance(each, ast.Constant)]
        return len(" … ".join(texts).split()) > 2
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and len(node.value.split()) > 2
    )


def handout(notebook, name, with_answers=True, others=()):
    """A notebook as one page; name: that of its file, without the ending. others: see `Handout`."""
    sheet = Handout(with_answers, others)
    cells = [
        sheet.code(cell) if cell.cell_type == "code" else sheet.markdown(cell.source)
        for cell in notebook.cells
    ]
    kind = "Lesson" if name < "10" else "Study"
    what = f"{kind} {name[:2]} of “Labels, order, or both?”" + (
        "" if with_answers else ", worksheet"
    )
    content = f'<p class="series">{what}</p>\n' + "\n".join(cells) + sheet.answers_on_paper()
    head = f"<style>{FONTS}{CODE_COLOURS}{STYLE}</style>"
    title = title_of(notebook) + ("" if with_answers else " (worksheet)")
    return page(title, head, f"<body>\n<main>\n{content}\n</main>\n</body>")


def add_arguments(parser):
    parser.add_argument("--without-answers", action="store_true")
    parser.add_argument("--output", type=Path, default=ROOT / "handouts")


def main(arguments):
    paths = arguments.notebooks or notebooks("lesson")
    arguments.output.mkdir(parents=True, exist_ok=True)
    ending = WORKSHEET if arguments.without_answers else ""
    there = [file.stem for file in arguments.output.glob(f"*{ending}.html")]
    others = {path.stem for path in paths} | {stem.removesuffix(ending) for stem in there}
    for path in paths:
        file = arguments.output / f"{path.stem}{ending}.html"
        text = handout(read(path), path.stem, not arguments.without_answers, others)
        file.write_text(text, encoding="utf-8")
        print(file)
    return 0
