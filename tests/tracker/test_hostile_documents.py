"""Documents made to harm: each ends with a result or one clear sentence, and stops no other."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.amends.shell import MAIL, Shell
from tests.fuzz.seeds import PARAGRAPH, document
from tracker.extraction import as_json, extract
from tracker.reading import Document, Unreadable, document_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MANY = 100_000
HEAD = "# Outage\n\nDate: 2026-04-11\n\n## Impact\n\nUsers were hit.\n\n## Action items\n\n"
ITEMS = "- Watch the queue\n- [x] Restart the sender nightly\n"
RUNS = {
    "<", "[", "*", "|", "`", "-", "7", ":", "@", "(", "{", "~", "_", "=", "#", "!", "?", ".", "\\",
    "'", '"', "&", "]", ")", "\t", "2026-04-11 ", "10:00 ", "10:00-", "[a]", "![", "[[a|", "<!--",
    "{{", "{{}}", "**a** ", "a: ", "&#1;", "https://a.", "[https://a", "(@a, ", "- ", "> ", "| a ",
}  # fmt: skip
DEEP = {
    "quotes": "> " * MANY + "Add a test",
    "lists": "".join(f"{' ' * (at % 300)}- Add test {at}\n" for at in range(MANY // 30)),
    "one deep entry": "- " * MANY + "Add a test",
    "spaces": " " * MANY + "- Add a test",
    "brackets": "[" * MANY + "a" + "]" * MANY,
    "parentheses": "- Add a test " + "(" * MANY + ")" * MANY,
    "stars": "*" * MANY + "a" + "*" * MANY,
    "tags": "<div>" * MANY + "Add a test" + "</div>" * MANY,
    "lists of tags": "<ul><li>" * (MANY // 3),
    "tables of tags": "<table><tr><td>" * (MANY // 3),
    "a fence that is none": "~" * MANY + "`",
    "brackets in brackets": "- Add a test (" + "[a]" * MANY + "x (b)",
    "comments": "<!-- " * MANY,
}
TABLES = {
    "cells of pipes": "| Action | Owner |\n|---|---|\n" + "| Add a test | @a |\n" * (MANY // 2),
    "one wide row": "|a" * MANY + "|\n" + "|-" * MANY + "|\n" + "|b" * MANY + "|\n",
    "cells of tags": "<table><tr>" + "<td>a</td>" * MANY + "</tr></table>",
    "a cell over many columns": "<table><tr><td colspan=999999999>a</td></tr>" * 100 + "</table>",
    "cells over many rows": "<table>"
    + "<tr><td rowspan=65534 colspan=1000>a</td><td>b</td></tr>" * 1_000
    + "</table>",
}


@pytest.fixture(name="shell")
def _shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def bodies(kind: str, length: int) -> str:
    """Return a text of about *length* characters to stand below a postmortem's head."""
    unit = {
        "items": "- Add an alert on queue {at} (@user{at}, due 2026-05-01)\n",
        "paragraphs": "We will add an alert on queue {at}, since node {at} failed at 10:00.\n\n",
        "one line": "We will add an alert on queue {at}, since node {at} failed. ",
        "sections": "## Tasks {at}\n\n- Add alert {at}\n\n## Impact\n\nUsers of {at} hit.\n\n",
        "steps": "- 2026-04-11 10:{minute:02} UTC: node {at} failed\n",
    }[kind]
    count = length // len(unit) + 1
    return "".join(unit.format(at=at, minute=at % 60) for at in range(count))


def read(name: str, raw: bytes) -> Document | Unreadable:
    """Read a document as the command does, and let it be extracted where it can be read."""
    found = document_of(name, raw, None)
    if isinstance(found, Document):
        assert json.dumps(as_json(name, extract(found.text, name=name)))
    else:
        assert found.sentence.startswith(name)
        assert "\n" not in found.sentence
    return found


def test_ten_megabytes_are_extracted(shell: Shell) -> None:
    """Promises at both ends of the document are found, and those of its neighbour."""
    log = "2026-04-11T10:00:00Z node 17 answered in 35 ms, which is as ever\n"
    filler = f"## Log\n\n```\n{log * (10_000_000 // len(log))}```\n\n"
    shell.write("a.md", f"{HEAD}{ITEMS}\n{filler}## Action items\n\n- Alert on the disk\n")
    shell.write("b.md", MAIL)
    first, second = shell.quick("extract", "--json", "a.md", "b.md").lines

    titles = [item["title"] for item in first["items"]]
    assert (titles[0], titles[-1]) == ("Watch the queue", "Alert on the disk")
    assert len(second["items"]) == 2


@pytest.mark.parametrize("kind", ["items", "paragraphs", "one line", "sections", "steps"])
def test_large_documents_of_every_kind_are_read(kind: str) -> None:
    """Their size alone never makes them fail."""
    found = read("a.md", (HEAD + bodies(kind, 150_000)).encode())

    assert isinstance(found, Document)


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_depth_is_no_obstacle(text: str) -> None:
    """However deep quotes, lists, brackets or tags are nested, no call is."""
    suffix = ".html" if text.startswith(("<div", "<ul", "<table")) else ".md"

    assert isinstance(read(f"a{suffix}", f"{HEAD}{text}".encode()), Document)


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES.keys())
def test_tables_do_not_explode(text: str) -> None:
    """A cell that spans a million others is still one cell."""
    suffix = ".html" if text.startswith("<") else ".md"

    assert isinstance(read(f"a{suffix}", f"{HEAD}{text}".encode()), Document)


