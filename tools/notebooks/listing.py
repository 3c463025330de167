"""List the notebooks by kind: which are lessons, the playground, studies, the solutions."""

from notebooks.series import KINDS, ROOT, notebooks


def main(arguments):
    for kind in KINDS:
        print(f"{kind}:")
        for path in notebooks(kind):
            print(f"  {path.relative_to(ROOT)}")
    return 0
