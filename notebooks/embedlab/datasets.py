"""The data sets of the series, loaded from `data/`.

The data card, `data/README.md`, describes every file and column; the tests hold the files against
it. A loader raises `MissingDataError` for a file that is not in its `folder`, and `ValueError` for
one that is damaged or of another form; the message names the command that restores it, or the row.
"""

from embedlab.validation import check_ids, refuse, refuse_if

import gzip
import re
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

QUESTION_WORDS = np.full(46, "?", dtype="U4")
QUESTION_WORDS[[3, 5, 8, 45, 2]] = ["the", "film", "was", "not", "good"]
"""A word for each id of the rows, so that an order has a meaning; the question gives none."""

DATA_FOLDER = Path(__file__).resolve().parents[2] / "data"
RESTORE = "git checkout -- data/{}"
RANGES = {  # what a column may hold
    (0, 1): {"y", "label_group", "topic", "role", "share_late", "carrier_share"},
    (1, 2**53): {"pair", "flights"},
    (1, 12_450): {"distance_miles"},  # half way round the Earth
    (-90, 90): {"latitude"},
    (-180, 180): {"longitude"},
    (0, 5): {"late"},
    (np.datetime64("2013-01-01"), np.datetime64("2014-01-01")): {"date", "last_date"},
}
FORMS = {"code": ("three capitals", "[A-Z]{3}"), "carrier": ("two signs", "[A-Z0-9]{2}")}


class MissingDataError(FileNotFoundError):
    """A data file is not there. The message names the command that restores it."""


class QuestionRows(NamedTuple):
    """The rows of `question_rows.csv`; all arrays share their first axis, one entry a row."""

    X: np.ndarray  # token ids, shape (rows, tokens per row), int64
    y: np.ndarray  # labels, shape (rows,), float64
    row: np.ndarray  # row numbers as the question counts them, shape (rows,), int64
    pair: np.ndarray  # which of the question's two pairs a row belongs to, shape (rows,), int64


def load_question_rows(folder=DATA_FOLDER):
    """Load the four rows of the question, `question_rows.csv`.

    folder: where the file lies. Returns a `QuestionRows`.
    """
    kinds = {"row": "i8", "pair": "i8", "y": "f8", "X": "f8"}
    return _read(QuestionRows, folder, "question_rows.csv", kinds, start=1)


class StudyTokens(NamedTuple):
    """The tokens of `study_tokens.csv`; all arrays have shape (tokens,), one entry an id."""

    name: np.ndarray  # names that spell the properties out, such as "pos-sea-noun-2", str
    label_group: np.ndarray  # 0 or 1: a row's label is that of most of its tokens, int64
    topic: np.ndarray  # 0 or 1: all tokens of a row have the same topic, int64
    role: np.ndarray  # 0 or 1: roles alternate along a row, int64


class StudyRows(NamedTuple):
    """The rows of `study_rows.csv`; all arrays share their first axis, one entry a row."""

    X: np.ndarray  # token ids, shape (rows, tokens per row), int64
    y: np.ndarray  # labels, 0 or 1, shape (rows,), float64


class Airports(NamedTuple):
    """The airports of `airports.csv`; all arrays have shape (airports,), one entry an id."""

    code: np.ndarray  # three-letter codes, str
    name: np.ndarray  # names, str
    latitude: np.ndarray  # degrees north, float64
    longitude: np.ndarray  # degrees east, so negative in America, float64
    distance_miles: np.ndarray  # mean distance of the flights, statute miles, float64
    flights: np.ndarray  # flights from New York that arrived in 2013, int64
    share_late: np.ndarray  # share of these flights that arrived more than 15 minutes late, float64
    carrier: np.ndarray  # two-character code of the carrier with the most of these flights, str
    carrier_name: np.ndarray  # name of that carrier, str
    carrier_share: np.ndarray  # that carrier's share of these flights, float64


class FlightRows(NamedTuple):
    """The rows of `flight_rows.csv.gz`; all arrays share their first axis, one entry a row."""

    X: np.ndarray  # airport ids of five consecutive flights of one aircraft, shape (rows, 5), int64
    late: np.ndarray  # how many of the five arrived more than 15 minutes late, shape (rows,), int64
    date: np.ndarray  # day of the first departure, datetime64[D]; rows stand in this order
    last_date: np.ndarray  # day of the last departure, shape (rows,), datetime64[D]


def load_study_tokens(folder=DATA_FOLDER):
    """Load the tokens of the study rows, `study_tokens.csv`, as a `StudyTokens`."""
    kinds = {"token": "i8", "name": "U60", "label_group": "i8", "topic": "i8", "role": "i8"}
    return _read(StudyTokens, folder, "study_tokens.csv", kinds, start=0)


