"""Word's documents as Markdown, within bounds of size, depth and time."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from typing import Any
from xml.parsers import expat

import mammoth

from tracker.domain.errors import BadInput
from tracker.formats.html import page_rows

LARGEST = 16 * 1024 * 1024  # bytes of a document's parts, unpacked
PARTS = 2000  # that are read: a document of hundreds of pages has some twenty
MOST = 250_000  # elements of them all
DEEPEST = 120  # elements within elements
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word's format before 2007, and the cover of a password
SEALED = "EncryptedPackage".encode("utf-16-le")
LONG_LINK = re.compile(rb"""Target\s*=\s*(?:"[^"]{2000,}"|'[^']{2000,}')""")
NOTES = ("footnoteReference", "endnoteReference")
MOST_USES = 20  # of one footnote, which is told again at each
READ = ("word/", "_rels/", "[Content_Types].xml")
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Heading 7'] => h6:fresh
p[style-name='Heading 8'] => h6:fresh
p[style-name='Heading 9'] => h6:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
r[style-name='Verbatim Char'] => code
r[style-name='HTML Code'] => code
strike => s
"""


def looks_like_word(raw: bytes) -> bool:
    """Return whether *raw* is a Word document of any age, sealed ones included."""
    return raw.startswith(OLD) or (raw.startswith(b"PK") and b"word/document" in raw)


def text_of(raw: bytes) -> str:
    """Return the Word document *raw* as Markdown; raises BadInput with the sentence why not."""
    if raw.startswith(OLD):
        raise BadInput(
            "is protected by a password; save it without one"
            if SEALED in raw
            else "is in Word's old format; save it as .docx"
        )
    parts = _parts(raw)
    if not any(name.startswith("word/document") for name in parts):
        raise BadInput("is no Word document: the part with its text is missing")
    _weigh(parts)
    rows = page_rows(_page(parts))
    return "\n".join(text for _, text in rows).strip("\n") + "\n"


def _parts(raw: bytes) -> dict[str, bytes]:
    """Return what is read of the package, unpacked; what is not read is not unpacked."""
    parts: dict[str, bytes] = {}
    left = LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            for part in package.infolist():
                if not part.filename.startswith(READ) or not part.filename.endswith(
                    (".xml", ".rels")
                ):
                    continue
                if len(parts) == PARTS:
                    raise BadInput("has too many parts to be read; split it")
                # reading stops at the size that the package declares
                left -= part.file_size
                if left < 0:
                    raise BadInput("is too large once it is unpacked; split it")
                content = package.read(part)
                # a link is said again wherever it is used
                parts[part.filename] = LONG_LINK.sub(b'Target=""', content)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError) as error:
        raise BadInput("is no Word document: its package cannot be unpacked") from error
    except (RuntimeError, NotImplementedError, ValueError) as error:
        raise BadInput("is packed in a way that cannot be read; save it anew") from error
    return parts


class _Scales:
    """Counts elements and their depth, and refuses what no word processor writes."""

    def __init__(self) -> None:
        self.depth = self.count = 0
        self.notes: Counter[str] = Counter()

    def open(self, name: str, attrs: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST:
            raise BadInput("is nested too deeply to be read")
        if self.count > MOST:
            raise BadInput("has too many parts to be read; split it")
        if name.endswith(NOTES):
            key = f"{name} {sorted(attrs.items())}"
            self.notes[key] += 1
            if self.notes[key] > MOST_USES:
                raise BadInput("is damaged: it refers to one footnote again and again")

    def close(self, _name: str) -> None:
        self.depth -= 1

    def refuse(self, *_declared: object) -> None:
        raise BadInput("declares XML entities, which no Word document needs")


def _weigh(parts: dict[str, bytes]) -> None:
    """Raise BadInput for parts that would cost too much, or that are no XML."""
    scales = _Scales()
    for content in parts.values():
        parser = expat.ParserCreate()
        parser.StartElementHandler = scales.open
        parser.EndElementHandler = scales.close
        parser.StartDoctypeDeclHandler = scales.refuse
        scales.depth = 0
        try:
            parser.Parse(content, True)  # noqa: FBT003  expat takes no keyword
        except expat.ExpatError as error:
            raise BadInput("is damaged: a part of it is no valid XML") from error


def _page(parts: dict[str, bytes]) -> str:
    """Return the document as the page that mammoth makes of it."""
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    clean.seek(0)
    try:
        made = mammoth.convert_to_html(
            clean,
            style_map=STYLES,
            include_embedded_style_map=False,
            convert_image=_no_image,
        )
    except RecursionError as error:
        raise BadInput("is nested too deeply to be read") from error
    except Exception as error:  # mammoth says no more than a KeyError about a broken part
        raise BadInput("is damaged: its parts do not fit together") from error
    return str(made.value)


def _no_image(_image: Any) -> list[Any]:
    return []
