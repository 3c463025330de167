"""Worksheets: what they hide, and what for; no line is cut in print."""

import re

import nbformat
import pytest
from export.page import soup
from export.worksheets import worksheet
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebooks.series import notebooks

PATHS = notebooks("lesson")
A4, LETTER = 673, 695  # CSS pixels between margins of 16 mm on paper 210 mm and 8.5 inches wide
CUT = """() => {
  const most = document.documentElement.clientWidth;
  return [...document.querySelectorAll("main, main *")].filter(each => {
    const { width, right } = each.getBoundingClientRect();
    const hidden = each.scrollWidth > each.clientWidth + 1 && each.clientWidth
      && getComputedStyle(each).overflowX !== "visible";
    return width && (right > most + 1 || hidden);
  }).map(each => each.tagName + " " + each.textContent.trim().slice(0, 50));
}"""
TAGGED = {"tags": ["finding"]}
ANSWER = "<details><summary>{}</summary>\n\n<blockquote>\n\n{}\n\n</blockquote></details>"
SEEN = "Write what the notebook shows here, or what you expect:"


def printing(text, source="f(x)", **metadata):
    return new_code_cell(source, metadata=metadata, outputs=[new_output("stream", text=text)])


CELLS = [
    new_markdown_cell("# Q\n\nSee [another](04_order.ipynb)."),
    printing("folded\n", "raise", jupyter={"source_hidden": True}),
    printing("early\n✓ So it is (1 < 2)\n"),
    new_markdown_cell("**Predict.** Which?\n\n" + ANSWER.format("Think first", "This.")),
    printing("late\n"),
    printing("tells\n", "g('so')", **TAGGED),
    new_markdown_cell("## What is it?\n\n**It is so.** Yes.", metadata=TAGGED),
    new_markdown_cell("Plain.\n\n" + ANSWER.format("Is it?", "* It is.\n* And so.")),
    printing("Exercise 1.1: not answered yet.", "check()", nbgrader={"grade": True}),
]


@pytest.mark.parametrize(
    ("with_answers", "text"),
    [
        (
            False,
            f"early {SEEN} _ _ Predict. Which? Your answer: _ _ f ( x ) {SEEN} _ _ What is it? "
            "In your own words: _ _ Plain. Is it? Your answer: _ _ _ _ ",
        ),
        (
            True,
            "early ✓ So it is (1 < 2) Predict. Which? Think first This. f ( x ) late "
            "g ( 'so' ) tells What is it? It is so. Yes. Plain. Is it? It is. And so. ",
        ),
    ],
)
def test_lines_to_write_on_stand_in_the_place_of_what_was_found(tmp_path, with_answers, text):
    path = tmp_path / "42_a_topic.ipynb"
    nbformat.write(new_notebook(cells=CELLS, metadata={"series": {"kind": "study"}}), path)
    main = soup(worksheet(path, with_answers)).main
    for line in main.select(".blank div"):
        line.string = " _ "
    start = "Study 42 of “Labels, order, or both?” Q See another. f ( x ) "
    end = "Your answer: _ _ _ _"
    assert " ".join(main.get_text(" ").split()) == start + text + end


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_print_cuts_no_line_and_asks_for_nothing(browser, tmp_path, path):
    file, asked = tmp_path / "page.html", []
    file.write_text(worksheet(path, with_answers=True), encoding="utf-8")
    page = browser.new_page(viewport={"width": A4, "height": 1000})
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    cut = {A4: page.evaluate(CUT)}
    page.set_viewport_size({"width": LETTER, "height": 1000})
    cut[LETTER] = page.evaluate(CUT)
    folded = page.locator("details > blockquote")
    assert folded.count()
    assert all(each.is_visible() for each in folded.all())
    page.add_style_tag(content="pre { white-space: pre; overflow: hidden; max-width: 200px }")
    noticed = page.evaluate(CUT)
    page.close()
    assert cut == {A4: [], LETTER: []}
    assert any(each.startswith("PRE") for each in noticed)
    assert all(re.match("file:|data:", each) for each in asked)
