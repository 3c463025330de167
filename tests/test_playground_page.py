"""The page of notebooks/playground.html in a real browser: what a reader does, and what then shows.

Whether its films are true is tested elsewhere, against Keras; here the page is held to its engine.
"""

import html
import re

import numpy as np
import pytest
from notebooks.series import NOTEBOOKS, notebooks, read
from PIL import Image
from test_accessibility import faults
from test_notebooks import prose

pytestmark = [pytest.mark.slow, pytest.mark.browser]

FILE = NOTEBOOKS / "playground.html"
SOON = 20_000  # milliseconds: a loaded machine takes long, and how long is no matter here
FOUR = "3 5 8 45 2 : 1\n3 5 8 45 2 : 0\n3 5 8 45 2 : 1\n3 5 45 8 2 : 1"
FILMS = "Number(document.documentElement.dataset.films)"
NUMBERS = "all => all.map(each => each.getAttribute('d').match(/[-.\\d]+/g).map(Number))"
OUTSIDE = """lines => lines.filter(line => {
  const [own, frame] = [line, line.ownerSVGElement].map(each => each.getBoundingClientRect());
  const across = own.left < frame.left || own.right > frame.right;
  return across || own.top < frame.top || own.bottom > frame.bottom;
}).map(line => line.outerHTML)"""


@pytest.fixture(scope="module")
def seen(browser):
    """A window, and what went wrong in it: complaints of the console and requests elsewhere."""
    window = browser.new_page(viewport={"width": 1280, "height": 900})
    window.set_default_timeout(SOON)
    wrong = []
    window.on("pageerror", lambda error: wrong.append(f"{error}"))
    window.on("console", lambda message: wrong.append(message.text))
    window.on("request", lambda request: wrong.append(request.url))
    yield window, wrong
    window.close()


@pytest.fixture
def page(seen):
    """The page at its start; afterwards nothing was complained of, and nothing asked for."""
    window, wrong = seen
    opened(window)
    yield window
    asked = [each for each in wrong if not re.match(r"file:.*playground\.html|blob:|data:", each)]
    wrong.clear()
    assert asked == []


def opened(page, link="", size=(1280, 900)):
    page.goto("about:blank")
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.goto(f"{FILE.as_uri()}{link}")
    page.wait_for_function(f"{FILMS} > 0")


def text(page):
    return page.locator("#text").input_value()


def said(page):
    return page.locator("#say").inner_text()


def p_of_rows(page):
    return [float(each.split()[1]) for each in page.locator("#list .p").all_inner_texts() if each]


def cosines_shown(page):
    cells = page.locator("#cosines td").all_inner_texts()[1:]
    names = page.locator("#cosines thead th").all_inner_texts()
    numbers = [float(each.replace("−", "-")) for each in cells]
    return names, np.reshape(numbers, (len(names), len(names)))


def test_the_file_is_small_and_whole():
    assert FILE.stat().st_size <= 100_000
    source = FILE.read_text(encoding="utf-8")
    assert re.findall(r"(?:src|href)=\"(?!data:)", source) == []
    assert not re.search(r"\b(import|require)\b\s*[({*\"']|TODO|FIXME|lorem", source)


def test_a_label_flips_by_click_and_by_key(page):
    before, flip = page.evaluate(FILMS), page.locator(".flip").nth(1)
    assert p_of_rows(page) == [0.75] * 4
    flip.click()
    assert (text(page), page.evaluate(FILMS)) == (FOUR.replace(": 0", ": 1"), before + 1)
    assert min(p_of_rows(page)) > 0.99
    assert page.locator(".ghost:visible, #ghosts:visible").count() == 6
    texts = "from 0.693 to 0.000", "row 1 1.00, row 2 1.00", ">all rows<", "−0.000"
    assert [each in page.content() for each in texts] == [True, True, True, False]
    page.keyboard.press("Space")  # the button kept the focus
    assert (text(page), p_of_rows(page)) == (FOUR, [0.75] * 4)


