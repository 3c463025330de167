"""Truths hold a page to its words; the falsehoods made of it are made, undone and counted."""

import re
from pathlib import Path
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from notebooks.runner import Run
from notebooks.truths import Truth, below, close, conditions, problems, sentences

from notebooks import falsify, truths

PAGE = "The share is 0.50. Row 3 is near, row 4 is far.\n\nNothing was trained."
SHOWN = Run({}, [], "", [])


def lesson(more=lambda number: None):
    """The truths of the page; `more` is what the first asks of its number besides."""

    def share(run, number):
        close(number, 0.5, 0.001)
        more(number)

    near = Truth(
        ("Row 3 is near, row 4 is far.",), lambda run: close(len(run.printed), 0, 1), "near"
    )
    said = Truth(("Nothing was trained.",), None, "a setting")
    return [Truth(("The share is {}.",), share, "share"), near, said]


def test_sentences_are_split_as_they_stand():
    table = "| a. | b |\n|:--|:--|\n| 1 | 2 |"
    page = f"# Why?\n\nIt is **3.5** now. `W` moves;\nit is not still. Is it?\n\n{table}"
    said = ["# Why?", "It is 3.5 now.", "W moves; it is not still.", "Is it?"]
    assert sentences(page) == [*said, "a.", "b", "1", "2"]


NEAR = "names what the page does not say: 'Row 3 is near, row 4 is far.'"
FITTING = [
    ("share", "share", []),
    ("is near", "is not near", [NEAR, "no truth holds: 'Row 3 is not near, row 4 is far.'"]),
    ("near, row 4 is far", "far, row 4 is near", [NEAR, "no truth holds: 'Row 3 is far, row 4"]),
    ("0.50", "0.53", ["false: 'The share is {}.' (share: test_truths.py"]),
    ("The share is 0.50.", "", ["does not say: 'The share is {}.'"]),
    ("trained.", "trained. It is so.", ["no truth holds: 'It is so.'"]),
]


@pytest.mark.parametrize(("old", "new", "named"), FITTING)
def test_what_does_not_fit_is_named(old, new, named):
    notebook = new_notebook(cells=[new_markdown_cell(PAGE.replace(old, new))])
    found = problems(notebook, SHOWN, lesson())
    assert [part in text for part, text in zip(named, found, strict=True)] == [True] * len(named)


@pytest.mark.parametrize(("old", "new"), [("", ""), ("0.1", "1.0"), ("all", "any"), ("gaps", "ys")])
def test_a_condition_of_a_claim_that_is_not_as_a_truth_names_it_is_named(old, new):
    asked = Truth(("Few if (gaps < 0.1).all()",), lambda run: close(1, 1, 1), "few")
    source = 'claim("Few", (gaps < 0.1).all())'.replace(old, new)
    found = problems(new_notebook(cells=[new_code_cell(source)]), SHOWN, [asked])
    assert [each.partition(": ")[0] for each in found] == (old != new) * [
        "truths.py names what the page does not say",
        "the page says what no truth holds",
    ]


def test_a_claim_needs_its_bold_sentence_and_its_truth_for_every_seed(monkeypatch, capsys):
    page = "**Few.** <details>\n**Many.**</details>\n\n**Predict.** Nothing was **trained**."
    notebook = new_notebook(cells=[new_markdown_cell(page)])
    found = problems(notebook, SHOWN._replace(printed="Some\n✓ Few (1)\n✓ Many\n"), [])
    assert [each for each in found if "bold" in each] == ["no bold sentence says 'Many'"]

    few = Truth(("Nothing was trained.",), lambda run: below(run.names["seed"], 2), "few")
    monkeypatch.setattr(truths, "read", lambda path: notebook)
    monkeypatch.setattr(truths, "book", lambda path: [few, Truth(("Few.", "Many."), None, "")])

    def run_here(path, seed, finished, after):
        assert after is None
        return SHOWN._replace(names={"seed": finished * seed})

    monkeypatch.setattr(truths, "run_here", run_here)
    statuses = [truths.main(SimpleNamespace(notebooks=[Path("a")], seeds=n)) for n in (2, 3)]
    said = capsys.readouterr().out
    assert statuses == [0, 1]
    found = re.findall(r"^a, seed (\d): (\w+)", said, re.MULTILINE)
    assert found == [("0", "all"), ("1", "all"), ("0", "all"), ("1", "all"), ("2", "false")]
    weakest = re.findall(r"^ +(\S+) dev.*, (\S+) of .+ at seed (\d): a, few", said, re.MULTILINE)
    assert weakest == [("3.0", "0.500", "1"), ("1.2", "0.000", "2")]


