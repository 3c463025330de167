"""The files for the Embedding Projector, read back; what would shift their rows is refused."""

from embedlab.projector import write_projector_files

import numpy as np
import pytest

TABLE = np.array([[0.5, -1.25, 1 / 3], [0.0, 2e-7, -3e8]], "float32")


@pytest.mark.parametrize(
    ("metadata", "text"),
    [
        ({"name": ["Zürich", "Bari"], "late": [0.25, 1]}, "name\tlate\nZürich\t0.25\nBari\t1\n"),
        ({"name": ["a", "b"]}, "a\nb\n"),
    ],
)
def test_rows_of_both_files_belong_together(tmp_path, metadata, text):
    write_projector_files(tmp_path / "made" / "here", "t", TABLE, metadata)
    vectors = np.loadtxt(tmp_path / "made/here/t_vectors.tsv", delimiter="\t")
    np.testing.assert_allclose(vectors, TABLE, rtol=1e-7)
    assert (tmp_path / "made/here/t_metadata.tsv").read_bytes() == text.encode()


@pytest.mark.parametrize("values", [["a", "b\tc"], ["a\nb", "c"], ["a", "b\r"], ["a"], "ab"])
def test_bad_input_is_refused_before_anything_is_written(tmp_path, values):
    with pytest.raises(ValueError, match="column name: "):
        write_projector_files(tmp_path / "new", "t", TABLE, {"late": [0, 1], "name": values})
    with pytest.raises(ValueError, match="column 1 is not finite"):
        write_projector_files(tmp_path / "new", "t", [[0, np.nan]], {"name": ["a"]})
    assert not (tmp_path / "new").exists()
