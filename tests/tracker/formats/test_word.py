import io
import zipfile

import pytest

from tests.tracker.formats.packing import document, paragraph, run
from tracker.domain.errors import BadInput
from tracker.formats.word import LARGEST, MOST, looks_like_word, text_of

CHECKBOX = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:sdt><w:sdtPr>'
    '<w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr><w:sdtContent>'
    "<w:r><w:t>\u2612</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t> {}</w:t></w:r></w:p>"
)


def read(body: str) -> list[str]:
    """Return the lines that are not blank of what the document *body* is read as."""
    return [line for line in text_of(document(body)).split("\n") if line]


def refusal(raw: bytes) -> str:
    """Return the sentence that says why *raw* is not read."""
    with pytest.raises(BadInput) as told:
        text_of(raw)
    return str(told.value)


def test_headings_paragraphs_and_bold_lines_are_read() -> None:
    """As styles and as bold words tell them."""
    body = (
        paragraph("Outage", style="Title")
        + paragraph("Tasks", style="H2")
        + paragraph(run("Root cause", bold=True))
        + paragraph(run("We ") + run("will", bold=True) + run(" do it."))
    )

    assert read(body) == ["# Outage", "## Tasks", "**Root cause**", "We **will** do it."]


def test_lists_are_read_with_their_levels() -> None:
    """Bullets, numbers, and those within others."""
    body = (
        paragraph("a", level=0)
        + paragraph("b", level=1)
        + paragraph("c", level=0, ordered=True)
        + paragraph("d", level=0, ordered=True)
    )

    assert read(body) == ["- a", "    - b", "1. c", "2. d"]


def test_boxes_are_read_with_their_state() -> None:
    """The boxes of Word, and those that people draw."""
    body = CHECKBOX.format(1, "a") + CHECKBOX.format(0, "b") + paragraph("\u2610 c")

    assert read(body) == ["- [x] a", "- [ ] b", "- [ ] c"]


def test_tables_are_read_with_their_header() -> None:
    """A cell of several paragraphs stays one cell."""
    cells = "".join(f"<w:tc>{paragraph(one)}</w:tc>" for one in ("Action", "Owner"))
    more = f"<w:tc>{paragraph('a')}{paragraph('b')}</w:tc><w:tc>{paragraph('Eve')}</w:tc>"

    assert read(f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{more}</w:tr></w:tbl>") == [
        *("| Action | Owner |", "|---|---|", "| a <br> b | Eve |"),
    ]


def test_links_keep_their_address() -> None:
    """As Markdown writes them."""
    body = paragraph(f'<w:hyperlink r:id="u">{run("it")}</w:hyperlink>')

    assert read(body) == ["[it](https://x.example/1)"]


def test_what_was_deleted_is_not_read_and_what_was_inserted_is() -> None:
    """Of changes that nobody has accepted yet."""
    deleted = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"

    assert read(paragraph(f"{deleted}<w:ins>{run('new')}</w:ins>")) == ["new"]


def test_footnotes_stand_at_the_end() -> None:
    """And no task list goes on with them."""
    body = paragraph("a", level=0) + paragraph('<w:r><w:footnoteReference w:id="2"/></w:r>')

    assert read(body)[0] == "- a"
    assert read(body)[-2:] == ["# Footnotes", "1. See there."]


def test_word_documents_of_every_age_are_known() -> None:
    """By their first bytes; another package is none."""
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("a.txt", "a")

    assert looks_like_word(document(""))
    assert looks_like_word(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8))
    assert not looks_like_word(other.getvalue())
    assert not looks_like_word(b"# Title")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "old format; save it as .docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password; save it without one",
        ),
        (b"PK\x03\x04 word/document.xml", "its package cannot be unpacked"),
        (document("x")[:-200], "its package cannot be unpacked"),
        (document("", document=""), "the part with its text is missing"),
        (document("", document="<w:document"), "no valid XML"),
        (document("", document="<a/>"), "its parts do not fit together"),
    ],
    ids=["old", "sealed", "no zip", "cut off", "no text", "broken", "another"],
)
def test_what_is_no_word_document_is_one_sentence(raw: bytes, sentence: str) -> None:
    """It says what is wrong and, where that helps, what to do."""
    assert sentence in refusal(raw)


def test_entities_are_refused_before_they_grow() -> None:
    """No word processor declares any."""
    bomb = (
        '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">'
        '<!ENTITY x SYSTEM "file:///etc/hosts">]><a>&c;&x;</a>'
    )

    assert "declares XML entities" in refusal(document("", document=bomb))


def test_what_unpacks_to_more_than_it_may_is_refused() -> None:
    """Before it is unpacked, by the size that the package declares."""
    assert "too large once it is unpacked" in refusal(document("", styles=b" " * (LARGEST + 1)))


def test_a_package_that_lies_about_its_sizes_is_refused() -> None:
    """No more is unpacked than was declared."""
    raw = document(paragraph("word " * 100_000))
    size = zipfile.ZipFile(io.BytesIO(raw)).getinfo("word/document.xml").file_size
    lying = raw.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert "cannot be unpacked" in refusal(lying)


def test_more_elements_than_any_report_has_are_refused() -> None:
    """They would cost more memory than the document has letters."""
    assert "too many parts" in refusal(document("<w:p/>" * (MOST + 1)))


def test_what_nests_too_deeply_is_refused() -> None:
    """Instead of exhausting what reads it."""
    deep = "<w:ins>" * 50_000 + run("a") + "</w:ins>" * 50_000

    assert "nested too deeply" in refusal(document(f"<w:p>{deep}</w:p>"))


def test_a_footnote_that_is_told_again_and_again_is_refused() -> None:
    """A small document must not become a large one."""
    again = '<w:r><w:footnoteReference w:id="2"/></w:r>' * 100

    assert "again and again" in refusal(document(f"<w:p>{again}</w:p>"))


def test_an_address_without_end_is_no_address() -> None:
    """Its words stay."""
    raw = document(paragraph(f'<w:hyperlink r:id="u">{run("it")}</w:hyperlink>'))
    long = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(long, "w") as new:
        for part in old.infolist():
            content = old.read(part).replace(b"x.example/1", b"x.example/" + b"a" * 5000)
            new.writestr(part.filename, content)

    assert text_of(long.getvalue()) == "it\n"
