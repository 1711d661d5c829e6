"""The weekly report by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sync.delivery.house import CHANNELS, LIST
from tests.sync.delivery.mailroom import PASSWORD, USER
from tracker.domain.dispatches import DispatchState
from tracker.domain.errors import BadSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sync.delivery.house import House
    from tests.sync.delivery.mailroom import Mailroom

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")  # what some servers do
FAILED, SENT, UNSURE = DispatchState.FAILED, DispatchState.SENT, DispatchState.UNSURE
HOUR = 3600


def signing_in(port: int, encryption: str, ca_file: str = "", more: str = "") -> str:
    """Return a channel that signs in."""
    trust = f'ca_file = "{ca_file}"\n' if ca_file else ""
    plain = CHANNELS["smtp"].format(port=port).replace('"none"', f'"{encryption}"')
    return f'{plain}user_env = "MAIL_USER"\npassword_env = "MAIL_PASSWORD"\n{trust}{more}'


def refuse(mailroom: Mailroom, what: str, answer: str | None) -> None:
    """Let the server refuse a message, its sender or its recipient; None: let it take all."""
    mailroom.post.answers = [answer] if what == "message" and answer else []
    mailroom.post.sender_answer = answer if what == "sender" and answer else "250 OK"
    mailroom.post.refusals = {LIST: answer} if what == "recipient" and answer else {}


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_USER", USER)
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)


def test_a_mail_bears_what_machines_and_people_need(mailing: House, mailroom: Mailroom) -> None:
    """Text and HTML, and the headers of an automatic mail; no title acts as markup."""
    mailing.deliver()
    (letter,) = mailroom.post.letters
    text = letter.get_body(("plain",))
    page = letter.get_body(("html",))

    assert letter["Subject"].endswith(": 2 open, 1 overdue")
    assert (letter["From"], letter["To"]) == ("amends@example.com", "leads@example.com")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Id"] == "Amends <amends.example.com>"
    assert letter["Date"].datetime.tzinfo is not None
    assert text is not None
    assert "Alert when the" in text.get_content()
    assert page is not None
    assert "&lt;oldest&gt;" in page.get_content()
    assert "<oldest>" not in page.get_content()


def test_a_week_is_mailed_once(mailing: House, mailroom: Mailroom) -> None:
    """However often the worker looks."""
    first, second, third = mailing.deliver(), mailing.deliver(), mailing.deliver()

    assert [one.state for one in first] == [SENT]
    assert second == third == []
    assert len(mailroom.post.got) == 1


def test_a_mail_sent_again_bears_the_same_number(mailing: House, mailroom: Mailroom) -> None:
    """A mailbox that knows Message-IDs shows it once; another week has another."""
    mailing.deliver()
    mailing.forget()
    mailing.deliver()
    first, second = (letter["Message-ID"] for letter in mailroom.post.letters)

    assert first == second
    assert first.endswith("@example.com>")


@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_the_password_goes_through_tls(
    house: House, make_mailroom: Callable[..., Mailroom], certificates: tuple[Path, Path], way: str
) -> None:
    """Both ways of encryption, with an authority of one's own."""
    shown, known = certificates
    room = make_mailroom(**{way: shown}, login=way == "starttls")
    if way == "starttls":
        house.configure(signing_in(room.port, way, str(known)))
    else:
        plain = CHANNELS["smtp"].format(port=room.port).replace('"none"', '"tls"')
        house.configure(f'{plain}ca_file = "{known}"\n')

    assert [one.trouble for one in house.deliver()] == [None]
    assert len(room.post.got) == 1


def test_a_server_without_starttls_gets_neither_password_nor_mail(
    house: House, make_mailroom: Callable[..., Mailroom]
) -> None:
    """What is missing is said, with the setting that would change it."""
    room = make_mailroom(login=True)
    house.configure(signing_in(room.port, "starttls"))
    (told,) = house.deliver()

    assert told.state is FAILED
    assert "offers no STARTTLS" in str(told.trouble)
    assert room.post.got == []


def test_an_unknown_certificate_is_not_trusted(
    house: House, make_mailroom: Callable[..., Mailroom], certificates: tuple[Path, Path]
) -> None:
    """The sentence names the setting; the password was not sent."""
    room = make_mailroom(starttls=certificates[0], login=True)
    house.configure(signing_in(room.port, "starttls"))
    (told,) = house.deliver()

    assert "ca_file" in str(told.trouble)
    assert told.not_before is not None


def test_a_clear_password_needs_leave(house: House) -> None:
    """To another machine, only where somebody allowed it."""
    clear = signing_in(25, "none").replace("127.0.0.1", "mail.example.com")
    with pytest.raises(BadSettings, match="in clear"):
        house.configure(clear)

    house.configure(f"{clear}allow_clear_password = true\n")


