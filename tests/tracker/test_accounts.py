from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from tracker import accounts, credentials
from tracker.accounts import Visit
from tracker.domain.access import Account, Role, Scope
from tracker.domain.errors import BadInput, IllegalMove, NotFound, NotSignedIn, TooMany
from tracker.people import People
from tracker.settings import Person
from tracker.storage import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.storage import Store, Work

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RIGHT, WRONG = "a horse in May", "a horse in June"
HOME, DESK = Visit("192.0.2.1", "Firefox"), Visit("192.0.2.1", "Firefox", device="known")


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    """Yield an opened database, once of each kind."""
    opened = open_store(migrated_url)
    yield opened
    opened.close()


@pytest.fixture
def work(store: Store) -> Iterator[Work]:
    """Yield a unit of work of a house where Alice is admin."""
    with store.work() as unit:
        accounts.add(unit, "alice", RIGHT, Role.ADMIN, None, NOW)
        unit.commit()
        yield unit


def alice(work: Work) -> Account:
    """Return Alice's account."""
    return work.accounts.named("alice")


def fail(work: Work, times: int, visit: Visit = HOME, name: str = "alice") -> None:
    """Let somebody give a wrong password so many times."""
    for _ in range(times):
        with pytest.raises(NotSignedIn):
            accounts.sign_in(work, name, WRONG, visit, NOW)


def test_who_knows_the_password_is_signed_in(work: Work) -> None:
    """The browser keeps a secret, the database only its digest."""
    account, secret = accounts.sign_in(work, " Alice ", RIGHT, HOME, NOW)
    found = work.sessions.find(credentials.digest(secret))

    assert account.name == "alice"
    assert found is not None
    assert found.session is not None
    assert (found.session.address, found.session.agent, found.account.signed_in_at) == (
        "192.0.2.1", "Firefox", NOW,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["alice", "nobody", "", "x" * 5000, "a\x00b"])
def test_an_unknown_name_is_refused_like_a_wrong_password(work: Work, name: str) -> None:
    """The sentence does not tell which of both was wrong."""
    with pytest.raises(NotSignedIn, match="do not belong together"):
        accounts.sign_in(work, name, WRONG, HOME, NOW)


def test_after_some_failures_even_the_right_password_waits(work: Work) -> None:
    """Ten tries an address, then one each half minute; the wait is told."""
    fail(work, 10)

    with pytest.raises(TooMany) as limited:
        accounts.sign_in(work, "alice", RIGHT, HOME, NOW)
    assert limited.value.seconds == pytest.approx(30)
    assert accounts.sign_in(work, "alice", RIGHT, HOME, NOW + timedelta(seconds=31))


def test_the_count_is_shared_by_all_processes(work: Work, store: Store) -> None:
    """What failed before another process counts here."""
    fail(work, 10)

    with store.work() as other, pytest.raises(TooMany):
        accounts.sign_in(other, "alice", RIGHT, HOME, NOW)


def test_unknown_names_are_counted_alike(work: Work) -> None:
    """Nobody learns from the limit which names there are."""
    fail(work, 10, name="nobody")

    with pytest.raises(TooMany):
        accounts.sign_in(work, "nobody", WRONG, HOME, NOW)


def test_signing_in_well_uses_nothing_up(work: Work) -> None:
    """Neither many sign-ins nor the failures before them shut anybody out."""
    fail(work, 9)
    for _ in range(5):
        accounts.sign_in(work, "alice", RIGHT, HOME, NOW)

    fail(work, 1)
    with pytest.raises(TooMany):
        accounts.sign_in(work, "alice", RIGHT, HOME, NOW)


def test_many_addresses_are_slowed_down_together(work: Work) -> None:
    """Who tries one account from everywhere gets thirty tries, then three a minute."""
    for number in range(30):
        fail(work, 1, Visit(f"198.51.100.{number}"))

    with pytest.raises(TooMany):
        accounts.sign_in(work, "alice", RIGHT, Visit("203.0.113.9"), NOW)


def test_a_known_browser_is_never_shut_out_by_others(work: Work) -> None:
    """However often strangers fail, from Alice's own address even, her browser signs in."""
    for number in range(30):
        fail(work, 1, Visit(f"198.51.100.{number}"))

    assert accounts.sign_in(work, "alice", RIGHT, DESK, NOW)


def test_a_known_browser_has_tries_of_its_own_only(work: Work) -> None:
    """A stolen one guesses no faster than anybody."""
    fail(work, 10, DESK)

    with pytest.raises(TooMany):
        accounts.sign_in(work, "alice", RIGHT, DESK, NOW)


def test_old_failures_are_forgotten(work: Work) -> None:
    """An hour later everything is as before."""
    fail(work, 10)

    assert accounts.sign_in(work, "alice", RIGHT, HOME, NOW + timedelta(hours=1, seconds=1))


