"""Write study_tokens.csv and study_rows.csv: rows whose tokens have three independent properties.

    python data/make_study_rows.py                       # the committed files, byte for byte
    python data/make_study_rows.py --seed 7 --rows 500 --out somewhere

Every token has a label group, a topic and a role. Each property leaves its trace in one place
only, so a trained table tells by its shape what it was trained on:

* label group: the label of a row is the majority of its tokens' label groups. Which label group
  stands at which position is left to chance.
* topic: all tokens of a row have the same topic.
* role: roles alternate along a row, beginning with either.

The numbers come from `numpy.random.Generator(numpy.random.PCG64(seed))` through `integers` alone.
"""

import numpy as np
from csv_files import csv_bytes, parser_with_out, write_file

SEED = 0
NUM_ROWS = 2000
LENGTH = 5
COPIES = 3
LABEL_GROUPS = ("neg", "pos")
TOPICS = ("sea", "sky")
ROLES = ("noun", "verb")
TOKEN_COLUMNS = ("token", "name", "label_group", "topic", "role")


def make_tokens(copies=COPIES):
    """List every token once: label group x topic x role x `copies` tokens alike in all three.

    Returns a list of tuples (token, name, label_group, topic, role), sorted by token: ids run from
    0, the properties are 0 or 1, and the name spells the properties out ("pos-sea-noun-2").
    Raises `ValueError` for `copies` below 1.
    """
    _need_count(copies, "copies")
    tokens = []
    for group, group_name in enumerate(LABEL_GROUPS):
        for topic, topic_name in enumerate(TOPICS):
            for role, role_name in enumerate(ROLES):
                for copy in range(1, copies + 1):
                    name = f"{group_name}-{topic_name}-{role_name}-{copy}"
                    tokens.append((len(tokens), name, group, topic, role))
    return tokens


def make_rows(rng, num_rows, length=LENGTH, copies=COPIES):
    """Draw rows of token ids and their labels.

    `rng` is a `numpy.random.Generator`. Independent fair draws: one topic a row, the role of the
    first position, and for each position a label group and one of the `copies` tokens alike.

    Returns `X`, int64 array of shape (num_rows, length), and `y`, int64 array of shape (num_rows,),
    1 where label group 1 has the majority. Raises `ValueError` for `num_rows`, `length` or
    `copies` below 1, and for an even `length`, which would allow ties.
    """
    _need_count(num_rows, "rows")
    _need_count(length, "tokens per row")
    _need_count(copies, "copies")
    if length % 2 == 0:
        raise ValueError(f"the number of tokens per row must be odd, or rows tie, got {length}")
    topic = rng.integers(2, size=(num_rows, 1))
    start = rng.integers(2, size=(num_rows, 1))
    group = rng.integers(2, size=(num_rows, length))
    copy = rng.integers(copies, size=(num_rows, length))
    role = (start + np.arange(length)) % 2
    X = ((group * 2 + topic) * 2 + role) * copies + copy  # the order in which make_tokens counts
    y = (group.sum(axis=1) > length // 2).astype(np.int64)
    return X, y


def _need_count(value, name):
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"the number of {name} must be a whole number from 1 up, got {value!r}")


def main(arguments=None):
    """Read the command line, draw the rows, write both files, and say what was written."""
    about = "The defaults give the committed files, byte for byte."
    parser = parser_with_out(f"Write study_tokens.csv and study_rows.csv. {about}")
    for name, default, what in (
        ("--seed", SEED, "seed"),
        ("--rows", NUM_ROWS, "rows"),
        ("--length", LENGTH, "tokens per row, odd"),
        ("--copies", COPIES, "tokens alike in all three properties"),
    ):
        parser.add_argument(name, type=int, default=default, help=f"{what} (default %(default)s)")
    options = parser.parse_args(arguments)
    if options.seed < 0:
        parser.error(f"--seed must be at least 0, got {options.seed}")
    rng = np.random.Generator(np.random.PCG64(options.seed))
    try:
        tokens = make_tokens(options.copies)
        X, y = make_rows(rng, options.rows, options.length, options.copies)
    except ValueError as error:
        parser.error(str(error))

    header = ["row", "y", *(f"x{position + 1}" for position in range(options.length))]
    lines = [[row, label, *ids] for row, (label, ids) in enumerate(zip(y, X, strict=True), start=1)]
    token_bytes = csv_bytes(TOKEN_COLUMNS, tokens)
    write_file(options.out / "study_tokens.csv", token_bytes, f"{len(tokens)} tokens")
    rows = f"{len(X)} rows of {options.length} tokens"
    said = f"{rows}, {y.mean():.1%} with y = 1, seed {options.seed}"
    write_file(options.out / "study_rows.csv", csv_bytes(header, lines), said)


if __name__ == "__main__":
    main()
