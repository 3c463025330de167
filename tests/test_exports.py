"""What is made of lessons: all descriptions, no dead link, nothing lost, nothing given away."""

import ast
import base64
import functools
import re

import nbformat
import pytest
from export.assignment import assignment
from export.page import blocks, code_html, is_check, mathml, page, soup
from export.page import outputs as pieces_of
from export.slides import deck
from export.standalone import standalone
from export.worksheets import worksheet
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebooks.compare import outputs
from notebooks.series import FINDING_TAG, SETUP_TAG, code_cells, notebooks, number, read, tags

every_lesson = pytest.mark.parametrize("path", notebooks("lesson"), ids=lambda path: path.stem)
PICTURE = re.compile(r"!\[([^]]*)\]")
FOLDED = re.compile(r"<summary>(.*?)</summary>(.*?)</details>", re.DOTALL)
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
POINTS = re.compile(r"^## (?:Key points|The answer in).*\n((?:(?!#).*\n?)*)", re.MULTILINE)
QUESTIONS = (
    re.compile(r"^#+ (.+)", re.MULTILINE),
    re.compile(r"^(\*\*Predict\..+?)(?:\n\n|\Z)", re.MULTILINE | re.DOTALL),
    re.compile(r"<summary>(.+\?)</summary>"),
    re.compile(r"^### Exercise.*\n((?:(?!#).*\n?)*)", re.MULTILINE),
)
PAPER = {"A4": 673, "Letter": 695}  # CSS pixels between margins of 16 mm
CUT = """() => {
  const most = document.documentElement.clientWidth;
  return [...document.querySelectorAll("main, main *")].filter(each => {
    const { width, right } = each.getBoundingClientRect();
    const hidden = each.scrollWidth > each.clientWidth + 1 && each.clientWidth
      && getComputedStyle(each).overflowX !== "visible";
    return width && (right > most + 1 || hidden);
  }).map(each => each.tagName + " " + each.textContent.trim().slice(0, 50));
}"""
WORDS = 5  # shorter texts occur anywhere
PNG = base64.b64encode(bytes(16) + bytes([0, 0, 1, 0, 0, 0, 0, 128])).decode()  # 256 × 128
FIGURE = {"image/png": PNG, "text/html": '<img alt="An alt." width="80" style="x">'}


def whole(path):
    """All pieces of which slides and worksheets take theirs, as one page."""
    pieces = []
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            pieces += map(str, blocks(cell.source))
        elif SETUP_TAG not in tags(cell):
            pieces += [code_html(cell.source), *(html for _, html in pieces_of(cell))]
    return page(path, "", "\n".join(pieces))


PAGES = {"slides": deck, "worksheet": worksheet, "whole": whole}


@functools.cache
def made(what, path):
    """A page made of a lesson, parsed once for all tests, which must not change it."""
    return soup(PAGES[what](path))


# ---- an own reading of a notebook


def prose(notebook):
    """All its Markdown."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def said(cell, kind):
    """What a code cell shows of one kind, as texts; a picture's is its description."""
    return [text for name, text in outputs(cell) if name == kind]


def described(cell):
    """The descriptions of a cell's pictures."""
    return PICTURE.findall(cell.source) if cell.cell_type == "markdown" else said(cell, "image/png")


def captions(cell):
    return [text for text in said(cell, "text/markdown") if text.startswith("*")]


def printed(cell):
    """The lines with a ✓ and the others that a code cell prints; none of a check's."""
    lines = [] if is_check(cell) else "\n".join(said(cell, "stdout")).splitlines()
    return [line for line in lines if line[:1] == "✓"], [line for line in lines if line[:1] != "✓"]


# ---- nothing is lost


