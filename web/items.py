"""The items, and one item: read, edited, accepted or given up; its conflicts settled."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker import editing
from tracker.domain.errors import BadInput, IllegalMove, NotFound, Stale
from tracker.domain.extensions import extensions
from tracker.domain.items import ActionItem, Status
from tracker.storage.items import Wanted
from tracker.telling import seen as seen_items
from web import item_list
from web.choices import chooseable
from web.context import author, desk, documents, health, hour, now, today, work
from web.forms import LARGEST_ID, ItemFilters, ItemForm, clean
from web.rivals import rivals, texts

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from tracker.domain.items import Source

pages = Blueprint("items", __name__)

ITEM = f"/items/<int(max={LARGEST_ID}):item_id>"
CONFLICT = f"/conflicts/<int(max={LARGEST_ID}):conflict_id>"


@pages.get("/items")
def index() -> str:
    """Show the items that the filters find."""
    return item_list.page(ItemFilters.of(request.args))


@pages.get("/items.csv")
def listed() -> Response:
    """Answer with all the items that the filters find, for a spreadsheet."""
    filters = ItemFilters.of(request.args)
    return item_list.spreadsheet(filters.wanted(today(), hour()), filters.sort)


@pages.get(ITEM)
def show(item_id: int) -> str:
    """Show one item with everything known of it."""
    return _page(work().items.get(item_id))


@pages.get("/items/<name>")
def by_name(name: str) -> Response:
    """Lead from A-17 to its page."""
    number = editing.item_number(name)
    return redirect(url_for(".show", item_id=min(number, LARGEST_ID)))


@pages.post(ITEM)
def edit(item_id: int) -> Response | tuple[str, int]:
    """Store what a person wants of an item; where that cannot be, show why and lose nothing."""
    form = ItemForm.of(request.form)
    try:
        form.check()
        item = _edited(item_id, form.wanted, form.version)
    except Stale:
        work().rollback()
        return _rivals(work().items.get(item_id), form), HTTPStatus.CONFLICT
    except (BadInput, IllegalMove, NotFound) as error:
        work().rollback()
        status = HTTPStatus.CONFLICT if isinstance(error, IllegalMove) else HTTPStatus.BAD_REQUEST
        typed = {**form.values, **form.beside}
        return _page(work().items.get(item_id), typed, error), status
    flash("Saved." if item.version != form.version else "Nothing was changed.")
    return redirect(url_for(".show", item_id=item_id), HTTPStatus.SEE_OTHER)


@pages.post(f"{ITEM}/accept")
def accept(item_id: int) -> Response:
    """Turn a proposed item into an open one."""
    item = _edited(item_id, {"status": Status.OPEN.value}, ItemForm.of(request.form).version)
    flash(f"{item.key} is accepted; the next sync files it.")
    return redirect(url_for(".show", item_id=item_id), HTTPStatus.SEE_OTHER)


@pages.post(f"{ITEM}/give-up")
def give_up(item_id: int) -> Response:
    """Give an item up, with the reason that this needs."""
    form = ItemForm.of(request.form)
    wanted = {"status": Status.WONT_DO.value, "reason": form.values["reason"]}
    item = _edited(item_id, wanted, form.version)
    flash(f"{item.key} is given up; its reason stays with it.")
    return redirect(url_for(".show", item_id=item_id), HTTPStatus.SEE_OTHER)


@pages.post(f"{ITEM}/verify")
def verify(item_id: int) -> Response:
    """Store what shows that an item is done: it is verified, and its history says by whom."""
    told = {"evidence": clean(request.form.get("evidence", ""))}
    if not told["evidence"]:
        raise BadInput("name what shows it: an address, or a note")
    item = _edited(item_id, told, ItemForm.of(request.form).version)
    flash(f"{item.key} is verified.")
    return redirect(url_for(".show", item_id=item_id), HTTPStatus.SEE_OTHER)


@pages.post(f"{ITEM}/fail")
def fail(item_id: int) -> Response:
    """Open an item again that is not done after all."""
    told = {"failed": clean(request.form.get("failed", ""))}
    item = _edited(item_id, told, ItemForm.of(request.form).version)
    flash(f"{item.key} is open again; the reason stays in its history.")
    return redirect(url_for(".show", item_id=item_id), HTTPStatus.SEE_OTHER)


@pages.post(f"{CONFLICT}/undo")
def undo(conflict_id: int) -> Response:
    """Choose the other value of a conflict."""
    item = editing.undo(work(), conflict_id, author(), desk().people, now())
    work().commit()
    flash("The other value is chosen; the next sync carries it over.")
    return redirect(url_for(".show", item_id=item.id), HTTPStatus.SEE_OTHER)


@pages.post(f"{CONFLICT}/choose/<any('ours', 'theirs'):side>")
def choose(conflict_id: int, side: str) -> Response:
    """Let one side's value stand, whatever was chosen before."""
    item = editing.choose(work(), conflict_id, side, author(), desk().people, now())
    work().commit()
    flash("That value stands now; the next sync carries it over.")
    return redirect(url_for(".show", item_id=item.id), HTTPStatus.SEE_OTHER)