def load_study_rows(folder=DATA_FOLDER):
    """Load the study rows, `study_rows.csv`, as a `StudyRows`.

    Raises `ValueError` for ids that are none of `load_study_tokens`, too.
    """
    num_tokens = len(load_study_tokens(folder).name)
    kinds = {"row": "i8", "y": "i8", "X": "i8"}
    rows = _read(StudyRows, folder, "study_rows.csv", kinds, 1, num_tokens)
    return rows._replace(y=rows.y.astype(float))


def load_airports(folder=DATA_FOLDER):
    """Load the airports of the flight rows, `airports.csv`, as an `Airports`."""
    kinds = {"id": "i8", **dict.fromkeys(Airports._fields, "f8"), "flights": "i8"}
    kinds |= dict.fromkeys(("code", "name", "carrier", "carrier_name"), "U60")
    return _read(Airports, folder, "airports.csv", kinds, start=0)


def load_flight_rows(folder=DATA_FOLDER):
    """Load the flight rows, `flight_rows.csv.gz`, as a `FlightRows`.

    Raises `ValueError` for ids that are none of `load_airports`, and for days out of order, too.
    """
    name, num_tokens = "flight_rows.csv.gz", len(load_airports(folder).code)
    kinds = {"row": "i8", "date": "M8[D]", "last_date": "M8[D]", "late": "i8", "X": "i8"}
    rows = _read(FlightRows, folder, name, kinds, 1, num_tokens)
    earlier = np.concatenate([rows.date[:1], rows.date[:-1]])
    refuse(rows.date < earlier, rows.date, name, "is before the row above", columns=["date"])
    wrong = rows.last_date < rows.date
    refuse(wrong, rows.last_date, name, "is before the date", columns=["last_date"])
    return rows


def _read(record, folder, name, kinds, start, num_tokens=None):
    """The columns of a file that a record of arrays names.

    kinds: column -> NumPy type, in the order of the header. "X", if it is there, stands last, for
    the columns x1, x2, ... of one type; its array has shape (lines, columns). start: the number
    from which the first column must count up. num_tokens: every id must be below it.
    """
    path, restore = Path(folder) / name, RESTORE.format(name)
    if not path.is_file():
        raise MissingDataError(f"{name} is missing from {path.parent}. Restore it: {restore}")
    try:
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise ValueError(f"{name} cannot be read ({error}). Restore it: {restore}") from error
    lines = [line for line in text.splitlines() if line.strip()]
    refuse_if(len(lines) < 2, f"{name}: no data: a header and at least one row are needed")
    ids = max(1, len(re.findall(r"\bx\d", lines[0]))) if "X" in kinds else 0
    header, lines = lines[0].split(","), lines[1:]
    columns = [column for column in kinds if column != "X"]
    expected = [*columns, *(f"x{number}" for number in range(1, ids + 1))]
    if header != expected:
        raise ValueError(f"{name}: the header must be {','.join(expected)}, got {','.join(header)}")
    fields = [(column, kinds[column]) for column in columns]
    form = {"delimiter": ",", "comments": None, "ndmin": 1}
    form["dtype"] = np.dtype([*fields, ("X", kinds["X"], (ids,))] if ids else fields)
    for row, values in enumerate((line.count(",") + 1 for line in lines), start=1):
        told = f"{name}: row {row} has {values} values, but the header names {len(header)} columns"
        refuse_if(values != len(header), f"{told}: every row needs a value in every column")
    try:
        found = np.loadtxt(lines, **form)
    except ValueError as error:  # NumPy counts rows from 0
        told = re.fullmatch(r"(.*) at row (\d+), column (\d+)\.", str(error), re.DOTALL)
        problem, row, column = told.groups()
        place = f"row {int(row) + 1}, column {header[int(column) - 1]}"
        raise ValueError(f"{name}: {place}: {problem}") from None
    found = {column: found[column].copy() for column in kinds}
    for column in columns:
        _check_column(found[column], name, column)
    numbers = found[columns[0]]
    rule = f"is out of turn: the column counts up from {start}"
    refuse(numbers != np.arange(start, start + len(numbers)), numbers, name, rule, 1, columns)
    if ids:
        found["X"] = check_ids(found["X"], num_tokens, name, expected[len(columns) :])
    return record(*(found[column] for column in record._fields))


def _check_column(values, name, column):
    """Refuse what the data card excludes: numbers and days out of range, texts of another form."""
    rules = {}
    for (low, high), within in RANGES.items():
        if column in within:
            rules[f"is not from {low} to {high}"] = ~((values >= low) & (values <= high))
    if values.dtype.kind == "U":
        words, form = FORMS.get(column, ("2 to 59 letters", r"\S.{0,57}\S"))  # longer ones are cut
        rules[f"is not a text of {words}"] = [not re.fullmatch(form, each) for each in values]
    if column in ("code", "name"):
        first = np.unique(values, return_index=True)[1]
        rules["stands in a row above, too"] = ~np.isin(np.arange(len(values)), first)
    for rule, wrong in rules.items():
        refuse(wrong, values, name, rule, columns=[column])
