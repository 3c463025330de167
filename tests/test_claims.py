"""`claim` shows what holds and stops at what does not."""

from embedlab.claims import FalseClaimError, claim

import numpy as np
import pytest


def test_a_claim_that_holds_is_shown_with_its_value(capsys):
    claim("Rows 1 and 2 pull in opposite directions", np.float32(-1) < 0, "cosine -1.00")
    claim("It holds", True)
    shown = capsys.readouterr().out
    assert shown == "✓ Rows 1 and 2 pull in opposite directions (cosine -1.00)\n✓ It holds\n"


def test_a_claim_that_does_not_hold_stops_with_sentence_and_value(capsys):
    said = r"false here: It holds \(gap 0\.3\)\n.*Kernel → Restart Kernel and Run All Cells$"
    with pytest.raises(FalseClaimError, match=said):
        claim("It holds", np.bool_(False), "gap 0.3")
    assert capsys.readouterr().out == ""
    assert issubclass(FalseClaimError, AssertionError)


@pytest.mark.parametrize("holds", [np.array([True, True]), 1, None, "yes", [True]])
def test_one_truth_value_is_asked_for(holds):
    """An array of one False entry among many would otherwise be taken for true or raise oddly."""
    with pytest.raises(TypeError, match="must be one True or False"):
        claim("It holds", holds)


@pytest.mark.parametrize("sentence", ["", "  ", "It (nearly) holds", "It holds.", "It\nholds"])
def test_a_sentence_that_could_not_be_listed_is_refused(sentence):
    with pytest.raises(ValueError, match="a claim is one sentence"):
        claim(sentence, True)
