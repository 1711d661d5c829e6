"""Full-text search over incidents, items and documents, by whichever way the database offers.

Each way of finding yields its newest WINDOW rows at most, so that a search for a common word
costs no more in a large house than in a small one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sqlalchemy import exists, false, literal, select, table, text, union_all
from sqlalchemy.orm import aliased

from tracker.domain.items import ACTIVE, Status
from tracker.storage.columns import is_number
from tracker.storage.items import item_of
from tracker.storage.search_words import SearchWords
from tracker.storage.sync_tables import LinkRow
from tracker.storage.tables import IncidentRow, ItemRow, PostmortemRow, RevisionRow, SourceRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from tracker.domain.items import ActionItem
    from tracker.search.question import Question, Term

Kind = Literal["incidents", "items", "documents"]
KINDS: tuple[Kind, ...] = ("incidents", "items", "documents")
WINDOW = 75
LEFT = tuple(status.value for status in (*ACTIVE, Status.PROPOSED))
LATIN = "pg_catalog.simple"
SAID = "coalesce({0}.owner, '') || ' ' || coalesce({0}.reason, '')"
FACTS = (
    "coalesce({0}.severity, '') || ' ' || coalesce({0}.impact, '') || ' ' || "
    "coalesce({0}.root_cause, '') || ' ' || coalesce({0}.resolution, '')"
)
PLACES = {
    ("incidents", "title"): "search_tokens(incidents.title)",
    ("incidents", "any"): (
        f"search_tokens(incidents.title || ' ' || {FACTS.format('incidents')} "
        "|| ' ' || incidents.services::text)"
    ),
    ("items", "title"): "search_tokens(items.title)",
    ("items", "any"): f"search_tokens(items.title || ' ' || {SAID.format('items')})",
    ("sources", "any"): "search_tokens(sources.text)",
    ("revisions", "any"): "search_tokens(revisions.text)",
}


class Hit(NamedTuple):
    """A row that was found: *rank* 0 by its title, 1 by its words; *closed* if nothing is left."""

    kind: Kind
    id: int
    rank: int
    closed: bool


@dataclass(frozen=True, slots=True)
class FoundIncident:
    """An incident as a result shows it."""

    id: int
    title: str
    severity: str | None
    started_at: str | None
    facts: str


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item as a result shows it."""

    item: ActionItem
    incident_title: str
    words: str


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document at its newest text."""

    id: int
    incident_id: int
    incident_title: str
    path: str
    text: str


class Search:
    """Answers what people look for; a fixed number of statements a question."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._embedded = session.get_bind().dialect.name == "sqlite"

    def terms(self, question: Question) -> list[Term]:
        """Return the words of a question with the written words that they may mean."""
        return SearchWords(self._session).terms(question)

    def keyed(self, question: Question) -> list[tuple[Kind, int]]:
        """Return what bears the question as its key: an incident, an item, or an item's issue."""
        key = question.key
        if key and is_number(key[1]):
            row: Any = ItemRow if key[0] == "A" else IncidentRow
            found = self._session.scalar(select(row.id).where(row.id == key[1]))
            kind: Kind = "items" if key[0] == "A" else "incidents"
            return [(kind, found)] if found else []
        told = {question.text, question.text.upper(), question.text.lower()}
        named = (
            LinkRow.url == question.text if "://" in question.text else LinkRow.remote_key.in_(told)
        )
        issues: Any = select(LinkRow.item_id).join(ItemRow, ItemRow.id == LinkRow.item_id)
        issues = issues.where(named).distinct()
        issues = issues.order_by(LinkRow.item_id).limit(WINDOW)
        return [("items", item) for item in self._session.scalars(issues)]

    def hits(
        self, terms: Sequence[Term], kinds: Collection[Kind] = KINDS, *, every: bool = True
    ) -> list[Hit]:
        """Return what holds *every* term, or any of them: titles first, then what is open."""
        if not terms:
            return []
        asked = self._expression(terms, every=every)
        windows = [
            window for kind in KINDS if kind in kinds for window in getattr(self, f"_{kind}")(asked)
        ]
        best: dict[tuple[Kind, int], tuple[int, bool]] = {}
        for kind, number, rank, closed in self._session.execute(union_all(*windows)).all():
            if best.get((kind, number), (rank + 1, False))[0] > rank:
                best[kind, number] = (rank, bool(closed))
        found = [Hit(*key, *told) for key, told in best.items()]
        return sorted(found, key=lambda hit: (hit.rank, hit.closed, -hit.id))

    def incidents(self, ids: Sequence[int]) -> dict[int, FoundIncident]:
        """Return these incidents as results show them."""
        rows = self._session.scalars(select(IncidentRow).where(IncidentRow.id.in_(ids)))
        return {
            row.id: FoundIncident(row.id, row.title, row.severity, row.started_at, _facts(row))
            for row in rows
        }

    def items(self, ids: Sequence[int]) -> dict[int, FoundItem]:
        """Return these items as results show them."""
        rows = self._session.execute(
            select(ItemRow, IncidentRow.title, SourceRow.text)
            .join(IncidentRow, IncidentRow.id == ItemRow.incident_id)
            .outerjoin(SourceRow, SourceRow.item_id == ItemRow.id)
            .where(ItemRow.id.in_(ids))
            .order_by(ItemRow.id, SourceRow.position)
        )
        found: dict[int, FoundItem] = {}
        for row, incident, source in rows:
            told = (
                found[row.id].words
                if row.id in found
                else "\n".join(filter(None, (row.reason, row.owner)))
            )
            found[row.id] = FoundItem(item_of(row, ()), incident, f"{told}\n{source or ''}")
        return found

    def documents(self, ids: Sequence[int]) -> dict[int, FoundDocument]:
        """Return these revisions of documents as results show them."""
        rows = self._session.execute(
            select(RevisionRow, PostmortemRow, IncidentRow.title)
            .join(PostmortemRow, PostmortemRow.id == RevisionRow.postmortem_id)
            .join(IncidentRow, IncidentRow.id == PostmortemRow.incident_id)
            .where(RevisionRow.id.in_(ids))
        )
        return {
            row.id: FoundDocument(document.id, document.incident_id, title, document.path, row.text)
            for row, document, title in rows
        }

    def _incidents(self, asked: str) -> Iterable[Any]:
        mine = (ItemRow.incident_id == IncidentRow.id, ItemRow.status.in_(LEFT))
        # not EXISTS: for that, PostgreSQL reads the open items of all incidents
        left: Any = select(literal(1)).where(*mine).limit(1).scalar_subquery()
        for rank, column in enumerate(("title", "any")):
            query: Any = select(
                literal("incidents").label("kind"),
                IncidentRow.id.label("id"),
                literal(rank).label("rank"),
                left.is_(None).label("closed"),
            )
            yield self._window(query, "incidents", IncidentRow, column, asked)

    def _items(self, asked: str) -> Iterable[Any]:
        def told(rank: int) -> Any:
            return select(
                literal("items").label("kind"),
                ItemRow.id.label("id"),
                literal(rank).label("rank"),
                ItemRow.status.not_in(LEFT).label("closed"),
            )

        yield self._window(told(0), "items", ItemRow, "title", asked)
        yield self._window(told(1), "items", ItemRow, "any", asked)
        lines: Any = select(SourceRow.item_id)
        held = self._window(lines, "sources", SourceRow, "any", asked).subquery()
        yield told(1).join(held, held.c.item_id == ItemRow.id)

    def _documents(self, asked: str) -> Iterable[Any]:
        later = aliased(RevisionRow)
        newer = exists().where(
            later.postmortem_id == RevisionRow.postmortem_id, later.number > RevisionRow.number
        )
        query: Any = (
            select(
                literal("documents").label("kind"),
                RevisionRow.id.label("id"),
                literal(1).label("rank"),
                false().label("closed"),
            )
            .join(PostmortemRow, PostmortemRow.id == RevisionRow.postmortem_id)
            .where(~newer)
        )
        yield self._window(query, "revisions", RevisionRow, "any", asked)

    def _window(self, query: Select[Any], name: str, row: Any, column: str, asked: str) -> Any:
        """Return the newest rows of *query* whose texts hold what is asked."""
        if self._embedded:
            index = table(f"search_{name}")
            wanted = f"{{title}} : ({asked})" if column == "title" else asked
            bound = f"{name}_{column}"
            query = (
                query.join(index, text(f"{name}.id = +search_{name}.rowid"))  # the index leads
                .where(text(f"search_{name} MATCH :{bound}").bindparams(**{bound: wanted}))
                .order_by(text(f"search_{name}.rowid DESC"))
            )
        else:
            query = query.where(
                text(f"{PLACES[name, column]} @@ to_tsquery('{LATIN}', :asked)").bindparams(
                    asked=asked
                )
            ).order_by(row.id.desc())
        return select(query.limit(WINDOW).subquery())

    def _expression(self, terms: Iterable[Term], *, every: bool) -> str:
        """Return the question in the database's own words, made of letters and digits alone."""
        if self._embedded:
            groups = [
                " OR ".join(
                    [f'"{term.word}" *' if term.begins else f'"{term.word}"']
                    + [f'"{form}"' for form in term.forms]
                )
                for term in terms
            ]
            return (" AND " if every else " OR ").join(f"({one})" for one in groups)
        groups = [
            " | ".join(
                [f"'{term.word}':*" if term.begins else f"'{term.word}'"]
                + [f"'{form}'" for form in term.forms]
            )
            for term in terms
        ]
        return (" & " if every else " | ").join(f"({one})" for one in groups)


def _facts(row: IncidentRow) -> str:
    told = (row.severity, ", ".join(row.services), row.impact, row.root_cause, row.resolution)
    return "\n".join(one for one in told if one)
