"""The data sets of the series, loaded from `data/` and checked before anything uses them.

The data card, `data/README.md`, describes every file and column. The checks live in
`embedlab.validation`; those that notebooks use are at hand here too.
"""

from embedlab.validation import MissingDataError, check_ids, check_labels, check_numbers, read_csv

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

__all__ = [
    "QUESTION_WORDS",
    "Airports",
    "FlightRows",
    "MissingDataError",
    "QuestionRows",
    "StudyRows",
    "StudyTokens",
    "check_ids",
    "check_labels",
    "load_airports",
    "load_flight_rows",
    "load_question_rows",
    "load_study_rows",
    "load_study_tokens",
]

QUESTION_WORDS = {3: "the", 5: "film", 8: "was", 45: "not", 2: "good"}
"""Words for the ids of the question, so that an order has a meaning; the question gives none."""

DATA_FOLDER = Path(__file__).resolve().parents[2] / "data"
MAKE_STUDY = "python data/make_study_rows.py"
MAKE_FLIGHTS = "git checkout -- data/{} (or python data/make_flight_rows.py)"


class QuestionRows(NamedTuple):
    """The rows of `question_rows.csv`; all arrays share their first axis, one entry a row."""

    X: np.ndarray
    """Token ids, shape (rows, tokens per row), int64."""
    y: np.ndarray
    """Labels, shape (rows,), float64."""
    row: np.ndarray
    """Row numbers as the question counts them, shape (rows,), int64."""
    pair: np.ndarray
    """Which of the question's two pairs a row belongs to, shape (rows,), int64."""


def load_question_rows(path=DATA_FOLDER / "question_rows.csv"):
    """Load the four rows of the question.

    Returns a `QuestionRows`. Raises `MissingDataError` if the file is not there, and `ValueError`
    for a wrong header, ragged rows, fractional or negative ids, and missing labels.
    """
    header, lines = read_csv(path, restore="git checkout -- data/question_rows.csv")
    expected = ["row", "pair", "y"]
    if header[:3] != expected or len(header) < 4:
        raise ValueError(
            f"{Path(path).name}: the header must be row,pair,y and then the ids, got {header}"
        )
    where = Path(path).name
    row = check_ids([line[:1] for line in lines], where=where, columns=header[:1])[:, 0]
    pair = check_ids([line[1:2] for line in lines], where=where, columns=header[1:2])[:, 0]
    y = check_labels([line[2] for line in lines], where=where)
    X = check_ids([line[3:] for line in lines], where=where, columns=header[3:])
    return QuestionRows(X=X, y=y, row=row, pair=pair)


class StudyTokens(NamedTuple):
    """The tokens of `study_tokens.csv`; all arrays have shape (tokens,), one entry an id."""

    name: np.ndarray
    """Names that spell the properties out, such as "pos-sea-noun-2", str."""
    label_group: np.ndarray
    """0 or 1: a row's label is the majority of its tokens' label groups, int64."""
    topic: np.ndarray
    """0 or 1: all tokens of a row have the same topic, int64."""
    role: np.ndarray
    """0 or 1: roles alternate along a row, int64."""


class StudyRows(NamedTuple):
    """The rows of `study_rows.csv`; all arrays share their first axis, one entry a row."""

    X: np.ndarray
    """Token ids, shape (rows, tokens per row), int64."""
    y: np.ndarray
    """Labels, 0 or 1, shape (rows,), float64."""


class Airports(NamedTuple):
    """The airports of `airports.csv`; all arrays have shape (airports,), one entry an id."""

    code: np.ndarray
    """Three-letter codes, str."""
    name: np.ndarray
    """Names, str."""
    latitude: np.ndarray
    """Degrees north, float64."""
    longitude: np.ndarray
    """Degrees east, so negative in America, float64."""
    distance_miles: np.ndarray
    """Mean distance of the flights from New York in statute miles, float64."""
    flights: np.ndarray
    """Flights from New York that arrived in 2013, int64."""
    share_late: np.ndarray
    """Share of these flights that arrived more than 15 minutes late, float64."""
    carrier: np.ndarray
    """Two-character code of the carrier with the most of these flights, str."""
    carrier_name: np.ndarray
    """Name of that carrier, str."""
    carrier_share: np.ndarray
    """That carrier's share of these flights, float64."""


