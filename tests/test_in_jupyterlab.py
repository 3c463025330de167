"""A lesson and the playground in JupyterLab, as a reader opens them: no fault of ours.

The server works on a copy of the notebooks, so nothing that a page saves reaches this repository.
"""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from types import SimpleNamespace
from urllib.request import urlopen

import pytest
from notebooks.series import ROOT, code_cells, notebooks, read
from test_accessibility import faults

pytestmark = [pytest.mark.slow, pytest.mark.browser]

LESSON, PLAYGROUND = notebooks("lesson")[0], notebooks("playground")[0]
PATIENCE = 300  # seconds: a loaded machine needs that long for a start
OWN_FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR")
OWN_FOLDERS += ("JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")


def wait_for(lab, path, ready):
    """Ask a JupyterLab until what it answers is ready; raise if it has ended."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if lab.server.poll() is not None:
            raise RuntimeError(f"JupyterLab has ended:\n{lab.log.read_text(encoding='utf-8')}")
        with contextlib.suppress(OSError):
            if ready(json.load(urlopen(lab.address.format(path), timeout=PATIENCE))):
                return
        time.sleep(0.2)
    raise TimeoutError(f"{path} is not ready within {PATIENCE} s")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab as the README starts it; in its address `{}` is what shall be shown.

    No browser opens, the port is a free one, and settings of this machine's user stay out.
    """
    folder, token = tmp_path_factory.mktemp("lab"), secrets.token_hex(16)
    for each in ("notebooks", "data"):
        left_out = shutil.ignore_patterns("__pycache__", "exports", ".ipynb_checkpoints")
        shutil.copytree(ROOT / each, folder / "copy" / each, ignore=left_out)
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}/{{}}token={token}"
    own = {name: str(folder / name.lower()) for name in OWN_FOLDERS} | {"JUPYTER_TOKEN": token}
    settings = folder / "jupyterlab_settings_dir" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)  # no question for news lies over the page
    news = '{"fetchNews": "false", "checkForUpdates": false}'
    (settings / "notification.jupyterlab-settings").write_text(news, encoding="utf-8")
    command = [sys.executable, "-m", "jupyter", "lab", "--notebook-dir=.", "--no-browser"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", "--allow-root"]
    log = folder / "jupyterlab.log"
    with open(log, "w", encoding="utf-8") as said:
        how = {"env": os.environ | own, "stdout": said, "stderr": subprocess.STDOUT}
        server = subprocess.Popen(command, cwd=folder / "copy", **how)
    try:
        lab = SimpleNamespace(server=server, address=address, log=log)
        wait_for(lab, "api/status?", lambda status: "started" in status)
        yield lab
    finally:
        server.terminate()  # it ends its kernels, too
        server.wait(PATIENCE)


@pytest.fixture
def opened(browser, lab):
    """A function that opens a notebook; afterwards the console has complained of nothing."""
    page, errors = browser.new_page(), []
    page.set_default_timeout(PATIENCE * 1000)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)

    def open_page(path, width, height):  # JupyterLab draws what is in sight
        page.set_viewport_size({"width": width, "height": height})
        name = path.relative_to(ROOT).as_posix()

        def is_idle(sessions):
            kernels = {each["path"]: each["kernel"] for each in sessions}
            return name in kernels and kernels[name]["execution_state"] == "idle"

        page.goto(lab.address.format(f"lab/tree/{name}?reset&"))
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        wait_for(lab, "api/sessions?", is_idle)
        return page

    yield open_page
    page.close()
    assert errors == []


def test_the_playground_runs_and_plays_in_its_frame(opened):
    page = opened(PLAYGROUND, 1440, 1000)
    page.locator(".lm-MenuBar-item:has-text('Run')").click()
    page.get_by_text("Run All Cells", exact=True).click()
    frame = page.frame_locator("iframe[title=Playground]")
    frame.locator(".flip").nth(1).click()
    assert "3 5 8 45 2 : 1\n3 5 8 45 2 : 1" in frame.locator("#text").input_value()
    cells = page.locator(".jp-Cell").count()
    for key in ("a", "b", "d", "d", "x"):  # JupyterLab would add cells, and delete them
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells
    assert page.locator(".jp-OutputArea [data-mime-type$=stderr]").count() == 0, "nor an error"


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


def test_a_lesson_shows_its_descriptions_and_no_fault_of_ours(opened):
    page = opened(LESSON, 1280, 720)
    cells = page.locator(".jp-Notebook .jp-Cell")
    shown = 0
    while shown < len(read(LESSON).cells):  # a cell is drawn when it comes into sight
        for place in range(shown, cells.count()):
            cells.nth(place).scroll_into_view_if_needed()
        more = "shown => document.querySelectorAll('.jp-Notebook .jp-Cell').length > shown"
        page.wait_for_function(more, arg=shown)
        shown = cells.count()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    pictures = page.locator(".jp-Notebook .jp-OutputArea img")
    pictures.last.wait_for()
    told = [each.get_attribute("alt") for each in pictures.all()]
    page.add_style_tag(content=BODY_WITH_A_HEIGHT)
    page.wait_for_function("document.body.clientHeight > 0")
    found = faults(page, context=".jp-Notebook")
    outputs = [output for cell in code_cells(read(LESSON)) for output in cell.outputs]
    alts = [output.get("metadata", {}).get("image/png", {}).get("alt") for output in outputs]
    assert told == list(filter(None, alts))
    assert any(each.startswith("color-contrast") for each in found), "axe has seen the colours"
    for rule, part, _ in OF_JUPYTERLAB:
        found = [each for each in found if not (each.startswith(f"{rule}:") and part in each)]
    assert not found
