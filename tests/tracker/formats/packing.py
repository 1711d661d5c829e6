"""Builds Word documents for the tests."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
TOP = (
    f'<Relationships xmlns="{P}"><Relationship Id="r1" Type="{R}/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
RELATED = (
    f'<Relationships xmlns="{P}">'
    f'<Relationship Id="n" Type="{R}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="s" Type="{R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="f" Type="{R}/footnotes" Target="footnotes.xml"/>'
    f'<Relationship Id="u" Type="{R}/hyperlink" Target="https://x.example/1"'
    ' TargetMode="External"/>'
    "</Relationships>"
)
LEVELS = "".join(
    f'<w:abstractNum w:abstractNumId="{kind}">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/></w:lvl>' for level in range(3))
    + "</w:abstractNum>"
    for kind, form in ((1, "bullet"), (2, "decimal"))
)
NUMBERING = (
    f'<w:numbering xmlns:w="{W}">{LEVELS}'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
)
STYLES = (
    f'<w:styles xmlns:w="{W}">'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>'
)
FOOTNOTES = (
    f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r><w:t>See there.</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)


def paragraph(words: str, *, style: str = "", level: int = -1, ordered: bool = False) -> str:
    """Return a paragraph; *words* may be runs."""
    kind = f'<w:pStyle w:val="{style}"/>' if style else ""
    number = f'<w:numId w:val="{2 if ordered else 1}"/>'
    kind += f'<w:numPr><w:ilvl w:val="{level}"/>{number}</w:numPr>' if level >= 0 else ""
    runs = words if words.startswith("<") else run(words)
    return f"<w:p><w:pPr>{kind}</w:pPr>{runs}</w:p>"


def run(words: str, *, bold: bool = False) -> str:
    """Return a run of words."""
    mark = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{mark}<w:t xml:space="preserve">{words}</w:t></w:r>'


def document(body: str, **parts: str | bytes) -> bytes:
    """Return a Word document of *body*; *parts* stand in for its own, without their endings."""
    main = (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}"'
        ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
        f"<w:body>{body}</w:body></w:document>"
    )
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": TOP,
        "word/document.xml": main,
        "word/_rels/document.xml.rels": RELATED,
        "word/numbering.xml": NUMBERING,
        "word/styles.xml": STYLES,
        "word/footnotes.xml": FOOTNOTES,
    }
    made |= {f"word/{name}.xml": content for name, content in parts.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in made.items():
            if content:
                package.writestr(name, content)
    return packed.getvalue()