class FlightRows(NamedTuple):
    """The rows of `flight_rows.csv.gz`; all arrays share their first axis, one entry a row."""

    X: np.ndarray
    """Airport ids of five consecutive flights of one aircraft, shape (rows, 5), int64."""
    late: np.ndarray
    """How many of the five arrived more than 15 minutes late, shape (rows,), int64."""
    date: np.ndarray
    """Day of the first departure, shape (rows,), datetime64[D]; rows stand in this order."""
    last_date: np.ndarray
    """Day of the last departure, shape (rows,), datetime64[D]."""


def load_study_tokens(path=DATA_FOLDER / "study_tokens.csv"):
    """Load the tokens of the study rows.

    Returns a `StudyTokens`. Raises `MissingDataError` if the file is not there, and `ValueError`
    for a wrong header, ragged rows, ids that do not count up from 0, repeated names, and
    properties other than 0 and 1.
    """
    where, table = _read_table(
        path, ["token", "name", "label_group", "topic", "role"], restore=MAKE_STUDY
    )
    _check_counting(table["token"], where, "token", start=0)
    return StudyTokens(
        _check_names(table["name"], where, "name", unique=True),
        *(
            check_numbers(table[column], where, column, 0, 1, whole=True)
            for column in ("label_group", "topic", "role")
        ),
    )


def load_study_rows(path=DATA_FOLDER / "study_rows.csv", tokens=None):
    """Load the study rows.

    `tokens` is the `StudyTokens` that the ids belong to; by default it is loaded from
    study_tokens.csv in the folder of the rows. Returns a `StudyRows`. Raises `MissingDataError` if
    a file is not there, and `ValueError` for a wrong header, ragged or misnumbered rows, labels
    other than 0 and 1, and for ids that are fractional or name no token.
    """
    if tokens is None:
        tokens = load_study_tokens(Path(path).parent / "study_tokens.csv")
    where, table = _read_table(path, ["row", "y"], restore=MAKE_STUDY, positions=True)
    _check_counting(table["row"], where, "row", start=1)
    y = check_numbers(table["y"], where, "y", 0, 1, whole=True)
    return StudyRows(X=_check_positions(table, where, len(tokens.name)), y=y.astype(float))


def load_airports(path=DATA_FOLDER / "airports.csv"):
    """Load the airports of the flight rows.

    Returns an `Airports`. Raises `MissingDataError` if the file is not there, and `ValueError` for
    a wrong header, ragged rows, ids that do not count up from 0, repeated codes, empty names, and
    numbers that are missing or outside their range.
    """
    columns = ["id", *Airports._fields]
    where, table = _read_table(path, columns, restore=MAKE_FLIGHTS.format("airports.csv"))
    _check_counting(table["id"], where, "id", start=0)

    def numbers(column, low, high=np.inf, whole=False):
        return check_numbers(table[column], where, column, low, high, whole)

    return Airports(
        code=_check_names(table["code"], where, "code", unique=True),
        name=_check_names(table["name"], where, "name"),
        latitude=numbers("latitude", -90, 90),
        longitude=numbers("longitude", -180, 180),
        distance_miles=numbers("distance_miles", 0),
        flights=numbers("flights", 1, whole=True),
        share_late=numbers("share_late", 0, 1),
        carrier=_check_names(table["carrier"], where, "carrier"),
        carrier_name=_check_names(table["carrier_name"], where, "carrier_name"),
        carrier_share=numbers("carrier_share", 0, 1),
    )


