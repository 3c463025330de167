"""The decks of slides: what is on them, and that each fits its screen without a network."""

import functools

import pytest
from export.page import markdown_html, soup
from export.slides import bold_sentences, deck, slides_of
from nbformat.v4 import new_markdown_cell, new_notebook
from notebooks.series import notebooks, read, topic

PATHS = notebooks("lesson")
(LABELS,) = [path for path in PATHS if topic(path) == "labels"]
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
BROKEN = {  # what must be noticed on a slide with a picture
    "h2 { position: relative; left: 1200px }": "sticks out: h2",
    "h2 { margin-top: 660px !important }": "sticks out",
    "p, figcaption { font-size: 12px !important }": "small letters",
    "figure img { max-width: 100px !important }": "small picture",
    ".beside { overflow: hidden; width: 200px !important }": "scrolls: div",
}


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**Labels pull.** Left out.", ["Labels pull."]),
        (
            "The *other* way, **it is.** So is **one.**",
            ["The <em>other</em> way, it is.", "So is one."],
        ),
        ("First. So: **it holds** here, **and there.**", ["So: it holds here, and there."]),
        ("Share alike. So\nno: **The same.**", ["So\nno: The same."]),
        ("**Is it so?** No **bold** end", []),
        ("**It is. All of it.** And?", ["It is. All of it."]),
        ("**`a < b` holds.**", ["<code>a &lt; b</code> holds."]),
    ],
)
def test_bold_sentences_are_whole_sentences(markdown, expected):
    assert bold_sentences(soup(markdown_html(markdown)).p.decode_contents()) == expected


def lesson(*cells):
    """A notebook of Markdown cells: (source, slideshow metadata)."""
    made = [new_markdown_cell(source, metadata={"slideshow": told}) for source, told in cells]
    return new_notebook(cells=made)


def test_a_cell_that_starts_a_slide_closes_the_one_before():
    answer = "<details><summary>Think</summary>\n\n<blockquote>\n\nNo.\n\n</blockquote></details>"
    round_2 = f"**Done.** But how?\n\n## Two\n\n**Predict.** Will it?\n\n{answer}"
    show = {"slide_type": "slide", "show": ["heading", "goal", "text 2"], "notes": "Ask."}
    goal = "|Time|9|\n|--|--|\n|You need to know|all|\n|You will be able to|see|"
    table = {"slide_type": "-", "show": ["table"], "section": "Three"}
    slides = slides_of(
        lesson(
            (f"# One\n\n{goal}\n\nUnsaid.\n\nSaid.", show),
            ("Not shown.", {"slide_type": "skip", "show": ["text"]}),
            (round_2, {"slide_type": "slide", "show": ["bold", "heading", "predict"]}),
            ("# Two\n\n|c|\n|--|\n|0|\n\n# Three\n\n|a|\n|--|\n|1|", table),
            ("Never told.", {}),
            ("More.", {"slide_type": "fragment", "show": ["text"]}),
        )
    )
    assert [(each.heading, each.notes) for each in slides] == [("One", ["Ask."]), ("Two", [])]
    first, second = (
        [(part, soup(html).get_text(" ").split(), later) for part, html, later in each.pieces]
        for each in slides
    )
    told = ("goal", ["You", "will", "be", "able", "to", "see"], False)
    assert first == [told, ("text", ["Said."], False), ("bold", ["Done."], True)]
    assert second == [
        ("predict", ["Predict.", "Will", "it?"], False),
        ("answer", ["No."], True),
        ("table", ["a", "1"], True),  # the result of a prediction
        ("text", ["More."], True),
    ]


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


# ---- in a browser


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    """A function that writes a lesson's deck and returns the address of the file."""
    folder = tmp_path_factory.mktemp("slides")

    @functools.cache
    def write(path):
        (folder / f"{path.stem}.html").write_text(deck(path), encoding="utf-8")
        return (folder / f"{path.stem}.html").as_uri()

    return write


def open_deck(browser, address):
    """A deck in a page of its own, and the addresses that it asks for."""
    page, asked = browser.new_page(viewport=SIZE), []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    return page, asked


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_slide_fits_at_every_step(browser, decks, path):
    page, asked = open_deck(browser, decks(path))
    errors, found = [], []
    page.on("pageerror", lambda error: errors.append(error))
    while True:
        where = f"slide {page.evaluate('Reveal.getIndices().h') + 1}: "
        found += [where + each for each in page.evaluate(FAULTS, FOOT)]
        if page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next"):
            break
        page.keyboard.press("ArrowRight")
    assert not found
    assert not errors
    assert page.evaluate("Reveal.getTotalSlides()") == len(slides_of(read(path)))
    assert all(each.startswith(("file:", "data:")) for each in asked), "nothing from a network"
    page.evaluate("Reveal.slide(Reveal.getSlides().findIndex(s => s.querySelector('.beside img')))")
    for css, named in BROKEN.items() if path == LABELS else ():
        style = page.add_style_tag(content=css)
        assert any(each.startswith(named) for each in page.evaluate(FAULTS, FOOT)), css
        style.evaluate("each => each.remove()")
    page.close()


@pytest.mark.slow
@pytest.mark.browser
def test_the_notes_are_the_speakers_alone_and_can_be_printed(browser, decks):
    notes = [each for slide in slides_of(read(LABELS)) for each in slide.notes]
    page, asked = open_deck(browser, decks(LABELS))
    assert not any(each.is_visible() for each in page.get_by_text(notes[0]).all())
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    for place in (0, 1):
        page.evaluate("Reveal.slide", place) if place else None
        popup.value.wait_for_function(
            "text => document.querySelector('.speaker-controls-notes').textContent.includes(text)",
            arg=notes[place],
        )
    assert popup.value.locator(".speaker-controls-notes .value").is_visible()
    assert all(each.startswith(("file:", "data:", "about:")) for each in asked)

    page.goto(decks(LABELS) + "?view=print&showNotes=separate-page")
    page.wait_for_function("document.querySelectorAll('.speaker-notes-pdf').length")
    assert page.locator(".pdf-page").count() == len(notes)
    printed = [each.inner_text() for each in page.locator(".speaker-notes-pdf").all()]
    assert all(note in text for note, text in zip(notes, printed, strict=True))
    low = "each => each.scrollHeight > each.clientHeight + 1"
    assert not any(each.evaluate(low) for each in page.locator(".pdf-page > section").all())
    page.close()
