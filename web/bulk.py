"""Several items changed at once: each as it was seen, or not at all; nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from flask import Blueprint, flash, redirect, render_template, request, url_for
from pydantic import BaseModel, ConfigDict

from tracker import editing
from tracker.domain.errors import BadInput, IllegalMove, NotFound, Stale
from tracker.domain.items import Status
from tracker.storage.items import Wanted
from web.choices import chooseable
from web.context import author, desk, now, queries, work
from web.filters import plural
from web.forms import BESIDE, LARGEST_ID, clean

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict
    from werkzeug.wrappers import Response

    from tracker.domain.items import ActionItem

pages = Blueprint("bulk", __name__)

MOST = 500
LONGEST = 10  # digits
NAMED = 12
REMOVABLE = ("owner", "due", "priority")
OFFERED = (Status.OPEN, Status.IN_PROGRESS, Status.DONE, Status.VERIFIED, Status.WONT_DO)


class BulkForm(BaseModel):
    """What should become of the chosen items; an empty field stays as it is with each."""

    model_config = ConfigDict(frozen=True)

    chosen: dict[int, int]
    values: dict[str, str]
    removed: tuple[str, ...]
    back: str

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> Self:
        """Read a form; raise BadInput where it names no items as a page would."""
        chosen = dict(_seen(text) for text in form.getlist("item")[: MOST + 1])
        if len(chosen) > MOST:
            raise BadInput(f"at most {MOST} items can be changed at once")
        names = (*REMOVABLE, "status", "reason", *BESIDE)
        back = form.get("back", "")
        return cls(
            chosen=chosen,
            values={name: clean(form.get(name, "")) for name in names},
            removed=tuple(name for name in REMOVABLE if name in form.getlist("remove")),
            back=back if back.startswith("?") else "?",
        )

    @property
    def wanted(self) -> dict[str, str]:
        """Return what changes with each item; raise BadInput where nothing does."""
        told = {name: value for name, value in self.values.items() if value}
        twice = next((name for name in self.removed if name in told), None)
        if twice:
            raise BadInput(f"the {twice} is both given and removed; choose one")
        wanted = {**told, **dict.fromkeys(self.removed, "")}
        if not wanted.keys() - {"reason", *BESIDE}:
            raise BadInput("nothing is to be changed: fill in a field first")
        if not self.chosen:
            raise BadInput("no item is chosen: tick those to change")
        return wanted


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item that was left as it is, and why; *again* where it can be tried as it is now."""

    item: ActionItem
    why: str
    again: bool


@pages.post("/items/bulk")
def change() -> Response | tuple[str, int]:
    """Change each chosen item that still is as it was seen; tell which were changed."""
    form = BulkForm.of(request.form)
    known = {item.id: item for item in _items(list(form.chosen))}
    if form.chosen and not known:
        raise NotFound("none of the items chosen is there any more; nothing was changed")
    gone = _gone(len(form.chosen) - len(known))
    try:
        wanted = form.wanted
    except BadInput as error:
        left = [Skipped(item, "", again=True) for item in known.values()]
        return _told(form, [], left, gone, error), HTTPStatus.BAD_REQUEST
    changed, skipped = _changed(form, wanted, known)
    work().commit()
    if skipped:
        return _told(form, changed, skipped, gone), HTTPStatus.CONFLICT
    flash(f"{_sentence(changed)} {gone}".strip())
    return redirect(url_for("items.index") + form.back, HTTPStatus.SEE_OTHER)


def _changed(
    form: BulkForm, wanted: dict[str, str], known: dict[int, ActionItem]
) -> tuple[list[ActionItem], list[Skipped]]:
    changed, skipped = [], []
    for number in [one for one in form.chosen if one in known]:
        version = form.chosen[number]
        told = editing.Edit(wanted, version, reasoned=True, terms=desk().settings.terms)
        try:
            with work().attempt():
                saved = editing.edit(work(), number, told, author(), desk().people, now())
        except (Stale, BadInput, IllegalMove, NotFound) as error:
            skipped.append(Skipped(known[number], str(error), again=isinstance(error, Stale)))
        else:
            changed.append(saved)
    return changed, skipped


def _items(numbers: list[int]) -> list[ActionItem]:
    return queries().items(Wanted(ids=numbers), "due", limit=None)


def _told(
    form: BulkForm,
    changed: list[ActionItem],
    skipped: list[Skipped],
    gone: str,
    error: object = None,
) -> str:
    return render_template(
        "items/bulk.html",
        section="items",
        form=form,
        changed=changed,
        skipped=skipped,
        gone=gone,
        error=error,
        offered=OFFERED,
        choices=chooseable(),
        policy=desk().settings.policy,
    )


def _gone(many: int) -> str:
    """Return how many of the items chosen are unknown or hidden, naming none."""
    if not many:
        return ""
    return f"{many} of the items chosen {'is' if many == 1 else 'are'} not there any more."


def _sentence(changed: list[ActionItem]) -> str:
    keys = [item.key for item in changed]
    more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
    was = "is" if len(keys) == 1 else "are"
    return f"{plural(len(keys), 'item')} {was} changed: {', '.join(keys[:NAMED])}{more}."


def _seen(text: str) -> tuple[int, int]:
    """Return an item's number and the version in which the page showed it."""
    found = [_number(part) for part in text.split(".")]
    if len(found) != 2 or not all(0 < number <= LARGEST_ID for number in found):  # noqa: PLR2004  a number and a version
        raise BadInput("the form names no items; load the page again")
    return found[0], found[1]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else 0
