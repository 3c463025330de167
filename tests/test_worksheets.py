"""The handouts: they hold all, or nothing that gives an answer away; no line is cut in print."""

import re

import pytest
from export.page import soup
from export.worksheets import handout, without_findings
from notebooks.series import notebooks, read

PATHS = notebooks("lesson")
NUMBERS = [path.stem[:2] for path in PATHS]
STEMS = {path.stem for path in PATHS}
A4, LETTER = 673, 695  # CSS pixels between margins of 16 mm on paper 210 mm and 8.5 inches wide
SENTENCE = 4  # shorter texts than so many words occur anywhere
CUT = """() => {
  const most = document.documentElement.clientWidth;
  return [...document.querySelectorAll("main, main *")].filter(each => {
    const { width, right } = each.getBoundingClientRect();
    const hidden = each.scrollWidth > each.clientWidth + 1 && each.clientWidth
      && getComputedStyle(each).overflowX !== "visible";
    return width && (right > most + 1 || hidden);
  }).map(each => each.tagName + " " + each.textContent.trim().slice(0, 50));
}"""


def plain(text):
    """A text without its mark-up, spaces and formulas, to search in."""
    text = re.sub(r"\$[^$]*\$|<[^>]+>", " ", text)
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[*`…]", "", text).split())


def words_on(page):
    """The text of a page, as `plain` writes it: without its formulas."""
    content = soup(page).main
    for each in content("math"):
        each.replace_with(" ")
    return plain(content.get_text(" ").replace("<", " "))


def sentences(text):
    """The sentences of a text that are long enough to be looked for."""
    each_one = re.split(r"(?<=[.?!])\s+|\s*\d\. ", text)
    found = (each.strip(" .") for each in each_one)
    return [each for each in found if len(each.split()) >= SENTENCE and "  " not in each]


def given_away(notebook):
    """What a worksheet must not say: answers, checks and findings, from the notebook's sources."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for answer in re.findall(r"</summary>(.*?)</details>", cell.source, re.S):
                lines = re.split(r"\n\s*\n|\n(?=\d\.|\*)", answer)
                found += [each for line in lines for each in sentences(plain(line))]
            for bold in re.findall(r"\*\*(.+?)\*\*", cell.source, re.S):
                if bold.endswith(".") and bold != "Predict.":
                    found += sentences(plain(bold))
        else:
            said = "".join(each.get("text", "") for each in cell.outputs)
            for line in re.findall(r"^✓ (.*)$", said, re.M):
                claimed = re.sub(r" \(.*\)$", "", line)
                found += [plain(claimed)] if len(claimed.split()) >= SENTENCE else []
    return found


def holds(text, sentence):
    """Whether a text holds a sentence, however both are spaced about signs."""
    squeeze = re.compile(r"[\s<>]+")
    return squeeze.sub("", sentence) in squeeze.sub("", text)


@pytest.mark.parametrize("path", PATHS, ids=NUMBERS)
def test_a_handout_says_all_and_a_worksheet_gives_nothing_away(path):
    notebook = read(path)
    whole = words_on(handout(notebook, path.stem))
    worksheet = words_on(handout(notebook, path.stem, with_answers=False))
    secret = given_away(notebook)
    assert len(secret) > 25
    assert [each for each in secret if not holds(whole, each)] == []
    assert [each for each in secret if holds(worksheet, each)] == []
    page = soup(handout(notebook, path.stem, with_answers=False))
    assert not page.select(".claims")
    first = next(cell for cell in notebook.cells if "**Predict.**" in cell.source)
    before = notebook.cells[: notebook.cells.index(first)]
    early = [
        out
        for cell in before
        for out in cell.get("outputs", [])
        if "image/png" in out.get("data", {})
    ]
    assert len(page("img")) == len(early), "pictures that come after a prediction are left out"
    for each in re.findall(r"\*\*Predict\.\*\* (.+)", "\n".join(c.source for c in notebook.cells)):
        asked = sentences(plain(each))
        assert all(holds(worksheet, every) for every in asked), "the questions stay"


def test_code_keeps_all_but_what_it_says_of_the_results():
    source = '''titles = ["Both", "Both pull the same way"]
claim("It is so indeed", gap < 1e-6, f"off by {gap:.0e} in é all")
print("this is only printed")


def f(name):
    """A docstring that stays here."""
    paths(dict(a=1), f"row {name}", "three éé words" "and more")
    return "no claim at all"  # nor a comment


figures.maps("Two kinds of map"), other("no drawing at all")
'''
    assert (
        without_findings(source, {"paths"})
        == '''titles = ["Both", "…"]
claim("…", gap < 1e-6, "…")
print("this is only printed")


def f(name):
    """A docstring that stays here."""
    paths(dict(a=1), f"row {name}", "…")
    return "no claim at all"  # nor a comment


figures.maps("…"), other("no drawing at all")
'''
    )


@pytest.mark.parametrize("path", PATHS, ids=NUMBERS)
def test_every_picture_is_there_and_described(path):
    notebook, page = read(path), soup(handout(read(path), path.stem))
    stored = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    told = [output.metadata["image/png"]["alt"] for output in stored]
    drawn = page.select("figure img")
    assert [each["alt"] for each in drawn] == told
    assert all(each["src"].startswith("data:image/png;base64,") for each in page("img"))
    assert all(each["alt"].strip() for each in page("img"))
    for each, output in zip(drawn, stored, strict=True):
        caption = each.find_parent("figure").figcaption.get_text()
        assert caption
        assert (each["alt"] == caption) == (output.metadata["image/png"]["alt"] == caption)


def test_links_lead_to_other_handouts_or_become_text():
    page = soup(handout(read(PATHS[3]), PATHS[3].stem, others=STEMS))
    links = {each["href"] for each in page("a")}
    assert {"04_order.html", "01_the_lookup_table.html"} <= links
    assert not any(".ipynb" in each for each in links)
    assert "13 Heads in depth" in page.get_text(), "the study stands there as text"
    assert not soup(handout(read(PATHS[3]), "03_labels")).find("a", href="04_order.html")
    sheet = soup(handout(read(PATHS[3]), "03_labels", with_answers=False, others=STEMS))
    assert sheet.find("a", href="04_order_worksheet.html")


def test_the_hidden_cell_and_unanswered_exercises_are_left_out():
    text = soup(handout(read(PATHS[3]), PATHS[3].stem)).get_text()
    assert "not answered yet" not in text
    assert "ModuleNotFoundError" not in text


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """All handouts and worksheets as files: {(number, with answers): path}."""
    folder, found = tmp_path_factory.mktemp("handouts"), {}
    for path in PATHS:
        for with_answers in (True, False):
            file = folder / f"{path.stem}_{with_answers}.html"
            text = handout(read(path), path.stem, with_answers, STEMS)
            file.write_text(text, encoding="utf-8")
            found[path.stem[:2], with_answers] = file
    return found


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("with_answers", [True, False], ids=["handout", "worksheet"])
@pytest.mark.parametrize("number", NUMBERS)
def test_print_cuts_no_line_and_asks_for_nothing(browser, pages, number, with_answers):
    page, asked = browser.new_page(viewport={"width": A4, "height": 1000}), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages[number, with_answers].as_uri())
    page.emulate_media(media="print")
    cut = {A4: page.evaluate(CUT)}
    page.set_viewport_size({"width": LETTER, "height": 1000})
    cut[LETTER] = page.evaluate(CUT)
    page.close()
    assert cut == {A4: [], LETTER: []}
    assert all(each.startswith(("file:", "data:")) for each in asked)


@pytest.mark.slow
@pytest.mark.browser
def test_a_cut_line_is_noticed(browser, pages):
    page = browser.new_page(viewport={"width": A4, "height": 1000})
    page.goto(pages["03", True].as_uri())
    page.emulate_media(media="print")
    page.add_style_tag(content="pre { white-space: pre; overflow: hidden }")
    found = page.evaluate(CUT)
    page.close()
    assert any(each.startswith("PRE") for each in found)


@pytest.mark.slow
@pytest.mark.browser
def test_answers_are_folded_on_the_screen_and_at_the_end_on_paper(browser, pages):
    page = browser.new_page()
    page.goto(pages["03", True].as_uri())
    folded = page.locator("details", has_text="Vectors and prediction are computed")
    answer = folded.get_by_text("Vectors and prediction are computed")
    at_the_end = page.locator(".answers").get_by_text("Vectors and prediction are computed")
    assert not answer.is_visible()
    folded.locator("summary").click()
    assert answer.is_visible()
    assert not at_the_end.is_visible()
    page.emulate_media(media="print")
    assert not answer.is_visible()
    assert at_the_end.is_visible()
    assert page.get_by_text("Answer 2 is at the end.").is_visible()
    assert all(page.pdf(format=paper).startswith(b"%PDF") for paper in ("A4", "Letter"))
    page.close()