def test_a_wrong_password_is_tried_again_and_never_told(
    house: House, make_mailroom: Callable[..., Mailroom], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it is right, the mail goes out by itself."""
    room = make_mailroom(login=True)
    house.configure(signing_in(room.port, "none"))
    monkeypatch.setenv("MAIL_PASSWORD", "battery staple")
    (told,) = house.deliver()
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    at_once = house.deliver()
    house.let_time_pass()
    later = house.deliver()

    assert "MAIL_PASSWORD" in str(told.trouble)
    assert "battery" not in str(told.trouble)
    assert at_once == []
    assert [one.state for one in later] == [SENT]
    assert len(room.post.got) == 1


def test_a_password_that_cannot_be_sent_is_one_sentence(
    house: House, make_mailroom: Callable[..., Mailroom], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the variable, and no letter of it."""
    room = make_mailroom(login=True)
    house.configure(signing_in(room.port, "none"))
    monkeypatch.setenv("MAIL_PASSWORD", "schlüssel")
    (told,) = house.deliver()

    assert "beyond ASCII" in str(told.trouble)
    assert "ü" not in str(told.trouble)


def test_a_missing_secret_is_one_sentence(
    house: House, mailroom: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the variable."""
    monkeypatch.delenv("MAIL_PASSWORD")
    house.configure(signing_in(mailroom.port, "none"))
    (told,) = house.deliver()

    assert told.state is FAILED
    assert "MAIL_PASSWORD" in str(told.trouble)


def test_who_is_refused_for_now_gets_it_later_and_nobody_twice(
    house: House, mailroom: Mailroom
) -> None:
    """A server that makes one recipient wait holds up no other."""
    plain = CHANNELS["smtp"].format(port=mailroom.port)
    house.configure(plain.replace('m"]', 'm", "a@example.com", "b@example.com"]'))
    mailroom.post.refusals = {
        "a@example.com": "451 4.7.1 try again later",
        "b@example.com": "550 5.1.1 no such user",
    }
    (first,) = house.deliver()
    mailroom.post.refusals.pop("a@example.com")
    house.let_time_pass()
    (second,) = house.deliver()

    assert first.state is FAILED
    assert first.reached == ("leads@example.com",)
    assert mailroom.post.recipients == ["a@example.com", "leads@example.com"]
    assert second.state is FAILED
    assert "b@example.com: 550" in str(second.trouble)
    assert second.reached == ("leads@example.com", "a@example.com")


def test_who_is_refused_gets_it_once_the_address_is_right(house: House, mailroom: Mailroom) -> None:
    """Whether the server changes its mind or the address is taken out; nobody gets it twice."""
    plain = CHANNELS["smtp"].format(port=mailroom.port)
    house.configure(plain.replace('m"]', 'm", "b@example.com", "c@example.com"]'))
    refused = "550 5.1.1 no such user"
    mailroom.post.refusals = {"b@example.com": refused, "c@example.com": refused}
    house.deliver()
    mailroom.post.refusals.pop("b@example.com")
    house.let_time_pass()
    house.deliver()
    house.configure(plain.replace('m"]', 'm", "b@example.com"]'))
    (told,) = house.deliver(hurry=True)

    assert (told.state, told.trouble) == (SENT, None)
    assert mailroom.post.recipients == ["b@example.com", "leads@example.com"]


@pytest.mark.parametrize(
    ("what", "answer", "least"),
    [
        ("message", "451 4.3.0 disk full", 0),
        ("message", "554 5.7.1 we do not want it", HOUR - 60),
        ("sender", "550 5.7.1 we do not know you", HOUR - 60),
        ("recipient", "550 5.1.1 no such user", HOUR - 60),
    ],
)
def test_what_is_refused_is_tried_again(
    mailing: House, mailroom: Mailroom, what: str, answer: str, least: int
) -> None:
    """Nothing arrived, and that is known; where somebody must mend it, from an hour later on."""
    refuse(mailroom, what, answer)
    (told,) = mailing.deliver()
    at_once = mailing.deliver()
    refuse(mailroom, what, None)
    mailing.let_time_pass()
    later = mailing.deliver()
    with mailing.store.reading() as work:
        wait = told.not_before - work.clock() if told.not_before else None

    assert told.state is FAILED
    assert answer[:3] in str(told.trouble)
    assert wait is not None
    assert least < wait.total_seconds() <= least + 60
    assert "tried again from" in told.sentence
    assert at_once == []
    assert [one.state for one in later] == [SENT]
    assert len(mailroom.post.got) == 1


def test_a_mended_setting_is_tried_at_once_by_hand(house: House, mailroom: Mailroom) -> None:
    """`amends deliver` waits for no refusal's hour."""
    mailroom.post.sender_answer = "550 5.7.1 we do not know you"
    house.configure(CHANNELS["smtp"].format(port=mailroom.port))
    (told,) = house.deliver()
    mailroom.post.sender_answer = "250 OK"

    assert "amends deliver" in told.sentence
    assert [one.state for one in house.deliver(hurry=True)] == [SENT]


def test_a_lost_answer_is_never_made_good_by_a_second_mail(
    mailing: House, mailroom: Mailroom
) -> None:
    """The server has the mail and hung up: nobody knows, so a person is asked."""
    mailroom.post.drops = 1
    (told,) = mailing.deliver()
    mailing.let_time_pass()

    assert told.state is UNSURE
    assert "--arrived" in str(told.advice)
    assert mailing.deliver() == []
    assert len(mailroom.post.got) == 1


def test_a_server_that_is_not_there_is_tried_again(house: House, mailroom: Mailroom) -> None:
    """Each time later than before."""
    house.configure(CHANNELS["smtp"].format(port=mailroom.port))
    mailroom.stop()
    (first,) = house.deliver()
    house.let_time_pass()
    (second,) = house.deliver()

    assert (first.state, second.state) == (FAILED, FAILED)
    assert (first.attempts, second.attempts) == (1, 2)
    assert first.not_before is not None
    assert second.not_before is not None
    assert second.not_before > first.not_before
