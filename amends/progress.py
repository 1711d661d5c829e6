"""What a long sync is at, on a terminal: a line a target; piped, nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from amends.setting_out import cell, err

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import TaskID

    from sync.desk import Stage

WIDTH = 20


@contextmanager
def progress(*, shown: bool = True) -> Iterator[Callable[[Stage], None]]:
    """Yield where to tell what a sync is at; the lines vanish when it ends."""
    bars = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=WIDTH),
        TextColumn("{task.fields[count]}", markup=False),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not (shown and err.is_terminal),
    )
    lines: dict[str, TaskID] = {}

    def tell(stage: Stage) -> None:
        if stage.target not in lines:
            lines[stage.target] = bars.add_task("", total=None, count="")
        count = f"{stage.done} of {stage.of}" if stage.of else ""
        bars.update(
            lines[stage.target],
            description=cell(f"{stage.target}: {stage.words}"),
            completed=stage.done,
            total=stage.of or None,
            count=count,
        )

    with bars:
        yield tell
