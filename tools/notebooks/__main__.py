"""`python tools/notebooks COMMAND NOTEBOOK …`; without notebooks, all that the command is for."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from commands import run_command

from notebooks import benchmark, exercises, falsify, listing, measured, refresh, runner, truths

commands = {"list": listing, "run": runner, "refresh": refresh, "exercises": exercises}
commands |= {"measure": measured, "truths": truths, "falsify": falsify, "benchmark": benchmark}
sys.exit(run_command("python tools/notebooks", __doc__, commands))
