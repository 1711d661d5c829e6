"""What comes in through addresses and forms, checked at the door."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, get_args
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from tracker.domain.errors import BadInput
from tracker.domain.items import Kind, Status
from tracker.editing import item_number
from tracker.storage.incident_pages import By, IncidentOrder, IncidentsWanted, State
from tracker.storage.items import Wanted
from tracker.storage.page_queries import Sort

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

LARGEST_ID = 2**31 - 1
LONGEST_NUMBER = 9
LONGEST_SHOWN = 40
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
REASONED = (Status.WONT_DO.value, Status.DUPLICATE.value)
PLAIN = ("title", "kind", "owner", "priority", "due", "status", "criterion", "verify_by")
FIELDS = (*PLAIN, "reason", "approver", "review_by", "duplicate_of")
BESIDE = ("due_reason", "due_approver")  # of a due date that moves


def _number(value: Any) -> Any:
    """Return the number in a name such as I-3."""
    text = str(value).strip().upper().removeprefix("I-")
    return text if text.isascii() and text.isdigit() else value


def _page(value: Any) -> int:
    """Return a page's number; what is none means the first."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 1


def clean(value: Any) -> str:
    """Return a text without what no database stores, and without spaces around it."""
    return str(value).replace("\x00", "").strip()


def _day(value: Any) -> Any:
    """Return a day written as 2026-12-31; numbers are no days."""
    text = str(value)
    return text if ISO_DAY.fullmatch(text) else None if value is None else [text]


def _sorting(value: Any) -> Any:
    """Return by what to sort; a minus before it turns it round."""
    text = str(value)
    return text if text.removeprefix("-") in get_args(By) else [text]


Text = Annotated[str, BeforeValidator(clean), Field(max_length=200)]
IncidentNumber = Annotated[int, BeforeValidator(_number), Field(ge=1, le=LARGEST_ID)]
PageNumber = Annotated[int, BeforeValidator(_page)]
Day = Annotated[date | None, BeforeValidator(_day)]
Sorting = Annotated[str, BeforeValidator(_sorting)]


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
            raise BadInput(_sentence(str(first["loc"][0]), first["input"])) from error

    def query(self, **changes: Any) -> str:
        """Return the address's arguments with *changes*, such as "?status=open&page=2"."""
        held = self.model_copy(update={"page": 1, **changes})
        told = held.model_dump(mode="json", exclude_defaults=True)
        pairs = {name: 1 if value is True else value for name, value in told.items()}
        return "?" + urlencode(pairs, doseq=True) if pairs else "?"


class IncidentFilters(Query):
    """Which incidents the first page shows, and in which order."""

    q: Text = ""
    severity: Text = ""
    service: Text = ""
    owner: Text = ""
    since: Day = None
    until: Day = None
    state: State = "all"
    sort: Sorting = "-date"
    page: PageNumber = 1

    @property
    def wanted(self) -> IncidentsWanted:
        """Return the question to the database; raise BadInput where nothing could answer it."""
        if self.since and self.until and self.since > self.until:
            raise BadInput("the first day lies after the last one; swap them")
        return IncidentsWanted(
            self.q or None,
            self.severity or None,
            self.owner or None,
            self.state,
            self.service or None,
            self.since,
            self.until,
        )

    @property
    def order(self) -> IncidentOrder:
        """Return the order that is asked for."""
        by: Any = self.sort.removeprefix("-")
        return IncidentOrder(by, down=self.sort.startswith("-"))

    @property
    def narrowed(self) -> bool:
        """Return whether the filters leave incidents out."""
        return self.cleared != self.model_copy(update={"page": 1})

    @property
    def cleared(self) -> Self:
        """Return the same view without filters."""
        empty = {"q": "", "severity": "", "service": "", "owner": "", "since": None, "until": None}
        return self.model_copy(update={**empty, "page": 1})

    def turned(self, by: By, *, down: bool) -> str:
        """Return the arguments that sort by a column: *down* first, then the other way round."""
        first, second = (f"-{by}", by) if down else (by, f"-{by}")
        return self.query(sort=second if self.sort == first else first)


class ItemFilters(Query):
    """Which items the list shows; *me* is who asks, as far as the address tells."""

    q: Text = ""
    status: tuple[Status, ...] = ()
    owner: Text = ""
    incident: IncidentNumber | None = None
    kind: Kind | None = None
    priority: Text = ""
    severity: Text = ""
    service: Text = ""
    target: Text = ""
    overdue: bool = False
    undated: bool = False
    unowned: bool = False
    unverified: bool = False
    unassigned: bool = False
    stale: Literal["14", "30"] | None = None
    mine: bool = False
    me: Text = ""
    sort: Sort = "due"
    page: PageNumber = 1

    def wanted(self, today: date, now: datetime) -> Wanted:
        """Return the question to the database."""
        owner = self.me if self.mine else self.owner
        return Wanted(
            status=[one.value for one in self.status],
            owner=owner or None,
            unowned=self.unowned,
            overdue_on=today if self.overdue else None,
            undated=self.undated,
            unverified_on=today if self.unverified else None,
            unassigned_on=today if self.unassigned else None,
            incident_id=self.incident,
            text=self.q or None,
            kind=self.kind.value if self.kind else None,
            priority=self.priority or None,
            severity=self.severity or None,
            service=self.service or None,
            target=self.target or None,
            stale_since=now - timedelta(days=int(self.stale)) if self.stale else None,
        )


class ItemForm(BaseModel):
    """An item as a person wants it; *seen* is how it stood when the form was opened."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    values: dict[str, str]
    seen: dict[str, str]
    beside: dict[str, str]
    version: Annotated[int, Field(ge=1, le=LARGEST_ID)]

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> Self:
        """Read a form; raise BadInput where it tells no version."""
        try:
            return cls(
                values={name: clean(form.get(name, "")) for name in FIELDS},
                seen={name: clean(form.get(f"seen_{name}", "")) for name in FIELDS},
                beside={name: clean(form.get(name, "")) for name in BESIDE},
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
        if "due" in touched:
            wanted |= self.beside
        about_end = {"status", "reason", "approver", "review_by", "duplicate_of"}
        status = self.values["status"]
        if status in REASONED and touched & about_end:
            wanted |= {"status": status, "reason": self.values["reason"]}
            given_up = status == Status.WONT_DO.value
            for extra in ("approver", "review_by") if given_up else ("duplicate_of",):
                wanted[extra] = self.values[extra]
        return wanted

    def check(self) -> None:
        """Raise BadInput where a duplicate names no original that could be."""
        if self.wanted.get("status") != Status.DUPLICATE.value:
            return
        original = self.values["duplicate_of"]
        was = (self.seen["status"], self.seen["duplicate_of"])
        if was == (Status.DUPLICATE.value, "") and not original:
            return  # its original was hidden from whoever typed this, and stays
        if not original:
            raise BadInput("say which item this one duplicates, such as A-12")
        item_number(original)


def _sentence(name: str, value: Any) -> str:
    text = str(value[0]) if isinstance(value, list) and value else str(value)
    shown = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    choices = {
        "status": ", ".join(one.value for one in Status),
        "kind": ", ".join(one.value for one in Kind),
        "sort": "one of the orders that the page offers",
        "state": ", ".join(get_args(State)),
        "stale": "14 or 30",
        "incident": "a number such as I-3",
        "since": "a day such as 2026-12-31",
        "until": "a day such as 2026-12-31",
    }
    if name in choices:
        return f"there is no {name} “{shown}”; choose {choices[name]}"
    return f"“{shown}” cannot be used as {name}"
