"""What a run shows: its tables, and its finished figures read back artist by artist."""

from embedlab.drawing.labels import readable
from embedlab.drawing.plots import token_style

import functools

import numpy as np
from lessons.by_hand import WORDS, X, Y
from notebooks.truths import close, same

from notebooks import truths


def truth(*texts, titles=()):
    """Register what holds texts; "✓ S if C" is a ✓: its bold sentence, its line, its condition.

    titles: those of a picture's panels, from left to right, which it must have.
    """
    found = [*titles]
    for text in texts:
        said, _, condition = text.removeprefix("✓ ").rpartition(" if ")
        found += [f"{said}.", said, f"{said} if {condition}"] if text[0] == "✓" else [text]

    def register(check):
        @functools.wraps(check)
        def checked(run, *said):
            if titles:
                drawn = [[ax.get_title(loc="left") for ax in p.figure.axes] for p in run.pictures]
                same(titles in [[title for title in each if title] for each in drawn], True)
            check(run, *said)

        return truths.truth(*found)(checked)

    return register


def table_under(run, head, which=None):
    """The one table under a head, such as "row | X"; `which` where several have it."""
    found = [each for each in run.tables if " | ".join(each.header) == head]
    (each,) = found if which is None else [found[which]]
    return each


def numbers(shown, first=1):
    """The numbers of a table, line by line, from a column on."""
    return [[float(cell.replace(",", "")) for cell in line[first:]] for line in shown.cells]


def table(run, head, names, values, by, which=None):
    """The table under a head has these names in its first column, and these numbers beside them."""
    shown = table_under(run, head, which)
    same([line[0] for line in shown.cells], [str(each) for each in names])
    close(numbers(shown), [np.ravel(each) for each in values], by)


def printed(run, *lines):
    """These lines were printed."""
    same([line for line in lines if line not in run.printed.splitlines()] == [], True)


def question_rows(run, count=4):
    """A lesson has the question's rows, and shows them first."""
    same([run.names["X"].tolist(), run.names["y"].tolist()], [X[:count], Y[:count]])
    said = [[" ".join(map(str, ids)), " ".join(WORDS[token] for token in ids)] for ids in X]
    lines = [[str(n + 1), *said[n], str(Y[n])] for n in range(count)]
    same([run.tables[0].header, *run.tables[0].cells], [["row", "X", "in words", "y"], *lines])


def ticks(ax, which="xy"):
    """The numbers under and beside some axes stand where they belong."""
    for axis in which:
        for tick in getattr(ax, f"{axis}axis").get_major_ticks():
            text = tick.label1.get_text().replace("−", "-")
            if text and tick.label1.get_visible():
                close(float(text), tick.get_loc(), by=1e-9)


def labels(axes, x, y):
    """Axes have one label below each, and one beside the first."""
    same([ax.get_xlabel() for ax in axes], [x] * len(axes))
    same(axes[0].get_ylabel(), y)


def trained(axes, films, tokens):
    """Panels show how tables were trained; see `paths`."""
    labels(axes, "dimension 1", "dimension 2")
    for ax, tables in zip(axes, films, strict=True):
        paths(ax, tables, tokens)
        ticks(ax)


def token(ax, gid, token, place, face):
    """A token's marker stands in its place, in the token's colour."""
    (line,) = [line for line in ax.lines if line.get_gid() == gid]
    colour, marker = token_style(token)
    same([line.get_color(), line.get_marker(), line.get_markerfacecolor()], [colour, marker, face])
    close(line.get_xydata(), [place], by=1e-5)


def name(ax, token, place):
    """A token's id stands beside its place."""
    (label,) = [text for text in ax.texts if text.get_text() == str(token)]
    close(label.xy, ax.transData.transform(place) * 72 / ax.figure.dpi, by=0.5)
    return label


def origin(ax):
    """A cross marks the origin."""
    (cross,) = [line for line in ax.lines if line.get_marker() == "+"]
    same(cross.get_xydata().ravel().tolist(), [0, 0])


def drawn_paths(ax):
    """What `plot_paths` drew: token -> its path, shape (frames, 2); a start alone has 1 frame."""
    drawn = {line.get_gid() or "": line.get_xydata() for line in ax.lines}
    starts = [gid.rpartition(" ")[2] for gid in drawn if gid.startswith("start of ")]
    return {int(each): drawn.get(f"path of {each}", drawn[f"start of {each}"]) for each in starts}


def paths(ax, tables, tokens):
    """Axes of `plot_paths` show these tables' paths, in the tokens' colours, with their ids."""
    for each in tokens:
        colour, _ = token_style(each)
        close(drawn_paths(ax)[each], tables[:, each], by=1e-5)
        (way,) = [line for line in ax.lines if line.get_gid() == f"path of {each}"]
        same([way.get_color(), way.get_marker()], [colour, "None"])
        token(ax, f"start of {each}", each, tables[0, each], "white")
        token(ax, f"end of {each}", each, tables[-1, each], colour)
        same(name(ax, each, tables[-1, each]).get_color(), readable(colour))
    origin(ax)


def before_after(ax):
    """A legend says that hollow markers are before and filled ones after."""
    legend = ax.get_legend()
    said = [text.get_text() for text in legend.texts]
    hollow = [each.get_markerfacecolor() == "white" for each in legend.legend_handles]
    same(dict(zip(said, hollow, strict=True)), {"before": True, "after": False})
