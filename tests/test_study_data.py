"""The study files: the same bytes every time, and three properties that are independent."""

from embedlab.datasets import load_study_rows, load_study_tokens

import subprocess
import sys
from collections import Counter
from itertools import product
from pathlib import Path
from statistics import mode

import make_study_rows
import numpy as np
import pytest
from scipy.stats import chisquare

DATA = Path(__file__).parents[1] / "data"
FILES = ("study_tokens.csv", "study_rows.csv")


def draw(seed, num_rows=2000, length=5, copies=3):
    """Tokens by id, as (label_group, topic, role), and rows with labels, as plain lists."""
    rng = np.random.Generator(np.random.PCG64(seed))
    X, y = make_study_rows.make_rows(rng, num_rows, length, copies)
    tokens = {token[0]: token[2:] for token in make_study_rows.make_tokens(copies)}
    return tokens, X.tolist(), y.tolist()


def test_the_command_line_writes_the_committed_bytes_and_says_what_it_does(tmp_path):
    def run(*options):
        command = [sys.executable, str(DATA / "make_study_rows.py"), "--out", "here", *options]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout

    first = run()
    assert first.count("wrote: ") == 2
    assert "24 tokens" in first
    assert "2000 rows of 5 tokens" in first
    for name in FILES:
        assert (tmp_path / "here" / name).read_bytes() == (DATA / name).read_bytes()
    assert run().count("unchanged: ") == 2
    again = run("--rows", "7", "--seed", "3")
    assert (again.count("unchanged: "), again.count("replaced: ")) == (1, 1), "tokens need no seed"
    rows = (tmp_path / "here" / "study_rows.csv").read_bytes()
    assert (rows.count(b"\n"), rows.count(b"\r")) == (8, 0)
    run("--rows", "7", "--seed", "4")
    assert (tmp_path / "here" / "study_rows.csv").read_bytes() != rows


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--rows", "0"], "the number of rows must be a whole number from 1 up, got 0"),
        (["--length", "4"], "must be odd"),
        (["--seed", "-1"], "--seed must be at least 0, got -1"),
        (["--seed", "x"], "invalid int value: 'x'"),
        (["--out", __file__], "--out: must be a folder"),
    ],
)
def test_bad_options_are_refused_and_nothing_is_written(options, message, tmp_path, capsys):
    with pytest.raises(SystemExit) as stop:
        make_study_rows.main(["--out", str(tmp_path / "new"), *options])
    assert stop.value.code == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("bad", [0, 2.0, True, None, "5"])
def test_the_functions_refuse_what_is_not_a_count(bad):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="whole number from 1 up"):
        make_study_rows.make_tokens(bad)
    for arguments in ((bad, 5, 3), (10, bad, 3), (10, 5, bad)):
        with pytest.raises(ValueError, match="whole number from 1 up"):
            make_study_rows.make_rows(rng, *arguments)


@pytest.mark.parametrize("copies", [1, 3, 4])
def test_every_combination_of_properties_belongs_to_as_many_tokens(copies):
    tokens = make_study_rows.make_tokens(copies)
    assert [token[0] for token in tokens] == list(range(8 * copies))
    assert len({token[1] for token in tokens}) == 8 * copies
    combinations = Counter(token[2:] for token in tokens)
    assert combinations == dict.fromkeys(product((0, 1), repeat=3), copies)
    for _, name, group, topic, role in tokens:
        words = [("neg", "pos")[group], ("sea", "sky")[topic], ("noun", "verb")[role]]
        assert name.split("-")[:3] == words


# None: the committed files
DESIGNS = [None, (7, 2000, 5, 3), (2**63, 300, 7, 1), (5, 400, 3, 10), (6, 50, 1, 3)]


@pytest.mark.parametrize("design", DESIGNS)
def test_every_row_keeps_one_topic_alternates_roles_and_is_labelled_by_majority(design):
    if design is None:
        loaded, study = load_study_tokens(), load_study_rows()
        design, rows, labels = (0, 2000, 5, 3), study.X.tolist(), study.y.tolist()
        tokens = list(zip(*(each.tolist() for each in loaded[1:]), strict=True))
        assert {token for row in rows for token in row} == set(range(24)) == set(range(len(tokens)))
    else:
        tokens, rows, labels = draw(*design)
    assert len(rows) == len(labels) == design[1]
    for row, label in zip(rows, labels, strict=True):
        groups, topics, roles = zip(*(tokens[token] for token in row), strict=True)
        assert len(row) == design[2]
        assert len(set(topics)) == 1
        assert all(roles[i] != roles[i + 1] for i in range(len(roles) - 1))
        assert label == mode(groups)


@pytest.mark.parametrize("seed", [*range(10), 987654321])
def test_label_groups_topic_role_and_tokens_alike_are_drawn_independently(seed):
    tokens, rows, _ = draw(seed, num_rows=6400)
    patterns = Counter()
    for row in rows:
        groups, topics, roles = zip(*(tokens[token] for token in row), strict=True)
        patterns[groups, topics[0], roles[0]] += 1
    # 2^5 patterns of label groups x 2 topics x 2 first roles: all 128 equally likely
    cells = product(product((0, 1), repeat=5), (0, 1), (0, 1))
    assert chisquare([patterns[cell] for cell in cells]).pvalue > 1e-4
    copy = np.array(rows) % 3  # of the tokens alike, drawn afresh at every position
    counts = [np.bincount(column, minlength=3) for column in copy.T]
    neighbours = np.bincount(3 * copy[:, 0] + copy[:, 1], minlength=9)
    for found in (np.ravel(counts), neighbours):
        assert chisquare(found).pvalue > 1e-4
