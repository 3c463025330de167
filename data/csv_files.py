"""What the two data scripts share: the same CSV bytes on every platform, and no silent writing."""

import argparse
import contextlib
import csv
import gzip
import io
from pathlib import Path


def parser_with_out(description):
    """A parser of command lines with `--out`, the folder to write to."""
    parser = argparse.ArgumentParser(description=description)
    default = Path(__file__).resolve().parent
    where = "folder to write to (default: the folder of this script)"
    parser.add_argument("--out", type=_folder, default=default, help=where)
    return parser


def _folder(text):
    if Path(text).is_file():
        raise argparse.ArgumentTypeError(f"must be a folder, but {text} is a file")
    return Path(text)


def csv_bytes(header, lines):
    """The lines under their header as comma-separated UTF-8 text with one "\\n" a line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue().encode("utf-8")


def gzip_bytes(content):
    """The content as a gzip file that carries no time, no file name and no operating system.

    What remains is the compressor: zlib writes the same bytes everywhere, but a replacement such
    as zlib-ng may write others for the same content.
    """
    buffer = io.BytesIO()
    # not gzip.compress: there the header names the operating system in some Python versions
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


def write_file(path, content, what):
    """Write `content` to `path`, gzipped if the name ends in .gz, and print what was done.

    A file that already holds the content is left alone, so a gzip file keeps its bytes whatever
    the compressor of this machine.
    """
    packed = path.suffix == ".gz"
    done = "replaced" if path.exists() else "wrote"
    with contextlib.suppress(OSError, EOFError):  # no file, not a gzip file, or a cut one
        held = path.read_bytes()
        if content == (gzip.decompress(held) if packed else held):
            done = "unchanged"
    if done != "unchanged":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip_bytes(content) if packed else content)
    print(f"{done}: {path} ({what})")
