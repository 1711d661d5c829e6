import pytest

from tracker.extraction.owners import named_owner, owner_of_cell


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("@bob will write the test", "@bob"),
        ("Leads to review the tokens", "Leads"),
        ("Alice and Bob will write the test", "Alice and Bob"),
        ("The DBA Team will write it", None),
        ("We will write the test", None),
        ("The team wrote the test", None),
        ("Speak to the owner", None),
        ("Ask @bob about the test", None),
        ("Alerts will be sent", None),
    ],
)
def test_an_owner_is_who_will_act(text: str, owner: str | None) -> None:
    """Nobody is guessed: "we", past deeds and things that happen have no owner."""
    assert named_owner(text) == owner


@pytest.mark.parametrize(("cell", "owner"), [("Bob", "Bob"), ("N/A", None), (" ", None)])
def test_a_blank_cell_names_nobody(cell: str, owner: str | None) -> None:
    """Dashes and the like are blank too."""
    assert owner_of_cell(cell) == owner
