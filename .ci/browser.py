"""Stand in for the reader's browser: open the page, run the notebook, stop the server.

Usage: browser.py REPORT URL

`jupyter lab` starts it through the variable BROWSER, in the environment the reader's command made.
URL is the page JupyterLab wants opened. REPORT gets what was seen; its last line is "ok" if the
page came, the notebook was served, and every code cell ran in a kernel of this server.
"""

import html
import json
import re
import sys
import traceback
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit
from urllib.request import Request, url2pathname, urlopen

from jupyter_client import BlockingKernelClient
from jupyter_core.paths import jupyter_runtime_dir

PATIENCE = 300  # seconds for one answer: a first import of TensorFlow from a cold disk is slow


class Server:
    """The few calls of the Jupyter Server REST API that this needs."""

    def __init__(self, page_url: str):
        parts = urlsplit(page_url)
        self.base = f"{parts.scheme}://{parts.netloc}"
        self.token = parse_qs(parts.query)["token"][0]

    def call(self, path: str, body: dict | None = None) -> bytes:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        with urlopen(Request(self.base + path, data, headers), timeout=PATIENCE) as answer:
            return answer.read()


def forwarded(url: str) -> str:
    """Return the http address behind `url`: JupyterLab opens a local page that forwards to it."""
    if not url.startswith("file:"):
        return url
    page = Path(url2pathname(urlsplit(url).path)).read_text(encoding="utf-8")
    return html.unescape(re.search(r'href="(http[^"]+)"', page).group(1))


def run_cells(notebook: dict, connection_file: Path) -> int:
    """Run every code cell in the kernel; return how many. RuntimeError on the first error."""
    client = BlockingKernelClient(connection_file=str(connection_file))
    client.load_connection_file()
    client.start_channels()
    client.wait_for_ready(timeout=PATIENCE)
    cells = [c["source"] for c in notebook["cells"] if c["cell_type"] == "code"]
    for source in cells:
        reply = client.execute_interactive(
            source, timeout=PATIENCE, allow_stdin=False, output_hook=lambda message: None
        )["content"]
        if reply["status"] != "ok":
            raise RuntimeError("\n".join([source, *reply["traceback"]]))
    client.stop_channels()
    return len(cells)


def look(server: Server, page_url: str, say) -> None:
    page = server.call(urlsplit(page_url).path).decode()
    if "<title>JupyterLab</title>" not in page:
        raise RuntimeError(f"not a page of JupyterLab: {page[:200]!r}")
    path = unquote(urlsplit(page_url).path).removeprefix("/lab/tree/")
    say(f"JupyterLab opens at {path}")

    notebook = json.loads(server.call(f"/api/contents/{quote(path)}?content=1"))["content"]
    title = notebook["cells"][0]["source"].partition("\n")[0]
    say(f"it holds {len(notebook['cells'])} cells and begins: {title}")

    kernel = {"name": notebook["metadata"]["kernelspec"]["name"]}
    session = {"path": path, "name": Path(path).name, "type": "notebook", "kernel": kernel}
    session = json.loads(server.call("/api/sessions", session))
    connection_file = Path(jupyter_runtime_dir()) / f"kernel-{session['kernel']['id']}.json"
    say(f"its kernel {kernel['name']!r} ran {run_cells(notebook, connection_file)} code cells")


def main(report: str, url: str) -> None:
    page_url = forwarded(url)
    server = Server(page_url)
    with open(report, "w", encoding="utf-8", newline="\n") as lines:

        def say(line: str) -> None:
            print(line, file=lines, flush=True)

        try:
            look(server, page_url, say)
            say("ok")
        except Exception:
            say(traceback.format_exc())
        finally:
            server.call("/api/shutdown", {})


if __name__ == "__main__":
    main(*sys.argv[1:])
