"""Documents are pasted and uploaded: each becomes a draft, and nothing is filed."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.web.building import token_in
from web.bring import LARGEST_FILE, LARGEST_TEXT

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.web.building import Visitor
    from tracker.storage import Store, Work

TEXT = (
    "# Search returned old results\n\nDate: 2026-04-11\nSeverity: SEV-3\n\n## Summary\n\n"
    "The search index was two hours behind, and customers saw old prices.\n\n"
    "## Action items\n\n"
    "- Alert when the search index is late\n"
    "- Alert the shop team when the index is late\n"
    "- Give the indexer a shorter timeout\n"
    "- Document how to rebuild the index\n"
)
OTHER = TEXT.replace("Search returned", "Billing returned").replace("index", "ledger")


def send_files(visitor: Visitor, *files: tuple[bytes, str], **fields: str) -> TestResponse:
    """Upload files as a browser would."""
    token = token_in(visitor.read("/bring"))
    held: list[tuple[str, Any]] = [("csrf_token", token), *fields.items()]
    held += [
        ("documents", FileStorage(io.BytesIO(raw), name.replace('"', "%22"))) for raw, name in files
    ]
    boundary, body = encode_multipart(MultiDict(held))
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.client.post("/bring", data=body, content_type=kind)


def drafts_of(store: Store) -> list[str]:
    """Return the titles of all drafts, the oldest first."""
    with store.reading() as work:
        return [one.title for one in reversed(work.drafts.waiting())]


def nothing_filed(store: Store) -> bool:
    """Return whether there is neither an incident nor an item."""
    with store.reading() as work:
        return not work.incidents.all() and not work.items.find()


def test_a_pasted_text_is_laid_out_and_not_filed(visitor: Visitor, store: Store) -> None:
    """The page shows its lines and what was found; no incident exists yet."""
    answer = visitor.send("/bring", {"text": TEXT.replace("\n", "\r\n")})
    page = visitor.read(answer.headers["Location"])

    assert answer.status_code == 303
    assert page.count('class="entry"') == 4
    assert re.search(r'id="L12".*Alert when the search index is late', page)
    assert nothing_filed(store)


def test_several_files_are_several_drafts(visitor: Visitor, store: Store) -> None:
    """Each is laid out by itself."""
    answer = send_files(visitor, (TEXT.encode(), "a.md"), (OTHER.encode(), "b.txt"))

    assert answer.status_code == 303
    assert drafts_of(store) == ["Search returned old results", "Billing returned old results"]


@pytest.mark.parametrize(
    ("raw", "name", "status", "told"),
    [
        (b"MZ\x90\x00", "tool.exe", 415, "none of Markdown"),
        (b"%PDF-1.7 x", "a.md", 415, "is a PDF"),
        (b"\x00\x01\x02\x00" * 9, "a.md", 415, "is not text"),
        (b"PK\x03\x04 no word", "a.docx", 415, "no Word document"),
        (b"  \n", "a.md", 400, "empty"),
        (b"x" * (LARGEST_FILE + 1), "a.md", 413, "larger than 8 MiB"),
        (b"x" * (LARGEST_TEXT + 1), "a.md", 413, "more than 2 MiB of text"),
    ],
    ids=["program", "pdf", "bytes", "docx", "empty", "file", "text"],
)
def test_a_bad_file_is_refused_and_loses_no_other(
    visitor: Visitor, store: Store, raw: bytes, name: str, status: int, told: str
) -> None:
    """The page says which and why; the good one is kept and linked."""
    answer = send_files(visitor, (raw, name), (TEXT.encode(), "good.md"))

    assert answer.status_code == status
    assert told in answer.text
    assert drafts_of(store) == ["Search returned old results"]
    assert "/drafts/1" in answer.text


def test_too_much_at_once_is_refused_with_a_page(visitor: Visitor) -> None:
    """What exceeds the bound of a form is not read at all."""
    answer = send_files(visitor, *[(b"x" * LARGEST_FILE, f"{n}.md") for n in range(5)])

    assert answer.status_code == 413
    assert "larger" in answer.text


def test_an_empty_form_says_what_to_do(visitor: Visitor) -> None:
    """Neither text nor file: a sentence, and status 400."""
    answer = visitor.send("/bring", {"text": " \n"})

    assert answer.status_code == 400
    assert "paste a text, or choose a file" in answer.text


def test_what_was_typed_is_still_there_after_a_refusal(visitor: Visitor) -> None:
    """Text, name and notation stand in the form again."""
    page = visitor.send("/bring", {"text": "a\x00b", "name": "My <name>", "format": ".org"}).text

    assert 'value="My &lt;name&gt;"' in page
    assert '<option value=".org" selected>' in page


def test_a_bomb_in_a_word_document_is_refused(visitor: Visitor, store: Store) -> None:
    """A few kilobytes that unpack to a gigabyte are not unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<a>" + b" " * 60_000_000)
    answer = send_files(visitor, (packed.getvalue(), "bomb.docx"))

    assert answer.status_code == 415
    assert "too large once it is unpacked" in answer.text
    assert drafts_of(store) == []


def test_a_package_of_countless_parts_is_refused(visitor: Visitor) -> None:
    """No word processor writes a hundred thousand parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", "<a/>")
        for number in range(20_000):
            package.writestr(f"word/{number}.xml", "<a/>")
    answer = send_files(visitor, (packed.getvalue(), "many.docx"))

    assert answer.status_code == 415
    assert "too many parts" in answer.text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://evil.example/acme/platform/blob/main/a.md", "no configured repository"),
        ("https://github.com/acme/other/blob/main/a.md", "no configured repository"),
        ("https://github.com.evil.example/acme/platform/blob/main/a.md", "no configured"),
        ("https://me@github.com/acme/platform/blob/main/a.md", "no web address"),
        ("file:///etc/passwd", "no web address"),
        ("http://[::1", "no web address"),
        ("https://github.com/acme/platform/blob/main/../../x/a.md", "leads out"),
        ("https://github.com/acme/platform/blob/main/%2e%2e/a.md", "leads out"),
        ("https://github.com/acme/platform/issues/3", "names no document"),
        ("https://github.com/acme/platform", "names no document"),
        ("https://github.com/acme/platform/blob/main/tool.py", "none of Markdown"),
    ],
)
def test_only_documents_of_configured_repositories_are_asked_for(
    visitor: Visitor, store: Store, address: str, told: str
) -> None:
    """Any other address is refused with a sentence, and nothing is asked for."""
    answer = visitor.send("/bring/address", {"address": address}, "/bring")

    assert answer.status_code in {400, 415}
    assert told in answer.text
    assert drafts_of(store) == []


def test_a_document_of_a_repository_is_asked_for_once(visitor: Visitor, work: Work) -> None:
    """The page says that it is being fetched, and by whom; the wish is a row."""
    address = "https://github.com/acme/platform/blob/main/docs/outage.md"
    first = visitor.send("/bring/address", {"address": address}, "/bring")
    second = visitor.send("/bring/address", {"address": address}, "/bring")
    page = visitor.read(first.headers["Location"])

    assert first.headers["Location"] == second.headers["Location"]
    assert "amends sync" in page
    assert [one.address for one in work.drafts.wanted()] == [
        {"repository": "acme/platform", "target": "platform", "ref": "main",
         "path": "docs/outage.md"},
    ]  # fmt: skip


def test_the_page_tells_its_limits(client: FlaskClient) -> None:
    """Who brings something knows what fits before it is refused."""
    page = client.get("/bring").text

    assert "up to 8 MiB" in page
    assert "2 MiB of text" in page
