"""The pages of a PDF file: charts, tables and texts, each page with its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from tracker.reporting.document import Bullets, Chart, Code, Fold, Paragraph, Table, plain, words
from tracker.reporting.document_json import document_json
from tracker.reporting.drawing import COLOURS, Area, Box, Line, Role, Words, drawing_of
from tracker.reporting.pdf_font import fonts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from tracker.reporting.document import Block, Document, Section
    from tracker.reporting.drawing import Point, Shape

FAMILY = "noto"
MARGIN, FOOT = 18.0, 18.0  # millimetres, as all lengths here
TEXT, SMALL, HEAD, TITLE = 9.0, 8.0, 13.0, 20.0  # points
LEADING = 1.45
MILLIMETRE = 25.4 / 72  # of a point
FIRST, OTHER = 3, 1  # the first column is so many times as wide as each other
NAME = 80  # letters of the title that fit at a page's foot
TOGETHER, ROW = 15, 5.6  # so many rows are kept on one page; how high one is at least
PAPER = "#ffffff"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def pages_of(document: Document, made_at: datetime) -> bytes:
    """Return *document* as PDF; it bears *made_at* as its date, so its bytes repeat."""
    return _Paper(document, made_at).whole()


class _Paper:
    """One file in the making."""

    def __init__(self, document: Document, made_at: datetime) -> None:
        self._document = document
        self._pdf = pdf = _numbered(lambda: self._shown(document.title)[:NAME])
        pdf.set_title(plain(document.title))
        pdf.set_lang("en")
        pdf.set_creator("Amends")
        pdf.set_creation_date(made_at)
        pdf.set_margin(MARGIN)
        pdf.set_auto_page_break(auto=True, margin=FOOT + 4)
        with fonts_of(document_json(document)) as paths:
            for style, path in paths.items():
                pdf.add_font(FAMILY, style, path)
        self._glyphs = pdf.fonts[FAMILY].cmap
        pdf.add_page()

    def whole(self) -> bytes:
        """Return the file."""
        self._write(self._document.title, TITLE, bold=True)
        self._write(self._document.lead, TEXT, role=Role.SOFT)
        for section in self._document.sections:
            self._section(section)
        return bytes(self._pdf.output())

    def _section(self, section: Section) -> None:
        pdf = self._pdf
        if pdf.will_page_break(40):
            pdf.add_page()
        pdf.ln(5)
        self._rule()
        pdf.ln(3)
        pdf.start_section(self._shown(section.title))
        self._write(section.title, HEAD, bold=True)
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph(text):
                self._write(text)
            case Code(text):
                self._write(text, role=Role.LINE, bold=True)
            case Bullets(lines):
                for line in lines:
                    self._write(f"\N{BULLET}  {line}", indent=3)
            case Table():
                self._table(block)
            case Fold(summary, body):
                if self._pdf.will_page_break(2 * ROW):
                    self._pdf.add_page()
                self._write(summary, bold=True)
                self._block(body)
            case Chart():
                self._chart(block)

    def _write(
        self,
        text: str,
        size: float = TEXT,
        *,
        bold: bool = False,
        role: Role = Role.INK,
        indent: float = 0,
    ) -> None:
        """Write a text over the width of the page, on as many lines as it takes."""
        pdf = self._pdf
        pdf.set_font(FAMILY, "B" if bold else "", size)
        pdf.set_text_color(COLOURS[role])
        pdf.set_x(MARGIN + indent)
        height = size * MILLIMETRE * LEADING
        pdf.multi_cell(
            pdf.epw - indent, height, self._shown(text), align="L", new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )  # fmt: skip
        pdf.ln(1)

    def _rule(self) -> None:
        pdf = self._pdf
        pdf.set_draw_color(COLOURS[Role.RULE])
        pdf.set_line_width(0.2)
        pdf.line(MARGIN, pdf.get_y(), pdf.w - MARGIN, pdf.get_y())

    def _table(self, table: Table) -> None:
        """Write a table; its head stands on each page again, and no row is cut."""
        pdf = self._pdf
        if len(table.rows) <= TOGETHER and pdf.will_page_break((len(table.rows) + 2) * ROW):
            pdf.add_page()
        pdf.ln(1)
        pdf.set_font(FAMILY, "", SMALL)
        pdf.set_text_color(COLOURS[Role.INK])
        pdf.set_fill_color(PAPER)
        pdf.set_draw_color(COLOURS[Role.RULE])
        pdf.set_line_width(0.2)
        widths = (FIRST, *(OTHER for _ in table.head[1:]))
        sides = tuple("RIGHT" if right else "LEFT" for right in table.numeric)
        with pdf.table(
            borders_layout="HORIZONTAL_LINES",
            col_widths=widths if len(table.head) > 1 else None,
            headings_style=FontFace(emphasis="BOLD", color=COLOURS[Role.SOFT]),
            line_height=SMALL * MILLIMETRE * LEADING,
            padding=(0.9, 2),
            text_align=sides,
            width=pdf.epw,
        ) as paper:
            for row in (table.head, *table.rows):
                paper.row([self._shown(words(cell)) for cell in row])
        pdf.ln(2)

    def _chart(self, chart: Chart) -> None:
        pdf, drawing = self._pdf, drawing_of(chart)
        scale = pdf.epw / drawing.width
        if pdf.will_page_break(drawing.height * scale + 8):
            pdf.add_page()
        top = pdf.get_y() + 2
        for shape in drawing.shapes:
            self._draw(shape, top, scale)
        pdf.set_y(top + drawing.height * scale + 1)
        self._write(chart.told, SMALL, role=Role.SOFT)

    def _draw(self, shape: Shape, top: float, scale: float) -> None:
        pdf = self._pdf
        match shape:
            case Box(x, y, width, height, role):
                pdf.set_fill_color(COLOURS[role])
                if width > 0 and height > 0:
                    pdf.rect(
                        MARGIN + x * scale, top + y * scale, width * scale, height * scale, "F"
                    )
            case Area(points, role):
                pdf.set_fill_color(COLOURS[role])
                pdf.polygon(_places(points, top, scale), style="F")
            case Line(points, role, width):
                pdf.set_draw_color(COLOURS[role])
                pdf.set_line_width(width * scale)
                pdf.polyline(_places(points, top, scale))
            case Words(x, y, text, role, anchor, size):
                pdf.set_font(FAMILY, "", size * scale / MILLIMETRE)
                pdf.set_text_color(COLOURS[role])
                said = self._shown(text)
                back = pdf.get_string_width(said) * ANCHORS[anchor]
                pdf.text(MARGIN + x * scale - back, top + y * scale, said)

    def _shown(self, text: str) -> str:
        """Return a text on one line, in letters that the font has."""
        return "".join(one if ord(one) in self._glyphs else UNKNOWN for one in plain(text)) or " "


def _places(points: Iterable[Point], top: float, scale: float) -> list[tuple[float, float]]:
    return [(MARGIN + x * scale, top + y * scale) for x, y in points]


def _numbered(title: Callable[[], str]) -> Any:
    """Return an empty file whose pages bear their numbers."""

    class Numbered(FPDF):
        """Pages with a foot."""

        def footer(self) -> None:
            """Write the page's number and what it belongs to."""
            self.set_y(-FOOT)
            self.set_font(FAMILY, "", SMALL)
            self.set_text_color(COLOURS[Role.SOFT])
            self.cell(self.epw, 5, f"{title()} \N{MIDDLE DOT} page {self.page_no()} of {{nb}}")

    return Numbered(format="A4")