def test_a_page_without_truths_is_asked_how_far_its_numbers_are_apart(monkeypatch):
    cell = (
        "same = 0 < low < 3 and gone > 1 and [low < 9]\nclaim(told, same and (high > [1, 2]).all())"
    )
    names = {"told": "Few", "low": 1, "high": np.array([4, 9]), "unused": 0.1 < 0.2}
    monkeypatch.setattr(truths, "read", lambda path: None)
    monkeypatch.setattr(truths, "book", lambda path: [])
    monkeypatch.setattr(truths, "run_here", lambda path, seed, finished, after: after(cell, names))
    assert truths.asked("a", 0) == ([], [("Few", 3), ("Few", 1), ("Few", 2), ("Few", 8)])
    monkeypatch.setattr(truths, "run_here", lambda *given: 1 / 0)
    assert truths.asked("a", 0) == (["division by zero"], [])


@pytest.mark.parametrize("found", [[], ["a share"]])
def test_what_is_not_noticed_fails(monkeypatch, capsys, found):
    monkeypatch.setattr(falsify, "survivors", lambda path, yours: (3, found * (path.stem == "a")))
    given = SimpleNamespace(notebooks=[Path("a.ipynb"), Path("b.ipynb")], replace=None)
    assert falsify.main(given) == len(found)
    said = ["a.ipynb: 3 falsehoods, 1 not noticed", "  NOT NOTICED: a share"] * len(found)
    said = said or ["a.ipynb: 3 falsehoods, 0 not noticed"]
    assert capsys.readouterr().out.splitlines() == [*said, "b.ipynb: 3 falsehoods, 0 not noticed"]


NAN = np.nan
CONDITIONS = [  # one that holds, its margin, also under a wider bound; and others: false, empty, …
    ("close", (1, 1.1, 0.2), (0.5, 0.5), [(1, 2, 1), ([], [], 1), (NAN, 1, 1), ([1, 1], 1, 1)]),
    ("below", ([1, 2], 4), (0.5, 9.5), [([1, 4], 4), ([], 3), ([1, NAN], 3), ("?", 3)]),
    ("above", ([3, 6], 2), (0.5, 9.5), [([2, 3], 2), ([], 1), ([2, NAN], 1)]),
    ("apart", ([1, 2], [1, 5], 2), (0.5, 9.5), [([1], [1.5], 1), ([], [], 1), ([NAN], [9], 1)]),
    ("apart", ([2, 1], [5, 1], 2), (0.5, 9.5), [([1, 2], [9] * 3, 1)]),
    ("same", ([1, 2], np.array([1, 2])), (1, 1), [("a", "b"), ([], []), (NAN, NAN), ([1, 1], [1])]),
]


@pytest.mark.parametrize(("check", "good", "margins", "bad"), CONDITIONS)
def test_a_condition_fails_on_what_is_false_or_nothing(check, good, margins, bad):
    """Whatever else holds beside it."""
    for given in (good, *bad):

        def asks(run, given=given):
            close(1, 1, 1)
            assert getattr(truths, check)(*given) == (given is good)

        beside, found = conditions(Truth((), asks, ""), SHOWN, [])
        assert (beside.margin, found.margin > 0) == (1, given is good), given
        assert (given is good) == ([found.margin, found.wider] == pytest.approx(margins)), given
    (found,) = conditions(Truth((), lambda run: None, ""), SHOWN, [])
    assert found.margin < 0, "asks for nothing"


def test_every_text_of_a_panel_has_a_role():
    figure, ax = plt.subplots()
    for place in ("center", "left", "right"):
        ax.set_title(f"in the {place}", loc=place)
    ax.set(xlabel="x", ylabel="y", xticks=[0], xticklabels=["zero"], yticks=[1, 2])
    ax.text(0, 0, "text")
    ax.plot([], [], label="entry")
    ax.legend()
    figure.canvas.draw()
    said = ["title: in the center", "left title: in the left", "right title: in the right"]
    said += ["x label: x", "y label: y", "x tick 0: zero", "y tick 0: 1", "y tick 1: 2"]
    found = [f"{role}: {text.get_text()}" for role, text in truths.texts_of(ax).items()]
    plt.close(figure)
    assert found == [*said, "text 0: text", "legend 0: entry"]


