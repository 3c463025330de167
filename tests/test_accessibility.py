"""axe-core in a real Chromium over slides and worksheets: no fault."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from export.slides import deck
from export.worksheets import worksheet
from notebooks.series import notebooks

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
