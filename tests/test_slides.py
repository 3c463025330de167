"""The decks of slides: what is on them, and that each fits its screen without a network."""

import re

import nbformat
import pytest
from export.page import markdown_html, soup, title_of
from export.slides import bold_sentences, deck, slides_of
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from notebooks.series import notebooks, read

PATHS = notebooks("lesson")
SIZE = {"width": 1280, "height": 720}
FOOT = 40  # pixels at the foot of a slide that belong to its number and the arrows
# What a browser says of the slide that is shown: parts that stick out, letters and pictures that
# are too small, anything that scrolls. Numbers are CSS pixels.
FAULTS = """foot => {
  const slide = Reveal.getCurrentSlide(), box = slide.getBoundingClientRect(), found = [];
  const say = (what, each) => found.push(
    `${what}: ${each.tagName.toLowerCase()} ${(each.alt || each.textContent).trim().slice(0, 40)}`);
  for (const each of slide.querySelectorAll(":scope *:not(.notes, .notes *)")) {
    const { left, top, right, bottom, width, height } = each.getBoundingClientRect();
    if (left < box.left - 1 || right > box.right + 1 || top < box.top - 1
        || bottom > box.bottom - foot) say("sticks out", each);
    const style = getComputedStyle(each);
    const over = each.scrollWidth > each.clientWidth + 1;
    if (style.overflowX !== "visible" && over) say("scrolls", each);
    const least = each.closest("pre, code") ? 16 : 18;
    const own = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const letters = own && !each.closest("math") ? parseFloat(style.fontSize) : least;
    if (letters < least) say("small letters", each);
    if (each.tagName === "IMG") {
      if (!each.complete || !each.naturalWidth) say("no picture", each);
      const scale = Math.min(width / each.naturalWidth, height / each.naturalHeight);
      if (scale * each.naturalWidth < 0.6 * each.getAttribute("width")) say("small picture", each);
    }
  }
  if (slide.scrollHeight > slide.clientHeight + 1) say("scrolls", slide);
  return found;
}"""


def lesson(*cells):
    """A notebook of a few cells: (source, slideshow metadata), code if the source ends with `;`."""
    made = []
    for source, told in cells:
        cell = new_code_cell(source) if source.endswith(";") else new_markdown_cell(source)
        cell.metadata = nbformat.from_dict({"slideshow": told} if told else {})
        made.append(cell)
    return nbformat.v4.new_notebook(cells=made)


def shown(slide):
    """The parts of a slide: what each is, its text, and whether it comes a key later."""
    return [(part, soup(html).get_text().strip(), later) for part, html, later in slide.pieces]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**Labels pull.** The rest is left out.", ["Labels pull."]),
        (
            "The *other* way, **this is.** So is **one more.** Not this.",
            ["The <em>other</em> way, this is.", "So is one more."],
        ),
        ("First. So: **it holds** here, **and there.**", ["So: it holds here, and there."]),
        ("Share alike. So\nno: **The same.**", ["So\nno: The same."]),
        ("**Is it so?** No **bold** end", []),
        ("**`a < b` holds.**", ["<code>a &lt; b</code> holds."]),
    ],
)
def test_bold_sentences_are_whole_sentences(markdown, expected):
    found = bold_sentences(soup(markdown_html(markdown)).p)
    assert found == expected


def test_a_cell_that_starts_a_slide_closes_the_one_before():
    answer = "<details><summary>Think</summary>\n\n<blockquote>\n\nNo.\n\n</blockquote></details>"
    round_2 = f"**It does.** But how?\n\n## Two\n\n**Predict.** Will it?\n\n{answer}"
    slides = slides_of(
        lesson(
            (
                "# One\n\nSaid.",
                {"slide_type": "slide", "show": ["heading", "text"], "notes": "Ask."},
            ),
            ("Not shown.", {"slide_type": "skip"}),
            (round_2, {"slide_type": "slide", "show": ["bold", "heading", "predict"]}),
            ("Never told.", None),
            ("More.", {"slide_type": "fragment", "show": ["text"]}),
        )
    )
    assert [slide.heading for slide in slides] == ["One", "Two"]
    assert shown(slides[0]) == [("text", "Said.", False), ("bold", "It does.", True)]
    asked = [("predict", "Predict. Will it?", False), ("answer", "No.", True)]
    assert shown(slides[1]) == [*asked, ("text", "More.", True)]
    assert slides[0].notes == ["Ask."]
    assert slides[1].notes == []


def test_code_cells_show_what_they_are_asked_for():
    notebook = lesson(("# One", {"slide_type": "slide", "show": ["heading"]}), ("f(x);", {}))
    cell = notebook.cells[1]
    printed = "by hand: 1\n✓ It holds (3e-9)\n✓ It <does>\n"
    cell.outputs = [new_output("stream", text=printed)]
    for show, expected in [
        (["claims"], [("claims", "✓ It holds (3e-9)✓ It <does>", True)]),
        (
            ["claims 2", "printed"],
            [("printed", "by hand: 1", False), ("claims", "✓ It <does>", True)],
        ),
        (["code"], [("code", "f(x);", False)]),
    ]:
        cell.metadata["slideshow"] = {"slide_type": "-", "show": show}
        assert shown(slides_of(notebook)[0]) == expected


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"slide_type": "slide", "show": ["figure"]}, "it has no .'figure'."),
        ({"slide_type": "slide", "show": ["text 2"]}, "it has no .'text 2'."),
        ({"slide_type": "slide", "show": ["text"], "section": "Three"}, "begins with 'Three'"),
        ({"slide_type": "-", "show": ["text"]}, "no slide has been started"),
        ({}, "no cell starts a slide"),
    ],
)
def test_metadata_that_asks_for_what_is_not_there_is_named(told, named):
    with pytest.raises(ValueError, match=named):
        slides_of(lesson(("## Two\n\nSaid.", told)))


