"""A chart as a PNG image, for mail programs, which show no SVG: the same bytes each time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from tracker.reporting.drawing import COLOURS, Area, Box, Drawing, Line, Words, drawing_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.reporting.document import Chart
    from tracker.reporting.drawing import Point, Shape

DENSE = 2  # pixels of the image for one on the page: sharp on dense screens
FINER = 2  # drawn so many times larger, since Pillow draws without half tones
SCALE = DENSE * FINER
TONES = 64
PAPER = "#ffffff"
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def as_png(chart: Chart) -> bytes:
    """Return *chart* as PNG, twice as many pixels as it is wide on the page."""
    drawing = drawing_of(chart)
    sheet = Image.new("RGB", _size(drawing, SCALE), PAPER)
    pen = ImageDraw.Draw(sheet)
    for shape in drawing.shapes:
        _draw(pen, shape)
    small = sheet.resize(_size(drawing, DENSE), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.quantize(TONES, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _size(drawing: Drawing, scale: int) -> tuple[int, int]:
    return round(drawing.width * scale), round(drawing.height * scale)


def _draw(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    match shape:
        case Box(x, y, width, height, role):
            if width > 0 and height > 0:
                corners = [x * SCALE, y * SCALE, (x + width) * SCALE - 1, (y + height) * SCALE - 1]
                pen.rectangle(corners, COLOURS[role])
        case Area(points, role):
            pen.polygon(_places(points), COLOURS[role])
        case Line(points, role, width):
            pen.line(_places(points), COLOURS[role], round(width * SCALE), "curve")
        case Words(x, y, text, role, anchor, size):
            font = ImageFont.load_default(size * SCALE)
            place = (x * SCALE, y * SCALE)
            pen.text(place, text, COLOURS[role], font, anchor=ANCHORS[anchor])


def _places(points: Iterable[Point]) -> list[tuple[float, float]]:
    return [(x * SCALE, y * SCALE) for x, y in points]