def test_a_token_moves_by_keys_and_by_drag(page):
    page.select_option("#set-head", "flatten")
    tokens = page.locator("#list li").nth(3).locator(".token")
    before = p_of_rows(page)
    tokens.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert text(page).endswith("3 5 8 45 2 : 1")
    assert page.evaluate("document.activeElement.textContent") == "45"
    assert "45 is token 4 of row 4 now" in said(page)
    assert np.ptp(p_of_rows(page)) == 0 < np.ptp(before)
    page.keyboard.press("Shift+ArrowLeft")
    tokens.last.press("Shift+ArrowRight")  # there is no place for it
    assert (text(page), "token 6" in said(page)) == (FOUR, False)
    tokens.nth(4).drag_to(tokens.nth(0))
    assert text(page).endswith("2 3 5 45 8 : 1")
    assert tokens.all_inner_texts() == ["2", "3", "5", "45", "8"]


def test_the_slider_shows_each_step_and_what_each_row_asks(page):
    drawn = np.array(page.locator("#panels path[stroke-linejoin]").evaluate_all(NUMBERS)[:15])
    asked = np.reshape(page.evaluate("playground.pulls({}, 600)")[:3], (15, 2)) * [1, -1]
    longest = np.linalg.norm(asked, axis=1).max()
    np.testing.assert_allclose(drawn[:, 4:6] - drawn[:, :2], 36 * asked / longest, atol=0.11)
    page.locator("#step").press("Home")
    page.wait_for_function("at.textContent === 'step 0 of 600, loss 0.693'")
    assert p_of_rows(page) == [0.5] * 4
    assert told(page) == ["", CONTRARY, SAME, SAME]
    assert [each[: len(OTHER)] for each in told(page, "others")] == ["", SAME, SAME, OTHER]
    arrows = page.locator("#panels svg").evaluate_all("all => all.map(each => each.ariaLabel)")
    pulls = page.evaluate("playground.pulls({}, 0)")
    for row, (spoken, pull) in enumerate(zip(arrows, pulls, strict=True), start=1):
        found = re.findall(r"\(([-\d.]+), ([-\d.]+)\)", spoken.replace("−", "-"))
        np.testing.assert_allclose(np.array(found, float), pull, atol=0.0006, err_msg=f"row {row}")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("at.textContent.startsWith('step 1 of 600')")
    table = page.evaluate("playground.film({}).tables[1]")
    names, shown = cosines_shown(page)
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    assert names == ["3", "5", "8", "45", "2"]
    np.testing.assert_allclose(shown, unit @ unit.T, atol=0.006)
    assert page.locator("svg path").evaluate_all(OUTSIDE) == []


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_film_plays_and_stops(page, motion):
    """For who asks for less motion it goes on in ten pictures."""
    page.emulate_media(reduced_motion=motion)
    page.click("#play")
    page.wait_for_function("document.querySelector('#step').value % 600 > 100")
    page.click("#play")
    page.wait_for_timeout(100)
    stopped = page.locator("#step").input_value()
    page.wait_for_timeout(700)
    assert page.locator("#step").input_value() == stopped
    assert motion != "reduce" or int(stopped) % 60 == 0
    page.click("#play")
    page.locator("#step").fill("590")  # which stops it
    page.click("#play")
    page.wait_for_function("play.textContent === 'Play' && step.value === '600'")
    page.emulate_media(reduced_motion="no-preference")


def test_bad_rows_are_named_and_the_last_good_film_stays(page):
    typed, parts = "3 5 8 : 1\n3 5 : 2", ["Row 2", "from 0 to 1"]
    before, drawn = page.evaluate(FILMS), page.locator("#map").inner_html()
    page.fill("#text", typed)
    assert all(part in said(page) for part in [*parts, "last good film"])
    assert page.locator("#text").get_attribute("aria-invalid") == "true"
    assert (page.evaluate(FILMS), page.locator("#map").inner_html()) == (before, drawn)
    page.locator("#text").press("Control+z")
    assert text(page) == FOUR
    page.locator("#text").press("Control+Shift+z")
    assert text(page) == typed, "what was typed is not lost"
    page.goto("about:blank")
    page.go_back()
    assert text(page) == typed, "nor by leaving at once"
    assert all(part in said(page) for part in parts)
    assert p_of_rows(page) == [0.75] * 4, "the four rows are shown meanwhile"


