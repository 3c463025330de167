"""What the two data scripts share: the same CSV bytes on every platform, and no silent writing."""

import csv
import gzip
import io


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
    if path.exists():
        if _same(path, content, packed):
            print(f"unchanged: {path} ({what})")
            return
        done = "replaced"
    else:
        done = "wrote"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip_bytes(content) if packed else content)
    print(f"{done}: {path} ({what})")


def _same(path, content, packed):
    try:
        held = path.read_bytes()
        return content == (gzip.decompress(held) if packed else held)
    except (OSError, EOFError):  # not a gzip file, or a cut one
        return False
