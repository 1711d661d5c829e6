"""One moment of an installation and its trackers, to which a test brings all of them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.storage.tables import Table

if TYPE_CHECKING:
    from tests.sync.bench import Bench

TABLES = Table.metadata.sorted_tables


class Backup:
    """What was in the database when this was made."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        with bench.store.engine.execution_options(reading=True).connect() as connection:
            self._rows = {
                table: [dict(row) for row in connection.execute(table.select()).mappings()]
                for table in TABLES
            }

    def restore(self) -> None:
        """Let the database hold that, and nothing else."""
        with self._bench.store.engine.begin() as connection:
            for table in reversed(TABLES):
                connection.execute(table.delete())
            for table, rows in self._rows.items():
                if rows:
                    connection.execute(table.insert(), rows)


class Scene:
    """What was in the database and at the trackers when this was made."""

    def __init__(self, bench: Bench) -> None:
        self._places = bench.places
        self._states = [place.sandbox.store.state() for place in bench.places]
        self._backup = Backup(bench)

    def again(self) -> None:
        """Let everything be as it was then."""
        for place, state in zip(self._places, self._states, strict=True):
            place.sandbox.store.go_back(state)
        self._backup.restore()


def all_told(bench: Bench) -> dict[str, list[Any]]:
    """Return all that people see of items, issues, conflicts and histories, and what waits."""
    names = ("title", "state", "owner", "due", "priority", "kind")
    with bench.store.reading() as work:
        histories = {item.key: work.history.of_item(item.id) for item in bench.items}
    return {
        "issues": sorted(
            [str(getattr(one, name)) for name in names]
            for place in bench.places
            for one in place.issues()
        ),
        "items": [
            (one.title, one.status.value, one.owner, str(one.due), one.priority)
            for one in bench.items
        ],
        "operations": bench.operations,
        "links": [(link.item_id, link.state.value) for link in bench.links],
        "conflicts": sorted(
            (one.item_id, one.target, one.field, str(one.ours), str(one.theirs), one.kept)
            for one in bench.conflicts
        ),
        "histories": sorted(
            (key, one.field, str(one.old), str(one.new), one.author.origin.value)
            for key, changes in histories.items()
            for one in changes
        ),
    }
