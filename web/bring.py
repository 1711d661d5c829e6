"""A postmortem is brought: pasted, uploaded, or named by its address; each becomes a draft."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.addresses import Place, places, remote_document
from tracker.bringing import PASTED, ask_for, bring, named
from tracker.domain.errors import BadInput
from tracker.intake import Clerk
from tracker.reading import SUFFIXES, Document, document_of, is_taken
from web.context import author, desk, now, today, work

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage
    from werkzeug.wrappers import Response

    from tracker.domain.drafts import Draft

pages = Blueprint("bring", __name__)

MIB = 1024 * 1024
LARGEST_FILE = 8 * MIB
LARGEST_TEXT = 2 * MIB
LARGEST_FORM = 32 * MIB
MOST_FILES = 20
FORMATS = {
    "": "Markdown or plain text",
    ".html": "HTML",
    ".rst": "reStructuredText",
    ".mediawiki": "MediaWiki",
    ".adoc": "AsciiDoc",
    ".org": "Org",
}
READ = "Markdown, plain text, HTML, Word (.docx), reStructuredText, MediaWiki, AsciiDoc or Org"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that was not taken, why, and the status that says so."""

    name: str
    sentence: str
    status: HTTPStatus


@pages.url_value_preprocessor
def allow_documents(endpoint: str | None, values: object) -> None:
    """Let these forms be as large as documents are, before anything reads them."""
    del endpoint, values
    request.max_content_length = LARGEST_FORM
    request.max_form_memory_size = 2 * LARGEST_FILE


@pages.get("/bring")
def index() -> str:
    """Show the ways to bring a document, and what waits."""
    return _page()


@pages.post("/bring")
def take() -> Response | tuple[str, int]:
    """Lay the pasted and the uploaded documents out; one that is refused stops no other."""
    drafts: list[Draft] = []
    refused: list[Refusal] = []
    files = [one for one in request.files.getlist("documents") if one.filename]
    for file in files[:MOST_FILES]:
        _sort(_uploaded(file), drafts, refused)
    for file in files[MOST_FILES:]:
        sentence = f"only {MOST_FILES} files are taken at once; send it again"
        refused.append(
            Refusal(named(file.filename or ""), sentence, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        )
    if request.form.get("text", "").strip() or not files:
        _sort(_pasted(), drafts, refused)
    if refused:
        return _page(drafts, refused), max(one.status for one in refused)
    if len(drafts) > 1:
        flash(f"{len(drafts)} documents are laid out below; nothing is filed yet.")
        return redirect(url_for(".index") + "#drafts", HTTPStatus.SEE_OTHER)
    return redirect(url_for("drafts.show", draft_id=drafts[0].id), HTTPStatus.SEE_OTHER)


@pages.post("/bring/address")
def fetch() -> Response | tuple[str, int]:
    """Ask for a document of a configured repository; the worker fetches it."""
    address = request.form.get("address", "")
    try:
        remote = remote_document(address, _places())
    except BadInput as error:
        refusal = Refusal("", str(error), HTTPStatus.BAD_REQUEST)
        return _page([], [refusal]), HTTPStatus.BAD_REQUEST
    if not is_taken(PurePosixPath(remote.path).name):
        status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        return _page([], [Refusal("", f"this is none of {READ}", status)]), status
    draft = ask_for(work(), remote, clerk())
    work().commit()
    return redirect(url_for("drafts.show", draft_id=draft.id), HTTPStatus.SEE_OTHER)


def clerk() -> Clerk:
    """Return who brings documents through a page."""
    settings = desk().settings
    return Clerk(settings.folder, desk().people, now(), today(), author(), settings.terms)


def _sort(found: Document | Refusal, drafts: list[Draft], refused: list[Refusal]) -> None:
    """Keep a document as a draft, or say why not; each is kept by itself."""
    if isinstance(found, Document) and len(found.text) > LARGEST_TEXT:
        sentence = f"it holds more than {LARGEST_TEXT // MIB} MiB of text; split it"
        found = Refusal(found.path, sentence, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if isinstance(found, Refusal):
        refused.append(found)
        return
    try:
        drafts.append(bring(work(), found, clerk()))
    except BadInput as error:
        work().rollback()
        refused.append(Refusal(found.path, str(error), HTTPStatus.BAD_REQUEST))
    else:
        work().commit()


def _uploaded(file: FileStorage) -> Document | Refusal:
    name = named(file.filename or "")
    if not is_taken(name):
        sentence = f"its name says that it is none of {READ}"
        return Refusal(name, sentence, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    raw = file.stream.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        sentence = (
            f"it is larger than {LARGEST_FILE // MIB} MiB; leave its pictures out, or split it"
        )
        return Refusal(name, sentence, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not raw.strip():
        return Refusal(name, "it is empty", HTTPStatus.BAD_REQUEST)
    found = document_of(name, raw, None)
    if isinstance(found, Document):
        return found
    sentence = found.sentence.removeprefix(f"{name} ")
    return Refusal(name, f"it {sentence}", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


def _pasted() -> Document | Refusal:
    text = request.form.get("text", "")
    if not text.strip():
        return Refusal("", "paste a text, or choose a file", HTTPStatus.BAD_REQUEST)
    suffix = request.form.get("format", "")
    told = request.form.get("name", "").strip()
    name = named(told) if told else PASTED
    if suffix in FORMATS and PurePosixPath(name).suffix.lower() not in SUFFIXES:
        name += suffix
    if name.lower().endswith(".docx"):
        name += ".md"
    if "\x00" in text or not _is_storable(text):
        sentence = "the text holds characters that cannot be stored"
        return Refusal(name, sentence, HTTPStatus.BAD_REQUEST)
    return Document(name, text, None)


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _places() -> list[Place]:
    settings = desk().settings
    return places(settings.source, settings.target)


def _page(drafts: list[Draft] | None = None, refused: list[Refusal] | None = None) -> str:
    return render_template(
        "bring/index.html",
        sent=_sent(again=not drafts),
        taken=drafts or [],
        refused=refused or [],
        waiting=work().drafts.waiting(),
        places=_places(),
        formats=FORMATS,
        suffixes=",".join(sorted(SUFFIXES)),
        limits={
            "file": LARGEST_FILE // MIB,
            "text": LARGEST_TEXT // MIB,
            "files": MOST_FILES,
        },
        read=READ,
    )


def _sent(*, again: bool) -> dict[str, str]:
    """Return what the form held; a text that was taken need not be sent *again*."""
    held = {name: request.form.get(name, "") for name in ("name", "format", "address", "text")}
    return held if again and len(held["text"]) <= LARGEST_TEXT else held | {"text": ""}
