"""What comes in through addresses and forms, checked at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Self
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from tracker.domain.errors import BadInput
from tracker.domain.items import Status
from tracker.editing import item_number
from tracker.storage.items import Wanted
from tracker.storage.page_queries import IncidentsWanted, Sort, State

if TYPE_CHECKING:
    from datetime import date

    from werkzeug.datastructures import MultiDict

LARGEST_ID = 2**31 - 1
LONGEST_NUMBER = 9
LONGEST_SHOWN = 40
REASONED = (Status.WONT_DO.value, Status.DUPLICATE.value)
PLAIN = ("title", "owner", "priority", "due", "status")
FIELDS = (*PLAIN, "reason", "approver", "duplicate_of")


def _number(value: Any) -> Any:
    """Return the number in a name such as I-3."""
    text = str(value).strip().upper().removeprefix("I-")
    return text if text.isascii() and text.isdigit() else value


def _page(value: Any) -> int:
    """Return a page's number; what is none means the first."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 1


def _clean(value: Any) -> str:
    return str(value).replace("\x00", "").strip()


Text = Annotated[str, BeforeValidator(_clean), Field(max_length=200)]
IncidentNumber = Annotated[int, BeforeValidator(_number), Field(ge=1, le=LARGEST_ID)]
PageNumber = Annotated[int, BeforeValidator(_page)]


class Query(BaseModel):
    """What an address asks for; what is absent or empty stands at its default."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> Self:
        """Read an address's arguments; raise BadInput where one cannot be meant."""
        given = {
            name: [one for one in values if one] if name == "status" else values[-1]
            for name, values in args.lists()
            if any(values) and values[-1:] != [""]
        }
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            first = error.errors()[0]
            raise BadInput(_sentence(str(first["loc"][0]), str(first["input"]))) from error

    def query(self, **changes: Any) -> str:
        """Return the address's arguments with *changes*, such as "?status=open&page=2"."""
        held = self.model_copy(update={"page": 1, **changes})
        told = held.model_dump(mode="json", exclude_defaults=True)
        pairs = {name: 1 if value is True else value for name, value in told.items()}
        return "?" + urlencode(pairs, doseq=True) if pairs else "?"


class IncidentFilters(Query):
    """Which incidents the first page shows."""

    q: Text = ""
    severity: Text = ""
    owner: Text = ""
    state: State = "all"
    page: PageNumber = 1

    @property
    def wanted(self) -> IncidentsWanted:
        """Return the question to the database."""
        return IncidentsWanted(
            self.q or None, self.severity or None, self.owner or None, self.state
        )


class ItemFilters(Query):
    """Which items the list shows."""

    q: Text = ""
    status: tuple[Status, ...] = ()
    owner: Text = ""
    incident: IncidentNumber | None = None
    overdue: bool = False
    undated: bool = False
    unowned: bool = False
    sort: Sort = "due"
    page: PageNumber = 1

    def wanted(self, today: date) -> Wanted:
        """Return the question to the database."""
        return Wanted(
            status=[one.value for one in self.status],
            owner=self.owner or None,
            unowned=self.unowned,
            overdue_on=today if self.overdue else None,
            undated=self.undated,
            incident_id=self.incident,
            text=self.q or None,
        )


class ItemForm(BaseModel):
    """An item as a person wants it; *seen* is how it stood when the form was opened."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    values: dict[str, str]
    seen: dict[str, str]
    version: Annotated[int, Field(ge=1, le=LARGEST_ID)]

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> Self:
        """Read a form; raise BadInput where it tells no version."""
        try:
            return cls(
                values={name: _clean(form.get(name, "")) for name in FIELDS},
                seen={name: _clean(form.get(f"seen_{name}", "")) for name in FIELDS},
                version=form.get("version", ""),
            )
        except ValidationError as error:
            raise BadInput("the form tells no version; load the page again") from error

    @property
    def touched(self) -> set[str]:
        """Return the fields that the person changed."""
        return {name for name in FIELDS if self.values[name].split() != self.seen[name].split()}

    @property
    def wanted(self) -> dict[str, str]:
        """Return what to change: only what the person touched, and a reason with its status."""
        touched = self.touched
        wanted = {name: self.values[name] for name in PLAIN if name in touched}
        about_end = {"status", "reason", "approver", "duplicate_of"}
        status = self.values["status"]
        if status in REASONED and touched & about_end:
            wanted |= {"status": status, "reason": self.values["reason"]}
            extra = "approver" if status == Status.WONT_DO.value else "duplicate_of"
            wanted[extra] = self.values[extra]
        return wanted

    def check(self) -> None:
        """Raise BadInput where a duplicate names no original that could be."""
        if self.wanted.get("status") != Status.DUPLICATE.value:
            return
        original = self.values["duplicate_of"]
        if not original:
            raise BadInput("say which item this one duplicates, such as A-12")
        item_number(original)


def _sentence(name: str, value: str) -> str:
    shown = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
    choices = {
        "status": ", ".join(one.value for one in Status),
        "sort": "due, priority, created",
        "state": "all, open, remediated",
        "incident": "a number such as I-3",
    }
    if name in choices:
        return f"there is no {name} “{shown}”; choose {choices[name]}"
    return f"“{shown}” cannot be used as {name}"
