"""What belongs to every lesson, in all the folders it has a share of; each test names its rule."""

import re

import pytest
from notebooks.compare import outputs
from notebooks.exercises import cells_of, made
from notebooks.falsify import written
from notebooks.measured import claims_of
from notebooks.reading import before_exercises, folded, imports, visible_lines, words
from notebooks.reading import minutes as honest_minutes
from notebooks.series import NOTEBOOKS, belonging, code_cells, notebooks, number, read, topic
from test_notebooks import TIME, headings, prose, rule

LESSONS = notebooks("lesson")
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
DRAWING = re.compile(
    r"\bplt\.|\bax(?:es)?\b[\w.\[\]]*\.(?:plot|set|text|imshow|bar|annotate|scatter)"
)


def every(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def section(path, name):
    """The Markdown of one section of a notebook."""
    pattern = rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)"
    return re.search(pattern, prose(read(path)), re.MULTILINE | re.DOTALL)[1]


def exercises(path):
    """The numbers of a lesson's exercises, as their headings say them: ["3.1", …]."""
    return re.findall(r"^### Exercise (\d+\.\d+): ", prose(read(path)), re.MULTILINE)


def seen_code(path):
    """The source of each code cell that a reader of a lesson sees before the exercises."""
    cells = before_exercises(read(path))
    return [cell.source for cell in cells if cell.cell_type == "code" and not folded(cell)]


def in_package(path, name):
    return NOTEBOOKS / "embedlab" / "lessons" / topic(path) / name


def text_of(file):
    """The text of a file that a lesson must have."""
    assert file.is_file(), f"{file.relative_to(NOTEBOOKS.parent)} is missing"
    return file.read_text(encoding="utf-8")


@rule("Parts")
@every(LESSONS)
def test_a_lesson_has_its_parts_in_order(path):
    names = [words for _, words in headings(read(path))]
    parts = ["What would change the answer?", "Without peeking", "Your turn", "Key points"]
    places = [names.index(part) for part in [*parts, "Sources", "Next"]]
    assert places == sorted(places)
    assert 3 <= len(re.findall(r"^(?:\*|\d\.) ", section(path, "Key points"), re.M)) <= 5


@rule("Exercises")
@every(LESSONS)
def test_a_lesson_asks_two_to_four_exercises_that_check_themselves(path):
    asked = exercises(path)
    assert asked == [f"{int(number(path))}.{place + 1}" for place in range(len(asked))]
    assert 2 <= len(asked) <= 4
    cells = cells_of(read(path))
    for each in asked:
        answer, check = cells[each]
        assert check.metadata.nbgrader.points in (1, 2, 3)
        assert "..." in answer.source


@rule("Graders")
@every(LESSONS)
def test_every_exercise_has_a_grader(path):
    graders = re.findall(r"^@exercise\(\s*(\d+)", text_of(in_package(path, "exercises.py")), re.M)
    assert graders == [each.partition(".")[2] for each in exercises(path)]


@rule("Exercise tests")
@every(LESSONS)
def test_every_exercise_has_its_tests(path):
    tests = text_of(belonging(path, "test_exercises.py"))
    assert [each for each in exercises(path) if f'"{each}"' not in tests] == []


@rule("Solutions")
@every(LESSONS)
def test_every_exercise_has_a_solution(path):
    (solutions,) = notebooks("solutions")
    said = [text for cell in code_cells(read(solutions)) for _, text in outputs(cell)]
    told = re.findall(r"^### (\d+\.\d+) .+\n\n\*.+", prose(read(solutions)), re.MULTILINE)
    for each in exercises(path):
        assert each in told, f"{solutions.name} has no solution of {each}"
        cells = tuple(cell.source for cell in cells_of(read(path))[each])
        assert cells == made(read(solutions))[each], "python tools/notebooks exercises makes them"
        right = [text for text in said if f"Exercise {each}: right." in text]
        assert len(right) == 1, f"{solutions.name} does not solve {each}"


