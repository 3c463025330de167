"""Files for the Embedding Projector, https://projector.tensorflow.org.

It loads two texts of tab-separated values: one vector a line, without a header, and the metadata
of the same token in the same place, under a line of column names (with several columns).
"""

from embedlab.validation import check_table

from pathlib import Path


def write_projector_files(folder, name, table, metadata):
    """Write a table and what is known of its tokens as NAME_vectors.tsv and NAME_metadata.tsv.

    folder: where to write; made if it is not there. name: what both file names begin with.
    table: shape (m, k). metadata: a dict that maps each column's header to its m values.

    Files of the same names are replaced. Returns a list of two sentences that say which file was
    written or replaced, with its number of lines. Raises `ValueError`, before anything is written,
    for a table that is not (m, k) and finite, for no or ragged columns, for a value that holds a
    tab or a line break (it would shift all that follows), and for a name that is not one.
    """
    table = check_table(table)
    if not name or Path(name).name != name:
        raise ValueError(f"{name!r} is not a name to begin a file name with")
    vectors = ["\t".join(f"{value:.8g}" for value in row) for row in table]
    folder = Path(folder)
    contents = {
        folder / f"{name}_vectors.tsv": vectors,
        folder / f"{name}_metadata.tsv": _metadata_lines(metadata, len(table)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(path, lines) for path, lines in contents.items()]


def _metadata_lines(metadata, num_tokens):
    """A line of headers and a line for each token. A single column has none: it is all values."""
    if not metadata:
        raise ValueError("metadata: at least one column is needed, for instance the names")
    columns = {}
    for header, values in metadata.items():
        if isinstance(values, str):
            raise ValueError(f"metadata, column {header}: one value for each row, not one text")
        columns[str(header)] = [str(value) for value in values]
        if len(columns[str(header)]) != num_tokens:
            raise ValueError(
                f"metadata, column {header}: {len(columns[str(header)])} values for "
                f"{num_tokens} rows of the table: every row needs one"
            )
        for row, text in enumerate([str(header), *columns[str(header)]]):
            if len(text.splitlines()) > 1 or set(text) & set("\t\r\n"):
                where = f"row {row - 1}" if row else "its header"
                raise ValueError(
                    f"metadata, column {header}, {where}: {text!r} holds a tab or a line break"
                )
    lines = ["\t".join(row) for row in zip(*columns.values(), strict=True)]
    blank = next((row for row, line in enumerate(lines) if not line.strip()), None)
    if blank is not None:
        raise ValueError(f"metadata, row {blank}: the Projector skips an empty line: fill it in")
    return lines if len(columns) == 1 else ["\t".join(columns), *lines]


def _write(path, lines):
    verb = "replaced" if path.exists() else "wrote"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return f"{verb} {path.as_posix()}: {len(lines)} lines"
