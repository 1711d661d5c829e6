"""The report as a mail: what mail programs leave of it still tells everything."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from tests.tracker.reporting import half_year
from tests.tracker.reporting.house import SETTINGS, at
from tracker.reporting import Mail, keep, mail_of
from tracker.reporting.document import Bullets, Document, Paragraph, Section, Table
from tracker.reporting.headlines import Headlines
from tracker.reporting.mail_page import mail_page
from tracker.reporting.mail_text import mail_text
from tracker.storage import Store, open_store

DASHBOARD = "https://amends.example.com"
VOID = {"meta", "img", "br"}


class Tags(HTMLParser):
    """Notes every tag and attribute, and that each is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last tag."""
        assert self.open.pop() == tag


@pytest.fixture
def mail(migrated_sqlite_url: str) -> Mail:
    """Return the mail of half a year's last week."""
    store = open_store(migrated_sqlite_url)
    with store.work() as work:
        half_year.furnish(work)
    moment = half_year.MONDAY_AFTER
    return mail_of(keep(store, half_year.SETTINGS, moment, half_year.WEEK), DASHBOARD)


def test_the_mail_needs_nothing_that_mail_programs_take_away(mail: Mail) -> None:
    """No script, no style sheet, no SVG, no address but the dashboard's, below Gmail's limit."""
    tags = Tags(mail.html)
    names = {name for name, _ in tags.seen}

    assert not names & {"script", "style", "link", "svg", "iframe", "form", "details"}
    assert tags.open == []
    assert {one["href"] for name, one in tags.seen if name == "a"} == {
        f"{DASHBOARD}/reports/2026-W46"
    }
    assert len(mail.html.encode()) < 102_000
    assert "var(" not in mail.html


def test_every_picture_is_named_and_every_name_is_a_picture(mail: Mail) -> None:
    """The HTML shows each image once, with the words of what it shows."""
    shown = [one for name, one in Tags(mail.html).seen if name == "img"]

    assert [f"cid:{image.cid}" for image in mail.images] == [one["src"] for one in shown]
    assert len(shown) == 3
    assert all(one["alt"] for one in shown)
    assert all(image.data.startswith(b"\x89PNG") for image in mail.images)


def test_the_text_alone_tells_the_report(mail: Mail) -> None:
    """Whoever reads plain text gets the figures, the sections and the address."""
    assert "Open: 14 (-3 since the week before)" in mail.text
    assert "The ledger\n----------\n" in mail.text
    assert f"{DASHBOARD}/reports/2026-W46" in mail.text
    assert "<" not in mail.text


def test_the_parts_make_a_mail_that_can_be_read_back(mail: Mail) -> None:
    """As its sender puts it together: alternative of text and of HTML with its pictures."""
    message = EmailMessage()
    message["Subject"] = mail.subject
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    related = message.get_payload()[1]  # type: ignore[index]
    for image in mail.images:
        related.add_related(image.data, "image", "png", cid=f"<{image.cid}>", filename=image.name)  # type: ignore[union-attr]
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    cids = [part["Content-ID"] for part in read.walk() if part["Content-ID"]]

    assert read["Subject"] == "Completion report 2026-W46: 14 open, 8 overdue"
    assert cids == [f"<{image.cid}>" for image in mail.images]


def test_a_mail_is_the_same_however_often_it_is_made(store: Store) -> None:
    """Whoever sends it again after a crash sends the same bytes."""
    first = mail_of(keep(store, SETTINGS, at(16, 9)), DASHBOARD)

    assert mail_of(keep(store, SETTINGS, at(30, 9), "2026-W46"), DASHBOARD) == first


def test_no_title_acts_as_markup_in_a_mail(store: Store) -> None:
    """Titles and owners are text, in both parts and in the subject."""
    made = mail_of(keep(store, SETTINGS, at(16, 9)))

    assert {name for name, _ in Tags(made.html).seen if name in {"script", "a"}} == set()
    assert "&lt;script&gt;" in made.html
    assert "\n" not in made.subject


def test_what_does_not_fit_into_a_mail_is_left_to_the_whole_report(store: Store) -> None:
    """Long lists are shortened and say so; the page stays below what Gmail shows."""
    report = keep(store, SETTINGS, at(16, 9))
    long = Section("Long", (Bullets(("x" * 90,) * 40), Table(("a", "b"), (("y", 1),) * 40)))
    whole = replace(report.document, sections=(long, *[replace(long)] * 60))
    text = mail_page(whole, report.headlines, {}, None)

    assert "And 25 more." in text
    assert "More does not fit into a mail" in text
    assert len(text.encode()) < 102_000


def test_a_paragraph_that_runs_on_is_cut(store: Store) -> None:
    """Thousands of incidents named in a line do not push out what follows."""
    report = keep(store, SETTINGS, at(16, 9))
    sections = (
        Section("Long", (Paragraph("I-1 " * 40_000), Bullets(("y" * 90_000,)))),
        Section("After", (Paragraph("It"),)),
    )
    document = replace(report.document, sections=sections)
    told = (
        mail_page(document, report.headlines, {}, None),
        mail_text(document, report.headlines, None),
    )

    assert all("After" in text and len(text) < 10_000 for text in told)


def test_a_team_is_named_and_led_to(store: Store) -> None:
    """The subject says whose report it is, and the address keeps the team."""
    made = mail_of(keep(store, SETTINGS, at(16, 9), "2026-W46", "@dba-team"), f"{DASHBOARD}/")

    assert made.subject.startswith("Completion report of @dba-team 2026-W46:")
    assert f"{DASHBOARD}/reports/2026-W46?team=%40dba-team" in made.text


def test_few_promises_give_no_percentage() -> None:
    """Two of three are said so."""
    told = Headlines(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 0, 0)
    document = Document("Title", "Lead", (Section("One", (Paragraph("Two"),)),))
    text = mail_page(document, told, {}, None)

    assert re.search(r"<b[^>]*>2/3</b>", text)
    assert "Kept on time in 13 weeks: 2 of 3" in told.lines
