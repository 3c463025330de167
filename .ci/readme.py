"""Print one of the README's commands, so that CI runs what the README says and nothing else.

Usage: python .ci/readme.py NAME SHELL      for example: read bash

A command is the fenced block under a line `<!-- command: NAME -->`, in the language SHELL.
"""

import re
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def command(name: str, shell: str, text: str | None = None) -> str:
    """Return the command `name` for `shell` ("bash" or "powershell").

    Raises ValueError unless the README holds exactly one such block.
    """
    text = README.read_text(encoding="utf-8") if text is None else text
    block = rf"^<!-- command: {re.escape(name)} -->\n+```{re.escape(shell)}\n(.*?)^```$"
    found = re.findall(block, text, flags=re.MULTILINE | re.DOTALL)
    if len(found) != 1:
        raise ValueError(f"README.md: {len(found)} blocks for command {name!r} in {shell}, not 1")
    return found[0]


if __name__ == "__main__":
    sys.stdout.reconfigure(newline="\n")
    sys.stdout.write(command(*sys.argv[1:]))