@rule("Figures")
@every(LESSONS)
def test_a_lesson_has_its_drawings_in_a_module(path):
    assert "def " in text_of(in_package(path, "figures.py"))
    assert not any(map(DRAWING.search, seen_code(path)))


@rule("Truths")
@every(LESSONS)
def test_what_a_lesson_says_is_held_by_truths(path):
    text_of(belonging(path, "truths.py"))


@rule("Falsehoods")
@every(LESSONS)
def test_a_lesson_names_the_falsehoods_that_must_be_noticed(path):
    text_of(belonging(path, "falsehoods.toml"))
    assert written(path)[0], "falsehoods.toml names none"


@rule("Falsehoods")
@every(notebooks())
def test_each_falsehood_changes_one_place_of_the_notebook(path):
    for says, replaced in written(path)[0]:
        sources = [cell.source for cell in code_cells(read(path))]
        for old, new in replaced:
            assert sum(source.count(old) for source in sources) == 1, (says, old)
            sources = [source.replace(old, new) for source in sources]


@rule("Slides")
@every(LESSONS)
def test_a_lesson_is_a_deck_with_notes_for_the_teacher(path):
    told = [cell.metadata.get("slideshow", {}) for cell in read(path).cells]
    slides = [each for each in told if each.get("slide_type") == "slide"]
    assert 10 <= len(slides) <= 15
    for place, slide in enumerate(slides):
        notes = slide.get("notes", "")
        assert re.match(r"\d minutes?\b", notes), f"slide {place + 1} has no notes"


@rule("Minutes")
@every(LESSONS)
def test_the_stated_minutes_are_honest(path):
    stated, counted = int(TIME.search(prose(read(path)))[1]), honest_minutes(read(path))
    assert counted <= (20 if path == LESSONS[0] else 30)
    assert abs(stated - counted) <= counted / 5, f"{stated} are stated, {counted:.1f} counted"


@rule("Early picture")
@every(LESSONS)
def test_a_picture_comes_early(path):
    text, code = "", []
    for cell in before_exercises(read(path)):
        if cell.cell_type == "markdown":
            if re.search(r"!\[.*?\]\(|<img\b", cell.source, re.DOTALL):
                break
            text += FOLDED.sub("", f"\n\n{cell.source}")
        elif any(kind == "image/png" for kind, _ in outputs(cell)):
            break
        else:
            code += [line for line in visible_lines(cell) if not imports(line)]
    else:
        raise AssertionError("no picture stands before the exercises")
    most = (150, 20) if path == LESSONS[0] else (450, 60)
    assert (words(text) <= most[0], len(code) <= most[1]) == (True, True), (words(text), code)


@rule("Short cells")
@every(LESSONS)
def test_the_typical_cell_is_short(path):
    sizes = sorted(sum(map(bool, source.split("\n"))) for source in seen_code(path))
    assert sizes[len(sizes) // 2] <= 7
    assert sizes[-1] <= 15


@rule("Five ✓")
@every(LESSONS)
def test_a_lesson_has_few_checks_each_beside_its_number(path):
    assert len(claims_of(read(path))) <= 5
    for cell in code_cells(read(path)):
        shown = dict(outputs(cell))
        more = re.search(r"^(?!✓).*\S", shown.get("stdout", ""), re.MULTILINE)
        assert shown.keys() != {"stdout"} or more, f"cell {cell.id} shows nothing but a ✓"


@rule("Rounds")
@every(LESSONS)
def test_a_lesson_has_two_to_four_rounds(path):
    folded = r"^\*\*Predict\.\*\* .+?\n\n<details><summary>Think first, then open</summary>\n"
    text = prose(read(path))
    assert 2 <= len(re.findall(folded, text, re.MULTILINE | re.DOTALL)) <= 4
    assert text.count("**Predict.**") == text.count("Think first, then open")


@rule("Without peeking")
@every(LESSONS)
def test_five_questions_have_each_their_answer_folded(path):
    asked = re.findall(r"<details><summary>(.+?)</summary>", section(path, "Without peeking"))
    assert len(asked) == 5
    assert all(question.endswith("?") for question in asked)
