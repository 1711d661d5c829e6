"""The day of a moment in a zone, told by the database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler

NAME = "local_day"


class _LocalDay(FunctionElement[date]):
    """The day that a column's moment has in a zone of a name."""

    name = NAME
    type = Date()
    inherit_cache = True


def local_day(moment: Any, zone: ZoneInfo) -> Any:
    """Return the day that clocks in *zone* show at the moment of a column."""
    return _LocalDay(moment, literal(zone.key))


def teach_sqlite(connection: Any) -> None:
    """Let a connection to SQLite, which knows no zones, answer the same."""
    connection.create_function(NAME, 2, _day, deterministic=True)


@compiles(_LocalDay)
def _called(element: Any, compiler: SQLCompiler, **given: Any) -> str:
    return f"{NAME}({compiler.process(element.clauses, **given)})"


@compiles(_LocalDay, "postgresql")
def _converted(element: Any, compiler: SQLCompiler, **given: Any) -> str:
    moment, zone = (compiler.process(one, **given) for one in element.clauses)
    return f"CAST({moment} AT TIME ZONE {zone} AS date)"


def _day(moment: str | None, zone: str) -> str | None:
    if moment is None:
        return None
    there = datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return there.date().isoformat()