@pages.post(f"{CONFLICT}/keep")
def keep(conflict_id: int) -> Response:
    """Store that a person agrees with what was kept."""
    conflict = work().conflicts.get(conflict_id)
    editing.resolve(work(), conflict_id, now())
    work().commit()
    flash("The conflict is settled as it stands.")
    return redirect(url_for(".show", item_id=conflict.item_id), HTTPStatus.SEE_OTHER)


def _edited(item_id: int, values: dict[str, str], version: int) -> ActionItem:
    wanted = editing.Edit(values, version, reasoned=True, terms=desk().settings.terms)
    item = editing.edit(work(), item_id, wanted, author(), desk().people, now())
    work().commit()
    return item


def _page(
    item: ActionItem, values: dict[str, str] | None = None, error: Exception | None = None
) -> str:
    history = work().history.of_item(item.id)
    original = _original(item)
    seen = texts(item if original else replace(item, duplicate_of=None))
    return render_template(
        "items/show.html",
        item=item,
        values=values or seen,
        seen=seen,
        error=error,
        original=original,
        incident=work().incidents.get(item.incident_id),
        sources=_sources(item),
        links=work().links.of_item(item.id),
        targets={state.id: state for state in health().targets},
        conflicts=work().conflicts.find(item.id),
        history=history,
        extensions=extensions(history),
        policy=desk().settings.policy,
        owners=chooseable().get("owner", []),
        statuses=[one for one in Status if one in {item.status, *Status} - _impossible(item)],
    )


def _original(item: ActionItem) -> ActionItem | None:
    """Return what an item duplicates; None also where whoever asks may not see that."""
    found = work().items.find(Wanted(ids=[item.duplicate_of])) if item.duplicate_of else []
    return found[0] if found else None


def _sources(item: ActionItem) -> list[tuple[Source, str]]:
    """Return where an item stands, each with the address of its marked lines."""
    spots = {
        spot.first_line: url_for(
            "incidents.show",
            incident_id=item.incident_id,
            revision=spot.older,
            _anchor=f"d{spot.postmortem_id}-A{item.id}-L{spot.first_line}",
        )
        for spot in documents().spots(item.id)
    }
    return [(source, spots.get(source.first_line, "#sources")) for source in item.sources]


def _impossible(item: ActionItem) -> set[Status]:
    """Return the statuses that no form should offer."""
    return set() if item.status is Status.PROPOSED else {Status.PROPOSED}


def _rivals(stored: ActionItem, form: ItemForm) -> str:
    (item,) = seen_items(work(), [stored])
    return render_template(
        "items/rivals.html",
        item=item,
        form=form,
        seen=texts(item),
        rivals=rivals(item, form),
        history=work().history.of_item(item.id)[-5:],
    )
