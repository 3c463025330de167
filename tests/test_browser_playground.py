"""Notebooks 00 and 09 in JupyterLab, as a reader opens them: they run, and the controls do."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyterlab import Page, jupyterlab

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SOON = 20_000  # milliseconds: a loaded machine takes long, and how long is no matter here
VIEW = ".playground"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with jupyterlab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="module")
def open_page(browser, lab):
    """Open a notebook in JupyterLab, in a window of its own: `open_page(path)` is a `Page`."""
    return lambda path: Page(lab, browser.new_page(viewport={"width": 1440, "height": 1000}), path)


def errors(notebook):
    """What went wrong in a notebook that was run."""
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    return [out for out in outputs if out.output_type == "error" or out.get("name") == "stderr"]


def test_notebook_00_runs_in_the_page(open_page):
    page = open_page("notebooks/00_the_question.ipynb")
    notebook = page.run_all()
    assert errors(notebook) == []
    assert page.errors == []
    assert sum("image/png" in str(cell.get("outputs", "")) for cell in notebook.cells) >= 1
    page.page.close()


@pytest.fixture(scope="module")
def playground(open_page):
    """Notebook 09 after Run All; the tests below use it in turn."""
    page = open_page("notebooks/09_playground.ipynb")
    page.notebook = page.run_all()
    page.page.locator(f"{VIEW} svg").first.wait_for(timeout=SOON)
    return page


@pytest.fixture(autouse=True)
def no_complaints(request):
    """After each test: nothing in the console, no traceback in the page."""
    yield
    if "playground" in request.fixturenames:
        page = request.getfixturevalue("playground")
        assert page.errors == []
        assert page.page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0


def shown(page):
    """The step, the map and the p of each row that the view shows, all read at one moment."""
    step, picture, p = page.page.locator(VIEW).evaluate(
        """view => [view.dataset.step, view.querySelector("svg").innerHTML,
                    [...view.querySelectorAll("[data-p]")].map(each => each.innerText)]"""
    )
    return int(step), picture, p


def change(page, act, condition=lambda before, now: before != now):
    """Do something, wait until the view has changed, return what it showed and what it shows."""
    before = shown(page)
    act()
    for _ in range(SOON // 100):
        now = shown(page)
        if condition(before, now):
            return before, now
        page.page.wait_for_timeout(100)
    raise AssertionError("the view did not change as it should")


def rows(page):
    return page.page.get_by_label("rows : label")


def four_rows(page):
    """Back to the four rows, trained by labels after a mean, the slider at the end."""
    page.page.get_by_label("loss", exact=True).select_option("label")
    page.page.get_by_label("head", exact=True).select_option("mean")
    page.page.get_by_role("button", name="the four rows").click()
    button = page.page.get_by_role("button", name="row 2: y = 0")
    button.wait_for(timeout=SOON)
    slider(page).press("End")
    for _ in range(SOON // 100):
        if shown(page)[0] == 300 and shown(page)[2] == ["0.750"] * 4:
            return
        page.page.wait_for_timeout(100)
    raise AssertionError("the four rows did not come back")


def slider(page):
    return page.page.get_by_role("slider", name="step of the film")


def test_notebook_09_runs_in_the_page(playground):
    assert errors(playground.notebook) == []
    step, picture, p = shown(playground)
    assert step == 300
    assert "Step 300 of 300" in picture
    assert p == ["0.750"] * 4


def test_the_slider_moves_through_the_film(playground):
    four_rows(playground)
    handle = slider(playground)
    handle.focus()
    (_, end, _), (step, start, p) = change(
        playground, lambda: handle.press("Home"), lambda _, now: now[0] == 0
    )
    assert "Step 0 of 300" in start != end
    assert all(abs(float(each) - 0.5) < 0.1 for each in p)
    for number in range(1, 4):
        change(playground, lambda: handle.press("ArrowRight"), lambda _, now, n=number: now[0] == n)
    box = playground.page.locator(".playground-step .noUi-target").bounding_box()
    middle = {"x": box["width"] / 2, "y": box["height"] / 2}
    track = playground.page.locator(".playground-step .noUi-target")
    _, (step, picture, _) = change(playground, lambda: track.click(position=middle, force=True))
    assert 100 < step < 200
    assert f"Step {step} of 300" in picture


def test_the_film_plays_and_pauses(playground):
    four_rows(playground)
    play = playground.page.get_by_role("button", name="play the film")
    change(playground, play.click, lambda _, now: 0 < now[0] < 200)
    playground.page.get_by_role("button", name="pause").click()
    play.wait_for(timeout=SOON)


def test_a_flipped_label_redraws_the_map_and_p(playground):
    four_rows(playground)
    flip = playground.page.get_by_role("button", name="row 2: y = 0").click
    before, now = change(playground, flip, lambda _, now: float(now[2][0]) > 0.9)
    assert before[1] != now[1]
    assert "3 5 8 45 2 : 1\n3 5 8 45 2 : 1" in rows(playground).input_value()


def test_another_head_tells_row_4_from_the_others(playground):
    four_rows(playground)
    head = playground.page.get_by_label("head", exact=True)
    before, now = change(playground, lambda: head.select_option("Flatten"))
    assert len(set(before[2])) == 1
    first, *_, last = map(float, now[2])
    assert first < 0.7 < 0.9 < last
    _, columns = change(playground, lambda: head.select_option("a table per column"))
    assert "8 in 3" in columns[1]


def test_skip_gram_does_not_notice_a_flipped_label(playground):
    four_rows(playground)
    loss = playground.page.get_by_label("loss", exact=True)
    change(playground, lambda: loss.select_option("skip-gram"), lambda _, now: "–" in now[2])
    before = shown(playground)[1]
    playground.page.get_by_role("button", name="row 2: y = 0").click()
    playground.page.get_by_role("button", name="row 2: y = 1").wait_for(timeout=SOON)
    assert shown(playground)[1] == before


def test_a_bad_row_gets_a_sentence_and_the_last_good_run_stays(playground):
    four_rows(playground)
    before = shown(playground)
    rows(playground).fill("3 5 8 45 2 : 1\n3 5 8 45 : 0")
    rows(playground).press("Tab")
    alert = playground.page.get_by_role("alert")
    alert.wait_for(timeout=SOON)
    assert "row 2 has 4 ids, row 1 has 5" in alert.inner_text()
    assert shown(playground) == before
    assert playground.page.get_by_role("button", name="row 2: y = 0").count() == 1
    rows(playground).fill("the film was good : 1\nthe film was bad : 0")
    rows(playground).press("Tab")
    alert.wait_for(state="detached", timeout=SOON)
    now = shown(playground)
    assert len(now[2]) == 2
    assert float(now[2][0]) > 0.9 > 0.1 > float(now[2][1])
    assert "bad at" in playground.page.locator(f"{VIEW} svg").first.get_attribute("aria-label")


def test_the_film_is_exported_and_shown(playground):
    four_rows(playground)
    playground.page.get_by_role("button", name="export the film").click()
    picture = playground.page.get_by_alt_text(re.compile("^The film of this run"))
    picture.wait_for(timeout=60_000)
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 300
    file = playground.lab.folder / "notebooks" / "exports" / "playground_film.gif"
    assert file.read_bytes()[:3] == b"GIF"


def test_everything_can_be_done_with_the_keyboard(playground):
    """Tab from the rows reaches every control in the order in which they stand; keys work them."""
    four_rows(playground)
    page = playground.page
    rows(playground).focus()
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => { const e = document.activeElement;"
                " return e.getAttribute('aria-label') || e.innerText"
                " || (e.labels && e.labels[0] && e.labels[0].innerText) || e.title; }"
            ).strip()
        )
        if reached[-1] == "export the film":
            break
    expected = ["the four rows", "… in words", "row 1: y = 1", "row 2: y = 0", "row 3: y = 1"]
    expected += ["row 4: y = 1"]
    assert reached[:6] == expected
    for name in ("steps", "seed", "▶ play the film", "step of the film", "export the film"):
        assert name in reached, reached
    page.get_by_role("button", name="row 2: y = 0").focus()
    change(playground, lambda: page.keyboard.press("Enter"), lambda _, now: float(now[2][0]) > 0.9)
    page.get_by_label("head", exact=True).focus()
    change(playground, lambda: page.keyboard.press("ArrowDown"))  # mean -> max
    cells = page.locator(".jp-Cell").count()
    change(playground, lambda: page.keyboard.press("m"))  # back to mean, and no cell turned to text
    assert page.get_by_label("head", exact=True).input_value() == "mean"
    for key in ("a", "b", "d", "d", "x"):  # JupyterLab would add cells, and delete them
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells


def test_the_controls_have_names(playground):
    found = Axe().run(playground.page, context=".jp-OutputArea-output .jupyter-widgets")
    assert found.response["violations"] == []


def test_guessing_counts_by_click_and_by_key(playground):
    page = playground.page
    question = page.locator("[data-item]")
    question.scroll_into_view_if_needed()
    right = 0
    for number in range(1, 11):
        page.locator(f"[data-item='{number}']").wait_for(timeout=SOON)
        choice = page.locator(".playground-guess button").nth(number % 2)
        if number % 2:
            choice.click()
        else:
            choice.focus()
            page.keyboard.press("Enter")
        verdict = page.locator("[data-right]", has_text=f"of {number}.")
        verdict.wait_for(timeout=SOON)
        right += verdict.get_attribute("data-right") == "true"
        assert f"Score: {right} of {number}." in verdict.inner_text()
        assert "loss asks" in verdict.inner_text() or "Skip-gram asks" in verdict.inner_text()
        if number < 10:
            page.get_by_role("button", name="next question").click()
    page.get_by_role("button", name="ten new questions").click()
    page.locator("[data-item='1']").wait_for(timeout=SOON)
