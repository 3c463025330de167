"""`python tools/export WHAT NOTEBOOK …`; without notebooks, all that it can be made of."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from commands import run_command

from export import assignment, grade, narrow, site, slides, standalone, worksheets

commands = {"slides": slides, "worksheets": worksheets, "one-file": standalone}
commands |= {"assignment": assignment, "grade": grade, "narrow": narrow, "site": site}
sys.exit(run_command("python tools/export", __doc__, commands))
