"""axe-core in a real Chromium over slides, worksheets and JupyterLab: no fault of ours."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from export.slides import deck
from export.worksheets import worksheet
from jupyterlab import Page, jupyterlab
from notebooks.series import code_cells, notebooks, read

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PATHS = notebooks("lesson")
SIZE = {"width": 1280, "height": 720}


def faults(page, rules=None, context=None):
    """What axe finds: a list of "rule: element", for every rule of axe's that fails."""
    options = {"resultTypes": ["violations"], "rules": rules or {}}
    found = Axe().run(page, context=context, options=options).response
    assert len(found["passes"]) > 5, "axe has seen the page"
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))} {node['html'][:400]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_worksheets_have_no_fault(browser, path):
    """Contrasts, which take the longest, on one: all have the same colours."""
    page = browser.new_page(viewport=SIZE)
    page.set_content(worksheet(path))
    assert not faults(page, {"color-contrast": {"enabled": path == PATHS[0]}})
    if path == PATHS[0]:
        content = worksheet(path).replace('lang="en-GB"', "")
        page.set_content(content.replace("</main>", '<img src="data:,"></main>'))
        page.add_style_tag(content="p { color: #999 }")
        noticed = {each.split(":")[0] for each in faults(page)}
        assert {"html-has-lang", "image-alt", "color-contrast"} <= noticed
    page.close()


def test_slides_have_no_fault(browser, tmp_path):
    """As they run, at two steps, and in print, where each slide shows all its steps."""
    (tmp_path / "deck.html").write_text(deck(PATHS[0]), encoding="utf-8")
    page = browser.new_page(viewport=SIZE)
    page.goto((tmp_path / "deck.html").as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    found = faults(page)
    page.keyboard.press("ArrowRight")
    found += faults(page)
    page.goto((tmp_path / "deck.html").as_uri() + "?view=print")
    page.wait_for_function("document.querySelectorAll('.pdf-page').length > 1")
    assert all(each.is_visible() for each in page.locator("section > h2, .fragment").all())
    found += faults(page)
    page.close()
    assert not found


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


def test_jupyterlab_shows_no_fault_of_ours(browser, tmp_path):
    with jupyterlab(tmp_path) as lab:
        page = browser.new_page(viewport=SIZE)
        Page(lab, page, f"notebooks/{PATHS[0].name}")
        cells = page.locator(".jp-Notebook .jp-Cell")
        shown = 0
        while shown < len(read(PATHS[0]).cells):  # a cell is drawn when it comes into sight
            for place in range(shown, cells.count()):
                cells.nth(place).scroll_into_view_if_needed()
            assert cells.count() > shown, "scrolling brings the next cells"
            shown = cells.count()
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        pictures = page.locator(".jp-Notebook .jp-OutputArea img")
        pictures.last.wait_for()
        told = [each.get_attribute("alt") for each in pictures.all()]
        page.add_style_tag(content=BODY_WITH_A_HEIGHT)
        found = faults(page, context=".jp-Notebook")
        page.close()
    outputs = [output for cell in code_cells(read(PATHS[0])) for output in cell.outputs]
    alts = [output.get("metadata", {}).get("image/png", {}).get("alt") for output in outputs]
    assert told == list(filter(None, alts))
    assert any(each.startswith("color-contrast") for each in found), "axe has seen the colours"
    for rule, part, _ in OF_JUPYTERLAB:
        found = [each for each in found if not (each.startswith(f"{rule}:") and part in each)]
    assert not found