def test_a_bad_setting_is_named(page):
    page.locator("#set-rate").select_text()
    page.locator("#set-rate").press_sequentially("0.5,")
    assert said(page).startswith('rate must be a number above 0, not "0.5,".')
    assert page.locator("[aria-invalid=true]").input_value() == "0.5,"
    page.click("#undo")  # all that was typed
    assert page.locator("#set-rate").input_value() == "1"
    gone = page.locator("[aria-invalid=true], button:disabled, #set-lambda:visible")
    assert gone.all_inner_texts() == ["Undo"]


def test_a_link_brings_every_setting_back(page):
    page.fill("#text", "the “café” 🙂 3d : .3\nof the : 1")
    for name, word in {"loss": "joint", "head": "attention", "optimizer": "adam"}.items():
        page.select_option(f"#set-{name}", word)
    for name, number in {"rate": "0.05", "steps": "40", "lambda": "0.25", "window": "2"}.items():
        page.fill(f"#set-{name}", number)
    page.check("#set-bias")
    page.locator("#step").press("ArrowLeft")
    page.click("#link")
    link = page.locator("#address").input_value()
    form = "[...document.querySelectorAll('#settings input, #settings select')]"
    state = f"[{form}.map(e => e.value + e.checked), document.querySelector('#map svg').ariaLabel]"
    page.wait_for_function("document.querySelector('#at').textContent.startsWith('step 39')")
    before, rows = page.evaluate(state), text(page)
    opened(page, link.removeprefix(FILE.as_uri()))
    assert (page.evaluate(state), text(page)) == (before, rows)
    page.click("#reset")
    page.click("#link")
    assert page.locator("#address").input_value() == f"{FILE.as_uri()}#v=1"


@pytest.mark.parametrize(
    ("link", "parts"),
    [
        ("#rows=3+5+:+1&colour=red", ["“colour”", "left out"]),  # without a version: an older one
        ("#v=9&head=tree", ["newer version", "head", "“tree”"]),
        ("#v=1&rows=3+5+:+7", ["broken", "Row 1", "four rows"]),
        ("#v=1&rate=-1", ["broken", "rate", "four rows"]),
        ("#v=1&frozen=yes", ["broken", "frozen must be true or false", "four rows"]),
        ("#v=1&loss=skip-gram&rate=500", ["smaller rate", "four rows"]),
        ("#v=1&weights={", ["weights", "left out"]),
        ("#%", ["left out"]),
        ("#v=1&preset=none", ["“none”"]),
        ("#v=1&step=x&round=1.5", ["step must be", "“1.5”", "4 rows: loss 0.693 → 0.562."]),
        ('#v=1&weights={"table":{"3":[0,1]},"unit":[[1]]}', ["by hand for 5, 8, 45, 2: it is"]),
        ("#v=1&rows=3+:+1&frozen=true", ["on 1 row: loss 1.541"]),  # one point, which stays
    ],
)
def test_an_old_or_a_broken_link_opens_and_says_what_is_wrong(page, link, parts):
    opened(page, link)
    assert all(part in said(page) for part in parts), said(page)
    assert len(p_of_rows(page)) in (1, 4)


# ---- what each finding says, from the numbers that the page shows

SAME, CONTRARY, OTHER = "equal to row 1", "opposite to row 1", "cosine with row 3: "
NEGATIVES = {1: -0.97, 2: 0.02, 5: 0.63, 15: 1.0}
FINDINGS = {  # row -> what stands under its arrows; p of all; cosines; which vectors have moved
    "Rows 1 and 2: opposite pulls": {2: CONTRARY},
    "Rows 3 and 4 under a mean": {3: SAME, 4: SAME},
    "Rows 3 and 4 under Flatten": {3: SAME, 4: OTHER},
    "A table per column": {3: SAME, 4: OTHER},
    "Order as the target: row 3": {"3 8": 1, "3 45": 0.02},
    "Order as the target: row 4": {"3 8": 0.02, "3 45": 1},
    "Neighbours: rows 1 and 2": {2: SAME, 3: SAME, 4: OTHER},
    **{f"How many negatives: {n}": {"3 45": cosine} for n, cosine in NEGATIVES.items()},
    "Window 4: all are neighbours": {"3 5": 1, "3 8": 1, "3 45": 1, "3 2": 1},
    "The more wrong, the harder the pull": {"p": [0.75] * 4, 2: f"{CONTRARY}, 3.00 times as long"},
    "Contradicting labels cancel": {"p": [0.5] * 2, 2: CONTRARY},
    "Last row has the last word": {"p": [0.43] * 2},
    "Only what is looked up moves": {"moved": ["3", "5"]},
    "One label, one direction": {"8 2": 1, "8 45": -1},
    "Labels and order together (λ)": {2: "cosine with row 1: −", 3: SAME, 4: OTHER},
    "Frozen table": {"p": [0.75] * 4, "moved": []},
}


