"""Put falsehoods into a notebook and see whether its checks notice.

    python tools/notebooks falsify notebooks/03_labels.ipynb    those written down for it
    python tools/notebooks falsify NOTEBOOK --replace OLD NEW              one of your own

The falsehoods of a notebook are written down in tests/lessons/<topic>/falsehoods.toml: tables
[[falsehood]] with `says` (what is false), `old` and `new`, texts that are exchanged in the notebook's code (or a
list `replace` of [old, new] pairs). A falsehood is caught if a cell raises, or if
pictures.py beside it, which holds every picture against its title and caption, does. The
notebook as it is must pass both. Exit status: 0 if all are caught.
"""

import tomllib
from importlib.util import module_from_spec, spec_from_file_location

from notebooks.runner import run_here
from notebooks.series import belonging, notebooks, topic


def falsehoods(path):
    """The falsehoods of a notebook: (what is false, pairs to replace)."""
    written = belonging(path, "falsehoods.toml")
    if not written.is_file():
        return []
    found = tomllib.loads(written.read_text(encoding="utf-8"))["falsehood"]
    return [
        (each["says"], each["replace"] if "replace" in each else [(each["old"], each["new"])])
        for each in found
    ]


def picture_check(path):
    """The function that holds a notebook's pictures against their titles and captions."""
    written = belonging(path, "pictures.py")
    if not written.is_file():
        return lambda run: None
    spec = spec_from_file_location(f"pictures_of_{topic(path)}", written)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.check


def noticed(path, replace):
    """What noticed the falsehood: the last line of the error, or None if nothing did."""
    try:
        picture_check(path)(run_here(path, replace=replace))
    except ValueError as error:
        if "this text stands" in str(error):
            raise
        return f"ValueError: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return None


def add_arguments(parser):
    parser.add_argument("--replace", nargs=2, metavar=("OLD", "NEW"))


def main(arguments):
    well = True
    for path in arguments.notebooks or notebooks("lesson"):
        if arguments.replace:
            old, new = (text.encode().decode("unicode_escape") for text in arguments.replace)
            every = [("your falsehood", [(old, new)])]
        else:
            picture_check(path)(run_here(path))  # the truth must pass
            every = falsehoods(path)
        caught = 0
        for says, replace in every:
            by = noticed(path, replace)
            caught += by is not None
            print(f"{'caught' if by else 'NOT CAUGHT'}: {says}" + (f" — {by[:140]}" if by else ""))
        print(f"{path.name}: {caught} of {len(every)} falsehoods caught")
        well = well and caught == len(every)
    return 0 if well else 1
