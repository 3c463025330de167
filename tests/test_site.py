"""The web edition: it builds without a warning, leads nowhere astray, and asks no other host."""

import os
import re
import runpy
import subprocess
import sys
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from export.page import is_check
from notebooks.compare import outputs
from notebooks.series import ROOT, code_cells, notebooks, number, read
from test_accessibility import faults

pytestmark = [pytest.mark.slow, pytest.mark.browser]
OF_THE_THEME = "region: .sidebar-primary-items__start"  # its title stands in no landmark
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site, built as its command builds it."""
    folder = tmp_path_factory.mktemp("site") / "site"
    command = [sys.executable, ROOT / "tools" / "export", "site", "--output", folder]
    environment = {name: text for name, text in os.environ.items() if name[:7] != "GITHUB_"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def pages(site):
    """Path of each page -> what stands in it; not of downloads, nor of the theme's templates."""
    files = [each for each in site.rglob("*.html") if not {"downloads", "_static"} & {*each.parts}]
    return {path: BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in files}


def targets(page):
    """Every address that a page names."""
    tags = page.find_all(["a", "link", "script", "img", "iframe", "source"])
    return [each[name] for each in tags for name in ("href", "src", "srcset") if each.get(name)]


def test_every_link_leads_to_what_is_there(site, pages):
    astray = []
    anchors = {path: {tag["id"] for tag in page.select("[id]")} for path, page in pages.items()}
    for path, page in pages.items():
        for target in targets(page):
            if re.match(r"https?:|mailto:|data:|#!", target):
                continue
            name, _, anchor = unquote(target.split("?")[0]).partition("#")
            file = (path.parent / name).resolve() if name else path
            state = file.name == "playground.html"  # there an anchor is a state of the page
            known = state or not anchor or anchor in anchors.get(file, anchor)
            if not (known and file.exists() and site in file.parents):
                astray.append(f"{path.name}: {target}")
    assert astray == []
    assert len(pages) > 25
    assert pages[site / "index.html"].find("iframe", src="notebooks/playground.html")


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_a_page_holds_the_notebook(pages, site, path):
    page, code = pages[site / "notebooks" / f"{path.stem}.html"], code_cells(read(path))
    assert page.h1.text.rstrip("#") == re.match("# (.+)", read(path).cells[0].source)[1]
    shown, folded = (page.select(f"{where} div.cell_input") for where in ("", "details"))
    assert (len(shown), folded) == (len(code) - 1, shown[:1]), "all but the set-up; imports folded"
    alts = [each.get("alt") for each in page.select("div.cell_output img")]
    assert alts == [text for cell in code for what, text in outputs(cell) if what == "image/png"]
    assert "<IPython.core.display" not in page.text
    assert not re.search(r"(?<![\w$])\$[^\s$][^$\n]*\$(?!\w)", page.find("article").text)
    asked = sum(map(is_check, code))
    assert page.text.count("not answered yet") == asked * (number(path) != "99")


def test_no_page_fails_or_asks_another_host_in_any_light_or_width(site, pages, browser):
    said, asked, wide = [], [], []
    page = browser.new_page()
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for path in pages:
        page.goto(path.as_uri(), wait_until="load")
        for width, light in ((1280, "light"), (360, "dark")):
            page.emulate_media(color_scheme=light)
            page.set_viewport_size({"width": width, "height": 900})
            wide += [f"{path.name} at {width}"] if page.evaluate(WIDE) > 1 else []
    page.close()
    assert (said, wide) == ([], [])
    assert [each for each in asked if not re.match("file:|data:|blob:", each)] == []


@pytest.mark.parametrize("light", ["light", "dark"])
def test_axe_finds_no_fault_of_ours_and_search_a_word_of_the_studies(site, browser, light):
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=light)
    found = []
    for name in ("index", "downloads", "notebooks/03_labels"):
        page.goto((site / f"{name}.html").as_uri())
        found += faults(page)
    page.goto((site / "search.html").as_uri() + "?q=mask_zero")
    page.locator("#search-results a[href*='10_every_misuse']").first.wait_for()
    page.close()
    assert [each for each in found if not each.startswith(OF_THE_THEME)] == []


def test_buttons_appear_where_the_address_is_known(monkeypatch):
    monkeypatch.setenv("SERIES_TOOLS", str(ROOT / "tools"))
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    settings = runpy.run_path(str(ROOT / "site" / "conf.py"))["html_theme_options"]
    assert not {"launch_buttons", "repository_url"} & set(settings)
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/series")
    settings = runpy.run_path(str(ROOT / "site" / "conf.py"))["html_theme_options"]
    assert settings["repository_url"] == "https://github.com/someone/series"
    assert settings["launch_buttons"]["binderhub_url"] == "https://mybinder.org"
