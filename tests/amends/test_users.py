"""`amends user` and `amends token`: who may use the dashboard and the API."""

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.amends.shell import Shell, free_port

PASSWORD = "a horse in May"
GIVEN = {"AMENDS_USER_PASSWORD": PASSWORD}


def test_the_first_admin_is_made_on_the_command_line(project: Shell) -> None:
    """The password comes from a variable, and stands nowhere but as its hash."""
    answer = project.quick("user", "add", "Alice", "--role", "admin", "--person", "@alice", **GIVEN)
    listed = project.quick("user", "list", "--json").json
    rows = sqlite3.connect(project.folder / "amends.db").execute("SELECT * FROM accounts")

    assert (answer.status, answer.err) == (0, "")
    assert [(one["name"], one["role"], one["person"]) for one in listed] == [
        ("alice", "admin", "@alice")
    ]
    assert PASSWORD not in str(rows.fetchall())
    assert "alice" in project.quick("user", "list").out


def test_the_password_may_come_from_a_file_or_from_standard_input(project: Shell) -> None:
    """A line of either, without its end."""
    file = project.write("password", PASSWORD + "\n")
    from_file = project.quick("user", "add", "alice", AMENDS_USER_PASSWORD_FILE=str(file))
    from_input = project.run("user", "add", "bob", stdin=PASSWORD.encode() + b"\n")

    assert (from_file.status, from_input.status) == (0, 0)


def test_without_a_password_nothing_is_made(project: Shell) -> None:
    """The sentence says from where one is taken."""
    assert "AMENDS_USER_PASSWORD" in project.run("user", "add", "alice").refusal()
    assert project.quick("user", "list").out.startswith("No accounts yet")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["add", "a b"], "is no name"),
        (["add", "bob", "--role", "king"], "king"),
        (["add", "bob", "--person", "@who"], "nobody of [people]"),
        (["add", "alice"], "already"),
        (["role", "alice", "viewer"], "only admin"),
        (["remove", "alice"], "only admin"),
        (["disable", "alice"], "only admin"),
        (["enable", "nobody"], "no account nobody"),
        (["remove", "nobody"], "no account nobody"),
        (["password", "nobody"], "no account nobody"),
        (["person", "alice", "@who"], "nobody of [people]"),
    ],
)
def test_what_cannot_be_is_one_sentence(project: Shell, words: list[str], sentence: str) -> None:
    """And the one account is as it was."""
    project.quick("user", "add", "alice", "--role", "admin", **GIVEN)

    assert sentence in project.quick("user", *words, **GIVEN).refusal()
    assert len(project.quick("user", "list", "--json").json) == 1


def test_accounts_are_changed_and_removed(project: Shell) -> None:
    """Role, person, password; then it is gone."""
    project.quick("user", "add", "alice", "--role", "admin", **GIVEN)
    project.quick("user", "add", "bob", **GIVEN)
    for words in (["role", "bob", "editor"], ["person", "bob", "@alice"], ["password", "bob"]):
        assert project.quick("user", *words, **GIVEN).status == 0
    bob = project.quick("user", "list", "--json").json[1]

    assert (bob["role"], bob["person"]) == ("editor", "@alice")
    assert project.quick("user", "person", "bob").status == 0
    assert project.quick("user", "remove", "bob").status == 0
    assert len(project.quick("user", "list", "--json").json) == 1


def test_an_address_of_a_calendar_is_printed_once_and_revoked(project: Shell) -> None:
    """Alone on standard output; without a person or a team there is a sentence."""
    project.quick("user", "add", "alice", "--role", "admin", "--person", "@alice", **GIVEN)
    plain = project.quick("feed", "add", "person", "--account", "alice")
    told = project.quick("feed", "add", "changes", "--account", "alice", "--json").json
    listed = project.quick("feed", "list", "--account", "alice", "--json").json

    assert re.fullmatch(r"/feeds/amends_[0-9a-f]{64}/person.ics\n", plain.out)
    assert [(one["id"], one["kind"], one["about"]) for one in listed] == [
        (1, "person", "@alice"),
        (2, "changes", None),
    ]
    assert told["address"].endswith("/changes.atom")
    assert "name one team" in project.quick("feed", "add", "team", "--account", "alice").refusal()
    assert project.quick("feed", "revoke", "1").status == 0
    assert "no calendar or feed 1" in project.quick("feed", "revoke", "1").refusal()
    assert "Due dates" not in project.quick("feed", "list").out