def load_flight_rows(path=DATA_FOLDER / "flight_rows.csv.gz", airports=None):
    """Load the flight rows; the file may also lie there unpacked, as .csv.

    `airports` is the `Airports` that the ids belong to; by default it is loaded from airports.csv
    in the folder of the rows. Returns a `FlightRows`. Raises `MissingDataError` if a file is not
    there, and `ValueError` for a damaged file, a wrong header, ragged or misnumbered rows, dates
    that are not a day written as 2013-01-31, a last date before the first, rows not in the order
    of their dates, more late flights than flights, and for ids that are fractional or name no
    airport.
    """
    if airports is None:
        airports = load_airports(Path(path).parent / "airports.csv")
    restore = MAKE_FLIGHTS.format("flight_rows.csv.gz")
    where, table = _read_table(path, ["row", "date", "last_date", "late"], restore, positions=True)
    _check_counting(table["row"], where, "row", start=1)
    X = _check_positions(table, where, len(airports.code))
    late = check_numbers(table["late"], where, "late", 0, X.shape[1], whole=True)
    date = _check_dates(table["date"], where, "date")
    last_date = _check_dates(table["last_date"], where, "last_date")
    _refuse(last_date < date, table["last_date"], where, "last_date", "is before the row's date")
    early = np.concatenate([[False], date[1:] < date[:-1]])
    _refuse(early, table["date"], where, "date", "is before the date of the row above")
    return FlightRows(X=X, late=late, date=date, last_date=last_date)


def _read_table(path, columns, restore, positions=False):
    """The file's name, and its columns by name; `positions` allows x1, x2, ... after the others."""
    header, lines = read_csv(path, restore)
    where = Path(path).name
    expected = columns
    if positions:
        expected = [*columns, *(f"x{n}" for n in range(1, max(2, len(header) - len(columns) + 1)))]
    if header != expected:
        raise ValueError(
            f"{where}: the header must be {','.join(expected)}, got {','.join(header)}"
        )
    return where, dict(zip(header, zip(*lines, strict=True), strict=True))


def _check_positions(table, where, num_tokens):
    """The columns x1, x2, ... as an int64 array of shape (rows, tokens per row)."""
    columns = [column for column in table if re.fullmatch(r"x\d+", column)]
    rows = list(zip(*(table[column] for column in columns), strict=True))
    return check_ids(rows, num_tokens, where, columns)


def _check_counting(values, where, column, start):
    """Refuse a column that does not count its rows up from `start`."""
    numbers = check_numbers(values, where, column, whole=True)
    wrong = numbers != np.arange(start, start + len(numbers))
    _refuse(wrong, values, where, column, f"is out of turn: the column counts up from {start}")


def _check_names(values, where, column, unique=False):
    """The column as an array of str; every entry says something, and something else if `unique`."""
    names = np.array(values)
    _refuse(np.char.strip(names) == "", values, where, column, "is empty: a name is needed")
    if unique:
        repeated = np.ones(len(names), dtype=bool)
        repeated[np.unique(names, return_index=True)[1]] = False
        _refuse(repeated, values, where, column, "stands there twice: every row needs its own")
    return names


def _check_dates(values, where, column):
    """The column as datetime64[D]."""
    try:
        days = np.array(values, dtype="datetime64[D]")
    except ValueError:  # find the rows that are to blame
        days = np.array([_as_date(value) for value in values])
    wrong = np.datetime_as_string(days) != np.array(values)  # "2013" would pass for a day
    wrong |= np.isnat(days)
    _refuse(wrong, values, where, column, "is not a date: a day is written as 2013-01-31")
    return days


def _as_date(value):
    """The day, or "not a time" for anything else."""
    try:
        return np.datetime64(value, "D")
    except ValueError:
        return np.datetime64("NaT", "D")


def _refuse(wrong, values, where, column, rule):
    """Raise `ValueError` for the first row that is wrong."""
    if wrong.any():
        first = np.flatnonzero(wrong)[0]
        raise ValueError(f"{where}: row {first + 1}, column {column}: {values[first]!r} {rule}")
