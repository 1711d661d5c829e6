"""`amends incident`: one incident, and who sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.clock import now

if TYPE_CHECKING:
    from tests.amends.shell import Shell

GIVEN = {"AMENDS_USER_PASSWORD": "a horse in May"}


@pytest.fixture(name="house")
def _house(project: Shell) -> Shell:
    """Return a folder with incidents, and with Alice and Bob."""
    project.quick("user", "add", "alice", "--role", "admin", **GIVEN)
    project.quick("user", "add", "bob", **GIVEN)
    return project


def test_an_incident_is_shown(house: Shell) -> None:
    """With its items, and with who sees it."""
    told = house.quick("incident", "I-1", "--json").json
    answer = house.quick("incident", "1")

    assert (told["id"], told["restricted_to"]) == ("I-1", None)
    assert told["items"]
    assert told["title"] in answer.out
    assert "everybody" in answer.out


def test_an_incident_is_restricted_and_opened_again(house: Shell) -> None:
    """The command line still sees all; trackers and pages do as they are told."""
    title = house.quick("incident", "I-1", "--json").json["title"]
    closed = house.quick("incident", "I-1", "--restrict", "bob, Alice", "--json").json
    listed = house.quick("incidents", "--json").json
    opened = house.quick("incident", "I-1", "--unrestrict", "--json").json

    assert closed["restricted_to"] == ["alice", "bob"]
    assert title in [one["title"] for one in listed]
    assert opened["restricted_to"] is None


def test_a_person_says_which_promise_it_repeats(house: Shell) -> None:
    """An item of another incident, until that is taken back."""
    item = house.quick("incident", "I-1", "--json").json["items"][0]
    said = house.quick("incident", "I-2", "--repeats", item, "--json").json
    shown = house.quick("incident", "I-2").out
    unsaid = house.quick("incident", "I-2", "--repeats-not", item, "--json").json

    assert (said["repeats"], unsaid["repeats"]) == ([item], [])
    assert f"repeats   {item}" in shown


def test_a_report_names_it_by_its_key_alone(house: Shell) -> None:
    """In every form, whoever makes it."""
    told = house.quick("incident", "I-1", "--json").json
    words = [house.item(int(key[2:]))["title"] for key in told["items"]] + [told["title"]]
    house.quick("incident", "I-1", "--restrict", "alice")
    asked = ("report", "--week", f"{now():%G-W%V}", "--format")
    texts = [house.quick(*asked, form).out for form in ("md", "html", "json", "csv")]

    assert ["A-1" in text for text in texts] == [True] * 4
    assert "restricted" in texts[0]
    assert [one for one in words for text in texts if one in text] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["I-1", "--restrict", "nobody"], "no account nobody"),
        (["I-1", "--restrict", ""], "at least one account"),
        (["I-1", "--restrict", "alice", "--unrestrict"], "choose one"),
        (["I-1", "--unrestrict"], "not restricted"),
        (["I-99", "--restrict", "alice"], "no incident I-99"),
        (["I-2", "--repeats", "17x"], "is no item"),
        (["I-2", "--repeats-not", "A-1"], "nobody said that"),
        (["A-1"], "is no incident"),
    ],
)
def test_what_cannot_be_is_one_sentence(house: Shell, words: list[str], sentence: str) -> None:
    """And everybody sees what they saw before."""
    assert sentence in house.quick("incident", *words).refusal()
    assert house.quick("incident", "I-1", "--json").json["restricted_to"] is None
