"""The address of a document in a configured repository, as a browser shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from tracker.domain.errors import BadInput
from tracker.sources import reader_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.sources import DocumentSource, Reader

API, SITE, RAW = "api.github.com", "github.com", "raw.githubusercontent.com"
VIEWS = frozenset({"blob", "raw", "edit", "blame"})
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """A repository that is configured: where people read it, and whose credentials do."""

    host: str
    root: str  # what stands before owner and name in an address
    repository: str
    target: str
    ref: str | None


@dataclass(frozen=True, slots=True)
class RemoteDocument:
    """A document of a repository, and the target that reads it."""

    repository: str
    target: str
    ref: str | None
    path: str


def places(sources: Sequence[DocumentSource], targets: Sequence[Reader]) -> list[Place]:
    """Return the repositories from which documents can be brought, each once."""
    found: dict[tuple[str, str], Place] = {}
    for place in _configured(sources, targets):
        found.setdefault((place.host, place.repository.casefold()), place)
    return list(found.values())


def remote_document(address: str, known: Sequence[Place]) -> RemoteDocument:
    """Return the document at *address*, or raise BadInput with a sentence."""
    if not known:
        raise BadInput("no repository is configured from which a document could be fetched")
    host, parts = _parted(address)
    raw = host == RAW
    for place in known:
        if host != place.host and not (raw and place.host == SITE):
            continue
        rest = _below(parts, place)
        if rest is not None:
            return _document(place, rest, raw=raw)
    named = ", ".join(f"{place.host}/{place.repository}" for place in known[:3])
    raise BadInput(
        f"this address is of no configured repository, so it is not fetched; known are {named}"
    )


def _configured(sources: Sequence[DocumentSource], targets: Sequence[Reader]) -> Iterator[Place]:
    for source in sources:
        if source.repository:
            reader = reader_of(source, targets)
            yield _place(reader, source.repository, source.ref)
    for target in targets:
        if target.provider == "github" and target.repository:
            yield _place(target, target.repository, None)


def _place(target: Reader, repository: str, ref: str | None) -> Place:
    base = urlsplit(target.base_url)
    host = base.netloc.casefold()
    root = base.path.rstrip("/").removesuffix("/api/v3")
    return Place(SITE if host == API else host, root, repository, target.name, ref)


def _parted(address: str) -> tuple[str, list[str]]:
    """Return host and path of an address, or raise BadInput."""
    told = address.strip()
    wrong = BadInput("this is no web address of a document; copy it from the browser")
    try:
        parts = urlsplit(told)
    except ValueError as error:
        raise wrong from error
    usable = parts.scheme in {"http", "https"} and parts.netloc and "@" not in parts.netloc
    if not usable or len(told) > LONGEST:
        raise wrong
    segments = [unquote(one) for one in parts.path.split("/") if one]
    if any(one in {".", ".."} or "/" in one or not one.isprintable() for one in segments):
        raise BadInput("this address leads out of its repository")
    return parts.netloc.casefold(), segments


def _below(parts: list[str], place: Place) -> list[str] | None:
    """Return what of a path lies below a repository, or None."""
    before = [*place.root.split("/"), *place.repository.split("/")]
    wanted = [one.casefold() for one in before if one]
    here = [one.casefold() for one in parts[: len(wanted)]]
    return parts[len(wanted) :] if here == wanted else None


def _document(place: Place, rest: list[str], *, raw: bool) -> RemoteDocument:
    inside = rest if raw else rest[1:]
    if not raw and (not rest or rest[0] not in VIEWS):
        raise BadInput("this address names no document; open the document and copy its address")
    if inside[:2] in (["refs", "heads"], ["refs", "tags"]):
        inside = inside[2:]
    ref = [one for one in (place.ref or "").split("/") if one]
    if ref and inside[: len(ref)] == ref:
        path = inside[len(ref) :]
    else:
        ref, path = inside[:1], inside[1:]
    if not ref or not path:
        raise BadInput("this address names no document; open the document and copy its address")
    return RemoteDocument(place.repository, place.target, "/".join(ref), "/".join(path))
