"""Hostile words in documents, names and fields stay words, on every page that shows them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.web.building import an_incident, an_item
from tests.web.drafting import drafter
from tests.web.test_bring import TEXT, send_files
from tracker.domain.items import Status

if TYPE_CHECKING:
    from tests.web.building import Visitor
    from tracker.storage import Work

# after the OWASP XSS filter evasion cheat sheet
EVIL = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://xss.example/xss.js></SCRIPT>",
    "<img src=x onerror=alert(2)>",
    '"><svg/onload=alert(3)>',
    "'';!--\"<XSS>=&{()}",
    "</textarea><script>alert(4)</script>",
    "</title><script>alert(5)</script>",
    '<IMG """><SCRIPT>alert(6)</SCRIPT>">',
    '<a href="javascript:alert(7)">x</a>',
    "<iframe src=javascript:alert(8)></iframe>",
    "<body onload=alert(9)>",
    "<style>@import'https://xss.example/x.css';</style>",
    "<meta http-equiv=refresh content=0;url=javascript:alert(10)>",
    "{{7*7}}{% raw %}${7*7}",
    '<!--#exec cmd="ls"-->',
    "<![CDATA[<script>alert(11)</script>]]>",
    "%3Cscript%3Ealert(12)%3C/script%3E",
    "+ADw-script+AD4-alert(13)+ADw-/script+AD4-",
    "\u202egnp.<script>",
)  # fmt: skip
HOSTILE = " ".join(EVIL)


FOREIGN = frozenset(("img", "iframe", "style", "base", "object", "embed", "xss", "video", "frame"))
OURS = "/static/js/"


class Reader(HTMLParser):
    """Reads a page as a browser does, and keeps what no page of ours holds."""

    def __init__(self) -> None:
        super().__init__()
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag and its attributes."""
        held = dict(attrs)
        source = held.get("src") or ""
        if tag in FOREIGN or (tag == "script" and not source.startswith(OURS)):
            self.strange.append(tag)
        self.strange += [name for name in held if name.startswith("on") or name == "style"]
        for name in ("href", "action", "formaction", "src"):
            scheme = (held.get(name) or "").partition(":")[0].strip().lower()
            if ":" in (held.get(name) or "") and scheme not in {"http", "https"}:
                self.strange.append(f"{name} {held[name]}")
        if "http-equiv" in held:
            self.strange.append("http-equiv")


def strange(*pages: str) -> list[str]:
    """Return the markup of pages that is not ours."""
    reader = Reader()
    for page in pages:
        reader.feed(page)
    return reader.strange


@pytest.fixture
def migrated_url(migrated_sqlite_url: str) -> str:
    """Return one database: what is escaped does not depend on its kind."""
    return migrated_sqlite_url


@pytest.mark.parametrize("evil", EVIL)
def test_words_of_a_document_stay_words(visitor: Visitor, evil: str) -> None:
    """In its title, its text and its promises: in the draft, and once it is accepted."""
    text = TEXT.replace("Search returned", f"Search {evil} returned") + f"- Fix {evil} soon\n"
    desk = drafter(visitor, text)
    pages = [desk.look(), visitor.read("/bring"), visitor.read("/review")]
    pages += [visitor.read(f"{desk.path}/text"), desk.done("accept"), visitor.read("/items")]

    assert strange(*pages) == []


@pytest.mark.parametrize("name", ["title", "owner", "priority", "severity", "reason"])
def test_words_of_people_stay_words(visitor: Visitor, name: str) -> None:
    """In every field of a draft, stored or refused."""
    desk = drafter(visitor)
    where = "facts_severity" if name == "severity" else f"e1_{name}"
    short = name in {"severity", "priority"}
    first = desk.press("save", **{where: EVIL[0] if short else HOSTILE[:180]})
    odd = desk.press("save", **{where: HOSTILE * 9, "e2_due": EVIL[0], "other": EVIL[2]})
    page = desk.look()

    assert first.status_code == 303
    assert odd.status_code in {400, 409}
    assert strange(odd.text) == []
    assert strange(page) == []
    assert strange(desk.done("accept")) == []


@pytest.mark.parametrize(
    "fields", [{"e2_kind": EVIL[0]}, {"e2_status": EVIL[2]}, {"to": EVIL[3], "other": EVIL[2]}]
)
def test_what_no_browser_sends_is_harmless(visitor: Visitor, fields: dict[str, str]) -> None:
    """Choices that were never offered."""
    answer = drafter(visitor).press("save", **fields)

    assert answer.status_code in {303, 400}
    assert strange(answer.text) == []


@pytest.mark.parametrize("evil", EVIL)
def test_the_name_of_a_file_stays_a_name(visitor: Visitor, evil: str) -> None:
    """Taken or refused."""
    taken = send_files(visitor, (TEXT.encode(), f"{evil}.md"))
    refused = send_files(visitor, (b"x", f"{evil}.exe"))

    assert strange(visitor.read(taken.headers["Location"])) == []
    assert refused.status_code == 415
    assert strange(refused.text) == []


@pytest.mark.parametrize("evil", EVIL)
def test_an_address_stays_an_address(visitor: Visitor, evil: str) -> None:
    """One that is refused stands in its field again, as words."""
    answer = visitor.send("/bring/address", {"address": evil}, "/bring")

    assert answer.status_code == 400
    assert strange(answer.text) == []


def test_words_of_a_review_stay_words(visitor: Visitor, work: Work) -> None:
    """What was proposed, and what was typed about it."""
    item = an_item(work, an_incident(work, HOSTILE), HOSTILE, status=Status.PROPOSED)
    work.commit()
    page = visitor.read("/review")
    typed = {f"{item.id}-title": HOSTILE * 9, "reason": HOSTILE, "original": EVIL[0]}
    sent = {"version": "1", "version-1": "1", "seen": "{}", "do": "drop", "picked": "1", **typed}
    answer = visitor.send("/review", {**sent, "fate": "duplicate"})

    assert strange(page) == []
    assert answer.status_code == 400
    assert strange(answer.text) == []


@pytest.mark.parametrize("path", ["/bring", "/bring/address", "/drafts/1", "/review"])
def test_a_form_from_elsewhere_is_refused(visitor: Visitor, path: str) -> None:
    """Without the page's own token nothing is changed."""
    drafter(visitor)
    answer = visitor.client.post(path, data={"do": "accept", "version": "1", "csrf_token": "x"})

    assert answer.status_code == 400
    assert "nothing was changed" in answer.text