@pytest.mark.parametrize("piece", sorted(RUNS))
def test_runs_of_one_mark_are_read(piece: str) -> None:
    """Among the work, in one line and in many, and before other words."""
    run = piece * (MANY // len(piece))
    read("a.md", f"{HEAD}- Add {run}x\n\n{run}\n".encode())
    read("a.md", f"{HEAD}{(piece * 5 + chr(10)) * (MANY // 50)}".encode())


@pytest.mark.parametrize("mark", ["<", "[", "*", "|", "`", "-", "0", ":", "@"])
def test_a_million_of_one_mark_are_read(mark: str) -> None:
    """As a document of nothing else."""
    read("a.md", mark.encode() * 1_000_000)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ((HEAD + ITEMS).encode("utf-8-sig"), "Outage"),
        ((HEAD + ITEMS).encode("utf-16"), "Outage"),
        ((HEAD + ITEMS).replace("Outage", "Störung").encode("latin-1"), "Störung"),
        ((HEAD + ITEMS).replace("\n", "\r").encode(), "Outage"),
        ((HEAD + ITEMS).replace("\n", "\r\n", 5).encode(), "Outage"),
        ((HEAD + ITEMS).encode() + b"\xe2\x82", "Outage"),
        ((HEAD + ITEMS).encode() + b"\xed\xa0\x80\xed\xbf\xbf", "Outage"),
    ],
    ids=["mark", "utf-16", "latin-1", "returns", "mixed ends", "broken utf-8", "lone surrogates"],
)
def test_encodings_and_line_ends_are_understood(text: bytes, title: str) -> None:
    """The same promises come out, whatever the bytes around them."""
    found = read("a.md", text)
    assert isinstance(found, Document)
    extracted = extract(found.text, name="a.md")

    assert extracted.facts.title == title
    assert extracted.items[0].title == "Watch the queue"


@pytest.mark.parametrize(
    "raw",
    [HEAD.encode("utf-16-le"), HEAD.encode("utf-16-be"), b"# Outage\x00", bytes(1_000)],
    ids=["utf-16-le without mark", "utf-16-be without mark", "a zero", "zeros"],
)
def test_what_is_no_text_is_one_sentence(raw: bytes) -> None:
    """Zeros stand in no text, and text without a mark cannot be told from them."""
    assert isinstance(read("a.md", raw), Unreadable)


def bomb() -> bytes:
    """Return a Word document that unpacks to far more than it weighs."""
    return document(PARAGRAPH.format("a" * 50_000_000))


def nested_bomb() -> bytes:
    """Return a Word document whose parts are packages that are bombs."""
    made = io.BytesIO(document(PARAGRAPH.format("Outage")))
    inner = bomb()
    with zipfile.ZipFile(made, "a") as package:
        for at in range(50):
            package.writestr(f"word/embeddings/{at}.docx", inner)
    return made.getvalue()


def lying() -> bytes:
    """Return a package that declares its largest part to be tiny."""
    return bomb().replace((50_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def entities() -> bytes:
    """Return a Word document that declares entities of entities."""
    names = "".join(f'<!ENTITY e{at + 1} "{f"&e{at};" * 10}">' for at in range(9))
    text = f'<!DOCTYPE w [<!ENTITY e0 "a">{names}]><w:p xmlns:w="w">&e9;</w:p>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("word/document.xml", text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (bomb, "is too large once it is unpacked"),
        (lying, "is "),
        (entities, "declares XML entities"),
        (lambda: document("<w:p>" * MANY + "</w:p>" * MANY), "is nested too deeply"),
        (lambda: document("<w:p/>" * 300_000), "has too many parts"),
        (lambda: document("<w:p>"), "is damaged"),
        (lambda: document("")[:-30], "is no Word document"),
    ],
    ids=["bomb", "lying", "entities", "deep", "many", "broken", "cut"],
)
def test_bombs_in_word_documents_are_one_sentence(make: Callable[[], bytes], sentence: str) -> None:
    """They are refused before they unfold."""
    found = read("a.docx", make())

    assert isinstance(found, Unreadable)
    assert sentence in found.sentence


def test_packages_within_a_package_are_not_opened() -> None:
    """A document that holds bombs is read without them."""
    found = read("a.docx", nested_bomb())

    assert isinstance(found, Document)
    assert "Outage" in found.text


def test_entities_of_a_page_are_letters_or_stay() -> None:
    """An entity that is none, or beyond all letters, is text."""
    bombs = '<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]><p>&a; &#99999999999999999999;'
    found = read("a.html", f"<html>{bombs}{'&lt;' * MANY}</html>".encode())

    assert isinstance(found, Document)


def test_the_others_of_a_call_are_read(shell: Shell) -> None:
    """Each hostile file gets a sentence or a result; the last one is read as if alone."""
    shell.write("a.docx", bomb())
    shell.write("b.docx", entities())
    shell.write("c.md", HEAD.encode() + b"\x00")
    shell.write("d.md", "[" * MANY)
    shell.write("e.html", "<div>" * MANY)
    shell.write("z.md", MAIL)
    answer = shell.quick("extract", "--json", ".")

    assert answer.status == 1
    assert [line.split()[0] for line in answer.err.splitlines()] == ["a.docx", "b.docx", "c.md"]
    assert [found["path"] for found in answer.lines] == ["d.md", "e.html", "z.md"]
    assert len(answer.lines[-1]["items"]) == 2
