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
LEGEND = 30.0
HIGH, LOW, GAP = 130.0, 38.0, 20.0  # the line; the bars on each side of their zero
ROW, BAR, NAME, SAID = 26.0, 14.0, 106.0, 190.0


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


def drawing_of(chart: Chart) -> Drawing:
    """Return how a chart looks."""
    match chart.form:
        case Form.FLOW:
            return _flow(chart)
        case Form.COMPLETION:
            parts = (Role.DONE, Role.OPEN, Role.LATE, Role.LOST)
            return _bars(chart, parts, _of_whole)
        case Form.AGES:
            return _bars(chart, (Role.OPEN,), lambda values: str(values[0]))


def _flow(chart: Chart) -> Drawing:
    """Return the open items as a line; what came and what left as bars above and below zero."""
    rows = _rows(chart)
    came, left, still = ([values[place] for _, values in rows] for place in range(3))
    step = (WIDTH - LEFT - RIGHT) / len(rows)
    middles = [LEFT + step * (place + 0.5) for place in range(len(rows))]
    floor = LEGEND + HIGH
    zero = floor + GAP + LOW
    _, up, down, line = chart.figures.head
    return Drawing(
        WIDTH,
        zero + LOW + 28,
        (
            *_legend(((Role.LINE, line), (Role.CAME, up), (Role.DONE, down))),
            *_level(still, middles, floor),
            *_beside(came, left, zero, (middles, step * 0.6)),
            *_weeks([name for name, _ in rows], middles, zero + LOW + 18),
        ),
    )


def _level(values: Sequence[int], middles: Sequence[float], floor: float) -> list[Shape]:
    """Return a line with the area below it, its scale and its last value."""
    most = _even(max(values))
    line = tuple(
        Point(x, floor - HIGH * value / most) for x, value in zip(middles, values, strict=True)
    )
    area = (Point(line[0].x, floor), *line, Point(line[-1].x, floor))
    shapes: list[Shape] = [Area(area, Role.AREA)]
    for value in (0, most // 2, most):
        y = floor - HIGH * value / most
        shapes.append(Line((Point(LEFT, y), Point(WIDTH - RIGHT, y)), Role.RULE))
        shapes.append(Words(LEFT - 8, y + 4, str(value), anchor="end"))
    end = line[-1]
    shapes += [
        Line(line, Role.LINE, 2.5),
        Box(end.x - 3.5, end.y - 3.5, 7, 7, Role.LINE),
        Words(end.x + 8, end.y + 4, str(values[-1]), Role.INK, size=NORMAL),
    ]
    return shapes


def _beside(
    came: Sequence[int], left: Sequence[int], zero: float, places: tuple[Sequence[float], float]
) -> list[Shape]:
    """Return what came above a line and what left below it."""
    busiest = max(*came, *left, 1)
    middles, width = places
    shapes: list[Shape] = []
    for x, up, down in zip(middles, came, left, strict=True):
        high, low = LOW * up / busiest, LOW * down / busiest
        shapes.append(Box(x - width / 2, zero - high, width, high, Role.CAME))
        shapes.append(Box(x - width / 2, zero, width, low, Role.DONE))
    shapes.append(Line((Point(LEFT, zero), Point(WIDTH - RIGHT, zero)), Role.SOFT))
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


def _legend(entries: Sequence[tuple[Role, str]]) -> list[Shape]:
    shapes: list[Shape] = []
    x = LEFT
    for role, word in entries:
        shapes += [Box(x, 5, 12, 12, role), Words(x + 18, 15, word, Role.INK, size=NORMAL)]
        x += 46 + 7 * len(word)
    return shapes


def _bars(chart: Chart, roles: Sequence[Role], tell: Callable[[Sequence[int]], str]) -> Drawing:
    """Return a bar a row, its parts one after the other; what it says in numbers behind it."""
    rows = _rows(chart)
    most = max((sum(values) for _, values in rows), default=0) or 1
    room = WIDTH - NAME - SAID
    shapes: list[Shape] = []
    top = 4.0
    if len(roles) > 1:
        shapes = _legend(tuple(zip(roles, chart.figures.head[1:], strict=True)))
        top = LEGEND
    for place, (name, values) in enumerate(rows):
        y = top + place * ROW
        shapes.append(Words(NAME - 10, y + 12, name, Role.INK, "end", NORMAL))
        x = NAME
        for role, value in zip(roles, values, strict=True):
            width = room * value / most
            if value:
                shapes.append(Box(x, y + 1, width, BAR, role))
            x += width
        shapes.append(Words(x + 8, y + 12, tell(values), size=NORMAL))
    return Drawing(WIDTH, top + len(rows) * ROW + 2, tuple(shapes))


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