def told(page, line="panels"):
    return page.locator(f"#{line} figcaption:last-child").all_inner_texts()


def cosine_of(page, pair):
    names, shown = cosines_shown(page)
    return shown[tuple(names.index(token) for token in pair.split())]


def moved(page):
    """The tokens that no longer stand where they began, from the table of all numbers."""
    page.evaluate("document.querySelector('#numbers').open = true")
    page.wait_for_function("document.querySelector('#numbers table')")
    lines = page.locator("#numbers table").first.locator("tbody tr").all_inner_texts()
    return [line.split("\t")[0] for line in lines if not line.endswith("\t0.0000")]


def check_finding(page, name):
    for what, expected in FINDINGS[name].items():
        if what == "p":
            assert p_of_rows(page) == expected, name
        elif what == "moved":
            assert moved(page) == expected, name
        elif isinstance(what, int):
            assert told(page)[what - 1].startswith(expected), name
        else:
            assert cosine_of(page, what) == pytest.approx(expected, abs=0.006), name


def test_each_finding_shows_what_it_says_by_click_and_by_link(page):
    buttons = page.locator("#findings button")
    assert buttons.all_inner_texts() == list(FINDINGS)
    for button, name in zip(buttons.all(), FINDINGS, strict=True):
        button.click()
        look = page.locator("#look").inner_text()
        check_finding(page, name)
        link = "#preset=" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        before = page.evaluate(f"link => {{ location.hash = link; return {FILMS}; }}", link)
        page.wait_for_function(f"{FILMS} > {before}")
        assert page.locator("#look").inner_text() == look
        check_finding(page, name)
    for n, cosine in NEGATIVES.items():
        assert f"{cosine:.2f} with {n}".replace("-", "−") in FILE.read_text(encoding="utf-8")


def test_the_tries_of_the_notebook_end_as_their_answers_say(page):
    (path,) = notebooks("playground")
    links = re.findall(r"\(playground\.html(#?[^)]*)\)", prose(read(path)))
    four, heads, words, both, negatives, by_labels, by_order, last = links[1:9]
    for link in links:
        opened(page, link)
        assert re.match(r"Trained \d+ steps on \d rows?: loss [\d.]+ → [\d.]+\.$", said(page)), link
    opened(page, four)
    page.locator(".flip").nth(1).click()
    assert "1.269 away; loss at the end 0.562 → 0.000." in page.locator("#changed").inner_text()
    page.select_option("#set-loss", "skip-gram")
    assert "loss label → skip-gram changed. 3 ends" in page.locator("#changed").inner_text()
    page.locator(".flip").nth(1).click()
    assert "number for number" in page.locator("#changed").inner_text()
    opened(page, heads)
    differing = []
    for head in page.locator("#set-head option").evaluate_all("all => all.map(e => e.value)"):
        page.select_option("#set-head", head)
        differing += [head] if "cosine" in told(page)[3] else []
    assert differing == ["flatten", "columns", "recurrent"]
    opened(page, words)
    pairs = "tea coffee", "tea snow", "tea ice"
    assert [round(cosine_of(page, pair)) for pair in pairs] == [1, -1, -1]
    page.select_option("#set-loss", "skip-gram")
    assert [round(cosine_of(page, pair)) for pair in pairs] == [1, 1, 1]
    for share, noticed in (("0.5", [True, True]), ("0", [True, False]), ("1", [False, True])):
        opened(page, both)
        page.fill("#set-lambda", share)
        page.locator(".flip").nth(1).click()
        changes = [page.locator("#changed").inner_text()]
        page.fill("#text", FOUR.replace(": 0", ": 1").replace("8 45 2 : 1", "45 8 2 : 1"))
        changes.append(page.locator("#changed").inner_text())
        assert ["away" in change for change in changes] == noticed, (share, changes)
    opened(page, negatives)
    page.fill("#set-penalty", "0")
    page.fill("#set-rate", "1")
    assert cosine_of(page, "3 45") == -0.20
    page.fill("#set-negatives", "15")
    assert cosine_of(page, "3 45") == 0.70
    page.fill("#set-steps", "900")
    assert cosine_of(page, "3 45") < 0.69
    for link, cosines in ((by_labels, [0.33, -0.41, -0.71, 0.96, -0.30]), (by_order, [1.0] * 5)):
        opened(page, link)
        for seed, expected in enumerate(cosines):
            page.fill("#set-seed", str(seed))
            assert cosine_of(page, "3 8") == expected
            assert link == by_order or set(p_of_rows(page)) == {0.75}
    opened(page, last)
    assert p_of_rows(page) == [0.43] * 2
    page.fill("#text", "\n".join(reversed(text(page).splitlines())))
    assert p_of_rows(page) == [0.57] * 2
    opened(page)
    changed = "\n".join(FOUR.splitlines()[row] for row in (0, 1, 3, 3))
    page.fill("#text", changed)
    assert "to nine decimals" in page.locator("#changed").inner_text()
    page.click("#undo")
    page.select_option("#set-loss", "skip-gram")
    page.fill("#text", changed)
    assert ": 3.430 away" in page.locator("#changed").inner_text()


