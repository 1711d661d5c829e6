"""A chart as shapes on a sheet, before it is SVG, PNG or PDF; lengths are CSS pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

from tracker.reporting.document import Form, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.reporting.document import Chart

WIDTH = 720.0
SMALL, NORMAL = 12.0, 13.0
LEFT, RIGHT = 44.0, 24.0  # room for the numbers of the axis, and for the last one
LEGEND, ENTRIES = 30.0, 20.0  # its first row, and each more
HIGH, LOW, GAP = 130.0, 38.0, 20.0  # the line; the bars on each side of their zero
ROW, BAR, NAME, SAID = 26.0, 14.0, 106.0, 190.0
LETTER = 7.8  # as wide as a letter is at most, on average


class Role(StrEnum):
    """What a shape means; each medium knows its colour."""

    INK = "ink"
    SOFT = "soft"
    RULE = "rule"
    LINE = "line"
    AREA = "area"
    CAME = "came"
    DONE = "done"
    OPEN = "open"
    LATE = "late"
    LOST = "lost"


COLOURS = {
    Role.INK: "#1b1f24",
    Role.SOFT: "#57606a",
    Role.RULE: "#d0d7de",
    Role.LINE: "#0a6b62",
    Role.AREA: "#e3f0ee",
    Role.CAME: "#5b8bd6",
    Role.DONE: "#2f8f63",
    Role.OPEN: "#5b8bd6",
    Role.LATE: "#c93a30",
    Role.LOST: "#8b8f96",
}
Anchor = Literal["start", "middle", "end"]


class Point(NamedTuple):
    """A place on the sheet, from its upper left."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    role: Role


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    points: tuple[Point, ...]
    role: Role
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Area:
    """What lies between points."""

    points: tuple[Point, ...]
    role: Role


@dataclass(frozen=True, slots=True)
class Words:
    """A text whose baseline begins, lies in the middle, or ends at a place."""

    x: float
    y: float
    text: str
    role: Role = Role.SOFT
    anchor: Anchor = "start"
    size: float = SMALL


Shape = Box | Line | Area | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sheet with shapes on it, the lowest first."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def drawing_of(chart: Chart, width: float = WIDTH) -> Drawing:
    """Return how a chart looks on a sheet of *width*: its letters are of one size on each."""
    match chart.form:
        case Form.FLOW:
            return _flow(chart, width)
        case Form.COMPLETION:
            parts = (Role.DONE, Role.OPEN, Role.LATE, Role.LOST)
            return _bars(chart, parts, _of_whole, width)
        case Form.AGES:
            return _bars(chart, (Role.OPEN,), lambda values: str(values[0]), width)


def _flow(chart: Chart, width: float) -> Drawing:
    """Return the open items as a line; what came and what left as bars above and below zero."""
    rows = _rows(chart)
    came, left, still = ([values[place] for _, values in rows] for place in range(3))
    step = (width - LEFT - RIGHT) / len(rows)
    middles = [LEFT + step * (place + 0.5) for place in range(len(rows))]
    _, up, down, line = chart.figures.head
    legend, top = _legend(((Role.LINE, line), (Role.CAME, up), (Role.DONE, down)), width)
    floor = top + HIGH
    zero = floor + GAP + LOW
    end = width - RIGHT
    return Drawing(
        width,
        zero + LOW + 28,
        (
            *legend,
            *_level(still, middles, floor, end),
            *_beside(came, left, (zero, end), (middles, step * 0.6)),
            *_weeks([name for name, _ in rows], middles, zero + LOW + 18),
        ),
    )


