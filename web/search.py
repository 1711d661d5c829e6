"""Search over incidents, items and documents: one box, results in three groups."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Literal

from flask import Blueprint, redirect, render_template, request, url_for
from pydantic import BeforeValidator

from tracker.search.marks import marked, pattern_of, snippet
from tracker.search.question import LONGEST, question_of
from tracker.storage.search import KINDS, WINDOW, Hit
from web import context
from web.context import work
from web.forms import PageNumber, Query
from web.paging import Page

if TYPE_CHECKING:
    import re

    from werkzeug.wrappers import Response

    from tracker.search.marks import Segment
    from tracker.search.question import Question, Term
    from tracker.storage.search import Kind

pages = Blueprint("search", __name__)

FEW = 5
WORDS = {"incidents": "incident", "items": "item", "documents": "document"}
Typed = Annotated[str, BeforeValidator(lambda value: question_of(str(value)).text[:LONGEST])]
Chosen = Annotated[
    Literal["all", "incidents", "items", "documents"],
    BeforeValidator(lambda value: value if value in KINDS else "all"),
]


class SearchFilters(Query):
    """What an address of the search page asks for; whatever is wrong means all."""

    q: Typed = ""
    kind: Chosen = "all"
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found, with the words marked for which it was."""

    thing: Any
    title: list[Segment]
    text: list[Segment]


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one kind; *more* where the window may not hold them all."""

    kind: Kind
    word: str
    total: int
    more: bool
    page: Page
    results: list[Result]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; *loose* where nothing holds all words, and these hold some of them."""

    keyed: list[tuple[Kind, int]]
    terms: list[Term]
    hits: list[Hit]
    loose: bool


@pages.get("/search")
def index() -> Response | str:
    """Lead straight to what a key names, or show what holds the words."""
    filters = SearchFilters.of(request.args)
    question = question_of(filters.q)
    found = find(question)
    if len(found.keyed) == 1 and filters.kind == "all":
        return redirect(_address(*found.keyed[0]), HTTPStatus.SEE_OTHER)
    hits, terms = found.hits, found.terms
    by_kind = {kind: [hit for hit in hits if hit.kind == kind] for kind in KINDS}
    return render_template(
        "search/index.html",
        filters=filters,
        searched=filters.q,
        question=question,
        groups=_groups(by_kind, filters, terms),
        tabs=_tabs(by_kind, filters),
        loose=found.loose and hits,
        guessed=[term for term in terms if term.guessed],
        tells_forms=work().sight.everything,  # else a word of a hidden text could be among them
    )


def find(question: Question) -> Finding:
    """Return what bears a question as its key, else what holds its words, else some of them."""
    search = context.search()
    keyed = search.keyed(question) if question.text else []
    terms = search.terms(question)
    hits = [Hit(*key, 0, closed=False) for key in keyed] or search.hits(terms)
    loose = not hits and len(terms) > 1
    return Finding(keyed, terms, search.hits(terms, every=False) if loose else hits, loose)


def _address(kind: Kind, number: int) -> str:
    if kind == "items":
        return url_for("items.show", item_id=number)
    return url_for("incidents.show", incident_id=number)


def _tabs(hits: dict[Kind, list[Hit]], filters: SearchFilters) -> list[tuple[str, str, str, bool]]:
    """Return each group's name, address, how many it holds, and whether it is shown now."""
    found: dict[str, tuple[int, bool]] = {kind: _count(mine) for kind, mine in hits.items()}
    total = (sum(count for count, _ in found.values()), any(more for _, more in found.values()))
    told = {"all": total, **found}
    return [
        (name.capitalize(), filters.query(kind=name), f"{count}{'+' * more}", name == filters.kind)
        for name, (count, more) in told.items()
    ]


def _count(hits: list[Hit]) -> tuple[int, bool]:
    """Return how many there are, and whether there may be more than that."""
    return len(hits), len(hits) >= WINDOW


def _groups(hits: dict[Kind, list[Hit]], filters: SearchFilters, terms: list[Term]) -> list[Group]:
    pattern = pattern_of(terms)
    groups = []
    for kind, mine in hits.items():
        total, more = _count(mine)
        if not total or filters.kind not in {"all", kind}:
            continue
        page = Page(filters.page, total)
        shown = mine[:FEW] if filters.kind == "all" else mine[page.offset : page.last]
        results = told_results(kind, [hit.id for hit in shown], pattern)
        groups.append(Group(kind, WORDS[kind], total, more, page, results))
    return groups


def told_results(kind: Kind, ids: list[int], pattern: re.Pattern[str] | None) -> list[Result]:
    """Return what results of one kind show, in their order."""
    search = context.search()
    if kind == "incidents":
        found: dict[int, Any] = dict(search.incidents(ids))
        return [_result(found[one], found[one].title, found[one].facts, pattern) for one in ids]
    if kind == "items":
        found = dict(search.items(ids))
        return [
            _result(found[one], found[one].item.title, found[one].words, pattern) for one in ids
        ]
    found = dict(search.documents(ids))
    return [_result(found[one], found[one].incident_title, found[one].text, pattern) for one in ids]


def _result(thing: Any, title: str, text: str, pattern: re.Pattern[str] | None) -> Result:
    told = snippet(text, pattern)
    same = "".join(one.text for one in told).strip() == title.strip()
    return Result(thing, marked(title, pattern), [] if same else told)
