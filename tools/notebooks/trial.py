"""Run notebooks with other seeds, or as another processor would, and store nothing.

    python tools/notebooks run --seeds 1 2 3 -- notebooks/03_labels.ipynb
    python tools/notebooks run --nudge notebooks/03_labels.ipynb
    python tools/notebooks run --again notebooks/11_which_rows_move.ipynb

`--nudge` moves every weight that Keras draws by one unit in its last place: what differs then from
the stored outputs hangs on how a processor rounds. `--again` runs cells twice, and the cases of a
study from the last to the first; see `runner.run`. Exit status: 0 if nothing is false or new.
"""

from nbclient.exceptions import CellExecutionError

from notebooks.compare import differences
from notebooks.runner import run, stderr
from notebooks.series import notebooks, read


def add_arguments(parser):
    parser.add_argument("--seeds", nargs="+", type=int, metavar="SEED", default=[])
    for flag in ("--nudge", "--again"):
        parser.add_argument(flag, action="store_true")


def main(arguments):
    wrong = ""
    for path in arguments.notebooks or notebooks():
        for seed in arguments.seeds or [None]:
            try:
                fresh = run(path, seed, arguments.nudge, again=arguments.again)
                shown = differences(read(path), fresh) if seed is None else []
                found = "\n".join([stderr(fresh), *map(str, shown), *fresh.metadata.again]).strip()
            except CellExecutionError as error:
                found = str(error)
            how = " and nudged weights" * arguments.nudge + ", cells again" * arguments.again
            print(f"{path.name} with SEED = {seed or 0}{how}: {found or 'good'}", flush=True)
            wrong += found
    return 1 if wrong else 0
