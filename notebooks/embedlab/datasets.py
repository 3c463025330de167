"""The data sets of the series, loaded from `data/`.

The data card, `data/README.md`, describes every file and column; the tests hold the files against
it. A loader raises `MissingDataError` for a file that is not in its `folder`, and `ValueError` for
one that is damaged or of another form; the message names the command that restores it, or the row.
"""

from embedlab.validation import as_number, check_ids

import gzip
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

QUESTION_WORDS = np.full(46, "?", dtype="U4")
QUESTION_WORDS[[3, 5, 8, 45, 2]] = ["the", "film", "was", "not", "good"]
"""A word for each id of the rows, so that an order has a meaning; the question gives none."""

DATA_FOLDER = Path(__file__).resolve().parents[2] / "data"
RESTORE = "git checkout -- data/{}"


class MissingDataError(FileNotFoundError):
    """A data file is not there. The message names the command that restores it."""


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


def load_question_rows(folder=DATA_FOLDER):
    """Load the four rows of the question, `question_rows.csv`.

    folder: where the file lies. Returns a `QuestionRows`. Raises `ValueError`, with row, column and
    rule, for a wrong header, rows that are ragged or do not count up from 1, ids that are no whole
    numbers from 0 up, and labels that are not from 0 to 1; `MissingDataError` without the file.
    """
    name = "question_rows.csv"
    cells = _read(folder, name, {"row": "U40", "pair": "U40", "y": "U40", "X": "U40"}, start=1)
    columns = [f"x{number}" for number in range(1, cells["X"].shape[1] + 1)]
    return QuestionRows(
        X=check_ids(cells["X"], where=name, columns=columns),
        y=_labels(cells["y"], name),
        row=np.arange(1, len(cells) + 1),
        pair=check_ids(cells["pair"][:, None], where=name, columns=["pair"])[:, 0],
    )


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


def load_study_tokens(folder=DATA_FOLDER):
    """Load the tokens of the study rows, `study_tokens.csv`, as a `StudyTokens`."""
    name = "study_tokens.csv"
    kinds = {"token": "i8", "name": "U40", "label_group": "i8", "topic": "i8", "role": "i8"}
    lines = _read(folder, name, kinds, start=0)
    return StudyTokens(*(lines[field].copy() for field in StudyTokens._fields))


def load_study_rows(folder=DATA_FOLDER):
    """Load the study rows, `study_rows.csv`, as a `StudyRows`.

    Raises `ValueError` for ids that are none of `load_study_tokens`, too.
    """
    name = "study_rows.csv"
    lines = _read(folder, name, {"row": "i8", "y": "f8", "X": "i8"}, start=1)
    num_tokens = len(load_study_tokens(folder).name)
    return StudyRows(check_ids(lines["X"], num_tokens, name), _labels(lines["y"], name))


def load_airports(folder=DATA_FOLDER):
    """Load the airports of the flight rows, `airports.csv`, as an `Airports`."""
    name = "airports.csv"
    kinds = {"id": "i8", **dict.fromkeys(Airports._fields, "f8"), "flights": "i8"}
    kinds |= dict.fromkeys(("code", "name", "carrier", "carrier_name"), "U60")
    lines = _read(folder, name, kinds, start=0)
    return Airports(*(lines[field].copy() for field in Airports._fields))


def load_flight_rows(folder=DATA_FOLDER):
    """Load the flight rows, `flight_rows.csv.gz`, as a `FlightRows`.

    Raises `ValueError` for ids that are none of `load_airports`, too.
    """
    name = "flight_rows.csv.gz"
    kinds = {"row": "i8", "date": "M8[D]", "last_date": "M8[D]", "late": "i8", "X": "i8"}
    lines = _read(folder, name, kinds, start=1)
    X = check_ids(lines["X"], len(load_airports(folder).code), name)
    return FlightRows(X, *(lines[field].copy() for field in FlightRows._fields[1:]))


def _read(folder, name, kinds, start):
    """The lines of a file as a structured array with one field for each column.

    kinds: column -> NumPy type, in the order of the header. "X", if it is there, stands last, for
    the columns x1, x2, ... of one type; its field has shape (lines, columns). start: the number
    from which the first column must count up.
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
    if len(lines) < 2:
        raise ValueError(f"{name}: no data: a header and at least one row are needed")
    header, lines = lines[0].split(","), lines[1:]
    columns = [column for column in kinds if column != "X"]
    ids = max(1, len(header) - len(columns)) if "X" in kinds else 0
    expected = [*columns, *(f"x{number}" for number in range(1, ids + 1))]
    if header != expected:
        raise ValueError(f"{name}: the header must be {','.join(expected)}, got {','.join(header)}")
    fields = [(column, kinds[column]) for column in columns]
    form = {"delimiter": ",", "comments": None, "ndmin": 1}
    form["dtype"] = np.dtype([*fields, ("X", kinds["X"], (ids,))] if ids else fields)
    try:
        found = np.loadtxt(lines, **form)
    except ValueError:
        _refuse_first_bad_line(lines, name, len(header), form)
        raise
    first = columns[0]
    numbers = check_ids(found[first][:, None], where=name, columns=[first])[:, 0]
    wrong = np.flatnonzero(numbers != np.arange(start, start + len(numbers)))
    if wrong.size:
        raise ValueError(
            f"{name}: row {wrong[0] + 1}, column {first}: {numbers[wrong[0]]} is out of turn: "
            f"the column counts up from {start}"
        )
    return found


def _refuse_first_bad_line(lines, name, num_columns, form):
    """Raise `ValueError` with the number of the first line that cannot be read."""
    for row, line in enumerate(lines, start=1):
        values = line.count(",") + 1
        if values != num_columns:
            raise ValueError(
                f"{name}: row {row} has {values} values, but the header names {num_columns} "
                "columns: every row needs a value in every column"
            )
        try:
            np.loadtxt([line], **form)
        except ValueError as error:
            problem = str(error).replace(" at row 0, column", ", column")
            raise ValueError(f"{name}: row {row}: {problem}") from None


def _labels(values, name):
    """Labels from 0 to 1, as float64; another one is refused."""
    for row, value in enumerate(values.tolist(), start=1):
        if not 0 <= as_number(value) <= 1:  # false for NaN
            raise ValueError(f"{name}: row {row}, column y: {value!r} is not a label from 0 to 1")
    return values.astype(float)
