"""A chart as SVG that reads well aloud, follows dark looks by its classes, and needs no style."""

from __future__ import annotations

from html import escape as html_escape
from typing import TYPE_CHECKING

from tracker.reporting.document import plain
from tracker.reporting.drawing import COLOURS, WIDTH, Area, Box, Line, Words, drawing_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.reporting.document import Chart
    from tracker.reporting.drawing import Point, Role, Shape


def as_svg(chart: Chart, width: float = WIDTH) -> str:
    """Return *chart* as one SVG element; the colours it names are those of light pages.

    One of another *width* may stand on the same page.
    """
    drawing = drawing_of(chart, width)
    name = chart.form if width == WIDTH else f"{chart.form}-{width:g}"
    title, told = f"{name}-title", f"{name}-told"
    shapes = "\n".join(map(_shape, drawing.shapes))
    return (
        f'<svg class="chart" viewBox="0 0 {drawing.width:g} {drawing.height:g}" '
        f'width="{drawing.width:g}" role="img" aria-labelledby="{title} {told}" '
        f'font-family="system-ui, sans-serif">\n'
        f'<title id="{title}">{_text(chart.title)}</title>'
        f'<desc id="{told}">{_text(chart.told)}</desc>\n{shapes}\n</svg>'
    )


def _shape(shape: Shape) -> str:
    match shape:
        case Box(x, y, width, height, role):
            size = f'x="{x:.4g}" y="{y:.4g}" width="{width:.4g}" height="{height:.4g}"'
            return f"<rect {size} {_fill(role)}/>"
        case Area(points, role):
            return f'<polygon points="{_points(points)}" {_fill(role)}/>'
        case Line(points, role, width):
            look = f'fill="none" stroke="{COLOURS[role]}" stroke-width="{width:g}"'
            return (
                f'<polyline class="stroke-{role}" points="{_points(points)}" {look} '
                'stroke-linejoin="round"/>'
            )
        case Words(x, y, text, role, anchor, size):
            place = f'x="{x:.4g}" y="{y:.4g}" text-anchor="{anchor}" font-size="{size:g}"'
            return f"<text {place} {_fill(role)}>{_text(text)}</text>"


def _fill(role: Role) -> str:
    return f'class="fill-{role}" fill="{COLOURS[role]}"'


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.4g},{y:.4g}" for x, y in points)


def _text(text: str) -> str:
    return html_escape(plain(text))
