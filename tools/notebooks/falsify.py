"""Put falsehoods into notebooks and see whether their truths notice.

    python tools/notebooks falsify notebooks/00_the_question.ipynb
    python tools/notebooks falsify NOTEBOOK --replace OLD NEW              one of your own

For a lesson with truths (tests/lessons/<topic>/truths.py) the falsehoods are made here:

    numbers     each number that a text or a table shows is changed by some units of its last
                digit, cells of a table are exchanged
    pictures    in each finished figure two texts, two handles of a legend, two widths or colours
                are exchanged, a line or an arrow is moved, a map of colours is turned
    twice       a call, a difference or a comparison in the code gets one thing twice
    written     those of tests/lessons/<topic>/falsehoods.toml, a line each: what is false, a text
                of the code and what is put in its place (or several such pairs)

Other words, and other conditions of a ✓, need no falsehoods: they are texts that no truth names.
What no truth notices fails, unless `[[exempt]]` in falsehoods.toml names it, a regular expression
`what`, and says `why`. So does a condition that no falsehood fails, and a bound that could be ten
times as wide. The tests put a sixteenth of the pictures' and of the code's falsehoods.

A notebook without truths has the written falsehoods alone, of which the tests put a sixth; a cell
that raises, or pictures.py beside them, must notice. Exit status: 0 if nothing survives.
"""

import ast
import functools
import re
import tomllib
from itertools import combinations, islice
from zlib import crc32

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.quiver import Quiver

from notebooks import truths
from notebooks.runner import Rehearsal
from notebooks.series import belonging, code_cells, notebooks, read

PROPERTIES = ["linewidth", "color", "facecolor", "marker", "markerfacecolor", "width", "height"]
LAST_DIGITS = 3  # units of the last digit by which a shown number is changed
SHOWN = re.compile(r"(?<![\w.])[-+−]?\d+(?:\.\d+)?(?![\w.]*\w)")


class Trial:
    """Falsehoods put to the truths of one lesson: which survive, and what each condition is for."""

    def __init__(self, path, every=1):
        self.notebook, self.truths, self.every = read(path), truths.book(path), every
        self.cells = Rehearsal(path, finished=True)
        self.run = self.cells.run()
        self.texts = truths.statements(self.notebook, self.run)
        self.first = crc32("".join(self.texts).encode()) % every
        self.said, _ = truths.matched(self.truths, self.texts)
        self.count, self.survivors = 0, []
        self.margins, self.failed, self.tight = {}, set(), set()
        if wrong := truths.problems(self.notebook, self.run, self.truths, self.ask):
            raise ValueError(f"{path.name} is not true as it stands: {wrong}")

    def sample(self, changes):
        """One of `every` changes; which, follows from what the notebook says."""
        return islice(changes, self.first, None, self.every)

    def owners(self, texts):
        """The places of the truths that speak of any of some texts."""
        texts = [" ".join(text.split()) for text in texts]
        return [
            place
            for place, each in enumerate(self.truths)
            if any(truths.matches(key, text) is not None for key in each.texts for text in texts)
        ]

    def put(self, what, places=None, run=None, texts=None):
        """Ask truths (all, or those at some places) about a falsehood; note if none notices.

        texts: what the page says then, if it says anything else than before.
        """
        self.count += 1
        said, wrong = truths.matched(self.truths, texts) if texts else (self.said, [])
        if wrong:
            return
        places = range(len(self.truths)) if places is None else places
        asked = (self.ask(self.truths[place], run or self.run, said[place]) for place in places)
        noticed = (any(one.margin <= 0 for one in found) for found in asked)
        # Where all falsehoods are put, all truths are asked: each condition must fail once.
        if not any(noticed if self.every > 1 else [*noticed]):
            self.survivors.append(what)

    def ask(self, truth, run, said):
        """What a truth asks of a run.

        Keeps the margins of each condition, and whether a wider bound would have let it pass.
        """
        found = truths.conditions(truth, run, said)
        for where in {one.where for one in found}:
            here = [one for one in found if one.where == where]
            margins = tuple(one.margin for one in here)
            self.margins.setdefault((truth.name, where), set()).add(margins)
            if min(margins) <= 0:
                self.failed.add((truth.name, where))
                if any(one.wider > 0 or one.wider == one.margin for one in here if one.margin <= 0):
                    self.tight.add((truth.name, where))
        return found

    def unneeded(self):
        """The conditions on the page that no falsehood needs: as they are, or as tight as they are.

        What a truth asks of its own recomputation, and not of the page, is the same under every
        falsehood, and is left out.
        """
        seen = sorted(where for where, margins in self.margins.items() if len(margins) > 1)
        found = [(*where, "no falsehood needs it") for where in seen if where not in self.failed]
        loose = [where for where in seen if where in self.failed - self.tight]
        found += [(*where, "its bound could be wider") for where in loose]
        return [f"condition of {name}, {where}: {why}" for name, where, why in found]


