"""Who is meant by a name."""

from __future__ import annotations

import pytest

from tracker.people import People
from tracker.settings import Person

PEOPLE = People(
    {
        "@alice": Person(github="Alice-GH", jira="5b10a", email="alice@example.com"),
        "@dba-team": Person(jira="dba"),
        "Bob Doe": Person(github="bob"),
    }
)


@pytest.mark.parametrize(
    "name",
    ["@alice", "alice", "ALICE", " @Alice ", "alice-gh", "@alice-gh", "alice@example.com", "5B10A"],
)
def test_a_person_is_found_by_any_name(name: str) -> None:
    """With or without @, in any case, by account or address."""
    assert PEOPLE.called(name) == "@alice"


@pytest.mark.parametrize(("name", "said"), [("Zoë", "Zoë"), (" Zoë ", "Zoë"), ("al", "al")])
def test_an_unknown_name_stays_as_it_is(name: str, said: str) -> None:
    """Nobody is guessed."""
    assert PEOPLE.called(name) == said


@pytest.mark.parametrize("name", [None, "", "  "])
def test_no_name_is_nobody(name: str | None) -> None:
    """An empty owner is none."""
    assert PEOPLE.called(name) is None


def test_an_owner_has_an_account_where_the_configuration_says() -> None:
    """Who has no account at a provider has none there."""
    assert PEOPLE.account("@alice", "github") == "Alice-GH"
    assert PEOPLE.account("bob doe", "github") == "bob"
    assert PEOPLE.account("@dba-team", "github") is None
    assert PEOPLE.account("Zoë", "github") is None
    assert PEOPLE.account(None, "jira") is None


def test_an_account_leads_back_to_its_person() -> None:
    """In any case; an account of another provider is another's."""
    assert PEOPLE.behind("alice-gh", "github") == "@alice"
    assert PEOPLE.behind("DBA", "jira") == "@dba-team"
    assert PEOPLE.behind("dba", "github") is None


@pytest.mark.parametrize(
    ("owner", "team"),
    [
        ("alice-gh", "@dba-team"),
        ("@bob", None),
        ("@dba-team", "@dba-team"),
        ("@web", "@web"),
        ("@search", "@search"),
        (None, None),
    ],
)
def test_a_team_is_told_or_is_who_is_no_person(owner: str | None, team: str | None) -> None:
    """A person has an account or an address; who has none, or is not known, is a team."""
    people = People(
        {
            "@alice": Person(github="alice-gh", team="dba-team"),
            "@bob": Person(email="bob@example.com"),
            "@dba-team": Person(jira="dba", team="@dba-team"),
            "@web": Person(),
        }
    )

    assert people.team(owner) == team


def test_without_people_no_team_is_known() -> None:
    """Nobody tells who is a person, so nobody is taken for a team."""
    assert People({}).team("@search") is None
