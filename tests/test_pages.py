"""What the pages beside the notebooks say is quoted, computed, or tried."""

import functools
import importlib
import re
from urllib.parse import unquote

import pytest
from exercises import CHECKS
from lessons.teaching_guide.truths import sketches_are_true
from notebooks.measured import printed_claims
from notebooks.series import NOTEBOOKS, ROOT, code_cells, notebooks, read
from notebooks.truths import book, matches, sentences
from test_assignment import CLASS
from test_house import README, prose

GUIDE, CLASSROOM = (NOTEBOOKS / name for name in ("teaching_guide.md", "classroom.md"))
(SOLUTIONS,) = notebooks("solutions")
TRUTHS = functools.cache(book)
QUOTE = re.compile(r"“([^”]+)”(?=(?:(?!\n\n).)*?\]\(([^)\s]+)\))", re.DOTALL)
HANDED_IN = {"a renamed": "mary_jane", "a copied": "mary_ann", "a deleted": "mary_jane"}
HANDED_IN |= {"`exit()`": "Eva E_1", "an empty": "empty", "two": "two", "nothing": "absent"}


def plain(markdown):
    """The sentences of Markdown, without the marks of code and formulas."""
    return [re.sub(r"[$`]", "", text) for text in sentences(markdown)]


def section(path, anchor):
    """What stands under a heading of a notebook, and in the notes of its slides."""
    said = ""
    for cell in read(path).cells:
        said += cell.source * (cell.cell_type == "markdown") + "\n\n"
        said += cell.metadata.get("slideshow", {}).get("notes", "") + "\n\n"
    heading = re.escape(anchor).replace(r"\-", "[ -]") or ".+"
    found = rf"^#+ {heading}$.*?(?=^##? |\Z)"
    return re.search(found, re.sub(r"[`*]", "", said), re.MULTILINE | re.DOTALL)[0]


def holds(path, sentence):
    """Whether a truth of a notebook, or a ✓, holds a sentence."""
    texts = [text for each in TRUTHS(path) if each.check for text in each.texts]
    texts += [f"{text}." for cell in code_cells(read(path)) for text, _ in printed_claims(cell)]
    return any(matches(re.sub(r"[$`]", "", text), sentence) is not None for text in texts)


@pytest.mark.parametrize("page", [GUIDE, SOLUTIONS], ids=lambda page: page.stem)
def test_a_quote_is_said_and_proven_in_the_section_that_the_next_link_names(page):
    found = QUOTE.findall(prose(page))
    assert len(found) == prose(page).count("“") > 10
    for said, target in found:
        path, _, anchor = unquote(target).partition("#")
        for each in plain(said):
            assert each in plain(section(page.parent / path, anchor)), each
            assert each[-1] == "?" or holds(page.parent / path, each), f"no truth holds: {each}"


def test_what_the_readme_finds_is_said_and_proven_in_the_lessons():
    text, lessons = README.read_text("utf-8"), notebooks("lesson")
    opening = text[text.index("**An") : text.index("<!--")]
    known, settings = plain(prose(lessons[0])), ("How far", "See for yourself")
    for each in plain(re.sub(r"(?m)^(\|.*|<.*)\n", "", opening)):
        proof = each in known or any(holds(path, each) for path in lessons)
        assert proof or each.startswith(settings), each
    for path in lessons:
        finds = re.search(rf"/{path.name}\) \| (.+?) \| \d+ \+", text)[1]
        assert [each for each in plain(finds) if not holds(path, each)] == []


def table(page, heading):
    """The lines of the first table under a heading, as lists of cells, without its head."""
    lines = re.search(r"(^\|.+\|\n)+", prose(page).partition(heading)[2] + "\n", re.MULTILINE)[0]
    return [[cell.strip() for cell in line[1:-1].split(" |")] for line in lines.splitlines()[2:]]


COURSES = {"lecture of 50 minutes": 50, "workshop of 3 hours": 180, "capstone of two hours": 120}


@pytest.mark.parametrize("course", COURSES)
def test_the_minutes_of_a_course_and_the_points_add_up(course):
    lines = table(GUIDE, f"# A {course}")
    times = [[*map(int, line[0].split("–"))] for line in lines if line[0]]
    assert [0, *(end for _, end in times)] == [*(start for start, _ in times), COURSES[course]]
    assert times == sorted(times)
    if "sum" in lines[-1][1]:
        assert int(lines.pop()[2].strip("*")) == sum(int(line[2]) for line in lines)


def test_misconceptions_and_predictions_are_settled_by_quotes_and_sketches_are_true():
    known, met = table(GUIDE, "## Sixteen misconceptions"), table(SOLUTIONS, "meets which misconc")
    assert [line[:2] for line in known] == [line[:2] for line in met]
    assert [int(line[0]) for line in known] == [*range(1, 17)]
    settled = [line[2] for line in known] + [line[3] for line in table(GUIDE, "## Predictions")]
    assert [each for each in settled if each[0] + each[-1] != "“”"] == []
    assert {*re.findall(r"\b\d\.\d\b", prose(GUIDE))} <= {*CHECKS}
    sketches_are_true(GUIDE.read_text("utf-8"))


def test_the_tools_have_the_commands_and_options_that_pages_name():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "tools").rglob("*.py"))
    for path in (ROOT / "tools").glob("*/[a-z]*.py"):
        importlib.import_module(f"{path.parent.name}.{path.stem}")
    for page in (README, ROOT / "INSTALL.md", ROOT / "CONTRIBUTING.md", GUIDE, CLASSROOM):
        said = page.read_text("utf-8")
        found = re.findall(r"python tools/(?:notebooks|export) (\w[\w-]*)([^`\n]*)", said)
        named = [f'"{name}": ' for name, _ in found]  # in the tool's dictionary of commands
        named += [f'"{each}"' for _, rest in found for each in re.findall(r"--[\w-]+", rest)]
        assert [each for each in named if each not in code] == []


def test_the_classroom_page_says_what_thirty_need_and_what_grading_does():
    needs = r"to ([\d.]+) GB of its.+server ([\d.]+) GB.+about (\d+) GB, with two about (\d+) GB"
    kernel, server, *told = map(float, re.search(needs, prose(CLASSROOM), re.DOTALL).groups())
    assert told == [round(30 * (server + number * kernel)) for number in (1, 2)]
    for begins, learner in HANDED_IN.items():
        (happens,) = [line[1] for line in table(CLASSROOM, "## Gr") if line[0].startswith(begins)]
        assert happens.startswith("graded" if isinstance(CLASS[learner], int) else "in the list")