@every_lesson
def test_a_deck_holds_what_the_cells_ask_for(path):
    asked = {name: [] for name in ("notes", "alts", "captions", "claims")}
    predictions = code = 0
    for cell in read(path).cells:
        slide = cell.metadata.get("slideshow", {})
        show = slide.get("show", []) if slide.get("slide_type", "skip") != "skip" else []
        asked["notes"] += [slide["notes"]] if "notes" in slide else []
        predictions += "predict" in show
        code += "code" in show
        if {"figure", "picture"} & set(show):
            asked["alts"] += described(cell)
        if cell.cell_type == "code":
            asked["captions"] += [each.strip("*") for each in captions(cell) if "figure" in show]
            claims = enumerate(printed(cell)[0], start=1)
            asked["claims"] += [line for n, line in claims if {"claims", f"claims {n}"} & set(show)]
    page = made("slides", path)
    assert asked == {
        "notes": [each.text for each in page.select("aside.notes p")],
        "alts": [each["alt"] for each in page("img")],
        "captions": [each.text for each in page("figcaption")],
        "claims": [each.text for each in page.select(".claim")],
    }
    assert len(page.select(".predict")) == len(page.select(".answer")) == predictions
    assert len(page.select("div.code > div.code")) == code
    assert {len(each(recursive=False)) for each in page.select(".beside")} <= {2}, "two columns"


@every_lesson
def test_the_pieces_of_all_pages_hold_the_whole_lesson(path):
    page, notebook = made("whole", path), read(path)
    text, code = prose(notebook), code_cells(notebook)
    tables = sum(len(said(cell, "text/markdown")) - len(captions(cell)) for cell in code)
    formulas = re.findall(r"\$\$.+?\$\$|\$.+?\$", re.sub("`[^`]*`", "", text), re.DOTALL)
    count = {
        "h1, h2, h3": len(re.findall(r"^#+ ", text, re.MULTILINE)),
        "details": text.count("<details>"),
        "math": len(formulas),
        "a": len(re.findall(r"\]\(https?://", text)),
        "figure": sum(len(described(cell)) for cell in code),
        "figcaption": sum(len(captions(cell)) for cell in code),
        "div.code": len(code) - 1,  # without the folded one
        "table": tables + len(re.findall(r"^\|[ :|-]+\|$", text, re.MULTILINE)),
    }
    assert {name: len(page.select(name)) for name in count} == count
    claims, others = ([line for cell in code for line in printed(cell)[n]] for n in (0, 1))
    assert [each.text for each in page.select(".claim")] == claims
    assert [line for line in others if line not in page.text] == []
    alts = [alt for cell in notebook.cells for alt in described(cell)]
    assert [each["alt"] for each in page("img")] == alts


def test_thin_spaces_stand_about_functions_as_tex_sets_them():
    spaced = {"2\\ln x": "2 ln x", "\\ln(x)": "ln(x)", "(x)\\log y": "(x) log y", "a:b": "a:b"}
    for formula, text in spaced.items():
        html = mathml(formula)
        assert soup(html.replace('<mspace width="0.167em"></mspace>', " ")).text == text
        assert ("<mo>:</mo>" in html) == (":" in formula)


def test_what_a_cell_shows_comes_in_order_and_in_its_kind():
    shown = [FIGURE, {"text/markdown": "*A caption.*"}, {"text/markdown": "|a|\n|--|\n|1|"}]
    made = [new_output("stream", text="one\nand\n✓ two\nthree\n")]
    made += [new_output("display_data", data) for data in (*shown, {"text/plain": "'four'"})]
    found = [(kind, soup(html)) for kind, html in pieces_of(new_code_cell(outputs=made))]
    kinds = ["printed", "claims", "printed", "figure", "table", "printed"]
    assert [kind for kind, _ in found] == kinds
    assert [html.text.strip() for _, html in found][:3] == ["one\nand", "✓ two", "three"]
    figure = '<figure><img alt="An alt." height="40" width="80"/>'
    assert str(found[3][1]) == f"{figure}<figcaption><em>A caption.</em></figcaption></figure>"
    assert (found[4][1].td.text, found[5][1].text) == ("1", "'four'")
    assert pieces_of(new_code_cell(outputs=made, metadata={"nbgrader": {"grade": True}})) == []
    for html in ("", '<img alt=" " width="80">', '<img width="80">'):
        made = new_output("display_data", FIGURE | {"text/html": html})
        with pytest.raises(ValueError, match="a picture has no alt text"):
            pieces_of(new_code_cell(outputs=[made]))


