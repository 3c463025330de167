"""The files for the Embedding Projector: read back with another reader, rows in step, bad input."""

from embedlab.datasets import load_airports
from embedlab.projector import write_projector_files

import csv

import numpy as np
import pandas as pd
import pytest

TABLE = np.array([[0.5, -1.25, 1 / 3], [0.0, 2e-7, -3e8]])
NAMES = {"name": ["Zürich", "São Paulo"], "late": [0.25, np.float64(0.5)]}


def test_rows_of_both_files_belong_together(tmp_path):
    airports = load_airports()
    table = np.column_stack([airports.latitude, airports.longitude]).astype("float32")
    write_projector_files(tmp_path / "made" / "here", "a", table, airports._asdict())
    vectors = pd.read_csv(tmp_path / "made/here/a_vectors.tsv", sep="\t", header=None)
    metadata = pd.read_csv(
        tmp_path / "made/here/a_metadata.tsv",
        sep="\t",
        quoting=csv.QUOTE_NONE,
        keep_default_na=False,
    )
    assert list(metadata.columns) == list(airports._fields)
    np.testing.assert_allclose(vectors[0], metadata.latitude, rtol=1e-6)
    np.testing.assert_allclose(vectors[1], metadata.longitude, rtol=1e-6)
    assert metadata.code.tolist() == airports.code.tolist()
    assert metadata.name.tolist() == airports.name.tolist()


def test_the_bytes_are_those_that_the_projector_reads(tmp_path):
    write_projector_files(tmp_path, "t", TABLE, NAMES)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["t_metadata.tsv", "t_vectors.tsv"]
    vectors = (tmp_path / "t_vectors.tsv").read_bytes().decode("utf-8")
    assert vectors == "0.5\t-1.25\t0.33333333\n0\t2e-07\t-3e+08\n"
    metadata = (tmp_path / "t_metadata.tsv").read_bytes().decode("utf-8")
    assert metadata == "name\tlate\nZürich\t0.25\nSão Paulo\t0.5\n"


def test_one_column_has_no_header(tmp_path):
    write_projector_files(tmp_path, "t", TABLE, {"name": ["a", "b"]})
    assert (tmp_path / "t_metadata.tsv").read_text() == "a\nb\n"


def test_float32_survives(tmp_path):
    table = np.random.default_rng(0).normal(size=(50, 8)).astype("float32")
    write_projector_files(tmp_path, "t", table, {"id": range(50)})
    read = np.loadtxt(tmp_path / "t_vectors.tsv", delimiter="\t")
    np.testing.assert_allclose(read, table, rtol=1e-7)


def test_it_says_what_it_wrote_and_what_it_replaced(tmp_path):
    first = write_projector_files(tmp_path, "t", TABLE, NAMES)
    again = write_projector_files(tmp_path, "t", TABLE + 1, NAMES)
    at = tmp_path.as_posix()
    assert first == [f"wrote {at}/t_vectors.tsv: 2 lines", f"wrote {at}/t_metadata.tsv: 3 lines"]
    assert again == ["replaced" + line.removeprefix("wrote") for line in first]
    assert (tmp_path / "t_vectors.tsv").read_text().startswith("1.5\t")


@pytest.mark.parametrize(
    ("name", "table", "metadata", "problem"),
    [
        ("t", TABLE[0], NAMES, r"shape \(m, k\)"),
        ("t", np.empty((0, 3)), {"name": []}, r"shape \(m, k\)"),
        ("t", [[1.0, 2.0], [3.0, np.nan]], NAMES, "row 1, column 1 is not finite"),
        ("t", TABLE, {}, "at least one column"),
        ("t", TABLE, {"name": ["a", "b", "c"]}, "name: 3 values for 2 rows"),
        ("t", TABLE, {"name": ["a", "b"], "late": [0.5]}, "late: 1 values for 2 rows"),
        ("t", TABLE, {"name": ["a", "b\tc"]}, "name, row 1: 'b\\\\tc' holds a tab"),
        ("t", TABLE, {"name": ["a\nb", "c"]}, "name, row 0: .* line break"),
        ("t", TABLE, {"name": ["a", "b\r"]}, "row 1: .* line break"),
        ("t", TABLE, {"na\tme": ["a", "b"]}, "its header"),
        ("t", TABLE, {"name": ["a", " "]}, "row 1: the Projector skips an empty line"),
        ("", TABLE, NAMES, "not a name"),
        ("../t", TABLE, NAMES, "not a name"),
    ],
)
def test_bad_input_is_refused_before_anything_is_written(tmp_path, name, table, metadata, problem):
    folder = tmp_path / "exports"
    with pytest.raises(ValueError, match=problem):
        write_projector_files(folder, name, table, metadata)
    assert not folder.exists()


def test_a_text_is_not_taken_for_its_letters(tmp_path):
    with pytest.raises(ValueError, match="column name: one value for each row, not one text"):
        write_projector_files(tmp_path, "a", np.eye(3), {"name": "abc"})