def test_a_token_is_printed_once_and_revoked_by_its_number(project: Shell) -> None:
    """Alone on standard output, so that a script can keep it."""
    project.quick("user", "add", "alice", "--role", "admin", **GIVEN)
    plain = project.quick("token", "add", "export", "--account", "alice")
    told = project.quick(
        "token", "add", "push", "--account", "alice", "--scope", "write", "--expires", "never",
        "--json",
    ).json  # fmt: skip
    listed = project.quick("token", "list", "--json").json

    assert re.fullmatch(r"amends_[0-9a-f]{64}\n", plain.out)
    assert re.fullmatch(r"amends_[0-9a-f]{64}", told["token"])
    assert [(one["name"], one["scope"], one["expires_at"] is None) for one in listed] == [
        ("export", "read", False), ("push", "write", True),
    ]  # fmt: skip
    assert "token" not in listed[0]
    assert project.quick("token", "revoke", "1").status == 0
    assert "no token 1" in project.quick("token", "revoke", "1").refusal()
    assert "export" not in project.quick("token", "list", "--account", "alice").out


@pytest.mark.parametrize(
    "words",
    [
        ["add", "export"],
        ["add", "export", "--account", "nobody"],
        ["add", "", "--account", "alice"],
        ["add", "export", "--account", "alice", "--expires", "soon"],
        ["add", "export", "--account", "alice", "--scope", "all"],
        ["revoke", "first"],
        ["list", "--account", "nobody"],
    ],
)
def test_a_token_that_cannot_be_is_one_sentence(project: Shell, words: list[str]) -> None:
    """Nothing is made."""
    project.quick("user", "add", "alice", "--role", "admin", **GIVEN)

    assert project.quick("token", *words).refusal()
    assert project.quick("token", "list").out == "No tokens.\n"


def test_without_an_account_the_dashboard_listens_for_this_machine_only(project: Shell) -> None:
    """The sentence says how the first account is made."""
    refusal = project.quick("serve", "--host", "0.0.0.0").refusal()  # noqa: S104  is to be refused

    assert "amends user add NAME --role admin" in refusal


def test_with_an_account_it_listens_for_others(project: Shell) -> None:
    """And says that passwords need TLS."""
    project.quick("user", "add", "alice", "--role", "admin", **GIVEN)
    process = project.start("serve", "--host", "0.0.0.0", "--port", str(free_port()))  # noqa: S104
    assert process.stderr is not None
    said = [process.stderr.readline(), process.stderr.readline()]
    process.terminate()
    process.communicate(timeout=60)

    assert "unencrypted" in said[0]
    assert "Amends is at http://0.0.0.0" in said[1]


def test_an_account_is_switched_off_and_on(project: Shell) -> None:
    """The list says since when; done twice, it changes nothing."""
    project.quick("user", "add", "alice", "--role", "admin", **GIVEN)
    project.quick("user", "add", "bob", **GIVEN)
    off = project.quick("user", "disable", "bob")
    again = project.quick("user", "disable", "bob")
    listed = {
        one["name"]: one["disabled_at"] for one in project.quick("user", "list", "--json").json
    }
    shown = project.quick("user", "list").out
    on = project.quick("user", "enable", "bob")

    assert (off.status, again.status, on.status) == (0, 0, 0)
    assert "amends user enable bob" in off.out
    assert listed["alice"] is None
    assert listed["bob"]
    assert "off since" in shown
    assert "off since" not in project.quick("user", "list").out
