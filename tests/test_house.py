"""The house: one source of versions, a README whose commands and links are true, nothing astray."""

import ast
import base64
import importlib.metadata
import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
INSTALL = (ROOT / "INSTALL.md").read_text(encoding="utf-8")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PYTHONS = ["3.11", "3.12", "3.13"]
PLATFORMS = {
    "Linux x86_64": {"sys_platform": "linux", "platform_machine": "x86_64"},
    "Linux aarch64": {"sys_platform": "linux", "platform_machine": "aarch64"},
    "macOS arm64": {"sys_platform": "darwin", "platform_machine": "arm64"},
    "Windows": {"sys_platform": "win32", "platform_machine": "AMD64"},
}
readme_command = runpy.run_path(str(ROOT / ".ci" / "readme.py"))["command"]


def requirement_lines(path):
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def requirements(path, environment=None):
    """The requirements of a file as {name: Requirement}, in one environment (default: here)."""
    found = [Requirement(line) for line in requirement_lines(path) if not line.startswith("-r")]
    found = [r for r in found if r.marker is None or r.marker.evaluate(environment)]
    assert len({r.name for r in found}) == len(found), f"a package twice for {environment}"
    return {canonicalize_name(r.name): r for r in found}


def repository_files():
    """The files of the repository: what git tracks, or all but caches where there is no git."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
        return [Path(name) for name in listed.split("\0") if (ROOT / name).is_file()]
    caches = re.compile(r"^(\.venv.*|venv|exports|scratch|__pycache__|\.\w+_(cache|checkpoints))$")
    walk = (
        Path(folder, name).relative_to(ROOT) for folder, _, names in os.walk(ROOT) for name in names
    )
    return [path for path in walk if not any(caches.match(part) for part in path.parts)]


def notebook_cells(path, kind):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == kind]


# ---- one source of versions


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_readers_get_these_packages_and_no_others(platform, python):
    environment = {**PLATFORMS[platform], "python_version": python}
    tensorflow = "tensorflow-cpu" if platform == "Linux x86_64" else "tensorflow"
    found = requirements(ROOT / "requirements.txt", environment)
    others = {"keras", "numpy", "matplotlib", "scikit-learn", "scipy", "pillow", "jupyter"}
    assert set(found) == {tensorflow, *others}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64", "arm64", "AMD64"])
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_every_machine_is_offered_one_build_of_tensorflow(system, machine):
    environment = {"sys_platform": system, "platform_machine": machine}
    found = requirements(ROOT / "requirements.txt", environment)
    assert len({"tensorflow", "tensorflow-cpu"} & set(found)) == 1


@pytest.mark.parametrize("path", ["requirements.txt", "tests/requirements.txt"])
def test_every_package_has_one_exact_version(path):
    for line in requirement_lines(ROOT / path):
        if line.startswith("-r"):
            continue
        (pin,) = Requirement(line).specifier
        assert pin.operator == "==", line
        assert "*" not in pin.version, line


def test_both_builds_of_tensorflow_have_the_same_version():
    lines = [line for line in requirement_lines(ROOT / "requirements.txt") if "tensorflow" in line]
    assert len({str(Requirement(line).specifier) for line in lines}) == 1


def test_authors_add_to_what_readers_have_and_repeat_nothing():
    path = ROOT / "tests" / "requirements.txt"
    assert requirement_lines(path)[0] == "-r ../requirements.txt"
    assert not set(requirements(path)) & set(requirements(ROOT / "requirements.txt"))


@pytest.mark.parametrize("path", ["requirements.txt", "tests/requirements.txt"])
def test_these_tests_run_with_the_pinned_versions(path):
    for name, requirement in requirements(ROOT / path).items():
        assert importlib.metadata.version(name) in requirement.specifier, name


def imported_modules(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0]


def test_the_lessons_import_what_the_reader_has_and_the_reader_has_what_they_import():
    sources = [p.read_text("utf-8") for p in (ROOT / "notebooks" / "embedlab").rglob("*.py")]
    sources += ["".join(c["source"]) for path in NOTEBOOKS for c in notebook_cells(path, "code")]
    modules = {module for source in sources for module in imported_modules(source)}
    modules -= {"embedlab", *sys.stdlib_module_names}
    provided_by = importlib.metadata.packages_distributions()
    packages = {canonicalize_name(provided_by[module][0]) for module in modules}
    brought_by_jupyter = {"ipython", "ipywidgets"}
    needed_by_others = {"jupyter", "scipy"}
    left_to_the_reader = {"jax", "gensim"}  # studies 15 and 12, which end well without
    readers = set(requirements(ROOT / "requirements.txt"))
    assert packages - brought_by_jupyter - left_to_the_reader <= readers
    assert readers - packages <= needed_by_others


def test_the_tests_import_what_their_requirements_declare():
    folders = ("tests", "tools", "data")
    sources = [p.read_text("utf-8") for folder in folders for p in (ROOT / folder).rglob("*.py")]
    own = {path.stem for folder in folders for path in (ROOT / folder).rglob("*.py")}
    modules = {module for source in sources for module in imported_modules(source)}
    modules -= {"embedlab", *own, *sys.stdlib_module_names}
    provided_by = importlib.metadata.packages_distributions()
    packages = {canonicalize_name(provided_by[module][0]) for module in modules}
    declared = {**requirements(ROOT / "requirements.txt")}
    declared |= requirements(ROOT / "tests" / "requirements.txt")
    assert packages - {"ipython", "jupyter-client", "jupyter-core"} <= set(declared)


@pytest.mark.skipif(sys.platform == "win32", reason="repo2docker does not run on Windows")
def test_binder_would_build_a_conda_environment_with_python_3_11():
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    plan = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    assert "Building conda environment for python=3.11" in plan.stderr
    update = plan.stdout.index('env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"')
    # The repository is in place before the update, or "-r requirements.txt" would find no file.
    assert plan.stdout.index(" src/ ${REPO_DIR}/") < update


# ---- a README that is true


def steps(name, shell):
    """The steps of a README command, PowerShell's written as bash would."""
    text = readme_command(name, shell)
    if shell == "powershell":
        text = re.sub(r"if \(\$\?\) \{ (.*) \}", r"\1", text)
        text = text.replace("\\", "/").replace("/Scripts/", "/bin/")
        return text.replace("python -m venv", "python3 -m venv").splitlines()
    return [line.strip().removesuffix(" &&") for line in text.splitlines()]


