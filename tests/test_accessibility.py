"""axe-core in a real Chromium over handouts, slides and JupyterLab: no fault of ours."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from export.page import soup
from export.slides import deck
from export.worksheets import handout
from jupyterlab import Page, jupyterlab
from notebooks.series import notebooks, read

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PATHS = notebooks("lesson")
NUMBERS = [path.stem[:2] for path in PATHS]
SIZE = {"width": 1280, "height": 720}
# Without reveal.js, all slides one under the other, each with all its steps.
UNROLLED = """
html, body { height: auto; overflow: auto; }
.reveal, .reveal .slides { position: static; height: auto; overflow: visible; transform: none; }
.reveal .slides section { position: static; display: flex; visibility: visible; opacity: 1; }
.reveal .slides section .fragment { visibility: visible; opacity: 1; }
.notes { display: none; }
"""


def faults(page, context=None):
    """What axe finds: a list of "rule: element", for every rule of axe's that fails."""
    found = Axe().run(page, context=context, options={"resultTypes": ["violations"]}).response
    seen = [*found["passes"], *found["violations"]]
    assert any(rule["id"] == "color-contrast" for rule in seen), "axe has seen text"
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))} {node['html'][:400]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("path", PATHS, ids=NUMBERS)
def test_handouts_have_no_fault(browser, path):
    page = browser.new_page(viewport=SIZE)
    page.set_content(handout(read(path), path.stem))
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = faults(page)
    page.close()
    assert not found


def test_a_worksheet_has_no_fault(browser):
    page = browser.new_page(viewport=SIZE)
    page.set_content(handout(read(PATHS[3]), PATHS[3].stem, with_answers=False))
    found = faults(page)
    page.close()
    assert not found


@pytest.mark.parametrize("path", PATHS, ids=NUMBERS)
def test_slides_have_no_fault(browser, path):
    content = soup(deck(read(path), path.stem))
    for script in content("script"):
        script.decompose()
    page = browser.new_page(viewport=SIZE)
    page.set_content(str(content))
    page.add_style_tag(content=UNROLLED)
    assert all(each.is_visible() for each in page.locator("section > h2").all())
    found = faults(page)
    page.close()
    assert not found


def test_a_running_deck_has_no_fault(browser, tmp_path):
    file = tmp_path / "deck.html"
    file.write_text(deck(read(PATHS[3]), PATHS[3].stem), encoding="utf-8")
    page = browser.new_page(viewport=SIZE)
    page.goto(file.as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    found = faults(page)
    page.keyboard.press("ArrowRight")
    found += faults(page)
    page.close()
    assert not found


def test_faults_are_noticed(browser):
    page = browser.new_page(viewport=SIZE)
    content = handout(read(PATHS[3]), PATHS[3].stem)
    page.set_content(content.replace('lang="en-GB"', "").replace('alt="', 'data-alt="', 1))
    page.add_style_tag(content="figcaption { color: #999 }")
    found = {each.split(":")[0] for each in faults(page)}
    page.close()
    assert {"html-has-lang", "image-alt", "color-contrast"} <= found


# Faults of JupyterLab's own in the area of the notebook: the rule, what the element is, and why.
OF_JUPYTERLAB = [
    ("aria-input-field-name", 'class="cm-content"', "the editor of a cell has no name"),
    ("aria-required-children", "jp-WindowedPanel-viewport", "a feed, whose cells are no articles"),
    ("button-name", "jp-collapseHeadingButton", "the button that folds a section says nothing"),
    ("link-in-text-block", "<a ", "links in text differ from it in colour alone"),
    ("color-contrast", 'class="ͼ', "comments in code, a colour of its theme: 4.2 on light grey"),
    ("color-contrast", "jp-InputPrompt", "the number of a cell, light grey: 2.2"),
    ("color-contrast", "jp-OutputPrompt", "the number of an output, as light"),
]
# Its body has no height, and to axe what lies in it is hidden: it would pass over all contrasts.
BODY_WITH_A_HEIGHT = "html, body { height: 100vh !important; }"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A running JupyterLab with the notebooks in it."""
    with jupyterlab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.mark.parametrize("path", [PATHS[0], PATHS[4]], ids=[NUMBERS[0], NUMBERS[4]])
def test_jupyterlab_shows_no_fault_of_ours(browser, lab, path):
    page = browser.new_page(viewport=SIZE)
    Page(lab, page, f"notebooks/{path.name}")
    cells = page.locator(".jp-Notebook .jp-Cell")
    shown = 0
    while shown < len(read(path).cells):  # a cell is drawn when it comes into sight
        for number in range(shown, cells.count()):
            cells.nth(number).scroll_into_view_if_needed()
        assert cells.count() > shown, "scrolling brings the next cells"
        shown = cells.count()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    pictures = page.locator(".jp-Notebook .jp-OutputArea img")
    pictures.last.wait_for()
    told = [each.get_attribute("alt") for each in pictures.all()]
    stored = [
        output.metadata["image/png"]["alt"]
        for cell in read(path).cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    page.add_style_tag(content=BODY_WITH_A_HEIGHT)
    found = faults(page, ".jp-Notebook")
    page.close()
    assert told == stored
    own = [(rule, part) for rule, part, _ in OF_JUPYTERLAB]
    ours = [
        each
        for each in found
        if not any(each.startswith(f"{rule}:") and part in each for rule, part in own)
    ]
    assert not ours
