"""A lesson and the playground in JupyterLab, as a reader opens them: the controls work by keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyterlab import Page, jupyterlab
from notebooks.series import ROOT, notebooks

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SOON = 30_000  # milliseconds: a loaded machine takes long, and how long is no matter here
VIEW = ".playground"


@pytest.fixture(scope="module")
def open_page(browser, tmp_path_factory):
    """Open the first notebook of a kind in JupyterLab and run all cells: a `Page`."""
    with jupyterlab(tmp_path_factory.mktemp("lab")) as lab:

        def opened(kind):
            path = notebooks(kind)[0].relative_to(ROOT).as_posix()
            page = Page(lab, browser.new_page(viewport={"width": 1440, "height": 1000}), path)
            page.notebook = page.run_all()
            return page

        yield opened


def complaints(page):
    """What the notebook printed to stderr or raised, and what stands in the console."""
    outputs = [out for cell in page.notebook.cells for out in cell.get("outputs", [])]
    wrong = [out for out in outputs if out.output_type == "error" or out.get("name") == "stderr"]
    return wrong + page.errors


def test_a_lesson_runs_in_the_page(open_page):
    page = open_page("lesson")
    assert complaints(page) == []
    assert sum("image/png" in str(cell.get("outputs", "")) for cell in page.notebook.cells) >= 1
    page.page.close()


@pytest.fixture(scope="module")
def playground(open_page):
    """The playground after Run All; the tests below use it in turn."""
    page = open_page("playground")
    page.page.locator(f"{VIEW} img").first.wait_for(timeout=SOON)
    return page


@pytest.fixture(autouse=True)
def no_complaints(request):
    """After each test: nothing in the console, no traceback in the page."""
    yield
    if "playground" in request.fixturenames:
        page = request.getfixturevalue("playground")
        assert complaints(page) == []
        assert page.page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0


def shown(page):
    """The step, the picture and the p of each row that the view shows, all read at one moment."""
    step, picture, p = page.page.locator(VIEW).evaluate(
        """view => [view.dataset.step, view.querySelector("img").src,
            [...view.querySelectorAll("table:first-of-type td:nth-child(4)")].map(e => e.innerText)]
        """
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


def slider(page):
    return page.page.get_by_role("slider", name="step of the film")


def four_rows(page):
    """Back to the four rows, trained by labels after a mean, the slider at the end."""
    page.page.get_by_label("loss", exact=True).select_option("label")
    page.page.get_by_label("head", exact=True).select_option("mean")
    page.page.get_by_role("button", name="the four rows").click()
    page.page.get_by_role("button", name="row 2: y = 0").wait_for(timeout=SOON)
    ends = 300, ["0.750"] * 4
    change(page, lambda: slider(page).press("End"), lambda _, now: (now[0], now[2]) == ends)


def test_the_slider_moves_through_the_film_which_plays_and_pauses(playground):
    four_rows(playground)
    handle = slider(playground)
    handle.focus()
    (_, end, _), (_, start, p) = change(
        playground, lambda: handle.press("Home"), lambda _, now: now[0] == 0
    )
    assert start != end
    assert all(abs(float(each) - 0.5) < 0.1 for each in p)
    change(playground, lambda: handle.press("ArrowRight"), lambda _, now: now[0] == 1)
    track = playground.page.locator(".playground-step .noUi-target")
    box = track.bounding_box()
    middle = {"x": box["width"] / 2, "y": box["height"] / 2}
    _, (step, _, _) = change(playground, lambda: track.click(position=middle, force=True))
    assert 100 < step < 200
    handle.press("End")
    play = playground.page.get_by_role("button", name="play the film")
    change(playground, play.click, lambda _, now: 0 < now[0] < 200)
    playground.page.get_by_role("button", name="pause").click()
    play.wait_for(timeout=SOON)


def test_a_label_or_another_head_changes_p_and_skip_gram_asks_for_neither(playground):
    four_rows(playground)
    flip = playground.page.get_by_role("button", name="row 2: y = 0").click
    change(playground, flip, lambda _, now: float(now[2][0]) > 0.9)
    assert "3 5 8 45 2 : 1\n3 5 8 45 2 : 1" in rows(playground).input_value()
    four_rows(playground)
    head = playground.page.get_by_label("head", exact=True)
    _, now = change(playground, lambda: head.select_option("Flatten"))
    first, *_, last = map(float, now[2])
    assert first < 0.7 < 0.9 < last
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
    rows(playground).fill("the film was good : 1\nthe film was bad : 0")
    rows(playground).press("Tab")
    alert.wait_for(state="detached", timeout=SOON)
    first, second = map(float, shown(playground)[2])
    assert first > 0.9 > 0.1 > second
    assert "bad at" in playground.page.locator(f"{VIEW} img").first.get_attribute("alt")


def test_everything_can_be_done_with_the_keyboard(playground):
    """Tab from the rows reaches every control in the order in which they stand; keys work them."""
    four_rows(playground)
    page = playground.page
    rows(playground).focus()
    reached = []
    while "export the film" not in reached and len(reached) < 20:
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => { const e = document.activeElement;"
                " return e.getAttribute('aria-label') || e.innerText"
                " || (e.labels && e.labels[0] && e.labels[0].innerText) || e.title; }"
            ).strip()
        )
    labels = [f"row {row}: y = {y}" for row, y in ((1, 1), (2, 0), (3, 1), (4, 1))]
    assert reached[:6] == ["the four rows", "… in words", *labels]
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
    page.locator("[data-item]").scroll_into_view_if_needed()
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
