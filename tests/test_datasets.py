"""The loaders: what they return is the file's content, and what they refuse they name."""

from embedlab import datasets

import gzip
import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

DATA = Path(__file__).parents[1] / "data"
LOADERS = {
    "question_rows.csv": datasets.load_question_rows,
    "study_tokens.csv": datasets.load_study_tokens,
    "study_rows.csv": datasets.load_study_rows,
    "airports.csv": datasets.load_airports,
    "flight_rows.csv.gz": datasets.load_flight_rows,
}


@cache
def read(path):
    """The file as a data frame of texts."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture
def folder(tmp_path):
    """The data files in a folder of their own, the rows cut to the last 40."""
    for name in LOADERS:
        lines = read(DATA / name).copy()
        if "row" in lines:
            lines = lines.tail(40).assign(row=range(1, 1 + min(40, len(lines))))
        lines.to_csv(tmp_path / name, index=False)
    return tmp_path


def write(path, lines):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as file:
        file.write("\n".join(lines) + "\n")


def test_the_four_rows_are_those_of_the_question():
    rows = datasets.load_question_rows()
    assert rows.X.tolist() == [[3, 5, 8, 45, 2]] * 3 + [[3, 5, 45, 8, 2]]
    assert rows.y.tolist() == [1, 0, 1, 1]
    assert rows.row.tolist() == [1, 2, 3, 4]
    assert rows.pair.tolist() == [1, 1, 2, 2]
    assert rows.X.dtype == rows.row.dtype == np.int64
    assert rows.y.dtype == np.float64
    assert np.unique(rows.X).tolist() == np.flatnonzero(datasets.QUESTION_WORDS != "?").tolist()


@pytest.mark.parametrize("name", list(LOADERS)[1:])
def test_what_is_loaded_is_what_stands_in_the_file(name):
    """Every column, in the order of the lines, as whole numbers, floats, days or texts."""
    loaded = LOADERS[name]()
    lines = read(DATA / name)
    for field, array in loaded._asdict().items():
        columns = [f"x{n}" for n in range(1, 6)] if field == "X" else [field]
        kind = {"i": int, "f": float}.get(array.dtype.kind, str)
        found = array.reshape(len(lines), -1)
        found = found.astype(str) if kind is str else found
        np.testing.assert_array_equal(found, lines[columns].astype(kind))
        assert array.dtype.kind in "iU" or array.dtype in ("float64", "datetime64[D]")
        assert array.dtype.kind != "i" or array.dtype == "int64"


@pytest.mark.parametrize("name", LOADERS)
def test_every_array_owns_its_values(name):
    for array in LOADERS[name]():
        assert array.flags.writeable
        assert array.base is None or array.base.dtype.names is None


def test_rows_of_another_length_are_read(folder):
    write(folder / "question_rows.csv", ["row,pair,y,x1,x2,x3", "1,1,0.25,0,7,1000"])
    rows = datasets.load_question_rows(folder)
    assert rows.X.tolist() == [[0, 7, 1000]]
    assert rows.y.tolist() == [0.25]
    for header in ("row,pair,y", "row;pair;y;x1", "row,pair,x1", "row,pair,y,x1,"):
        write(folder / "question_rows.csv", [header, "1,1,1,1"])
        with pytest.raises(ValueError, match=f"header must be row,pair,y,x1, got {header}$"):
            datasets.load_question_rows(folder)


def test_a_spreadsheets_mark_and_blank_lines_do_no_harm(folder):
    path = folder / "study_rows.csv"
    path.write_text("\ufeff" + path.read_text().replace("\n", "\r\n\r\n"), encoding="utf-8")
    expected = datasets.load_study_rows().X[-40:]
    np.testing.assert_array_equal(datasets.load_study_rows(folder).X, expected)


NEEDED = [*((name, name) for name in LOADERS), ("study_rows.csv", "study_tokens.csv")]
NEEDED += [("flight_rows.csv.gz", "airports.csv")]


@pytest.mark.parametrize(("name", "missing"), NEEDED)
def test_a_missing_file_says_which_command_restores_it(folder, name, missing):
    (folder / missing).unlink()
    with pytest.raises(datasets.MissingDataError, match=rf"git checkout -- data/{missing}$"):
        LOADERS[name](folder)


@pytest.mark.parametrize("name", LOADERS)
def test_an_empty_file_a_wrong_header_and_ragged_rows_are_refused(folder, name):
    path = folder / name
    lines = read(path).to_csv(index=False).splitlines()
    for bad, message in (
        ([], "no data"),
        (lines[:1], "no data"),
        ([lines[0].replace("x1", "x2").replace("name", "nom"), *lines[1:]], "the header must be"),
        ([",".join(reversed(lines[0].split(","))), *lines[1:]], "the header must be"),
        ([*lines[:3], lines[3] + ",7", *lines[4:]], "row 3 has"),
        ([*lines[:3], lines[3].rsplit(",", 1)[0], *lines[4:]], "row 3 has"),
    ):
        write(path, bad)
        with pytest.raises(ValueError, match=rf"^{name}: {message}"):
            LOADERS[name](folder)


def test_a_damaged_file_is_refused_with_the_command_that_restores_it(folder):
    path = folder / "flight_rows.csv.gz"
    packed = path.read_bytes()
    middle = len(packed) // 2
    spoiled = packed[:middle] + bytes(20) + packed[middle + 20 :]
    for bad in (packed[:middle], b"row,date\n", spoiled, gzip.compress(b"row,\xff\n")):
        path.write_bytes(bad)
        with pytest.raises(ValueError, match=r"flight_rows\.csv\.gz cannot be read .*git checkout"):
            datasets.load_flight_rows(folder)


DAYS = "is not from 2013-01-01 to 2014-01-01"
NO_INT, NO_FLOAT = (f"could not convert string '{{}}' to {kind}" for kind in ("int64", "float64"))
SPOILED = [
    *[("question_rows.csv", 1, "x2", bad, NO_FLOAT) for bad in ("", "True", "1_0")],
    ("question_rows.csv", 1, "x2", "-5", "-5.0 is negative"),
    ("question_rows.csv", 1, "x2", "nan", "nan is not a number"),
    ("question_rows.csv", 1, "x2", "9007199254740993", "is too large: from 2"),
    *[("question_rows.csv", 2, "y", bad, "is not from 0 to 1") for bad in ("7", "-0.01", "nan")],
    *[("question_rows.csv", 2, "pair", bad, NO_INT) for bad in ("", "1.5")],
    ("question_rows.csv", 2, "pair", "0", "0 is not from 1 to "),
    ("question_rows.csv", 2, "row", "one", NO_INT),
    ("question_rows.csv", 2, "row", "99", "99 is out of turn"),
    ("study_tokens.csv", 3, "token", "7", "7 is out of turn"),
    ("study_tokens.csv", 6, "role", "0.5", NO_INT),
    *[("study_tokens.csv", 6, kind, "2", "2 is not from 0 to 1") for kind in ("topic", "role")],
    ("study_tokens.csv", 6, "label_group", "-1", "-1 is not from 0 to 1"),
    ("study_tokens.csv", 6, "name", "neg-sea-noun-1", "stands in a row above, too"),
    ("study_rows.csv", 3, "row", "4", "4 is out of turn"),
    *[("study_rows.csv", 3, "y", bad, "is not from 0 to 1") for bad in ("7", "-1")],
    *[("study_rows.csv", 3, "y", bad, NO_INT) for bad in ("0.5", "nan")],
    ("study_rows.csv", 9, "x2", "24", "24 is beyond the table"),
    ("airports.csv", 1, "id", "1", "1 is out of turn"),
    *[("airports.csv", 2, "latitude", bad, NO_FLOAT) for bad in ("north", "x at row 3")],
    *[("airports.csv", 2, "latitude", bad, "is not from -90 to 90") for bad in ("91", "-90.1")],
    *[("airports.csv", 2, "longitude", bad, "not from -180 to 180") for bad in ("181", "-400")],
    *[("airports.csv", 2, "distance_miles", bad, "is not from 1 to 12450") for bad in ("0", "inf")],
    *[("airports.csv", 2, "flights", bad, "is not from 1 to ") for bad in ("0", "-3")],
    *[("airports.csv", 2, "share_late", bad, "is not from 0 to 1") for bad in ("1.7", "nan")],
    ("airports.csv", 2, "carrier_share", "-0.1", "-0.1 is not from 0 to 1"),
    ("airports.csv", 2, "code", "ABQ", "'ABQ' stands in a row above, too"),
    *[("airports.csv", 2, "code", bad, "is not a text of three cap") for bad in ("", "ABCD", "ab")],
    *[("airports.csv", 2, "carrier", bad, "is not a text of two sig") for bad in ("", "UAX", "u")],
    *[("airports.csv", 2, "name", bad, "is not a text of 2 to 59") for bad in ("", " A", 60 * "A")],
    ("airports.csv", 2, "carrier_name", "", "'' is not a text of 2 to 59"),
    ("flight_rows.csv.gz", 5, "row", "6", "6 is out of turn"),
    *[("flight_rows.csv.gz", 5, "late", bad, "is not from 0 to 5") for bad in ("6", "-1")],
    ("flight_rows.csv.gz", 5, "x3", "89", "89 is beyond the table"),
    ("flight_rows.csv.gz", 5, "x3", "LAX", NO_INT),
    ("flight_rows.csv.gz", 5, "date", "2013-02-30", "could not convert string '2013-02-30'"),
    ("flight_rows.csv.gz", 5, "date", "2013-01-01", "'2013-01-01' is before the row above"),
    *[("flight_rows.csv.gz", 5, "date", bad, DAYS) for bad in ("", "2012-12-31", "20130101")],
    *[("flight_rows.csv.gz", 5, "last_date", bad, DAYS) for bad in ("", "2014-01-02")],
    ("flight_rows.csv.gz", 5, "last_date", "1/2/2013", "could not convert string '1/2/2013'"),
    ("flight_rows.csv.gz", 5, "last_date", "2013-01-01", "'2013-01-01' is before the date"),
]


@pytest.mark.parametrize(("name", "row", "column", "value", "message"), SPOILED)
def test_a_bad_entry_is_named_with_its_file_row_and_rule(folder, name, row, column, value, message):
    lines = read(folder / name).copy()
    lines.loc[row - 1, column] = value
    lines.to_csv(folder / name, index=False)
    message = re.escape(message.format(value))
    with pytest.raises(ValueError, match=rf"^{name}: row {row}, column {column}: .*{message}"):
        LOADERS[name](folder)
