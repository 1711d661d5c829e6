"""An item and its two issues as a machine that Hypothesis drives: edits anywhere, then cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tracker.domain.directions import Direction
from tracker.domain.merge import Merge, merge

if TYPE_CHECKING:
    from tracker.domain.merge import Disagreement

FIELDS = ("title", "state", "owner", "due", "priority", "kind", "block")
KEPT = frozenset({"block"})
VALUES = st.sampled_from([None, "a", "b", "c"])
SIDE = st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES))
Side = dict[str, "str | None"]
Ways = dict[str, Direction]


class ThreeSides(RuleBasedStateMachine):
    """Every pull comes before any push; who inherits says what must be so, at rest or always."""

    def __init__(self) -> None:
        super().__init__()
        self.item: Side = dict.fromkeys(FIELDS)
        self.issues: list[Side] = [dict.fromkeys(FIELDS), dict.fromkeys(FIELDS)]
        self.local: list[Side] = [dict.fromkeys(FIELDS), dict.fromkeys(FIELDS)]
        self.remote: list[Side] = [dict.fromkeys(FIELDS), dict.fromkeys(FIELDS)]
        self.ways: list[Ways] = [{}, {}]

    @rule(name=st.sampled_from(FIELDS), value=VALUES)
    def edit_here(self, name: str, value: str | None) -> None:
        """Somebody edits the item."""
        self.edited(name, self.item[name], value)
        self.item = {**self.item, name: value}

    @rule(number=st.integers(0, 1), name=st.sampled_from(FIELDS), value=VALUES)
    def edit_there(self, number: int, name: str, value: str | None) -> None:
        """Somebody edits an issue."""
        self.edited(name, self.issues[number][name], value)
        self.issues[number] = {**self.issues[number], name: value}

    @rule()
    def sync(self) -> None:
        """Two cycles bring everything where it may go; the third is idle."""
        self._cycle()
        self._cycle()
        assert self._cycle() == 0
        self.rested()

    def edited(self, name: str, was: str | None, value: str | None) -> None:
        """Hear of a person's edit."""

    def passed_on(self, name: str, was: str | None) -> None:
        """Hear of a value that a cycle replaces."""

    def argued(self, one: Disagreement) -> None:
        """Hear of a disagreement."""

    def rested(self) -> None:
        """Hear that nothing is left to do."""

    def _cycle(self) -> int:
        moved = 0
        for number in (0, 1):
            one = self._merge(number)
            for name in one.pull:
                self.passed_on(name, self.item[name])
            self.item = {**self.item, **one.pull}
            self.local[number] = {**one.base_local, **one.pull}
            self.remote[number] = one.base_remote
            moved += len(one.pull)
        for number in (0, 1):
            one = self._merge(number)
            for name in one.push:
                self.passed_on(name, self.issues[number][name])
            self.issues[number] = {**self.issues[number], **one.push}
            self.local[number] = {**one.base_local, **one.push}
            self.remote[number] = {**one.base_remote, **one.push}
            moved += len(one.push)
        return moved

    def _merge(self, number: int) -> Merge:
        one = merge(
            FIELDS,
            self.item,
            self.issues[number],
            self.local[number],
            self.remote[number],
            kept_there=KEPT,
            ways=self.ways[number],
        )
        for each in one.disagreements:
            self.argued(each)
        return one
