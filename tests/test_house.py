"""The house: one source of versions, pages whose words are true, nothing too large or astray."""

import ast
import importlib.metadata
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import RULE, RULES
from notebooks.compare import outputs
from notebooks.listing import lines
from notebooks.refresh import pictures
from notebooks.series import NOTEBOOKS, ROOT, code_cells, kind, notebooks, number, read
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from test_notebooks import TIME, rule
from test_notebooks import prose as prose_of

README = ROOT / "README.md"
readme_command = runpy.run_path(str(ROOT / ".ci" / "readme.py"))["command"]


def requirement_lines(name):
    written = (line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    return [line for line in written if line and not line.startswith("-r")]


def requirements(name):
    """The requirements of a file that hold here, as {name of the package: Requirement}."""
    found = [Requirement(line) for line in requirement_lines(name)]
    found = [each for each in found if each.marker is None or each.marker.evaluate()]
    return {canonicalize_name(each.name): each for each in found}


# The files of the repository, without caches and what notebooks write, git or no git.
FOLDERS = [".", *(f"{name}/**" for name in ("notebooks", "tools", "tests", "data", "site"))]
FOLDERS += [".ci/**", ".github/**", ".devcontainer/**"]
WRITTEN = {"__pycache__", ".ipynb_checkpoints", "exports"}
FILES = [path for each in FOLDERS for path in ROOT.glob(f"{each}/*") if path.is_file()]
FILES = [path for path in FILES if not WRITTEN & set(path.parts)]
PAGES = [
    each for each in FILES if each.suffix in (".md", ".ipynb") and each.parent.name != "lesson"
]


def prose(page):
    """The Markdown of a page or a notebook, without blocks of code."""
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".ipynb":
        text = prose_of(read(page))
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def anchors(page):
    """The anchors that code hosts give to a page's headings, and Jupyter to a notebook's."""
    titles = re.findall(r"^#+ (.*)$", prose(page), flags=re.MULTILINE)
    if page.suffix == ".ipynb":
        return [re.sub(r"[`*]", "", title).strip().replace(" ", "-") for title in titles]
    return [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]


def presets():
    """The findings that the playground shows in one click, as its links name them."""
    page = (NOTEBOOKS / "playground.html").read_text(encoding="utf-8")
    names = re.findall(r"\{name: [`\"](.+?)[`\"],", page)
    names = [name.replace("${negatives}", each) for name in names for each in ("1", "2", "5", "15")]
    return {re.sub("[^a-z0-9]+", "-", name.lower()).removesuffix("-") for name in names}


# ---- versions


@rule("Versions")
@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_every_package_has_one_exact_version_which_these_tests_run_with(name):
    for line in requirement_lines(name):
        assert re.fullmatch(r"[\w.-]+==[\w.]+(?: ?;.+)?", line), line
    for package, requirement in requirements(name).items():
        assert importlib.metadata.version(package) in requirement.specifier, package


@rule("Imports")
def test_the_notebooks_import_what_the_reader_has_and_the_reader_has_what_they_import():
    sources = [path.read_text("utf-8") for path in (NOTEBOOKS / "embedlab").rglob("*.py")]
    sources += [cell.source for path in notebooks() for cell in code_cells(read(path))]
    names = set()
    for node in (node for source in sources for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module.partition(".")[0])
    provided_by = importlib.metadata.packages_distributions()
    names -= {"embedlab", *sys.stdlib_module_names}
    found = {canonicalize_name(provided_by[name][0]) for name in names}
    readers = set(requirements("requirements.txt"))
    brought_by_jupyter = {"ipython"}
    left_to_the_reader = {"jax", "keras-rs", "gensim"}  # studies that use them end well without
    assert found - brought_by_jupyter - left_to_the_reader <= readers
    assert readers - found <= {"jupyter", "scipy"}, "these nobody imports"


@rule("Binder")
@pytest.mark.skipif(sys.platform == "win32", reason="repo2docker does not run on Windows")
def test_binder_would_build_a_conda_environment_with_python_3_11():
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    plan = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    assert "Building conda environment for python=3.11" in plan.stderr
    update = plan.stdout.index('env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"')
    # The repository is in place before the update, or "-r requirements.txt" would find no file.
    assert plan.stdout.index(" src/ ${REPO_DIR}/") < update


# ---- README


def steps(name, shell):
    """The steps of a README command, PowerShell's written as bash would."""
    text = readme_command(name, shell)
    if shell == "powershell":
        text = re.sub(r"if \(\$\?\) \{ (.*) \}", r"\1", text)
        text = text.replace("\\", "/").replace("/Scripts/", "/bin/")
        return text.replace("python -m venv", "python3 -m venv").splitlines()
    return [line.strip().removesuffix(" &&") for line in text.splitlines()]


@rule("Commands")
@pytest.mark.parametrize("name", ["read", "tests"])
def test_powershell_takes_the_same_steps_and_stops_at_the_first_failure(name):
    assert steps(name, "powershell") == steps(name, "bash")
    lines = readme_command(name, "powershell").splitlines()
    assert all(line.startswith("if ($?) {") for line in lines[1:])
    assert all(line.endswith(" &&") for line in readme_command(name, "bash").splitlines()[:-1])


@rule("Commands")
def test_a_command_is_the_one_block_under_its_marker_in_its_shell():
    block = "<!-- command: {} -->\n```bash\n{}\n```\n".format
    assert readme_command("b", "bash", block("a", "one") + block("b", "two")) == "two\n"
    for text in ("", 2 * block("a", "true")):
        with pytest.raises(ValueError, match="blocks for command 'a' in bash, not 1"):
            readme_command("a", "bash", text)


@rule("README")
@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_the_readme_lists_every_notebook_with_its_question_and_minutes(path):
    first = read(path).cells[0].source
    title, time = re.match(r"# (.+)", first)[1], TIME.search(first)
    row = re.escape(f"| {number(path)} | [{title}](notebooks/{path.name}) |")
    if kind(path) in ("lesson", "playground"):
        row += rf" .+ \| {time[1]} \+ {time[2]} \|"
    rows = re.findall(rf"^{row}", README.read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 1, f"README.md has {len(rows)} rows for {path.name} as it is"


@rule("README")
def test_the_readme_is_short_begins_with_the_question_and_shows_what_a_notebook_stores():
    text = README.read_text("utf-8")
    assert text.startswith("# How is a Keras Embedding layer trained?\n")
    listed = re.findall(r"^\| \d\d \| \[.+?\]\(notebooks/(.+?)\)", text, re.MULTILINE)
    assert sorted(listed) == [path.name for path in notebooks()], "and no others"
    assert len(text.splitlines()) - len(listed) <= 125
    ((alt, path),) = re.findall(r'<img alt="(.+?)" src="(.+?)">', text)
    stored = dict(each for lesson in notebooks("lesson") for each in pictures(read(lesson)))
    assert (ROOT / path).read_bytes() == stored[Path(path).stem]
    question, *_ = notebooks("lesson")
    assert f"![{alt}](" in prose_of(read(question))
    shown = [said for cell in code_cells(read(question)) for _, said in outputs(cell)]
    assert [each in text for each in shown if re.match(r"\| (row|loss) ", each)] == [True, True]
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text("utf-8")
    tested = re.findall(r"3\.\d+", re.search(r"python: \[.+\]", workflow)[0])
    assert "you need Python {}, {} or {} and".format(*tested) in text
    install = (ROOT / "INSTALL.md").read_text("utf-8")
    assert {*re.findall(r"(?:python |install |-|Python\.)(3\.\d+)", install)} <= {*tested}


@pytest.mark.slow
@rule("Snippet")
def test_the_snippet_alone_prints_what_the_gradients_say(tmp_path):
    """Rows 1 and 2, then rows 3 and 4: cosines of their pulls under a mean, then under Flatten."""
    marked = r"^<!-- snippet -->\n+```python\n(.*?)^```$"
    (snippet,) = re.findall(marked, README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(snippet.splitlines()) <= 16
    assert "embedlab" not in snippet
    plain = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", snippet]
    ran = subprocess.run(command, cwd=tmp_path, env=plain, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    printed = re.findall(r"[-+−]?\d\.\d{3}\b", ran.stdout)
    *known, flatten_order = [float(each.replace("−", "-")) for each in printed]
    assert known == [-1, 1, -1], "labels pull apart; a mean has no order; nor has a label's sign"
    assert -0.9 < flatten_order < 0.9


# ---- pages


def fits(text, found, anchor, page):
    """Whether the words of a link fit: its number, its rows, its title, a heading."""
    named = re.match(r"(?:lesson |study )?(\d\d)\b( .+)?", text.lower())
    if named and found.suffix == ".ipynb":
        title = re.match(r"# (.+)", read(found).cells[0].source)[1].lower()
        titles = [None, f" {title}", found.stem.replace("_", " ").lstrip("0123456789")]
        return (anchor if found == page else found.name)[:2] == named[1] and named[2] in titles
    if anchor.startswith("preset="):
        rows = re.search(r"rows \d and \d", text)
        return not rows or "=rows-" not in anchor or rows[0].replace(" ", "-") in anchor
    letters = [re.sub(r"[\W_]", "", each.lower()) for each in (text, found.stem + unquote(anchor))]
    heads = text[:1].isupper() and anchor and (found == page or page.suffix == ".md")
    return not heads or letters[0] in letters[1]


@rule("Links")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_to_files_and_headings_that_exist(page):
    said = re.sub(r"`[^`\n]*`", "", prose(page))
    for text, target in re.findall(r"([^][]*)\]\(([^)\s]+)\)", said):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            found = page.parent / unquote(path) if path else page
            assert found.exists(), target
            if found.suffix != ".html":
                assert not anchor or anchor in anchors(found), target
            elif anchor.startswith("preset="):  # a state of the playground
                assert anchor.removeprefix("preset=") in presets(), target
            assert fits(" ".join(text.split()), found, anchor, page), (text, target)


@rule("Named files")
@pytest.mark.parametrize("page", ["README.md", "INSTALL.md", "CONTRIBUTING.md"])
def test_the_files_a_page_names_exist(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`[^`\n]*?((?:notebooks|tests|tools|data|\.ci)/[\w./]*\w)", text)
    named += re.findall(r"lab/tree/([\w./]+)", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


@rule("No machine's paths")
def test_no_file_speaks_of_the_machine_it_was_made_on():
    folders = "|".join(["root", "tmp/w", "home/[a-z]", "Users/[A-Za-z]", "work/[a-z]"])
    machine_path = re.compile(rf"(?<![\w.~])(?:/(?:{folders})|[A-Z]:\\Users\\)")
    for path in FILES:
        content = path.read_bytes()
        if b"\0" not in content:
            found = machine_path.search(content.decode("utf-8"))
            assert found is None, f"{path.name}: {content.decode('utf-8')[found.start() :][:60]!r}"


# ---- the house itself


@rule("Numbers")
def test_numbers_stand_in_the_names_of_notebooks_alone():
    numbered = re.compile(r"[Nn]otebook[ _]\d\d|\.stem *[<>\[]|\.stem\.startswith")
    for path in FILES:
        if path.suffix in (".py", ".toml"):
            assert not re.search(r"_\d\d$", path.stem), path.name
            found = numbered.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{path.relative_to(ROOT)}: {found[0]!r}"


@rule("Lines")
def test_the_house_stays_small():
    for part, (count, most) in lines().items():
        assert count <= most, f"{part}: {count} lines of at most {most}"


@rule("Rules")
def test_tests_hold_the_rules_of_contributing_and_no_others():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert text.count("\n") <= 90
    held = set()
    for file in (ROOT / "tests").glob("test_*.py"):
        names = re.findall(r'^@rule\("(.+?)"\)\n', file.read_text("utf-8"), re.MULTILINE)
        tests = len(re.findall(r"^def test_", file.read_text("utf-8"), re.MULTILINE))
        assert not names or len(names) == tests, f"a test of {file.name} names no rule"
        held |= set(names)
    assert held == set(RULES)
    assert len(RULES) == len(RULE.findall(text)), "a rule stands twice"
