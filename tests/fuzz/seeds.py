"""Documents to start from: the examples, each notation in brief, and what readers stumble over."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tests.fuzz.target import SUFFIXES, WORD, named

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "postmortems"
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
NOTATIONS = {
    ".md": "# Outage\n\n## Impact\n\nUsers were hit from 10:00 to 11:00 UTC on 2026-03-02.\n\n"
    "## Action items\n\n- [ ] **Do:** add a test (@bob, due 2026-04-01)\n  - nested [x](y)\n\n"
    "| Action | Owner |\n|---|---|\n| Add | @a |\n\n```\n- code\n```\n> quoted\n<!-- no -->\n",
    ".html": "<!doctype html><html><style>.b{font-weight:bold}</style><h1>Outage</h1>"
    "<table><tr><th>Action<td rowspan=2 colspan=3>Add a test</table><ul><li>Add &amp; test<ul><li>"
    "nested</ul></ul><pre>\n- code\n</pre><p>10:00 UTC: it <s>broke</s></html>",
    ".rst": "Outage\n======\n\n.. note:: 10:00 UTC it broke\n\n=====  ====\nTask   Who\n=====  ===="
    "\nAdd    Bob\n=====  ====\n\n+---+---+\n| a | b |\n+---+---+\n\n* Add `x <x>`_\n\n.. _x: y\n",
    ".wiki": "= Outage =\n== Action items ==\n* Add [[a|test]] {{task|a=b}}\n{| a=x\n! Task\n|-\n"
    "| Add || Bob\n|}\n<nowiki>* no</nowiki>\n#* deep\n",
    ".adoc": "= Outage\n\n== Action items\n\n* Add a test\n** nested\n\n|===\n|Task |Who\n\n|Add |B"
    "ob\n|===\n\n[source]\n----\n- code\n----\nterm:: words\n",
    ".org": "#+TITLE: Outage\n* Action items\n** TODO [#A] Add a test  :ops:\n   DEADLINE: <2026-04"
    "-01>\n   :PROPERTIES:\n   :Owner: bob\n   :END:\n| Task | Who |\n|---+---|\n- [ ] Add :: it\n",
    ".mdx": "import X from 'x'\n\n# Outage\n\n<X a={1}>\n\n- Add a test {/* no */}\n\n</X>\n",
}  # fmt: skip
HOSTILE = (  # noqa: SIM905  it is read as it is written
    "[ ( {{ ** a: a- > _a ![a](b 1am 10:00- 2024-01-01T10:00 http:// <!-- | - # ``` @a, &emsp; "
    "\\< ([a] ({[ [[a|b]] [http://a !? ... <a> <td> </table> {| |} = == :: ::: .. * + - ~~~ $$ "
    "[^1]: [a]: --- === +--- |=== ---- {% %} {{< >}} #+BEGIN_SRC :END: ''' ' \" owner: due P1 SEV1 "
    "&#x110000; &#99999999999999999999; \u202e \ufeff \u2028 \x85 \x0c \u0130 \u1e9e \ufb03"
).split(" ")


def document(body: str) -> bytes:
    """Return a Word document whose body is the XML *body*."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _types())
        package.writestr("_rels/.rels", _relations())
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>',
        )
    return made.getvalue()


def _types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )


def _relations() -> str:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>'
    )


def seeds() -> list[bytes]:
    """Return the inputs that a fuzzer starts from."""
    found = [named(".md", one.read_bytes()) for one in sorted(EXAMPLES.iterdir())]
    found += [named(suffix, text.encode()) for suffix, text in NOTATIONS.items()]
    texts = ("Outage", "Action items", "Add a test for it")
    found.append(named(WORD, document("".join(PARAGRAPH.format(text) for text in texts))))
    found += [named(suffix, b" ".join(_hostile())) for suffix in SUFFIXES if suffix != WORD]
    return found


def _hostile() -> list[bytes]:
    return [piece.encode() for piece in HOSTILE]
