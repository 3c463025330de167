"""List the notebooks by kind, with the minutes that reading them takes; or count the house's lines.

python tools/notebooks list             lessons, playground, studies, solutions
python tools/notebooks list --lines     lines of the library with the tools, of tests, of truths
"""

from notebooks.reading import minutes
from notebooks.series import KINDS, ROOT, notebooks, read

TRUTHS = [f"tests/lessons/{name}.py" for name in ("*/truths", "*/pictures", "by_hand")]
HOUSE = {  # part of the house -> how many lines it may have, its files, those that count elsewhere
    "library and tools": (7_545, ["notebooks/embedlab/**/*.py", "tools/**/*.py"], []),
    "tests": (9_490, ["tests/**/*.py", "tests/**/*.toml"], TRUTHS),
    "truths": (4_855, TRUTHS, []),
}


def lines():
    """Part of the house -> (its lines, how many it may have)."""
    found = {}
    for part, (most, *patterns) in HOUSE.items():
        inside, elsewhere = ({f for each in some for f in ROOT.glob(each)} for some in patterns)
        count = sum(len(file.read_text("utf-8").splitlines()) for file in inside - elsewhere)
        found[part] = count, most
    return found


def add_arguments(parser):
    parser.add_argument("--lines", action="store_true")


def main(arguments):
    if arguments.lines:
        for part, (count, most) in lines().items():
            print(f"{part}: {count} lines of at most {most}")
        return 0
    for kind in KINDS:
        print(f"{kind}:")
        for path in notebooks(kind):
            print(f"  {path.relative_to(ROOT)}: {minutes(read(path)):.0f} minutes")
    return 0
