"""JupyterLab as the README starts it, and a notebook of it in a real page, for the browser tests.

The server works on a copy of the notebooks, so nothing that a page saves reaches this repository.
"""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import nbformat

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300  # seconds: a loaded machine needs that long for a start or for a whole notebook
OWN_FOLDERS = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "IPYTHONDIR",
)


class Lab:
    """A running JupyterLab: `folder` is its root, `url(path)` the page of a file in it."""

    def __init__(self, folder, port, token):
        self.folder, self.base, self.token = folder, f"http://localhost:{port}", token

    def url(self, path):
        """The address at which JupyterLab shows a file, in a fresh workspace."""
        return f"{self.base}/lab/tree/{path}?reset&token={self.token}"

    def call(self, path):
        """The JSON that the server answers for an address of its REST API."""
        with urlopen(f"{self.base}{path}?token={self.token}", timeout=PATIENCE) as answer:
            return json.load(answer)


@contextmanager
def jupyterlab(folder, theme="JupyterLab Light"):
    """Start JupyterLab on a copy of the notebooks in `folder` (as the README does); yield a `Lab`.

    No browser opens, the port is a free one, and settings of this machine's user stay out.
    """
    root = Path(folder) / "copy"
    for each in ("notebooks", "data"):
        left_out = shutil.ignore_patterns("__pycache__", "exports", ".ipynb_checkpoints")
        shutil.copytree(ROOT / each, root / each, ignore=left_out)
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    own = {name: str(Path(folder) / name.lower()) for name in OWN_FOLDERS}
    _write_settings(Path(own["JUPYTERLAB_SETTINGS_DIR"]), theme)
    command = [sys.executable, "-m", "jupyter", "lab", "--notebook-dir=.", "--no-browser"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", "--allow-root"]
    log = open(Path(folder) / "jupyterlab.log", "w", encoding="utf-8")  # noqa: SIM115
    server = subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, **own, "JUPYTER_TOKEN": token},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    lab = Lab(root, port, token)
    try:
        _wait(lambda: _answers(lab), "JupyterLab did not start", server)
        yield lab
    finally:
        server.terminate()  # it ends its kernels, too
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


class Page:
    """A notebook in JupyterLab: `page` is Playwright's, `errors` what the console complained of."""

    def __init__(self, lab, page, path):
        self.lab, self.page, self.path, self.errors = lab, page, path, []
        page.on("pageerror", lambda error: self.errors.append(f"page: {error}"))
        page.on("console", self._listen)
        page.goto(lab.url(path))
        page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=PATIENCE * 1000)
        _wait(lambda: self._kernel() == "idle", "no kernel came up")

    def run_all(self):
        """Choose *Run → Run All Cells*, wait for the end, save; returns the notebook as saved."""
        self.menu("Run", "Run All Cells")
        cells = [c for c in nbformat.read(self.lab.folder / self.path, 4).cells if c.source]
        code = sum(cell.cell_type == "code" for cell in cells)
        _wait(lambda: self._ran() >= code and self._kernel() == "idle", "the run did not end")
        return self.save()

    def save(self):
        """Save the notebook, as Ctrl+S does, and read what was saved."""
        file = self.lab.folder / self.path
        before = file.stat().st_mtime_ns
        self.menu("File", "Save Notebook")
        _wait(lambda: file.stat().st_mtime_ns != before, "the notebook was not saved")
        time.sleep(0.5)  # the file is there before its last byte
        return nbformat.read(file, 4)

    def menu(self, *names):
        """Choose an entry of a menu by the names on the way."""
        bar, *entries = names
        self.page.locator(f".lm-MenuBar-item:has-text('{bar}')").first.click()
        for entry in entries:
            label = re.compile(rf"^{re.escape(entry)}")
            self.page.locator(".lm-Menu-itemLabel", has_text=label).first.click()

    def _listen(self, message):
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _kernel(self):
        for session in self.lab.call("/api/sessions"):
            if session["path"] == self.path:
                return session["kernel"]["execution_state"]
        return None

    def _ran(self):
        numbers = self.page.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()
        found = [int(n) for text in numbers for n in re.findall(r"\[(\d+)\]", text)]
        return max(found, default=0)


def _write_settings(folder, theme):
    """Choose the theme, and ask for no news: the question would lie over the page."""
    plugins = folder / "@jupyterlab" / "apputils-extension"
    plugins.mkdir(parents=True)
    for name, settings in {
        "themes": {"theme": theme},
        "notification": {"fetchNews": "false", "checkForUpdates": False},
    }.items():
        file = plugins / f"{name}.jupyterlab-settings"
        file.write_text(json.dumps(settings), encoding="utf-8")


def _answers(lab):
    try:
        return bool(lab.call("/api/status"))
    except OSError:
        return False


def _wait(condition, complaint, server=None):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end or (server and server.poll() is not None):
            raise TimeoutError(f"{complaint} within {PATIENCE} s")
        time.sleep(0.2)