# ---- falsehoods that are made from what the page shows


def change_texts(trial):
    """Change each number in each text."""
    for text in dict.fromkeys(trial.texts):
        places = trial.owners([text])
        if all(trial.truths[place].check is None for place in places):
            continue
        for other in with_other_numbers(text):
            texts = [other if each == text else each for each in trial.texts]
            trial.put(f"number changed: {other}", places, texts=texts)


def with_other_numbers(text):
    """The text with each of its numbers in turn a few units of the last digit further on."""
    for number in SHOWN.finditer(text):
        decimals = len(number[0].partition(".")[2])
        value = float(number[0].replace("−", "-")) + LAST_DIGITS * 10.0**-decimals
        sign = "+" if number[0].startswith("+") else ""
        yield f"{text[: number.start()]}{sign}{value:.{decimals}f}{text[number.end() :]}"


def change_tables_and_pictures(trial):
    """Change what tables and finished figures show, one or two things at a time."""
    shown = [(table_changes(table), [truths.head(table)]) for table in trial.run.tables]
    for figure, *said in trial.run.pictures:
        shown.append((picture_changes(figure), [*said, *truths.titles(figure)]))
    for changes, texts in shown:
        places = trial.owners(texts)
        for what, sets in trial.sample(changes):
            for put, new, _ in sets:
                put(new)
            trial.put(what, places)
            for put, _, old in sets:
                put(old)


def table_changes(table):
    """What can be changed in a table: (what, [(function that sets it, new value, old value)])."""
    name = repr(truths.head(table))
    spots = [(i, j) for i, line in enumerate(table.cells) for j in range(len(line))]

    def put(i, j, new):
        return functools.partial(table.cells[i].__setitem__, j), new, table.cells[i][j]

    for i, j in spots:
        for other in with_other_numbers(table.cells[i][j]):
            yield f"{name}: {table.cells[i][j]} changed to {other}", [put(i, j, other)]
    for (i, j), (k, n) in combinations(spots, 2):
        one, other = table.cells[i][j], table.cells[k][n]
        if (i == k or j == n) and one != other:
            sets = [put(i, j, other), put(k, n, one)]
            yield f"{name}: {one} and {other} exchanged", sets


def picture_changes(figure):
    """What can be changed in a figure; see `table_changes`.

    Texts are exchanged within a panel, and from panel to panel with those in the same role.
    """
    roles = [truths.texts_of(ax) for ax in figure.axes]
    pairs = [pair for each in roles for pair in combinations(each.values(), 2)]
    for one, other in combinations(roles, 2):
        pairs += [(one[role], other[role]) for role in one if role in other]
    yield from _exchanges([*pairs, *combinations(figure.texts, 2)], "text")
    for ax in figure.axes:
        lines = [line for line in ax.lines if len(line.get_xdata())]
        handles = ax.get_legend().legend_handles if ax.get_legend() else []
        for group in (handles, lines, ax.patches):
            for name in PROPERTIES:
                able = [one for one in group if hasattr(one, f"get_{name}") and _shows(one, name)]
                yield from _exchanges(combinations(able, 2), name)
        for line in lines:
            y = np.array(line.get_ydata(), float)
            yield f"{line.get_gid()} moved", [(line.set_ydata, y + 0.1 * np.ptp(ax.get_ylim()), y)]
        for arrow in (each for each in ax.collections if isinstance(each, Quiver)):
            u, v = arrow.U, arrow.V
            turned = 0.9 * u - 0.3 * v, 0.3 * u + 0.9 * v
            point = functools.partial(lambda arrow, where: arrow.set_UVC(*where), arrow)
            yield f"{arrow.get_gid()} turned", [(point, turned, (u, v))]
        for image in ax.images:
            colours = image.get_cmap()
            yield "map of colours turned", [(image.set_cmap, colours.reversed(), colours)]


def _exchanges(pairs, name):
    for one, other in pairs:
        a, b = (getattr(each, f"get_{name}")() for each in (one, other))
        if not np.array_equal(a, b):
            sets = [(getattr(one, f"set_{name}"), b, a), (getattr(other, f"set_{name}"), a, b)]
            yield f"{name} {a!r} of {one} and {b!r} exchanged", sets


