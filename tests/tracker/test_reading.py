"""Documents are found and read; one bad file stops none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tracker.formats.packing import document, paragraph
from tracker.domain.errors import BadInput
from tracker.reading import LARGEST, Document, Unreadable, decode, find, read

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "# Title\n\nWörter\n"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """Return a folder of documents and of what is none."""
    names = ("b.md", "a.MD", "sub/c.txt", "sub/d.png", ".git/e.md", "node_modules/f.md", ".g.md")
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_a_folder_gives_its_documents(folder: Path) -> None:
    """Below it too, in order, without pictures and hidden places."""
    assert find([str(folder)]) == [str(folder / name) for name in ("a.MD", "b.md", "sub/c.txt")]


def test_relative_paths_count_from_the_folder(folder: Path) -> None:
    """A source of the configuration counts from its file."""
    assert find(["sub"], folder) == [str(folder / "sub" / "c.txt")]


def test_a_glob_gives_what_fits(folder: Path) -> None:
    """A pattern names files, of whatever ending."""
    assert find([str(folder / "**" / "*.[mp]*")]) == [
        str(folder / "b.md"),
        str(folder / "node_modules" / "f.md"),
        str(folder / "sub" / "d.png"),
    ]


def test_a_named_file_is_taken_whatever_its_ending(folder: Path) -> None:
    """Who names a file means it."""
    assert find([str(folder / "sub/d.png")]) == [str(folder / "sub/d.png")]


def test_a_name_with_brackets_is_a_file_first(folder: Path) -> None:
    """A file that looks like a pattern is still a file."""
    path = folder / "[draft] x.md"
    path.write_text(TEXT, encoding="utf-8")

    assert find([str(path)]) == [str(path)]


def test_each_document_comes_once(folder: Path) -> None:
    """However often it is named."""
    one = str(folder / "b.md")

    assert find([one, str(folder), one]).count(one) == 1


@pytest.mark.parametrize("path", ["nowhere", "nowhere/*.md", ""])
def test_a_path_to_nothing_is_one_sentence(folder: Path, path: str) -> None:
    """The sentence names the path."""
    with pytest.raises(BadInput, match="there is nothing at"):
        find([str(folder / "b.md"), f"{folder}/x/{path}"])


def test_a_document_is_read(folder: Path) -> None:
    """With the path as it was named."""
    path = str(folder / "b.md")

    assert read(path) == Document(path, TEXT, folder / "b.md")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is not text"),
        (b"\xff\xfe" + bytes(64), "is not text"),
        (b"GIF89a" + bytes(range(1, 32)) * 8 + b"\xff", "is not text"),
        (b"x" * (LARGEST + 1), "is larger than 16 MiB"),
        (b"%PDF-1.7\n", "is a PDF; save it as .docx, Markdown or plain text"),
        (b"{\\rtf1 x}", "is rich text (RTF); save it as"),
        (b"PK\x03\x04" + bytes(8), "is a packed file; save it as"),
        (
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
            "is an OpenDocument text; save it as",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is in Word's old format; save it as .docx"),
        (document(paragraph("x"))[:-60], "its package cannot be unpacked"),
    ],
    ids=[
        *("nothing", "blanks", "png", "mark", "gif", "large"),
        *("pdf", "rtf", "zip", "odt", "doc", "damaged"),
    ],
)
def test_what_is_no_document_is_one_sentence(folder: Path, raw: bytes, sentence: str) -> None:
    """The sentence names the file and why it is left out."""
    path = folder / "odd.md"
    path.write_bytes(raw)
    found = read(str(path))

    assert isinstance(found, Unreadable)
    assert str(path) in found.sentence
    assert sentence in found.sentence


def test_a_word_document_is_read_as_the_markdown_made_of_it(folder: Path) -> None:
    """Whatever its name; a folder gives those that are named after Word."""
    raw = document(paragraph("Tasks", style="H2") + paragraph("Add it", level=0))
    (folder / "w.docx").write_bytes(raw)
    (folder / "w.bin").write_bytes(raw)

    assert str(folder / "w.docx") in find([str(folder)])
    assert str(folder / "w.bin") not in find([str(folder)])
    for name in ("w.docx", "w.bin"):
        found = read(str(folder / name))
        assert isinstance(found, Document)
        assert found.text == "## Tasks\n\n- Add it\n"


def test_a_folder_is_no_document(folder: Path) -> None:
    """What the system says is passed on."""
    found = read(str(folder))

    assert isinstance(found, Unreadable)
    assert "cannot be read: Is a directory" in found.sentence


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
)
def test_usual_encodings_are_understood(raw: bytes) -> None:
    """The same words come out, without a mark before them."""
    assert decode(raw) == TEXT


def test_half_a_letter_spoils_no_document() -> None:
    """A text cut within a letter is read all the same."""
    assert decode(TEXT.encode("utf-16")[:-1]) is not None


def test_the_largest_document_is_read(folder: Path) -> None:
    """The limit itself is allowed."""
    path = folder / "large.md"
    path.write_bytes(b"x" * LARGEST)

    assert isinstance(read(str(path)), Document)


def test_a_file_named_as_a_word_document_must_be_one(tmp_path: Path) -> None:
    """A damaged download is told, not taken for a text without an incident."""
    (tmp_path / "a.docx").write_bytes(b"<html>please log in</html>")

    found = read(str(tmp_path / "a.docx"))

    assert isinstance(found, Unreadable)
    assert found.sentence.endswith(
        "a.docx is no Word document, though it is named so; save it anew"
    )
