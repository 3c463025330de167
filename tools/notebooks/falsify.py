"""Put falsehoods into a notebook and see whether its checks notice.

    python tools/falsify.py notebooks/03_labels.ipynb          those that are written down for it
    python tools/falsify.py notebooks/03_labels.ipynb --replace OLD NEW       one of your own

The falsehoods of notebook NN are written down in tests/falsehoods/NN.toml: tables [[falsehood]]
with `says` (what is false), `old` and `new`, texts that are exchanged in the notebook's code (or a
list `replace` of [old, new] pairs). A falsehood is caught if a cell raises, or if
tests/pictures/notebook_NN.py, which holds every picture against its title and caption, does. The
notebook as it is must pass both. Exit status: 0 if all are caught.
"""

import argparse
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from cell_runner import run_cells
from notebook_runner import ROOT


def falsehoods(path):
    """The falsehoods of a notebook: (what is false, pairs to replace)."""
    written = ROOT / "tests" / "falsehoods" / f"{path.stem[:2]}.toml"
    if not written.is_file():
        return []
    found = tomllib.loads(written.read_text(encoding="utf-8"))["falsehood"]
    return [
        (each["says"], each["replace"] if "replace" in each else [(each["old"], each["new"])])
        for each in found
    ]


def picture_check(path):
    """The function that holds a notebook's pictures against their titles and captions."""
    name = f"notebook_{path.stem[:2]}"
    written = ROOT / "tests" / "pictures" / f"{name}.py"
    if not written.is_file():
        return lambda run: None
    spec = spec_from_file_location(f"pictures_{name}", written)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.check


def noticed(path, replace):
    """What noticed the falsehood: the last line of the error, or None if nothing did."""
    try:
        picture_check(path)(run_cells(path, replace=replace))
    except ValueError as error:
        if "this text stands" in str(error):
            raise
        return f"ValueError: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return None


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--replace", nargs=2, metavar=("OLD", "NEW"))
    arguments = parser.parse_args()
    path = arguments.notebook
    if arguments.replace:
        old, new = (text.encode().decode("unicode_escape") for text in arguments.replace)
        every = [("your falsehood", [(old, new)])]
    else:
        picture_check(path)(run_cells(path))  # the truth must pass
        every = falsehoods(path)
    caught = 0
    for says, replace in every:
        by = noticed(path, replace)
        caught += by is not None
        print(f"{'caught' if by else 'NOT CAUGHT'}: {says}" + (f" — {by[:140]}" if by else ""))
    print(f"{path.name}: {caught} of {len(every)} falsehoods caught")
    return 0 if caught == len(every) else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "tests"))
    sys.exit(main())
