"""Run notebooks with other seeds, or as another processor would, and store nothing.

    python tools/notebooks run --seeds 1 2 3 -- notebooks/03_labels.ipynb
    python tools/notebooks run --nudge notebooks/03_labels.ipynb
    python tools/notebooks run --alone notebooks/11_which_rows_move.ipynb

`--nudge` moves every weight that Keras draws by one unit in its last place, and says which outputs
differ from the stored ones: those that hang on how a processor rounds. `--alone` runs each case of
a study with the names of its prelude alone, the last case first. Exit status: 0 if all claims
hold and nothing differs.
"""

from nbclient.exceptions import CellExecutionError

from notebooks.compare import differences
from notebooks.runner import run, stderr
from notebooks.series import notebooks, read


def add_arguments(parser):
    parser.add_argument("--seeds", nargs="+", type=int, metavar="SEED", default=[])
    for flag in ("--nudge", "--alone"):
        parser.add_argument(flag, action="store_true")


def main(arguments):
    wrong = ""
    for path in arguments.notebooks or notebooks():
        for seed in arguments.seeds or [None]:
            found = trouble(path, seed, arguments.nudge, arguments.alone)
            how = " and nudged weights" * arguments.nudge + ", cases alone" * arguments.alone
            print(f"{path.name} with SEED = {seed or 0}{how}: {found or 'good'}", flush=True)
            wrong += found
    return 1 if wrong else 0


def trouble(path, seed=None, nudge=False, alone=False):
    """What a run says that it should not, or shows otherwise than stored for its own seed: text."""
    try:
        fresh = run(path, seed=seed, nudge=nudge, alone=alone)
    except CellExecutionError as error:
        return str(error)
    shown = differences(read(path), fresh) if seed is None else []
    return "\n".join(filter(None, [stderr(fresh), *map(str, shown)]))
