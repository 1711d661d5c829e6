"""Reads documents from files, folders, globs and standard input; one bad file stops none."""

from __future__ import annotations

import glob
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.errors import BadInput
from tracker.formats import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LARGEST = 16 * 1024 * 1024
SUFFIXES = frozenset(
    [
        ".md",
        ".markdown",
        ".mdx",
        ".txt",
        ".text",
        ".rst",
        ".html",
        ".htm",
        ".mediawiki",
        ".wiki",
        ".adoc",
        ".asciidoc",
        ".org",
        ".docx",
    ]
)
# what is no text, by its first bytes
FOREIGN = (
    (b"%PDF-", "is a PDF"),
    (b"{\\rtf", "is rich text (RTF)"),
    (b"PK\x03\x04", "is a packed file"),
)
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
PASSED_OVER = frozenset({"node_modules", "__pycache__"})
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


@dataclass(frozen=True, slots=True)
class Document:
    """One text, and the path as the caller named it; *file* is None for standard input.

    The text of a Word document is the Markdown that was made of it. *key* is by which path it
    is known, where no file of this machine says it. *beside* are the texts that came with it and
    now stand at other paths, by what these are known.
    """

    path: str
    text: str
    file: Path | None
    key: str | None = None
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that cannot be read, and the sentence that says why."""

    path: str
    sentence: str


def find(paths: Iterable[str], folder: Path | None = None) -> list[str]:
    """Return the documents that *paths* name: files, folders and globs, each once, in order.

    Relative paths count from *folder*. Raises BadInput for a path that names nothing.
    """
    found: dict[str, None] = {}
    for path in paths:
        there = path if path == "-" or folder is None else str(folder / path)
        for one in _named(there):
            found.setdefault(one if folder is None else _from_here(one))
    return list(found)


def read(path: str) -> Document | Unreadable:
    """Return the document at *path*, or why there is none."""
    name = readable(path)
    try:
        raw = _bytes_of(path)
    except OSError as error:
        return Unreadable(name, f"{name} cannot be read: {error.strerror or error}")
    return document_of(name, raw, None if path == "-" else Path(path))


def document_of(
    name: str, raw: bytes, file: Path | None, key: str | None = None
) -> Document | Unreadable:
    """Return the document whose bytes are *raw*, or why it is none."""
    if len(raw) > LARGEST:
        return too_large(name)
    if name.lower().endswith(".docx") and raw and not word.looks_like_word(raw):
        return Unreadable(name, f"{name} is no Word document, though it is named so; save it anew")
    try:
        text = _text_of(raw)
    except BadInput as error:
        return Unreadable(name, f"{name} {error}")
    if not text.strip():
        return Unreadable(name, f"{name} is empty")
    if len(text) > LARGEST:
        return too_large(name)
    return Document(name, text, file, key)


def too_large(name: str) -> Unreadable:
    """Return what is said of a document over the bound."""
    return Unreadable(name, f"{name} is larger than 16 MiB; split it, or leave its logs out")


def is_entered(folder: str) -> bool:
    """Return whether a folder of this name is looked into: hidden and made ones are not."""
    return folder not in PASSED_OVER and not folder.startswith(".")


def is_taken(file: str) -> bool:
    """Return whether a file of this name in a folder is a document."""
    return Path(file).suffix.lower() in SUFFIXES and not file.startswith(".")


def _text_of(raw: bytes) -> str:
    """Return the text of *raw*; raises BadInput with the sentence that says why there is none."""
    if word.looks_like_word(raw):
        return word.text_of(raw)
    for mark, kind in FOREIGN:
        if raw.startswith(mark):
            named = "is an OpenDocument text" if OPEN_DOCUMENT in raw[:200] else kind
            raise BadInput(f"{named}; save it as .docx, Markdown or plain text")
    text = decode(raw)
    if text is None:
        raise BadInput("is not text; Amends reads Markdown, plain text, Word documents and wikis")
    return text


def readable(path: str) -> str:
    """Return *path* as text that can be stored: file names are bytes, and not always UTF-8."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")


def decode(raw: bytes) -> str | None:
    """Return the text of *raw*, or None where it is no text."""
    text = _decoded(raw)
    if "\x00" in text:
        return None
    strange = sum(1 for letter in text if letter < " " and letter not in "\t\n\r\f")
    return None if strange * 50 > len(text) else text


def _decoded(raw: bytes) -> str:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _from_here(path: str) -> str:
    """Return *path* as somebody in the working folder would write it."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def _bytes_of(path: str) -> bytes:
    """Return the start of what stands at *path*, just enough to see that it is too large."""
    if path == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(path).open("rb") as file:
        return file.read(LARGEST + 1)


def _named(path: str) -> list[str]:
    if path == "-" or Path(path).is_file():
        return [path]
    if Path(path).is_dir():
        return sorted(_inside(path))
    if glob.has_magic(path):
        named = glob.glob(path, recursive=True)  # noqa: PTH207  Path.glob takes no absolute pattern
        found = sorted(one for one in named if Path(one).is_file())
        if found:
            return found
    raise BadInput(f"there is nothing at {readable(path)}")


def _inside(folder: str) -> Iterator[str]:
    for where, folders, files in os.walk(folder):
        folders[:] = filter(is_entered, folders)
        for file in filter(is_taken, files):
            yield str(Path(where) / file)
