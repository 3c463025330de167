"""Write worksheets: a lesson as one page to print, with lines in the place of what was found.

    python tools/export worksheets          those of all lessons, into `worksheets`

Nothing is run. Hidden are folded answers, pictures, lines with a ✓, what cells show from the first
prediction on, and the cells that are tagged `finding`, of which the headings stay.
"""

from pathlib import Path

from notebooks.series import FINDING_TAG, ROOT, notebooks, read, tags

from export.page import blocks, code_html, is_check, name_of, outputs, page, write_pages

OUTPUT = ROOT / "worksheets"
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def worksheet(path):
    """A notebook as one page, with lines and boxes in the place of its answers."""
    pieces, asked = [], False
    for cell in read(path).cells:
        finding = FINDING_TAG in tags(cell)
        if cell.cell_type == "markdown":
            found = blocks(cell.source)
            asked = asked or any(each.get_text().startswith("Predict.") for each in found)
            found = without_answers(found, finding)
        elif cell.metadata.get("jupyter", {}).get("source_hidden"):
            continue
        else:
            found = code(cell, finding, asked)
            if found[:1] == [SEEN] == pieces[-1:]:
                continue  # lines for two cells without code between them
        pieces += map(str, found)
    name = f'<p class="series">{name_of(path)} of “Labels, order, or both?”</p>'
    body = "\n".join([name, *pieces])
    return page(path, STYLE, body, " (worksheet)")


def without_answers(found, finding):
    """The blocks of a Markdown cell, with lines to write on in the place of what it answers."""
    kept, lines = [], 0
    for block in found:
        count = 2 * (len(block("li")) or 1)
        if block.name == "details":
            said = block.summary.decode_contents()
            kept += [] if said.startswith(("Think", "Answer")) else [f"<p>{said}</p>"]
            kept.append(blank("Your answer:", count))
        elif block.find("img"):
            kept.append(blank("The picture: draw it when you have made it."))
        elif not finding or block.name in ("h1", "h2", "h3"):
            kept.append(block)
        else:
            lines += count
    return [*kept, blank("In your own words:", lines)] if lines else kept


def code(cell, finding, asked):
    """A code cell and what it may show as HTML; asked: whether a prediction stands before it."""
    if is_check(cell):
        return [blank("Your answer:", 4)]
    hides = {"figure", "claims", *(("printed", "table") if asked or finding else ())}
    shown = outputs(cell)
    hidden = {what for what, _ in shown if what in hides}
    pieces = [] if finding else [code_html(cell.source)]
    pieces += [html for what, html in shown if what not in hides]
    if "figure" in hidden:
        return [*pieces, blank("Draw what the notebook shows here, or what you expect:")]
    return [*pieces, SEEN] if hidden or finding else pieces


def blank(label, lines=0):
    """Lines to write on, under a label; no lines: a box to draw in."""
    inside = "<div></div>" * lines or '<div class="box"></div>'
    return f'<div class="blank">{label}{inside}</div>'


SEEN = blank("Write what the notebook shows here, or what you expect:", 2)


def main(arguments):
    return write_pages(arguments, arguments.notebooks or notebooks("lesson"), worksheet)