def test_a_round_of_guesses_by_keyboard_alone(page):
    page.locator("#to-rows").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#question h2").wait_for()
    right, asked = 0, []
    for number in range(1, 7):
        assert page.locator("#question h2").inner_text() == f"Question {number} of 6"
        asked.append(page.locator("#question strong").inner_text())
        while page.evaluate("document.activeElement.parentNode.id") != "answers":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        verdict = page.locator("#verdict").inner_text()
        assert verdict.startswith(("✓ Right. ", "✗ Not so. "))
        right += verdict.startswith("✓")
        assert page.locator("#score").inner_text() == f"Score so far: {right} of {number}."
        assert page.locator("#answers :enabled").count() == 0
        assert page.locator("#next").is_visible() == (number < 6)
        page.keyboard.press("Enter")  # the focus went on
    assert f"{right} of 6; a coin would have 3" in verdict
    assert sum("labels?" in each for each in asked) == 2
    assert page.locator("#question h2").inner_text() == "Question 1 of 6", "a new round"
    page.wait_for_timeout(250)
    assert page.url.endswith("page=guess&round=2")


def places(spoken):
    """Where a map says that each word is: word -> vector."""
    found = re.findall(r"(\w+) at \(([-−\d.]+), ([-−\d.]+)\)", spoken)
    return {word: np.array([float(x.replace("−", "-")) for x in at]) for word, *at in found}


def cosine(places, one, other):
    a, b = places[one], places[other]
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


def test_the_answers_of_the_quiz_are_what_the_maps_show(page):
    cases = set()
    for number in range(1, 5):
        opened(page, f"#page=guess&round={number}")
        for _ in range(6):
            question = page.locator("#question strong").inner_text()
            rows = [each.split() for each in page.locator("#question pre").inner_text().split("\n")]
            choices = page.locator("#answers button").all_inner_texts()
            page.click("#answers button >> nth=0")
            right = 0 if page.locator("#verdict").inner_text().startswith("✓") else 1
            spoken = page.locator("#maps svg").evaluate_all("all => all.map(e => e.ariaLabel)")
            maps = [places(each) for each in spoken]
            if "What was it?" in question:
                moved = max(np.abs(maps[0][word] - maps[1][word]).max() for word in maps[0])
                sees = 0 if "by labels" in question else 1
                assert right == (sees if moved > 0.1 else 1 - sees), question
                cases.add((sees, bool(moved)))
            elif "Which one" in question:
                first = rows[0]
                same_label = next(row for row in rows[1:] if row[4] == first[4])[1]
                same_words = next(row for row in rows[1:] if row[0] == first[0])[1]
                by_label = maps[right]
                near, far = (cosine(by_label, first[1], each) for each in (same_label, same_words))
                assert near > far + 0.5
                cases.add(f"which map {right}")
            else:
                word = re.search(r"the way of (\w+)\?", question)[1]
                assert np.argmax([cosine(maps[0], word, each) for each in choices]) == right
                cases.add(question.partition(":")[0])
            if page.locator("#next").is_visible():
                page.click("#next")
    assert len(cases) == 8, "every kind of question with each of its answers"


