from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.domain.access import (
    Lasting,
    Role,
    Scope,
    Session,
    Token,
    account_name,
    check_password,
    plain_password,
)
from tracker.domain.errors import BadInput

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("role", "needed", "enough"),
    [
        (Role.VIEWER, Role.VIEWER, True),
        (Role.VIEWER, Role.EDITOR, False),
        (Role.EDITOR, Role.VIEWER, True),
        (Role.EDITOR, Role.ADMIN, False),
        (Role.ADMIN, Role.EDITOR, True),
    ],
)
def test_a_role_may_do_what_the_ones_before_it_may(
    role: Role, needed: Role, *, enough: bool
) -> None:
    """An admin edits, an editor reads, and never the other way round."""
    assert role.may(needed) is enough


@pytest.mark.parametrize(
    ("scope", "account", "role"),
    [
        (Scope.READ, Role.ADMIN, Role.VIEWER),
        (Scope.WRITE, Role.ADMIN, Role.EDITOR),
        (Scope.WRITE, Role.EDITOR, Role.EDITOR),
        (Scope.WRITE, Role.VIEWER, Role.VIEWER),
        (Scope.READ, Role.VIEWER, Role.VIEWER),
    ],
)
def test_a_token_never_reaches_beyond_its_account_or_its_scope(
    scope: Scope, account: Role, role: Role
) -> None:
    """No token manages accounts, and a viewer's token writes nothing."""
    token = Token(1, 1, "alice", "export", scope, NOW, None, None)

    assert token.role(account) is role


def test_a_token_is_over_at_its_end() -> None:
    """In its last moment no more; without an end never."""
    token = Token(1, 1, "alice", "export", Scope.READ, NOW, None, NOW)

    assert token.is_over(NOW)
    assert not token.is_over(NOW - timedelta(seconds=1))


@pytest.mark.parametrize(("used", "lasts"), [(0, True), (59, True), (60, False), (23 * 60, False)])
def test_a_session_ends_when_it_is_not_used(used: int, *, lasts: bool) -> None:
    """An hour without a request ends it, and so does its whole length."""
    lasting = Lasting(idle=timedelta(hours=1), whole=timedelta(days=1))
    seen = NOW - timedelta(minutes=used)

    assert lasting.holds(Session(1, 1, seen, seen, "", ""), NOW) is lasts


def test_a_session_ends_however_much_it_is_used() -> None:
    """The whole length counts from signing in."""
    lasting = Lasting(idle=timedelta(hours=1), whole=timedelta(days=1))

    assert not lasting.holds(Session(1, 1, NOW - timedelta(days=1), NOW, "", ""), NOW)


@pytest.mark.parametrize("password", ["a horse in May", "ein Pferd im Mai", "p" * 3 + "qrstuvwxyz"])
def test_any_long_password_is_taken(password: str) -> None:
    """Twelve characters or more, of whatever kind."""
    check_password(password, "alice")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("eleven char", "at least 12"),
        ("", "at least 12"),
        ("é" * 11, "at least 12"),
        ("x" * 1001, "at most 1000"),
        ("aaaaaaaaaaaa", "guessed first"),
        ("passwordpassword", "guessed first"),
        ("Password123456", "guessed first"),
        ("alicealice2026", "guessed first"),
        ("amends123456", "guessed first"),
        ("a horse in May\n", "line breaks"),
        ("a horse\x00in May", "line breaks"),
        ("a horse in \ud800May", "line breaks"),
    ],
)
def test_a_weak_or_endless_password_is_refused_with_a_sentence(password: str, why: str) -> None:
    """Short ones, and those that are tried first."""
    with pytest.raises(BadInput, match=why):
        check_password(password, "alice")


def test_a_password_is_the_same_on_every_keyboard() -> None:
    """One computer sends é as one character, another as two."""
    assert plain_password("caf\u00e9") == plain_password("cafe\u0301")


@pytest.mark.parametrize(
    ("text", "name"), [("Alice", "alice"), (" bob.b ", "bob.b"), ("x", "x"), ("a" * 64, "a" * 64)]
)
def test_names_are_plain(text: str, name: str) -> None:
    """Capital letters and spaces around make no other account."""
    assert account_name(text) == name


@pytest.mark.parametrize(
    "text", ["", " ", "a b", "../x", "-a", "a.", "a" * 65, "älice", "a\nb", "<script>", "a\x00"]
)
def test_a_name_that_cannot_be_is_refused(text: str) -> None:
    """What would be mistaken for another name, an address or markup is no name."""
    with pytest.raises(BadInput, match="is no name for an account"):
        account_name(text)