def _level(
    values: Sequence[int], middles: Sequence[float], floor: float, right: float
) -> list[Shape]:
    """Return a line with the area below it, its scale and its last value."""
    most = _even(max(values))
    line = tuple(
        Point(x, floor - HIGH * value / most) for x, value in zip(middles, values, strict=True)
    )
    area = (Point(line[0].x, floor), *line, Point(line[-1].x, floor))
    shapes: list[Shape] = [Area(area, Role.AREA)]
    for value in (0, most // 2, most):
        y = floor - HIGH * value / most
        shapes.append(Line((Point(LEFT, y), Point(right, y)), Role.RULE))
        shapes.append(Words(LEFT - 8, y + 4, str(value), anchor="end"))
    end = line[-1]
    shapes += [
        Line(line, Role.LINE, 2.5),
        Box(end.x - 3.5, end.y - 3.5, 7, 7, Role.LINE),
        Words(end.x + 8, end.y + 4, str(values[-1]), Role.INK, size=NORMAL),
    ]
    return shapes


def _beside(
    came: Sequence[int],
    left: Sequence[int],
    axis: tuple[float, float],
    places: tuple[Sequence[float], float],
) -> list[Shape]:
    """Return what came above a line and what left below it."""
    zero, end = axis
    busiest = max(*came, *left, 1)
    middles, width = places
    shapes: list[Shape] = []
    for x, up, down in zip(middles, came, left, strict=True):
        high, low = LOW * up / busiest, LOW * down / busiest
        shapes.append(Box(x - width / 2, zero - high, width, high, Role.CAME))
        shapes.append(Box(x - width / 2, zero, width, low, Role.DONE))
    shapes.append(Line((Point(LEFT, zero), Point(end, zero)), Role.SOFT))
    for text, y in ((f"+{busiest}", zero - LOW + 8), (f"-{busiest}", zero + LOW)):
        shapes.append(Words(LEFT - 8, y, text, anchor="end"))
    return shapes


def _weeks(names: Sequence[str], middles: Sequence[float], y: float) -> list[Shape]:
    """Return the numbers of every fifth week, counted from the last."""
    last = len(names) - 1
    return [
        Words(middles[place], y, names[place].rpartition("-")[2], anchor="middle")
        for place in range(last % 5, last + 1, 5)
    ]


def _legend(entries: Sequence[tuple[Role, str]], width: float) -> tuple[list[Shape], float]:
    """Return what the colours mean, in as many rows as it needs, and where these end."""
    shapes: list[Shape] = []
    x, y = LEFT, 5.0
    for role, word in entries:
        if x > LEFT and x + 18 + LETTER * len(word) > width:
            x, y = LEFT, y + ENTRIES
        shapes += [Box(x, y, 12, 12, role), Words(x + 18, y + 10, word, Role.INK, size=NORMAL)]
        x += 46 + 7 * len(word)
    return shapes, LEGEND + y - 5


def _bars(
    chart: Chart, roles: Sequence[Role], tell: Callable[[Sequence[int]], str], width: float
) -> Drawing:
    """Return a bar a row, its parts one after the other; what it says in numbers behind it."""
    rows = _rows(chart)
    most = max((sum(values) for _, values in rows), default=0) or 1
    first = min(NAME, 10 + LETTER * max((len(name) for name, _ in rows), default=0))
    said = min(SAID, 8 + LETTER * max((len(tell(values)) for _, values in rows), default=0))
    room = width - first - said
    shapes: list[Shape] = []
    top = 4.0
    if len(roles) > 1:
        shapes, top = _legend(tuple(zip(roles, chart.figures.head[1:], strict=True)), width)
    for place, (name, values) in enumerate(rows):
        y = top + place * ROW
        shapes.append(Words(first - 10, y + 12, name, Role.INK, "end", NORMAL))
        x = first
        for role, value in zip(roles, values, strict=True):
            long = room * value / most
            if value:
                shapes.append(Box(x, y + 1, long, BAR, role))
            x += long
        shapes.append(Words(x + 8, y + 12, tell(values), size=NORMAL))
    return Drawing(width, top + len(rows) * ROW + 2, tuple(shapes))


def _of_whole(values: Sequence[int]) -> str:
    """Return done of all, and how many are overdue."""
    late = f", {values[2]} overdue" if values[2] else ""
    return f"{values[0]} of {sum(values)} done{late}"


def _rows(chart: Chart) -> list[tuple[str, list[int]]]:
    """Return each row's name, and its values."""
    return [
        (plain(str(row[0])), [one for one in row[1:] if isinstance(one, int)])
        for row in chart.figures.rows
    ]


def _even(value: int) -> int:
    """Return the end of an axis: a round, even number that *value* does not pass."""
    size = 1
    while value > 10 * size:
        size *= 10
    return next(size * one for one in (2, 4, 6, 8, 10) if size * one >= value)
