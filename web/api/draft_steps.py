"""What can be made of a draft: steps as the page has buttons, taken one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from tracker import editing
from tracker.bringing import aimed
from tracker.correcting import check_order
from tracker.domain import drafts
from tracker.domain.errors import BadInput, NotFound
from tracker.domain.items import Kind
from web.api.resource import Input
from web.api.texts import Day, IncidentName, Moment, MoveReason, Name, Priority, RowNumber, Title
from web.bring import clerk
from web.context import work
from web.documents import lines_in
from web.draft_cards import words_of

if TYPE_CHECKING:
    from tracker.domain.drafts import Draft, Lines, Plan

MOST_STEPS = 200
DEEDS = Literal["edit", "merge", "apart", "split", "add", "drop", "restore"]
Shown = Literal["open", "in_progress", "done"]  # a failed check tells these words


class DraftEdits(Input):
    """What a person wants otherwise than the document; null removes."""

    title: Title = Field(default_factory=str)
    owner: Name | None = None
    due: Day | None = None
    priority: Priority | None = None
    kind: Kind | None = None
    due_reason: MoveReason = Field(
        default_factory=str, description="Why a known item gets more time."
    )
    due_approver: Name = Field(default_factory=str, description="Who approved that.")
    status: Shown = Field(default_factory=lambda: "open")

    @property
    def wanted(self) -> dict[str, str]:
        """Return what to change, as texts; an empty one removes."""
        told = self.model_dump(mode="json", exclude_unset=True)
        return {name: "" if value is None else str(value) for name, value in told.items()}


class DraftStep(Input):
    """One step: `edit`, `apart`, `split` and `restore` want `item`, `merge` and `drop` `items`.

    `edit` wants `changes` as well; `add` and `split` want lines.
    """

    do: DEEDS
    item: RowNumber | None = None
    items: Annotated[list[RowNumber], Field(max_length=drafts.MOST)] = Field(default_factory=list)
    changes: DraftEdits | None = None
    title: Title = Field(default_factory=str, description="Of what is added or split off.")
    first_line: RowNumber | None = None
    last_line: RowNumber | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first_line and self.last_line and self.last_line < self.first_line:
            raise ValueError("the last line stands before the first one")
        return self


class Corrections(Input):
    """Facts to correct; null removes one, but for the title."""

    title: Title = Field(default_factory=str)
    severity: Name | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        try:
            check_order(self.started_at, self.ended_at)
        except BadInput as error:
            raise ValueError(str(error)) from error
        return self

    @property
    def wanted(self) -> dict[str, str]:
        """Return what to correct, as texts; an empty one removes."""
        return {name: value or "" for name, value in self.model_dump(exclude_unset=True).items()}


class DraftChanges(Input):
    """What to make of a draft: all of it, or nothing where a part cannot be."""

    facts: Corrections | None = None
    revises: IncidentName | None = Field(
        None, description="The incident of which it is a newer text; null: a new incident."
    )
    steps: Annotated[list[DraftStep], Field(max_length=MOST_STEPS)] = Field(default_factory=list)


def aim(draft: Draft, incident_id: int | None) -> Plan:
    """Return the plan of a draft as a newer text of an incident, or as a new one."""
    to = _newest(incident_id) if incident_id else None
    return draft.plan if to == draft.plan.to else aimed(work(), draft, to, clerk())


def _newest(incident_id: int) -> int:
    """Return an incident's newest document, or raise NotFound."""
    found = work().incidents.newest_of(work().incidents.get(incident_id).id)
    if not found:
        raise NotFound(f"I-{incident_id} has no document")
    return found[0].postmortem_id


def taken(draft: Draft, plan: Plan, step: DraftStep) -> Plan:
    """Return the plan after a step; raises BadInput, IllegalMove or NotFound."""
    whole, candidates = draft.text or "", draft.found.items
    if step.do == "merge":
        return drafts.merged(plan, step.items, candidates)
    if step.do == "drop":
        return drafts.dropped(plan, step.items)
    if step.do == "add":
        lines = _lines(step, whole)
        return drafts.added(plan, step.title or words_of(whole, [lines]), lines)
    if step.item is None:
        raise BadInput(f"{step.do} wants an item")
    return _of_one(plan, step, step.item, whole)


def _of_one(plan: Plan, step: DraftStep, number: int, whole: str) -> Plan:
    """Return the plan after a step with one item."""
    if step.do == "edit":
        return _edited(plan, number, step.changes)
    if step.do == "apart":
        told = words_of(whole, plan.entry(number).lines)
        return drafts.taken_apart(plan, number, told or "Untitled")
    if step.do == "restore":
        return drafts.restored(plan, number)
    return drafts.split(plan, number, step.title, _lines(step, whole))


def _edited(plan: Plan, number: int, changes: DraftEdits | None) -> Plan:
    if changes is None:
        raise BadInput("edit wants changes")
    entry, wanted = plan.entry(number), changes.wanted
    editing.checked(wanted)
    return drafts.edited(plan, number, {**entry.edits, **wanted})


def _lines(step: DraftStep, whole: str) -> Lines:
    last = lines_in(whole)
    first = step.first_line
    end = step.last_line or first
    if first is None or end is None or not first <= end <= last:
        raise BadInput(f"say which lines it stands in; the document has {last}")
    return first, end
