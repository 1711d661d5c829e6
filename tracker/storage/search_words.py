"""The words that searches may mean: learned with every text, in the transaction that writes it.

A word that nothing holds any more does no harm; a search for it finds nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, case, event, func, insert, inspect, literal, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.search.question import Question, Term
from tracker.search.words import fold, slips, slips_allowed, worth_knowing
from tracker.storage.tables import IncidentRow, ItemRow, RevisionRow, SourceRow, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

LOOKED_IN: dict[type[Table], tuple[str, ...]] = {
    IncidentRow: ("title", "services", "severity", "impact", "root_cause", "resolution"),
    ItemRow: ("title", "owner", "reason"),
    SourceRow: ("text",),
    RevisionRow: ("text",),
}
AT_ONCE = 500
FORMS, NEAREST, KEPT = 60, 200, 12
AFTER_ALL = "\U0010ffff"
ENDINGS = 8  # how much longer than what was typed a word may be
PART = 4  # letters that are enough to find a word by what it holds


class WordRow(Table):
    """A word of some text; *folded* is what it is compared by.

    Not unique, so that two writers never wait for each other; seldom a word stands twice.
    """

    __tablename__ = "search_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(index=True)
    folded: Mapped[str] = mapped_column(
        Text().with_variant(Text(collation="C"), "postgresql"), index=True
    )


def follow(session: Session) -> None:
    """Let *session* learn the words of what it writes."""
    event.listen(session, "after_flush", _learn_flushed)


def learn(connection: Connection | Session, words: set[str]) -> None:
    """Store the words that are new."""
    wanted = sorted(words)
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        known = set(connection.scalars(select(WordRow.word).where(WordRow.word.in_(part))))
        new = [{"word": one, "folded": fold(one)} for one in part if one not in known]
        if new:
            connection.execute(insert(WordRow), new)


def learn_everything(connection: Connection) -> None:
    """Learn the words of every text that there is."""
    for kind, names in LOOKED_IN.items():
        columns = [getattr(kind, name) for name in names]
        words: set[str] = set()
        for row in connection.execute(select(*columns).execution_options(yield_per=AT_ONCE)):
            words |= _words(row)
        learn(connection, words)


class SearchWords:
    """Answers which written words a question may mean."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def terms(self, question: Question) -> list[Term]:
        """Return the question's words with their other forms; misspelt ones with what is near."""
        forms = self._beginning(question.words)
        near = self._near([one for one in question.words if not forms[one]])
        return [
            Term(word, tuple(near[word]), guessed=True)
            if near.get(word)
            else _known(word, forms[word])
            for word in question.words
        ]

    def _beginning(self, words: tuple[str, ...]) -> dict[str, list[str]]:
        """Return the written words that begin like each of *words*, the shortest first."""

        def plain(value: str) -> Any:
            return literal(value, Text())  # PostgreSQL compares by the column's collation

        folded = {word: fold(word) for word in words}
        if not words:
            return {}
        column = WordRow.folded
        likes = [
            column.between(plain(one), plain(one + AFTER_ALL if Term(word).begins else one))
            for word, one in folded.items()
        ]
        rows = self._session.execute(
            select(WordRow.word, column)
            .where(or_(*likes))
            .order_by(func.length(column), column, WordRow.word)
            .limit(FORMS * len(words))
        ).all()
        return {
            word: [row.word for row in rows if row.folded.startswith(one)][:FORMS]
            for word, one in folded.items()
        }

    def _near(self, words: list[str]) -> dict[str, list[str]]:
        """Return the written words nearest to each misspelt or broken-off one."""
        found = {}
        for word in words:
            folded = fold(word)
            if allowed := slips_allowed(folded):
                found[word] = list(_nearest(folded, self._alike(folded, allowed), allowed))
        return found

    def _alike(self, folded: str, allowed: int) -> list[Any]:
        """Return the words that share most pairs of letters with one."""
        pairs = {folded[at : at + 2] for at in range(len(folded) - 1)}
        column = WordRow.folded
        shared: Any = sum(
            (case((column.like(literal(f"%{one}%", Text())), 1), else_=0) for one in sorted(pairs)),
            start=0,
        )
        return list(
            self._session.execute(
                select(WordRow.word, column)
                .where(func.length(column) >= len(folded) - allowed)
                .where(shared >= max(1, len(pairs) - 3 * allowed))
                .order_by(shared.desc(), func.length(column), WordRow.word)
                .limit(NEAREST)
            )
        )


def _known(word: str, forms: list[str]) -> Term:
    """Return a term whose longer words the index finds by itself, and its forms with accents."""
    return Term(word, tuple(one for one in forms if not one.startswith(word)))


def _nearest(folded: str, rows: Iterable[Any], allowed: int) -> Iterator[str]:
    """Yield what holds the word whole, or else what is fewest slips away."""
    ranked: dict[str, int] = {}
    for row in rows:
        if len(folded) >= PART and folded in row.folded:
            ranked[row.word] = 0
        elif len(row.folded) <= len(folded) + ENDINGS:
            away = slips(folded, row.folded, allowed)
            if away is not None:
                ranked[row.word] = away
    best = min(ranked.values(), default=0)
    yield from [word for word, away in ranked.items() if away == best][:KEPT]


def _learn_flushed(session: Session, context: object) -> None:
    del context
    words: set[str] = set()
    for row in (*session.new, *session.dirty):
        names = LOOKED_IN.get(type(row), ())
        state = inspect(row)
        changed = [name for name in names if state.attrs[name].history.added]
        words |= _words(getattr(row, name) for name in changed)
    if words:
        learn(session, words)


def _words(values: Iterable[Any]) -> set[str]:
    texts = (" ".join(map(str, one)) if isinstance(one, list) else one for one in values)
    return {word for text in texts if text for word in worth_knowing(text)}