def test_numbers_and_cells_are_changed_one_or_two_at_a_time():
    rest = "and −3"
    said = [f"+0.53, -0.004 {rest}", f"+0.50, -0.001 {rest}", "+0.50, -0.004 and 0"]
    assert list(falsify.with_other_numbers(f"+0.50, -0.004 {rest}")) == said
    table = SimpleNamespace(header=["row", "p"], cells=[["a", "1"], ["b", "2"]])
    found = []
    for _, sets in falsify.table_changes(table):
        for put, new, _ in sets:
            put(new)
        found.append(" ".join(map("".join, table.cells)))
        for put, _, old in sets:
            put(old)
    assert found == ["a4 b2", "a1 b5", "1a b2", "b1 a2", "a2 b1", "a1 2b"]


def test_each_change_of_a_figure_is_seen_and_undone():
    fig, (ax, other) = plt.subplots(1, 2, figsize=(4, 2))
    ax.plot([0, 1], [0, 1], "o-", lw=1, mfc="w", label="one", gid="line")
    ax.plot([0, 1], [1, 1], "s-", lw=4, label="two")
    ax.bar([0, 1], [0.3, 0.6], width=[0.2, 0.4], color=["r", "g"])
    ax.legend()
    other.imshow([[0, 1]])
    other.quiver([0], [0], [1], [0], gid="arrow", color="w")
    for each, title in ((ax, "left"), (other, "right")):
        each.set(title=title, xticks=[], yticks=[], xlim=(-1, 2))

    def drawn():
        fig.canvas.draw()
        return bytes(fig.canvas.buffer_rgba())

    kinds, before = set(), drawn()
    for what, sets in falsify.picture_changes(fig):
        kinds.add(what.partition(" ")[0])
        for way in (1, 2):  # to the new values, and back
            for each in sets:
                each[0](each[way])
            assert (drawn() == before) == (way == 2), what
    plt.close(fig)
    assert kinds == {*falsify.PROPERTIES, "text", "line", "None", "arrow", "map"}


NEEDED = [
    (lambda number: below(number, 0.51), []),
    (lambda number: below(number, 9), ["no falsehood needs it"]),
    (lambda number: below(number - 0.5, 0.001), ["its bound could be wider"]),
]


@pytest.mark.parametrize(("more", "said"), NEEDED)
def test_a_condition_is_needed_as_tight_as_it_is(monkeypatch, more, said):
    notebook = new_notebook(cells=[new_markdown_cell(PAGE)])
    rehearsal = SimpleNamespace(run=lambda: SHOWN)
    monkeypatch.setattr(falsify, "read", lambda path: notebook)
    monkeypatch.setattr(truths, "book", lambda path: lesson(more))
    monkeypatch.setattr(falsify, "Rehearsal", lambda path, finished: finished and rehearsal)
    trial = falsify.Trial(None)
    falsify.change_texts(trial)
    assert (trial.count, trial.survivors) == (3, [])
    assert [each.partition(": ")[2] for each in trial.unneeded()] == said
    other = SHOWN._replace(printed="otherwise")
    trial.put("near", run=other)
    trial.put("asked of share alone", [0], run=other)
    assert trial.survivors == ["asked of share alone"]
    drawn = list(falsify.Trial(None, every=3).sample(range(6)))
    assert [drawn[0] + 3, drawn[0] % 3] == [drawn[1], drawn[0]]
    monkeypatch.setattr(truths, "book", lambda path: lesson(lambda number: below(number, 0.5)))
    with pytest.raises(
        ValueError, match=r"^a\.ipynb is not true as it stands: \[.false: 'The share"
    ):
        falsify.Trial(Path("a.ipynb"))


@pytest.mark.parametrize(("every", "asked"), [(1, ["one", "two"]), (2, ["one"])])
def test_all_truths_are_asked_only_where_all_falsehoods_are_put(every, asked):
    seen, told = [], [SimpleNamespace(margin=-1)]
    trial = SimpleNamespace(truths=["one", "two"], said=[[], []], run=SHOWN, every=every, count=0)
    trial.ask, trial.survivors = lambda truth, *rest: seen.append(truth) or told, []
    falsify.Trial.put(trial, "what")
    assert (seen, trial.survivors) == (asked, [])
