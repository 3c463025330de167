"""The loaders of the study rows and the flights: what they return, and what they refuse."""

from embedlab import datasets
from embedlab.validation import check_ids, check_numbers, read_csv

import csv
import gzip
import shutil
from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).parents[1] / "data"
LOADERS = {
    "study_tokens.csv": datasets.load_study_tokens,
    "study_rows.csv": datasets.load_study_rows,
    "airports.csv": datasets.load_airports,
    "flight_rows.csv.gz": datasets.load_flight_rows,
}
COMMANDS = {
    "study_tokens.csv": "python data/make_study_rows.py",
    "study_rows.csv": "python data/make_study_rows.py",
    "airports.csv": "python data/make_flight_rows.py",
    "flight_rows.csv.gz": "python data/make_flight_rows.py",
}


def text_of(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return file.read()


@pytest.fixture
def folder(tmp_path):
    """The data files in a folder of their own, the rows cut to the first 40."""
    for name in LOADERS:
        shutil.copy(DATA / name, tmp_path / name)
        if "rows" in name:
            write(tmp_path / name, text_of(DATA / name).splitlines()[:41])
    return tmp_path


def write(path, lines):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as file:
        file.write("\n".join(lines) + "\n")


def spoil(path, row, column, value):
    """Overwrite one entry; rows are counted from 1 below the header."""
    lines = text_of(path).splitlines()
    place = lines[0].split(",").index(column)
    entries = lines[row].split(",")
    entries[place] = value
    lines[row] = ",".join(entries)
    write(path, lines)


def table_of(name):
    return list(csv.DictReader(text_of(DATA / name).splitlines()))


def test_study_tokens_are_those_of_the_file():
    tokens, lines = datasets.load_study_tokens(), table_of("study_tokens.csv")
    for field in tokens._fields:
        found = getattr(tokens, field)
        assert [str(value) for value in found.tolist()] == [line[field] for line in lines]
    assert tokens.label_group.dtype == tokens.topic.dtype == tokens.role.dtype == np.int64


def test_study_rows_are_those_of_the_file():
    study, lines = datasets.load_study_rows(), table_of("study_rows.csv")
    assert study.X.tolist() == [[int(line[f"x{n}"]) for n in range(1, 6)] for line in lines]
    assert study.y.tolist() == [float(line["y"]) for line in lines]
    assert study.X.dtype == np.int64
    assert study.y.dtype == np.float64


def test_airports_are_those_of_the_file():
    airports, lines = datasets.load_airports(), table_of("airports.csv")
    for field in airports._fields:
        kind = type(getattr(airports, field).tolist()[0])
        assert getattr(airports, field).tolist() == [kind(line[field]) for line in lines]
    assert airports.flights.dtype == np.int64
    assert airports.latitude.dtype == airports.share_late.dtype == np.float64


def test_flight_rows_are_those_of_the_file():
    flights, lines = datasets.load_flight_rows(), table_of("flight_rows.csv.gz")
    assert flights.X.tolist() == [[int(line[f"x{n}"]) for n in range(1, 6)] for line in lines]
    assert flights.late.tolist() == [int(line["late"]) for line in lines]
    assert [str(day) for day in flights.date] == [line["date"] for line in lines]
    assert [str(day) for day in flights.last_date] == [line["last_date"] for line in lines]
    assert flights.X.dtype == flights.late.dtype == np.int64
    assert flights.date.dtype == flights.last_date.dtype == "datetime64[D]"


@pytest.mark.parametrize("name", LOADERS)
def test_a_copy_elsewhere_is_read_with_its_neighbour(folder, name):
    LOADERS[name](folder / name)


def test_rows_of_other_lengths_and_tables_are_read(tmp_path):
    import make_study_rows

    make_study_rows.main(["--out", str(tmp_path), "--length", "7", "--copies", "2", "--rows", "11"])
    study = datasets.load_study_rows(tmp_path / "study_rows.csv")
    assert study.X.shape == (11, 7)
    with pytest.raises(ValueError, match=r"study_rows\.csv: row \d+, column x\d: '\d+' is beyond"):
        datasets.load_study_rows(
            DATA / "study_rows.csv", datasets.load_study_tokens(tmp_path / "study_tokens.csv")
        )


def test_flight_rows_may_be_unpacked_and_a_spreadsheets_mark_does_no_harm(folder):
    unpacked = folder / "flight_rows.csv"
    unpacked.write_text("\ufeff" + text_of(folder / "flight_rows.csv.gz"), encoding="utf-8")
    np.testing.assert_array_equal(
        datasets.load_flight_rows(unpacked).X, datasets.load_flight_rows().X[:40]
    )


@pytest.mark.parametrize("name", LOADERS)
def test_a_missing_file_says_which_command_restores_it(tmp_path, name):
    with pytest.raises(datasets.MissingDataError, match=COMMANDS[name]):
        LOADERS[name](tmp_path / name)
    with pytest.raises(ValueError, match="is missing from"):
        LOADERS[name](tmp_path / name)


@pytest.mark.parametrize("name", LOADERS)
def test_an_empty_file_and_a_wrong_header_and_ragged_rows_are_refused(folder, name):
    path = folder / name
    lines = text_of(path).splitlines()
    for bad, message in (
        ([], "no data"),
        (lines[:1], "no data"),
        ([lines[0].replace("x1", "x2").replace("name", "nom"), *lines[1:]], "the header must be"),
        ([",".join(reversed(lines[0].split(","))), *lines[1:]], "the header must be"),
        ([*lines[:3], lines[3] + ",7", *lines[4:]], "row 3 has"),
        ([*lines[:3], lines[3].rsplit(",", 1)[0], *lines[4:]], "row 3 has"),
    ):
        write(path, bad)
        with pytest.raises(ValueError, match=message) as error:
            LOADERS[name](path)
        assert name in str(error.value)


@pytest.mark.parametrize("name", ["study_rows.csv", "flight_rows.csv.gz"])
def test_rows_without_ids_are_refused(folder, name):
    path = folder / name
    lines = [line.rsplit(",", 5)[0] for line in text_of(path).splitlines()]
    write(path, lines)
    with pytest.raises(ValueError, match=r"the header must be .*x1"):
        LOADERS[name](path)


def test_a_damaged_file_is_refused_with_the_command_that_restores_it(folder):
    path = folder / "flight_rows.csv.gz"
    packed = path.read_bytes()
    middle = len(packed) // 2
    for bad in (
        packed[:middle],
        b"row,date\n",
        packed[:middle] + bytes(20) + packed[middle + 20 :],
        gzip.compress(b"row,\xff\n"),
    ):
        path.write_bytes(bad)
        with pytest.raises(ValueError, match=r"flight_rows\.csv\.gz cannot be read .*make_flight"):
            datasets.load_flight_rows(path)


SPOILED = [
    ("study_tokens.csv", 3, "token", "7", "row 3, column token: '7' is out of turn"),
    ("study_tokens.csv", 3, "token", "two", "row 3, column token: 'two' must be a whole number"),
    ("study_tokens.csv", 2, "name", "", "row 2, column name: '' is empty"),
    ("study_tokens.csv", 4, "name", "neg-sea-noun-1", "row 4, column name: .* twice"),
    ("study_tokens.csv", 5, "topic", "2", "row 5, column topic: '2' must be a whole number from 0"),
    ("study_tokens.csv", 6, "role", "0.5", "row 6, column role: '0.5' must be a whole number"),
    ("study_tokens.csv", 7, "label_group", "", "row 7, column label_group: '' must be"),
    ("study_rows.csv", 3, "row", "4", "row 3, column row: '4' is out of turn"),
    ("study_rows.csv", 3, "y", "0.5", "row 3, column y: '0.5' must be a whole number from 0 to 1"),
    ("study_rows.csv", 3, "y", "nan", "row 3, column y: 'nan' must be"),
    ("study_rows.csv", 9, "x2", "24", "row 9, column x2: '24' is beyond the table"),
    ("study_rows.csv", 9, "x2", "3.7", "row 9, column x2: '3.7' is fractional"),
    ("study_rows.csv", 9, "x5", "-1", "row 9, column x5: '-1' is negative"),
    ("study_rows.csv", 9, "x1", "", "row 9, column x1: '' is not a number"),
    ("airports.csv", 1, "id", "1", "row 1, column id: '1' is out of turn"),
    ("airports.csv", 2, "code", "ABQ", "row 2, column code: 'ABQ' stands there twice"),
    ("airports.csv", 2, "name", " ", "row 2, column name: ' ' is empty"),
    ("airports.csv", 2, "latitude", "91", "row 2, column latitude: '91' must be .* from -90 to 90"),
    ("airports.csv", 2, "longitude", "-181", "row 2, column longitude: '-181' must be"),
    ("airports.csv", 2, "distance_miles", "-1", "row 2, column distance_miles: '-1' must be .* up"),
    ("airports.csv", 2, "distance_miles", "inf", "row 2, column distance_miles: 'inf' must be"),
    ("airports.csv", 2, "flights", "0", "row 2, column flights: '0' must be a whole number from 1"),
    ("airports.csv", 2, "flights", "200.5", "row 2, column flights: '200.5' must be a whole"),
    ("airports.csv", 2, "share_late", "1.1", "row 2, column share_late: '1.1' must be"),
    ("airports.csv", 2, "carrier", "", "row 2, column carrier: '' is empty"),
    ("airports.csv", 2, "carrier_name", "", "row 2, column carrier_name: '' is empty"),
    ("airports.csv", 2, "carrier_share", "-0.1", "row 2, column carrier_share: '-0.1' must be"),
    ("flight_rows.csv.gz", 5, "row", "6", "row 5, column row: '6' is out of turn"),
    ("flight_rows.csv.gz", 5, "late", "6", "row 5, column late: '6' must be .* from 0 to 5"),
    ("flight_rows.csv.gz", 5, "late", "1.5", "row 5, column late: '1.5' must be a whole number"),
    ("flight_rows.csv.gz", 5, "x3", "89", "row 5, column x3: '89' is beyond the table"),
    ("flight_rows.csv.gz", 5, "x3", "LAX", "row 5, column x3: 'LAX' is not a number"),
    ("flight_rows.csv.gz", 5, "date", "2013-02-30", "row 5, column date: '2013-02-30' is not a da"),
    ("flight_rows.csv.gz", 5, "date", "2013", "row 5, column date: '2013' is not a date"),
    ("flight_rows.csv.gz", 5, "date", "NaT", "row 5, column date: 'NaT' is not a date"),
    ("flight_rows.csv.gz", 5, "date", "", "row 5, column date: '' is not a date"),
    ("flight_rows.csv.gz", 5, "last_date", "1/2/2013", "row 5, column last_date: .* not a date"),
    ("flight_rows.csv.gz", 5, "last_date", "2012-12-31", "row 5, column last_date: .* row's date"),
    ("flight_rows.csv.gz", 5, "date", "2012-12-31", "row 5, column date: .* the row above"),
]


@pytest.mark.parametrize(("name", "row", "column", "value", "message"), SPOILED)
def test_a_bad_entry_is_named_with_its_file_row_column_and_rule(
    folder, name, row, column, value, message
):
    spoil(folder / name, row, column, value)
    with pytest.raises(ValueError, match=message) as error:
        LOADERS[name](folder / name)
    assert str(error.value).startswith(name)


@pytest.mark.parametrize(
    ("rows_name", "table_name"),
    [("study_rows.csv", "study_tokens.csv"), ("flight_rows.csv.gz", "airports.csv")],
)
def test_rows_without_the_table_of_their_ids_are_refused(folder, rows_name, table_name):
    (folder / table_name).unlink()
    with pytest.raises(datasets.MissingDataError, match=table_name):
        LOADERS[rows_name](folder / rows_name)


def test_integer_arrays_take_a_short_way_with_the_same_checks():
    X = np.array([[1, 2], [3, 0]], dtype=np.uint8)
    found = check_ids(X, 4)
    assert found.tolist() == X.tolist()
    assert found.dtype == np.int64
    found = check_ids(np.array([[1, 2]]))
    assert not np.shares_memory(found, X)
    same = np.array([[1, 2]])
    check_ids(same)[0, 0] = 9
    assert same[0, 0] == 1
    with pytest.raises(ValueError, match="X: row 2, column 1: 3 is beyond the table"):
        check_ids(X, 3)
    with pytest.raises(ValueError, match="X: row 1, column b: -2 is negative"):
        check_ids(np.array([[1, -2]]), columns=["a", "b"])
    with pytest.raises(ValueError, match="there are no rows"):
        check_ids(np.zeros((0, 5), dtype=int))
    with pytest.raises(ValueError, match="row 1 is empty"):
        check_ids(np.zeros((5, 0), dtype=int))
    for huge in ([[0, 2**60]], np.array([[0, 2**60]]), [[0, 1e300]]):
        with pytest.raises(ValueError, match=r"row 1, column 2: .* is too large"):
            check_ids(huge)


def test_check_numbers():
    found = check_numbers(["1", "2.5", 3], "file", "c", 1, 3)
    assert found.tolist() == [1, 2.5, 3]
    assert found.dtype == np.float64
    found = check_numbers(["1", "2.0"], "file", "c", whole=True)
    assert found.tolist() == [1, 2]
    assert found.dtype == np.int64
    for bad in ("0.9", "3.1", "x", None, "inf", True):
        with pytest.raises(ValueError, match=r"file: row 2, column c: .* a number from 1 to 3"):
            check_numbers(["1", bad], "file", "c", 1, 3)
    with pytest.raises(ValueError, match=r"row 1, column c: '-3\.0' must be a number from 0 up"):
        check_numbers(["-3.0"], "file", "c", 0)
    with pytest.raises(ValueError, match=r"row 1, column c: '1\.5' must be a whole number$"):
        check_numbers(["1.5"], "file", "c", whole=True)


def test_read_csv_skips_blank_lines_and_keeps_quoted_commas(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b\n\n"1,5",2\n\n', encoding="utf-8")
    assert read_csv(path, "command") == (["a", "b"], [["1,5", "2"]])
