"""What is measured: ✓ lines are read back, whole from lessons, in part from studies."""

from embedlab.claims import claim

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebooks.measured import claims_of


def printed(capsys, *claims):
    """A code cell whose output are these claims, sent in two messages, among other text."""
    for each in claims:
        claim(each[0], True, *each[1:])
    text = "before\n" + capsys.readouterr().out + "after\n"
    parts = [new_output("stream", text=part) for part in (text[:12], text[12:])]
    return new_code_cell("…", outputs=parts)


def test_printed_claims_are_read_back_with_their_sections(capsys):
    top = new_markdown_cell("# Title\n\n```\n# no heading\n```\n\n## Part\n\n### Within\n")
    cells = [top, printed(capsys, ["One", "p 0.5 (of 1)"], ["Two"])]
    cells += [new_markdown_cell("## Next part"), printed(capsys, ["Three"])]
    found = [("Part", "One", "p 0.5 (of 1)"), ("Part", "Two", ""), ("Next part", "Three", "")]
    assert claims_of(new_notebook(cells=cells)) == found