@pytest.mark.parametrize("what", PAGES)
@every_lesson
def test_a_page_stands_alone(path, what):
    page = made(what, path)
    assert [each["href"] for each in page("a") if not re.match("https?://", each["href"])] == []
    sources = [each["src"].partition(";base64,") for each in page("img")]
    assert {kind for kind, _, _ in sources} <= {"data:image/png"}
    assert {base64.b64decode(data)[:4] for _, _, data in sources} <= {b"\x89PNG"}
    assert not page.select("link, script[src], iframe, object, video")
    kind = " (worksheet)" if what == "worksheet" else ""
    assert page.title.text == f"Lesson {number(path)}: {page.h1.text}{kind}"
    own = {"slides": ".beside", "worksheet": ".blank", "whole": ""}[what]
    assert [each for each in (".claim", ".code .k ", own) if each not in page.style.text] == []


COPIES = [(standalone, path) for path in notebooks()]
COPIES += [(assignment, path) for path in notebooks("lesson")]


@pytest.mark.parametrize(("make", "path"), COPIES, ids=lambda each: getattr(each, "stem", None))
def test_a_copy_points_at_no_other_file_and_keeps_the_descriptions(make, path):
    stored, copy = read(path), make(path)
    headings = re.findall(r"^#+ (.+)$", prose(copy), re.MULTILINE)
    anchors = {"#" + each.replace(" ", "-") for each in headings}
    targets = re.findall(r"\]\(([^)\s]+)\)", prose(copy))
    targets += re.findall(r"""(?:src|href)=["']([^"']+)""", prose(copy))
    assert {each for each in targets if not re.match("https?://|data:image/", each)} <= anchors
    kept = [[alt for cell in each.cells for alt in described(cell)] for each in (stored, copy)]
    assert kept[0] == kept[1]


# ---- nothing is given away


@every_lesson
def test_slides_show_answers_and_findings_one_key_later(path):
    later = made("slides", path).select(".answer, .bold, .claims, .predict ~ *:not(aside)")
    assert later
    assert [each.text[:60] for each in later if "fragment" not in each["class"]] == []


def bare(text):
    """A text in small letters without marks and formulas, # for numbers, to search in."""
    text = re.sub(r"\$[^$]*\$|<[^>]+>", " ", text)
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\{[^{}]*\}|[-−+±]?\d[\d.,]*\d|\d", "#", text)
    return " ".join(re.findall(r"[\w#]+", text.lower()))


def sentences(text):
    """The sentences of a text that are long enough to be looked for."""
    each_one = map(bare, re.split(r"(?<=[.?!])\s+|\n\s*\n|\n(?=\d\.|\*)", text))
    return [each for each in each_one if len(each.replace("#", "").split()) >= WORDS]


def literals(source):
    """The texts in code, each in one piece; {} for what is put in."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant | ast.JoinedStr):
            parts = getattr(node, "values", [node])
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)


def findings(cell):
    """What a worksheet must not say, by the cell's own texts, as (what it is, text)."""
    yield from (("description", text) for text in described(cell))
    if cell.cell_type == "markdown":
        bold = BOLD.findall(FOLDED.sub("", cell.source))
        yield from (("answer", answer) for _, answer in FOLDED.findall(cell.source))
        yield from (("bold sentence", text) for text in bold if text.endswith("."))
        yield from (("key point", text) for text in POINTS.findall(cell.source))
    else:
        yield from (("caption", text) for text in captions(cell))
        yield from (("✓", line.partition(" (")[0]) for line in printed(cell)[0])
        # A cell that draws has no texts but titles, labels and captions.
        yield from (("title", text) for text in literals(cell.source) if described(cell))


def words_on(page):
    """All words of a page, with its descriptions and, each in one piece, the texts in its code."""
    main = soup(str(page.main))
    for each in main.select("math, .series"):
        each.replace_with(" ")
    texts = [each["alt"] for each in main("img")]
    texts += [text for each in main.select("div.code") for text in literals(each.text)]
    return " | ".join(map(bare, [re.sub("[<$]", " ", main.get_text(" ")), *texts]))