def test_a_hash_of_former_parameters_is_renewed_at_the_next_sign_in(work: Work) -> None:
    """The password stays, its hash follows today's parameters."""
    former = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(RIGHT)
    work.accounts.change(alice(work).id, password_hash=former)
    work.commit()
    accounts.sign_in(work, "alice", RIGHT, HOME, NOW)
    kept = work.accounts.password_of("alice")

    assert kept is not None
    assert not credentials.is_outdated(kept[1])
    assert accounts.sign_in(work, "alice", RIGHT, HOME, NOW)


def test_another_password_ends_the_sessions(work: Work) -> None:
    """All but the one in which it was changed."""
    secrets = [accounts.sign_in(work, "alice", RIGHT, HOME, NOW)[1] for _ in range(3)]
    here = work.sessions.find(credentials.digest(secrets[0]))
    assert here is not None
    assert here.session is not None
    accounts.set_password(work, alice(work), "another long one", session=here.session.id)

    assert [bool(work.sessions.find(credentials.digest(one))) for one in secrets] == [
        True, False, False,
    ]  # fmt: skip


def test_another_role_ends_the_sessions(work: Work) -> None:
    """A browser never goes on with what its account may do no more."""
    accounts.add(work, "bob", RIGHT, Role.EDITOR, None, NOW)
    _, secret = accounts.sign_in(work, "bob", RIGHT, HOME, NOW)
    accounts.set_role(work, work.accounts.named("bob"), Role.VIEWER)

    assert work.sessions.find(credentials.digest(secret)) is None
    assert work.accounts.named("bob").role is Role.VIEWER


def test_the_same_role_again_changes_nothing(work: Work) -> None:
    """Nobody is signed out for nothing."""
    _, secret = accounts.sign_in(work, "alice", RIGHT, HOME, NOW)
    accounts.set_role(work, alice(work), Role.ADMIN)

    assert work.sessions.find(credentials.digest(secret))


def test_whoever_is_removed_is_gone_with_sessions_and_tokens(work: Work) -> None:
    """Nothing of it opens anything any more."""
    accounts.add(work, "bob", RIGHT, Role.EDITOR, None, NOW)
    bob, secret = accounts.sign_in(work, "bob", RIGHT, HOME, NOW)
    _, token = accounts.make_token(work, bob, "export", Scope.READ, None, NOW)
    accounts.remove(work, bob)
    work.commit()

    assert work.sessions.find(credentials.digest(secret)) is None
    assert work.tokens.find(credentials.digest(token)) is None
    with pytest.raises(NotFound):
        work.accounts.named("bob")


def test_the_last_admin_stays_one(work: Work) -> None:
    """Else nobody could look after the accounts, or the dashboard were open to this machine."""
    with pytest.raises(IllegalMove, match="only admin"):
        accounts.remove(work, alice(work))
    with pytest.raises(IllegalMove, match="only admin"):
        accounts.set_role(work, alice(work), Role.EDITOR)


def test_a_name_is_given_once(work: Work) -> None:
    """Whatever the case of its letters."""
    with pytest.raises(IllegalMove, match="already"):
        accounts.add(work, "ALICE", RIGHT, Role.VIEWER, None, NOW)


def test_a_password_is_confirmed_a_few_times_only(work: Work) -> None:
    """Who found a browser open cannot try out the password in it."""
    for _ in range(10):
        with pytest.raises(NotSignedIn):
            accounts.confirm(work, alice(work), WRONG, NOW)

    with pytest.raises(TooMany):
        accounts.confirm(work, alice(work), RIGHT, NOW)


def test_a_token_is_kept_as_its_digest_only(work: Work) -> None:
    """It is found by its secret, and revoked by its number; another's is not."""
    token, secret = accounts.make_token(work, alice(work), " a  b ", Scope.WRITE, None, NOW)
    found = work.tokens.find(credentials.digest(secret))

    assert found is not None
    assert found.token is not None
    assert (found.token.name, found.account.name) == ("a b", "alice")
    with pytest.raises(NotFound):
        work.tokens.revoke(token.id, alice(work).id + 1)
    work.tokens.revoke(token.id, alice(work).id)
    assert work.tokens.find(credentials.digest(secret)) is None


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (None, None),
        ("never", None),
        ("90d", NOW + timedelta(days=90)),
        ("2027-01-31", datetime(2027, 1, 31, tzinfo=UTC)),
    ],
)
def test_an_end_is_days_or_a_date(text: str | None, end: datetime | None) -> None:
    """As people write it."""
    assert accounts.expiry(text, NOW) == end


@pytest.mark.parametrize(
    "text", ["0d", "99999d", "9" * 50 + "d", "soon", "2026-11-20", "-5d", "²d"]
)
def test_an_end_that_cannot_be_is_refused(text: str) -> None:
    """One sentence, whatever was written."""
    with pytest.raises(BadInput):
        accounts.expiry(text, NOW)


def test_an_account_is_tied_to_somebody_known() -> None:
    """By any of their names, written as in [people]; nobody is nobody."""
    people = People({"@alice": Person(github="alice-gh")})

    assert accounts.known_person(people, "alice-gh") == "@alice"
    assert accounts.known_person(people, " ") is None
    with pytest.raises(BadInput, match="nobody of"):
        accounts.known_person(people, "@mallory")