@pytest.mark.parametrize("name", ["read", "tests"])
def test_powershell_takes_the_same_steps_and_stops_at_the_first_failure(name):
    assert steps(name, "powershell") == steps(name, "bash")
    lines = readme_command(name, "powershell").splitlines()
    assert all(line.startswith("if ($?) {") for line in lines[1:])
    assert all(line.endswith(" &&") for line in readme_command(name, "bash").splitlines()[:-1])


@pytest.mark.parametrize("text", ["", 2 * "<!-- command: a -->\n```bash\ntrue\n```\n"])
def test_a_command_that_is_missing_or_there_twice_is_an_error(text):
    with pytest.raises(ValueError, match="blocks for command 'a' in bash, not 1"):
        readme_command("a", "bash", text)


def test_a_command_is_the_block_under_its_marker_in_its_shell():
    text = "<!-- command: a -->\n```bash\none\n```\n<!-- command: b -->\n```bash\ntwo\n```\n"
    assert readme_command("b", "bash", text) == "two\n"


@pytest.mark.parametrize("page", [p for p in repository_files() if p.suffix == ".md"], ids=str)
def test_relative_links_resolve(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            assert not path or (ROOT / page.parent / unquote(path)).exists(), target
            assert not anchor or anchor in headings(ROOT / page.parent / path, page), target


def headings(path, page):
    """The anchors that code hosts give to a Markdown file's headings, Jupyter to a notebook's."""
    if path.suffix == ".ipynb":
        text = "\n".join("".join(cell["source"]) for cell in notebook_cells(path, "markdown"))
        titles = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
        return [re.sub(r"[`*]", "", title).strip().replace(" ", "-") for title in titles]
    text = (path if path.is_file() else ROOT / page).read_text(encoding="utf-8")
    titles = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]


@pytest.mark.parametrize("page", ["README.md", "INSTALL.md", "CONTRIBUTING.md"])
def test_the_files_a_page_names_exist(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`[^`\n]*?((?:notebooks|tests|tools|data|\.ci)/[\w./]*\w)", text)
    assert named or page == "README.md"
    assert [path for path in named if not (ROOT / path).exists() and "NN" not in path] == []


