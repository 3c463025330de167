"""A lesson and the playground in JupyterLab, as a reader opens them."""

import pytest
from jupyterlab import Page, jupyterlab
from notebooks.series import ROOT, notebooks

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def open_page(browser, tmp_path_factory):
    """Open the first notebook of a kind, run all its cells, find nothing to complain of."""
    with jupyterlab(tmp_path_factory.mktemp("lab")) as lab:

        def opened(kind):
            path = notebooks(kind)[0].relative_to(ROOT).as_posix()
            page = Page(lab, browser.new_page(viewport={"width": 1440, "height": 1000}), path)
            page.notebook = page.run_all()
            outputs = [out for cell in page.notebook.cells for out in cell.get("outputs", [])]
            assert not [out for out in outputs if out.output_type == "error"]
            assert not [out for out in outputs if out.get("name") == "stderr"]
            return page

        yield opened


def test_a_lesson_runs_in_the_page(open_page):
    page = open_page("lesson")
    assert sum("image/png" in str(cell.get("outputs", "")) for cell in page.notebook.cells) >= 1
    assert page.errors == []
    page.page.close()


def test_the_playground_plays_in_its_frame(open_page):
    page = open_page("playground")
    frame = page.page.frame_locator("iframe[title=Playground]")
    frame.locator(".flip").nth(1).click()
    assert "3 5 8 45 2 : 1\n3 5 8 45 2 : 1" in frame.locator("#text").input_value()
    cells = page.page.locator(".jp-Cell").count()
    for key in ("a", "b", "d", "d", "x"):  # JupyterLab would add cells, and delete them
        page.page.keyboard.press(key)
    assert page.page.locator(".jp-Cell").count() == cells
    assert page.errors == []
    page.page.close()