def test_the_picture_in_the_notebook_shows_this_page(page, tmp_path):
    """Fonts differ from machine to machine, so the means of coarse squares are compared."""
    opened(page, "#preset=neighbours-rows-1-and-2&step=14", size=(1240, 1020))
    page.locator("#findings summary").click()
    page.screenshot(path=(now := tmp_path / "now.png"))
    both = [Image.open(each).convert("L") for each in (now, NOTEBOOKS / "images/playground.png")]
    shown, stored = (np.asarray(each.resize((31, 25)), float) for each in both)
    assert both[0].size == both[1].size
    assert abs(shown - stored).mean() < 1, f"{now} shows the page as it is"


# ---- who reads it, and where


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.locator("#numbers summary").click()
    assert faults(page) == []
    page.fill("#text", "3 5")
    assert faults(page) == []
    page.click("#to-guess")
    page.locator("#answers button").first.click()
    assert faults(page) == []
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("link", ["", "#page=guess"])
def test_a_phone_needs_no_scrolling_sideways(page, link):
    opened(page, link, size=(360, 740))
    assert page.locator("details[open]").count() == 0
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


WORKERS = {"allowed": "window.Worker", "forbidden": "() => { throw new Error('forbidden'); }"}
WORKERS["mute"] = "class { postMessage() { setTimeout(() => this.onerror(new Event('error'))); } }"


@pytest.mark.parametrize("workers", WORKERS)
def test_a_big_paste_keeps_the_page_answering(page, workers):
    """Where a page forbids workers it answers between films, as it does after this one."""
    page.evaluate(f"() => {{ window.Worker = {WORKERS[workers]}; }}")
    rng = np.random.default_rng(0)
    rows = [" ".join(f"w{each}" for each in rng.integers(200, size=20)) for _ in range(70)]
    at_once = page.locator("#text").evaluate(
        "(box, x) => {box.value = x; box.dispatchEvent(new Event('input')); return say.innerText}",
        "\r\n".join(f"{row}\t: {n % 2}" for n, row in enumerate(rows)),
    )
    assert "Training on 70 rows" in at_once, "the page answers while the worker works"
    page.wait_for_function(f"{FILMS} === 2")
    assert "Trained 600 steps on 70 rows" in said(page)
    assert page.locator("#list li").count() == 61
    assert page.locator("#list li").last.inner_text() == "and 10 more rows, in the text below"
    page.wait_for_function("asks.textContent.includes('first 12 of 70')")
    page.select_option("#of", "w7")
    closest = page.locator("#cosines td").all_inner_texts()
    assert closest == sorted(closest, key=lambda each: float(each.replace("−", "-")), reverse=True)
    page.fill("#set-rate", "1e300")
    page.wait_for_function("say.textContent.includes('smaller rate')")


def test_it_works_inside_a_frame_without_an_address(page):
    """As a notebook shows it; the state comes as the frame's name."""
    inside = html.escape(FILE.read_text(encoding="utf-8"))
    link = "#preset=frozen-table"
    page.goto("about:blank")
    page.set_content(f'<title>n</title><iframe name="{link}" srcdoc="{inside}"></iframe>')
    frame = page.frame_locator("iframe")
    assert "A frozen table keeps its start" in frame.locator("#look").inner_text()
    frame.locator(".flip").nth(1).evaluate("each => each.click()")
    assert frame.locator("#text").input_value() == FOUR.replace(": 0", ": 1")
    frame.locator("#link").evaluate("each => each.click()")
    assert frame.locator("#address").input_value().startswith("playground.html#v=1&rows=")
