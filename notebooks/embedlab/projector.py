"""Files for the Embedding Projector, https://projector.tensorflow.org: a table and its names."""

from embedlab.validation import check_table

from pathlib import Path

import numpy as np


def write_projector_files(folder, name, table, metadata):
    """Write NAME_vectors.tsv, a vector in each line, and NAME_metadata.tsv, its token's values.

    folder: made if it is not there. table: shape (m, k). metadata: a dict that maps each column's
    header to its m values; a single column gets no header, as the Projector asks.
    Raises `ValueError`, before anything is written, for a table that is not (m, k) and finite, for
    columns without m values, and for a tab or a line break, which would shift all that follows.
    """
    table = check_table(table)
    for header, values in metadata.items():
        if isinstance(values, str) or len(values) != len(table):
            raise ValueError(f"metadata, column {header}: one value for each of {len(table)} rows")
        for text in (str(each) for each in (header, *values)):
            if text and text.replace("\t", "\n").splitlines() != [text]:
                raise ValueError(f"metadata, column {header}: {text!r} holds a tab or a line break")
    lines = [metadata, *zip(*metadata.values(), strict=True)][len(metadata) == 1 :]
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    np.savetxt(folder / f"{name}_vectors.tsv", table, fmt="%.8g", delimiter="\t")
    text = "".join("\t".join(map(str, line)) + "\n" for line in lines)
    (folder / f"{name}_metadata.tsv").write_text(text, encoding="utf-8", newline="\n")