@pytest.mark.rule("Slides")
@every_lesson
def test_a_worksheet_gives_nothing_away_and_keeps_the_questions(path):
    whole, sheet = words_on(made("whole", path)), words_on(made("worksheet", path))
    assert not made("worksheet", path).select("img, figure, .claim, details")
    secrets, given_away, lost = 0, [], []
    for cell in read(path).cells:
        where = f"{path.stem}, cell {cell.id}"
        for what, text in findings(cell):
            for each in sentences(text):
                secrets += 1
                assert each in whole or what == "title", f"{where}: {each!r} is lost"
                given_away += [f"{where}: its {what} {each!r}"] if each in sheet else []
        asked = QUESTIONS if cell.cell_type == "markdown" else ()
        texts = [text for pattern in asked for text in pattern.findall(cell.source)]
        missing = [each for text in texts for each in sentences(text) if each not in sheet]
        lost += [f"{where}: {each!r}" for each in missing]
    assert secrets > 20
    assert not given_away, "Tag what says it `finding`:\n" + "\n".join(given_away)
    assert not lost, "Split what is asked from what was found:\n" + "\n".join(lost)


def test_a_worksheet_leaves_out_what_was_found_and_nothing_else(tmp_path):
    def prints(text, **metadata):
        shown = [new_output("stream", text=f"{text}\n")]
        return new_code_cell(f"print({text})", outputs=shown, metadata=metadata)

    box = "Draw what the notebook shows here, or what you expect:"
    folded, tagged = {"jupyter": {"source_hidden": True}}, {"tags": [FINDING_TAG]}
    asked = "**Predict.** Which?\n\n<details><summary>Think</summary>\n\nOne.\n\n</details>"
    said = new_markdown_cell("## Two\n\nIt is so.\n\n* a\n* b", metadata=tagged)
    cells = [new_markdown_cell("# Why?"), prints(0, **folded), prints(1), new_markdown_cell(asked)]
    cells += [prints(2), prints(3, **tagged), prints(4, **tagged), said]
    cells += [prints(5), prints(6, **tagged), prints(7, nbgrader={"grade": True})]
    for cell in cells[-3:-1]:
        cell.outputs.append(new_output("display_data", FIGURE))
    cells[4].outputs = [new_output("display_data", {"text/markdown": "| a |\n|:--|\n| 2 |"})]
    cells += [new_markdown_cell("### Three\n\n![Alt](images/grid.png)", metadata=tagged)]
    notebook = new_notebook(cells=cells, metadata={"series": {"kind": "lesson"}})
    nbformat.write(notebook, path := tmp_path / "17_page.ipynb")
    main = soup(worksheet(path)).main
    assert " ".join(main.get_text(" ").split()) == (
        "Lesson 17 of “Labels, order, or both?” Why? print ( 1 ) 1 Predict. Which? Your answer: "
        "print ( 2 ) Write what the notebook shows here, or what you expect: "
        "Two In your own words: print ( 5 ) "
        f"{box} {box} Your answer: Three The picture: draw it when you have made it."
    )
    assert [len(each("div")) for each in main.select(".blank")] == [2, 2, 6, 1, 1, 4, 1]


# ---- in print


@pytest.mark.slow
@pytest.mark.browser
@every_lesson
def test_print_cuts_no_line_and_asks_for_nothing(browser, tmp_path, path):
    file, asked, cut = tmp_path / "page.html", [], {}
    file.write_text(worksheet(path), encoding="utf-8")
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    for paper, width in PAPER.items():
        page.set_viewport_size({"width": width, "height": 1000})
        cut[paper] = page.evaluate(CUT)
    assert cut == {paper: [] for paper in PAPER}
    assert all(re.match("file:|data:", each) for each in asked)
    page.add_style_tag(content="pre { white-space: pre; overflow: hidden; max-width: 200px }")
    assert any(each.startswith("PRE") for each in page.evaluate(CUT)), "a cut line is noticed"
    page.close()