def test_mathematics_becomes_mathml_outside_code_alone():
    html = markdown_html("So $p - y$, not `$HOME`:\n\n$$\\sum_i w_i$$\n\n```\n$a$\n```")
    assert html.count("<math") == 2
    assert "$HOME" in html
    assert "$a$" in html
    assert "∑" in soup(html).find("math", display="block").get_text()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem[:2])
def test_each_lesson_has_a_deck(path):
    notebook = read(path)
    slides = slides_of(notebook)
    parts = [part for slide in slides for part, _, _ in slide.pieces]
    assert 10 <= len(slides) <= 15
    assert slides[0].heading == title_of(notebook)
    assert parts.count("predict") >= 2
    assert parts.count("figure") + parts.count("picture") >= 2
    assert parts.count("claims") >= 4
    assert parts.count("code") <= 2
    headings = [soup(slide.heading).get_text() for slide in slides]
    assert "Key points" in headings
    assert any(each.startswith("Exercise") for each in headings)
    for slide in slides:
        assert len(slide.notes) == 1, f"“{slide.heading}” needs one note"
        assert re.match(r"\d minutes?\b", slide.notes[0]), f"say how long “{slide.heading}” takes"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The decks as files: {number of the lesson: path}."""
    folder = tmp_path_factory.mktemp("slides")
    found = {path.stem[:2]: folder / f"{path.stem}.html" for path in PATHS}
    for path in PATHS:
        found[path.stem[:2]].write_text(deck(read(path), path.stem), encoding="utf-8")
    return found


def open_deck(context, file):
    """A deck in a page of its own, and the addresses that it asks for."""
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    return page, asked


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("number", [path.stem[:2] for path in PATHS])
def test_every_slide_fits_at_every_step(browser, pages, number):
    context = browser.new_context(viewport=SIZE)
    page, asked = open_deck(context, pages[number])
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    steps, found = 1, []
    while True:
        where = f"slide {page.evaluate('Reveal.getIndices().h') + 1}: "
        found += [where + each for each in page.evaluate(FAULTS, FOOT)]
        if page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next"):
            break
        page.keyboard.press("ArrowRight")
        steps += 1
    total = page.evaluate("Reveal.getTotalSlides()")
    context.close()
    assert not found
    assert not errors
    assert total == len(slides_of(read(PATHS[int(number)])))
    assert steps > 1.5 * total, "answers and checks come one key later"
    assert all(each.startswith(("file:", "data:")) for each in asked), (
        "nothing comes from a network"
    )


@pytest.mark.slow
@pytest.mark.browser
def test_the_faults_are_noticed(browser, pages):
    context = browser.new_context(viewport=SIZE)
    page, _ = open_deck(context, pages["03"])
    assert page.evaluate(FAULTS, FOOT) == []
    for css, named in [
        ("h1 { position: relative; left: 700px }", "sticks out: h1"),
        ("h1 { margin-top: 660px !important }", "sticks out"),
        ("table { font-size: 12px }", "small letters"),
    ]:
        style = page.add_style_tag(content=css)
        assert any(each.startswith(named) for each in page.evaluate(FAULTS, FOOT)), css
        style.evaluate("each => each.remove()")
    page.evaluate("Reveal.slide(3)")
    page.add_style_tag(content="figure img { max-width: 100px }")
    assert any(each.startswith("small picture") for each in page.evaluate(FAULTS, FOOT))
    context.close()


@pytest.mark.slow
@pytest.mark.browser
def test_the_notes_are_the_speakers_alone(browser, pages):
    context = browser.new_context(viewport=SIZE)
    page, asked = open_deck(context, pages["03"])
    notes = [slide.notes[0] for slide in slides_of(read(PATHS[3]))]
    assert not any(each.is_visible() for each in page.get_by_text(notes[0]).all())
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    beside = popup.value.locator(".speaker-controls-notes .value")
    popup.value.wait_for_function(
        "text => document.querySelector('.speaker-controls-notes').textContent.includes(text)",
        arg=notes[0],
    )
    page.evaluate("Reveal.slide(1)")
    popup.value.wait_for_function(
        "text => document.querySelector('.speaker-controls-notes').textContent.includes(text)",
        arg=notes[1],
    )
    assert beside.is_visible()
    context.close()
    assert all(each.startswith(("file:", "data:", "about:")) for each in asked)


@pytest.mark.slow
@pytest.mark.browser
def test_slides_and_notes_can_be_printed(browser, pages):
    page = browser.new_page(viewport=SIZE)
    page.goto(pages["03"].as_uri() + "?view=print&showNotes=separate-page")
    page.wait_for_function("document.querySelectorAll('.speaker-notes-pdf').length")
    slides = slides_of(read(PATHS[3]))
    assert page.locator(".pdf-page").count() == len(slides)
    notes = [each.inner_text() for each in page.locator(".speaker-notes-pdf").all()]
    assert all(slide.notes[0] in note for slide, note in zip(slides, notes, strict=True))
    low = "each => each.scrollHeight > each.clientHeight + 1"
    assert not any(each.evaluate(low) for each in page.locator(".pdf-page > section").all())
    page.close()
