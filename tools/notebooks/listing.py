"""List the notebooks by kind, with the minutes that reading them takes; or count the house's lines.

python tools/notebooks list             lessons, playground, studies, solutions
python tools/notebooks list --lines     lines of the library with the tools, and of the tests
"""

from notebooks.reading import minutes
from notebooks.series import KINDS, ROOT, notebooks, read

HOUSE = {"library and tools": (9_450, ["notebooks/embedlab/**/*.py", "tools/**/*.py"])}
HOUSE |= {"tests": (12_300, ["tests/**/*.py", "tests/**/*.toml"])}


def lines():
    """Part of the house -> (its lines, how many it may have)."""
    found = {}
    for part, (most, patterns) in HOUSE.items():
        texts = [file.read_text("utf-8") for pattern in patterns for file in ROOT.glob(pattern)]
        found[part] = sum(len(text.splitlines()) for text in texts), most
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
