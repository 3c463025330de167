"""Sphinx settings of the web edition; `python tools/export site` builds it."""

import os
import sys
from pathlib import Path

sys.path[:0] = [os.environ["SERIES_TOOLS"], str(Path(__file__).parent)]

project = "How is a Keras Embedding layer trained?"
author = "the authors of the series"
copyright = "CC BY 4.0 for texts and figures, MIT for code"
language = "en"
extensions = ["myst_nb", "sphinx_copybutton", "series_page"]
exclude_patterns = ["extra"]

nb_execution_mode = "off"
nb_render_markdown_format = "gfm"  # the tables that cells show
nb_code_prompt_show, nb_code_prompt_hide = "Show the imports", "Hide the imports"
nb_merge_streams = True
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
myst_heading_slug_func = "series_page.anchor"
html_math_renderer = "mathml"
copybutton_selector = "div.cell_input pre, div.highlight-bash pre"

html_theme = "sphinx_book_theme"
html_title = project
html_context = {"default_mode": "auto"}
html_static_path = ["series.css"]
html_css_files = ["series.css"]
html_extra_path = ["extra"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_navbar_depth": 1,
    "show_toc_level": 2,
}
if repository := os.environ.get("GITHUB_REPOSITORY"):
    html_theme_options |= {
        "repository_url": f"https://github.com/{repository}",
        "path_to_docs": "",
        "repository_branch": os.environ.get("GITHUB_REF_NAME", "main"),
        "use_source_button": True,
        "launch_buttons": {
            "binderhub_url": "https://mybinder.org",
            "colab_url": "https://colab.research.google.com",
            "notebook_interface": "jupyterlab",
        },
    }