def _shows(artist, name):
    """Whether an artist shows a property: a line without markers has no face."""
    nothing = (None, "None", "", " ")
    if not isinstance(artist, Line2D):
        return True
    if name == "markerfacecolor":
        return artist.get_marker() not in nothing
    return name != "linewidth" or artist.get_linestyle() not in nothing


# ---- falsehoods in the code


def given_twice(notebook):
    """Changes of the code that give a call, a difference or a comparison one thing twice."""
    for cell in code_cells(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call):
                pairs = combinations(node.args, 2)
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
                pairs = [(node.left, node.right)]
            elif isinstance(node, ast.List | ast.Tuple):
                pairs = zip(node.elts, node.elts[1:], strict=False)
            else:
                continue
            for one, other in pairs:
                texts = [ast.get_source_segment(cell.source, each) for each in (one, other, node)]
                first, second, whole = texts
                alike = type(one) is type(other) and not isinstance(one, ast.Constant | ast.Name)
                if alike and first != second:
                    new = _with(cell.source, other, first)
                    yield f"twice {first}: {whole}", [(cell.source, new)]


def _with(source, node, text):
    """The source with a text in the place of one of its nodes."""
    data = source.encode()
    offsets = np.cumsum([0, *map(len, data.splitlines(keepends=True))])
    start = offsets[node.lineno - 1] + node.col_offset
    end = offsets[node.end_lineno - 1] + node.end_col_offset
    return (data[:start] + text.encode() + data[end:]).decode()


def change_code(trial, changes):
    """Run the notebook with each change, pairs of texts to replace, and ask all truths."""
    for what, replace in changes:
        try:
            run = trial.cells.run(replace)
        except Exception as error:  # a claim of the page, or the code itself, has noticed
            if "this text stands" in str(error):
                raise
            trial.count += 1
            continue
        trial.put(what, run=run, texts=truths.statements(trial.notebook, run))


# ---- written falsehoods


def written(path):
    """The written falsehoods of a notebook, (what is false, pairs to replace), and its exempt."""
    file = belonging(path, "falsehoods.toml")
    found = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    exempt = found.pop("exempt", [])
    pairs = {says: [each] if isinstance(each[0], str) else each for says, each in found.items()}
    return [*pairs.items()], exempt


def survivors(path, falsehoods=None, every=1, seed=None):
    """(how many falsehoods were put to a notebook, what survived that is not exempt).

    falsehoods: pairs (what is false, pairs to replace), None for all that are made and written.
    every: put one of so many alone; then conditions that no falsehood needs are not looked for.
    seed: the SEED of a notebook without truths, instead of the stored one.
    """
    listed, exempt = written(path)
    if not truths.book(path):
        pictures = belonging(path, "pictures.py")
        check = truths.loaded(pictures).check if pictures.is_file() else lambda run: None
        cells, found = Rehearsal(path, seed), []
        check(cells.run())  # the truth must pass
        first = crc32("".join(cells.sources).encode()) % every
        put = falsehoods or listed[first::every]
        for says, replace in put:
            try:
                check(cells.run(replace))
            except Exception as error:
                if "this text stands" in str(error):
                    raise
            else:
                found.append(says)
        return len(put), found
    trial = Trial(path, every)
    if falsehoods:
        change_code(trial, falsehoods)
        return trial.count, trial.survivors
    change_texts(trial)
    change_tables_and_pictures(trial)
    change_code(trial, trial.sample([*given_twice(trial.notebook), *listed]))
    found, unused = trial.survivors, []
    if every == 1:
        found += trial.unneeded()
        unused = [each for each in exempt if not any(re.search(each["what"], one) for one in found)]
    found = [one for one in found if not any(re.search(each["what"], one) for each in exempt)]
    return trial.count, found + [f"exempt, but noticed: {each['what']}" for each in unused]


def add_arguments(parser):
    parser.add_argument("--replace", nargs=2, metavar=("OLD", "NEW"))


def main(arguments):
    replace = [each.encode().decode("unicode_escape") for each in arguments.replace or ()]
    well, yours = True, [("yours", [replace])] if replace else None
    for path in arguments.notebooks or notebooks("lesson"):
        count, found = survivors(path, yours)
        print(f"{path.name}: {count} falsehoods, {len(found)} not noticed", flush=True)
        print("".join(f"  NOT NOTICED: {each}\n" for each in found), end="")
        well = well and not found
    return 0 if well else 1
