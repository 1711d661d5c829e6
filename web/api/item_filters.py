"""Which items are asked for: the filters of the page, for lists and for spreadsheets."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from pydantic import BeforeValidator, Field

from tracker.domain.items import Kind, Status
from tracker.storage.items import Wanted
from web.api.problems import Refused
from web.api.resource import Query
from web.api.texts import Flag, IncidentName, Words, number, whole
from web.context import desk, now, today
from web.visitors import known


class ItemFilters(Query):
    """Which items are asked for."""

    status: list[Status] = Field(default_factory=list)
    owner: Words | None = None
    incident: IncidentName | None = None
    text: Words | None = Field(None, description="Words of the title.")
    overdue: Flag = False
    undated: Flag = False
    unowned: Flag = False
    unverified: Flag = Field(default=False, description="Done, past the day to verify it by.")
    unassigned: Flag = Field(default=False, description="Unowned, past the day to find an owner.")
    mine: Flag = Field(default=False, description="Those of the person behind the account.")
    kind: Kind | None = None
    priority: Words | None = None
    severity: Words | None = Field(None, description="That of the incident.")
    service: Words | None = Field(None, description="One of the incident's.")
    target: Words | None = Field(None, description="Where there is an issue.")
    stale: Annotated[int, Field(ge=1, le=366), BeforeValidator(whole)] | None = Field(
        None, description="Open, and changed by nobody for so many days."
    )

    @property
    def wanted(self) -> Wanted:
        """Return what to ask the storage; refuse where nobody has said who asks."""
        return Wanted(
            status=[one.value for one in self.status],
            owner=_mine() if self.mine else desk().people.called(self.owner),
            unowned=self.unowned,
            overdue_on=today() if self.overdue else None,
            undated=self.undated,
            unverified_on=today() if self.unverified else None,
            unassigned_on=today() if self.unassigned else None,
            incident_id=number(self.incident) if self.incident else None,
            text=self.text,
            kind=self.kind.value if self.kind else None,
            priority=self.priority,
            severity=self.severity,
            service=self.service,
            target=self.target,
            stale_since=now() - timedelta(days=self.stale) if self.stale else None,
        )


def _mine() -> str:
    """Return who asks among the owners, or refuse where nobody has said so."""
    person = known().person
    if person is None:
        raise Refused(HTTPStatus.CONFLICT, "nobody has said which person you are", "conflict")
    return person
