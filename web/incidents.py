"""The incidents with what was promised after them, and one incident with its document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from tracker.editing import item_number
from tracker.storage.incident_pages import STATES
from tracker.storage.items import Wanted
from tracker.storage.tally import NOTHING
from web.carrying import carried
from web.choices import chooseable
from web.context import (
    desk,
    documents,
    health,
    now,
    queries,
    remembered,
    today,
    work,
)
from web.documents import PLAIN, Mark, Passage, lines_in, passages
from web.drawing import draw_kept, draw_ledger
from web.forms import LARGEST_ID, IncidentFilters
from web.going import how_it_goes
from web.paging import SIZE, Page
from web.places import alarms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response

    from tracker.domain.incidents import Revision
    from tracker.storage.document_queries import Place, RevisionNote
    from tracker.storage.growth import Growth
    from tracker.storage.incident_pages import IncidentsWanted, State
    from tracker.storage.tally import Tally

pages = Blueprint("incidents", __name__)

WORDS: dict[State, str] = {
    "all": "All",
    "open": "With open work",
    "overdue": "With overdue work",
    "remediated": "Remediated",
}
SORTINGS = (
    ("-date", "Newest first"),
    ("date", "Oldest first"),
    ("title", "By title"),
    ("severity", "By severity"),
    ("-duration", "Longest first"),
    ("completion", "Least complete first"),
    ("-completion", "Most complete first"),
    ("due", "Next due first"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One text of a document as the page shows it, and the older ones."""

    revision: Revision
    newest: bool
    passages: list[Passage]
    others: list[RevisionNote]


@pages.get("/")
def index() -> str:
    """Show how remediation goes, and the incidents with their completion."""
    filters = IncidentFilters.of(request.args)
    wanted, order = filters.wanted, filters.order
    states = _states(wanted)
    page = Page(filters.page, states[filters.state])
    found = remembered(
        ("incidents", wanted, order, page.number),
        lambda: queries().progress(wanted, today(), page.offset, SIZE, order),
    )
    shown = how_it_goes()
    return render_template(
        "incidents/index.html",
        filters=filters,
        page=page,
        found=found,
        trend=shown,
        ledger=draw_ledger(shown.weeks),
        kept=draw_kept(shown.kept),
        states=[(state, word, states[state]) for state, word in WORDS.items()],
        sortings=SORTINGS,
        choices=chooseable(),
        alarms=alarms(desk().settings, health(), now()),
    )


@pages.get(f"/incidents/<int(max={LARGEST_ID}):incident_id>")
def show(incident_id: int) -> str:
    """Show one incident: facts, items, document, history."""
    progress = queries().progress_of(incident_id, today())
    items = queries().items(Wanted(incident_id=incident_id), limit=1000)
    chosen = request.args.get("revision", type=int)
    places = documents().places(incident_id)
    shown = _documents(incident_id, chosen, places)
    return render_template(
        "incidents/show.html",
        progress=progress,
        incident=progress.completion.incident,
        items=items,
        links=work().links.of_items([item.id for item in items]),
        targets={state.id: state for state in health().targets},
        documents=shown,
        marks=_marks(places),
        places=_shown_places(shown, places),
        history=work().history.of_incident(incident_id),
    )


@pages.get(
    f"/incidents/<int(max={LARGEST_ID}):incident_id>/text/<int(max={LARGEST_ID}):revision_id>"
)
def text(incident_id: int, revision_id: int) -> Response | str:
    """Show all lines of a document, a part at a time; or let it be saved."""
    revision = documents().revision(incident_id, revision_id)
    if request.args.get("plain"):
        return current_app.response_class(revision.text, headers=PLAIN)
    places = [one for one in documents().places(incident_id) if one.revision_id == revision_id]
    first = request.args.get("from", default=1, type=int)
    here = url_for(".text", incident_id=incident_id, revision_id=revision_id)
    return render_template(
        "documents/show.html",
        name=revision.path,
        passages=passages(revision.text, places, min(max(first, 1), LARGEST_ID)),
        marks=_marks(places),
        prefix="",
        last=lines_in(revision.text),
        back=url_for(".show", incident_id=incident_id),
        here=here,
    )


@pages.get("/incidents/<name>")
def by_name(name: str) -> Response:
    """Lead from I-3 to its page."""
    number = item_number(name.upper().replace("I-", "A-", 1))
    return redirect(url_for(".show", incident_id=min(number, LARGEST_ID)))


def _states(wanted: IncidentsWanted) -> dict[str, int]:
    """Return how many of the incidents asked for are in each state."""
    kinds = replace(wanted, state="all")

    def found(before: Tally | None, growth: Growth | None, settled: int | None) -> Tally:
        del settled
        only = growth.incidents if growth else None
        return queries().states(kinds, today(), before or NOTHING, only)

    return dict(zip(STATES, carried(("states", kinds), found).counts, strict=True))


def _documents(incident_id: int, chosen: int | None, places: Sequence[Place]) -> list[Shown]:
    """Return each document at its newest text, but the *chosen* one at the chosen text."""
    notes = documents().revisions(incident_id)
    wanted = {note.postmortem_id: note.id for note in reversed(notes)}
    newest = dict(wanted)
    wanted |= {note.postmortem_id: note.id for note in notes if note.id == chosen}
    return [
        _shown(
            documents().revision(incident_id, revision_id),
            [note for note in notes if note.postmortem_id == document],
            places,
            newest=newest[document] == revision_id,
        )
        for document, revision_id in wanted.items()
    ]


def _marks(places: Sequence[Place]) -> dict[int, Mark]:
    """Return how a text leads to the items that stand in it."""
    ids = {place.item_id for place in places}
    return {
        number: Mark(f"A{number}", f"A-{number}", url_for("items.show", item_id=number))
        for number in ids
    }


def _shown(
    revision: Revision, notes: list[RevisionNote], places: Sequence[Place], *, newest: bool
) -> Shown:
    here = [place for place in places if place.revision_id == revision.id]
    return Shown(revision, newest, passages(revision.text, here), notes)


def _shown_places(shown: Sequence[Shown], places: Sequence[Place]) -> dict[int, list[Any]]:
    """Return, for each item, where on this page its lines are."""
    by_revision = {one.revision.id: one.revision.postmortem_id for one in shown}
    found: dict[int, list[Any]] = {}
    for place in places:
        if place.revision_id in by_revision:
            spot = (by_revision[place.revision_id], place)
            found.setdefault(place.item_id, []).append(spot)
    return found