def test_the_binder_links_open_a_notebook_that_exists():
    links = re.findall(
        r"https://mybinder\.org/v2/(\w+)/\S+?/main\?urlpath=lab/tree/([\w./]+)", INSTALL
    )
    assert [provider for provider, _ in links] == ["gh", "gl", "git"]
    assert {path for _, path in links} == {"notebooks/00_the_question.ipynb"}
    assert (ROOT / "notebooks" / "00_the_question.ipynb").is_file()


LESSON_ROWS = re.findall(
    r"^\| (\d\d) \| \[(.+?)\]\(notebooks/(.+?)\) \| .+ \| (\d+) \+ (\d+) \|$",
    README,
    flags=re.MULTILINE,
)
STUDY_ROWS = re.findall(
    r"^\| (\d\d) \| \[(.+?)\]\(notebooks/(.+?)\) \|$", README, flags=re.MULTILINE
)


def test_the_contents_tables_list_the_notebooks_that_exist():
    listed = [(number, name) for number, _, name, *_ in [*LESSON_ROWS, *STUDY_ROWS]]
    assert [name for _, name in listed] == [path.name for path in NOTEBOOKS]
    assert all(name.startswith(f"{number}_") for number, name in listed)


@pytest.mark.parametrize("row", [*LESSON_ROWS, *STUDY_ROWS], ids=lambda row: row[0])
def test_the_contents_tables_say_what_the_notebook_says(row):
    _, question, name, *minutes = row
    top = "".join(notebook_cells(ROOT / "notebooks" / name, "markdown")[0]["source"])
    assert re.match(r"# (.+)", top).group(1) == question
    times = [line for line in top.splitlines() if line.startswith("| Time |")]
    assert re.findall(r"\d+", "".join(times)) == minutes


def test_the_emblem_is_the_picture_stored_in_notebook_00():
    (alt, path), *others = re.findall(r"!\[(.+?)\]\((.+?)\)", README, flags=re.DOTALL)
    assert not others
    assert len(alt) > 100, "a reader who cannot see the picture misses it"
    cells = notebook_cells(ROOT / "notebooks" / "00_the_question.ipynb", "code")
    outputs = [out.get("data", {}) for cell in cells for out in cell["outputs"]]
    pictures = [base64.b64decode(out["image/png"]) for out in outputs if "image/png" in out]
    assert (ROOT / path).read_bytes() in pictures


# ---- nothing astray


def test_the_top_level_holds_what_belongs_there():
    top = {path.parts[0] for path in repository_files() if not path.parts[0].startswith(".")}
    files = {"README.md", "INSTALL.md", "CONTRIBUTING.md", "LICENSE", "LICENSE-text"}
    files |= {"requirements.txt", "environment.yml", "pyproject.toml"}
    assert top == files | {"notebooks", "data", "tests", "tools"}


def test_no_file_speaks_of_the_machine_it_was_made_on():
    folders = "|".join(["root", "tmp/w", "home/[a-z]", "Users/[A-Za-z]", "work/[a-z]"])
    machine_path = re.compile(rf"(?<![\w.~])(?:/(?:{folders})|[A-Z]:\\Users\\)")
    for path in repository_files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            found = machine_path.search(content.decode("utf-8"))
            assert found is None, f"{path}: {content.decode('utf-8')[found.start() :][:60]!r}"


def test_ci_runs_on_every_supported_python_and_system_and_other_seeds_on_one():
    workflow = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "tests.yml")
    (job,) = workflow["jobs"].values()
    assert job["strategy"]["matrix"]["python"] == PYTHONS
    systems = {name.partition("-")[0] for name in job["strategy"]["matrix"]["os"]}
    assert systems == {"ubuntu", "macos", "windows"}
    assert workflow["concurrency"]["cancel-in-progress"] is True


def sorted_imports(source):
    command = [sys.executable, "-m", "ruff", "check", "--select", "I", "--fix", "--quiet"]
    command += [
        "--config",
        ROOT / "pyproject.toml",
        "--stdin-filename",
        ROOT / "notebooks" / "x.py",
    ]
    command += ["-"]
    return subprocess.run(command, input=source, capture_output=True, text=True).stdout


def test_import_order_puts_embedlab_first():
    """It silences TensorFlow's start-up noise, which works only before TensorFlow is imported."""
    order = sorted_imports(
        "import numpy\nimport keras\nfrom embedlab.drawing import plots\nimport os\n"
    )
    assert order.split("\n\n") == [
        "from embedlab.drawing import plots",
        "import os",
        "import keras\nimport numpy\n",
    ]
