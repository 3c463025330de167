"""The comparison must see what a reader would see, and pass what only rounding changes."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from notebooks.compare import changed, differences, outputs


@pytest.mark.parametrize(
    ("before", "now", "seen"),
    [
        ("loss 0.562", "loss 0.563", False),
        ("cosine -1.00", "cosine -0.99", False),
        ("-0.00", "0.00", False),
        ("about 1234.5", "about 1258.9", False),
        ("| 3 | 0.123, 0.456 |", "| 3 | 0.124, 0.455 |", False),
        ("1.00e-05", "1.01e-05", False),
        ("row 0,  of 4", "row 0, of 4", False),
        ("loss 0.562", "loss 0.574", True),
        ("cosine -1.00", "cosine 1.00", True),
        ("12 rows", "13 rows", True),
        ("1.0e-05", "1.0e-04", True),
        ("moves: yes", "moves: no", True),
        ("one two", "one", True),
        ("a 0.5", "a none", True),
    ],
)
def test_rounding_passes_and_other_results_are_seen(before, now, seen):
    assert bool(changed(before, now)) == seen


def test_each_change_is_named_with_its_words():
    assert changed("p is 0.50 in row 3 then, now", "p is 0.90 in row 4 or later") == [
        ("0.50", "0.90"),
        ("3", "4"),
        ("then, now", "or later"),
    ]


def notebook(*outputs, tags=()):
    cell = new_code_cell("x", outputs=list(outputs), metadata={"tags": list(tags)})
    return new_notebook(cells=[cell])


def picture(alt="a caption"):
    metadata = {"image/png": {"alt": alt}}
    return new_output("display_data", {"image/png": "iVBOR"}, metadata=metadata)


def stream(text, name="stdout"):
    return new_output("stream", name=name, text=text)


@pytest.mark.parametrize(
    "sent",
    [
        [stream("p 0.5\n"), stream("q 0.25\n")],
        [stream("p 0.5\n"), stream("careful\n", "stderr"), stream("q 0.25\n")],
        [stream("careful\n", "stderr"), stream("p 0.5\nq 0.25\n")],
        [stream("p 0.5\n"), picture(), stream("q 0.25\n")],
    ],
)
def test_in_how_many_messages_a_stream_comes_makes_no_difference(sent):
    others = [each for each in sent if each.get("name") != "stdout"]
    assert differences(notebook(stream("p 0.5\nq 0.25\n"), *others), notebook(*sent)) == []
    assert dict(outputs(notebook(*sent).cells[0]))["stdout"] == "p 0.5\nq 0.25\n"


def html(alt, pixels):
    text = f'<img alt="{alt}" src="data:image/png;base64,{pixels}">'
    return new_output("display_data", {"text/html": text})


@pytest.mark.parametrize(
    ("stored", "now", "seen"),
    [
        ([picture()], [picture()], False),
        ([picture()], [], True),
        ([picture()], [picture("another")], True),
        ([stream("1")], [stream("1"), stream("oh", "stderr")], True),
        ([html("p is 1.00", "iVBOR1")], [html("p is 1.00", "iVBOR2")], False),
        ([html("p is 1.00", "iVBOR1")], [html("p is 0.50", "iVBOR1")], True),
    ],
)
def test_pictures_are_there_and_what_is_said_of_them_is_compared(stored, now, seen):
    assert bool(differences(notebook(*stored), notebook(*now))) == seen


def test_tag_exempts_values_but_not_kinds():
    varies = {"tags": ["varies"]}
    assert differences(notebook(stream("1"), **varies), notebook(stream("9"), **varies)) == []
    assert differences(notebook(stream("1"), **varies), notebook(picture(), **varies))
