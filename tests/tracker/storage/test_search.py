"""What is found, in which order, on both databases alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.building import a_link, an_incident, an_item
from tracker.domain.incidents import Facts
from tracker.domain.items import Status
from tracker.search.question import question_of
from tracker.storage.search import WINDOW, Search
from tracker.storage.search_words import WordRow
from tracker.storage.tables import PostmortemRow, RevisionRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.storage import Store, Work

DOCUMENT = (
    "# Outage\n\nPostgreSQL failover took long; the Netzwerkkonfiguration was wrong.\n"
    "Ошибка в базе. Dépannage à Orléans. Mañana otra vez.\n"
)


@pytest.fixture(name="work")
def _work(store: Store) -> Iterator[Work]:
    """Yield a unit of work with an incident, its document and two items."""
    with store.work() as work:
        incident = an_incident(
            work,
            "Payment outage in Zürich",
            DOCUMENT,
            severity="SEV1",
            root_cause="The certificate expired",
            services=("payments",),
        )
        alert = an_item(work, incident, "Automate failover of Postgres", owner="@alice")
        done = {"status": Status.DONE, "reason": "Superseded by the vendor"}
        an_item(work, incident, "Störung der Kühlung überwachen", **done)
        a_link(work, alert)
        yield work


def found(work: Work, typed: str) -> list[tuple[str, int]]:
    """Return what a search for *typed* finds, in order."""
    search = Search(work.session)
    return [(hit.kind, hit.id) for hit in search.hits(search.terms(question_of(typed)))]


INCIDENT, POSTGRES, COOLING, TEXT = ("incidents", 1), ("items", 1), ("items", 2), ("documents", 1)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("failover postgres", [POSTGRES, TEXT]),
        ("postgres failover", [POSTGRES, TEXT]),
        ("postgers", [POSTGRES, TEXT]),
        ("failver", [POSTGRES, TEXT]),
        ("postgers failver", [POSTGRES, TEXT]),
        ("certificat", [INCIDENT]),
        ("expird certificate", [INCIDENT]),
        ("alice failover", [POSTGRES]),
        ("superseded", [COOLING]),
        ("STÖRUNG", [COOLING]),
        ("storung", [COOLING]),
        ("stoerung", [COOLING]),
        ("kühlng", [COOLING]),
        ("zurich", [INCIDENT]),
        ("sev1 payment", [INCIDENT]),
        ("konfiguration", [TEXT]),
        ("ошибка", [TEXT]),
        ("ОШИБК", [TEXT]),
        ("ошибка базе", [TEXT]),
        ("depannage orleans", [TEXT]),
        ("manana", [TEXT]),
        ("the of", []),
        ("nothing like it", []),
    ],
)
def test_people_find_what_they_mean(work: Work, typed: str, wanted: list[Any]) -> None:
    """Order, case, accents, missing ends, inner parts and slips do not stand in the way."""
    assert sorted(found(work, typed)) == sorted(wanted)


def test_titles_go_before_texts_and_open_before_closed(work: Work) -> None:
    """An open item of that title is first, then a closed one, then who only mentions it."""
    incident = work.incidents.get(1)
    closed = an_item(work, incident, "Rehearse failover", status=Status.DONE)
    opened = an_item(work, incident, "Document failover")
    told = an_item(work, incident, "Other", reason="a failover")

    order = [one for kind, one in found(work, "failover") if kind == "items"]

    assert order == [opened.id, 1, closed.id, told.id]


def test_only_the_newest_text_of_a_document_is_searched(work: Work) -> None:
    """Words that were struck out are not found, and new ones are."""
    document = work.session.query(PostmortemRow).one().id
    newest = work.incidents.revise(
        document, "2", "# Outage\n\nRewritten wholly.\n", 1, work.clock()
    )

    assert found(work, "rewritten") == [("documents", newest.id)]
    assert found(work, "netzwerkkonfiguration") == []


def test_an_edit_is_found_at_once_and_what_was_before_is_not(work: Work) -> None:
    """Title, owner, reason, facts and lines are looked up as they stand now."""
    incident = work.incidents.get(1)
    work.incidents.tell(1, "Checkout outage", Facts(title="Checkout", impact="Basel"), work.clock())

    assert found(work, "checkout") == [INCIDENT] == found(work, "basel")
    assert found(work, "zurich") == found(work, "certificate") == []
    assert incident.title.startswith("Payment")


def test_what_was_rolled_back_is_not_found(work: Work) -> None:
    """The index follows its transaction, also half of one."""
    incident = work.incidents.get(1)
    half = work.session.begin_nested()
    an_item(work, incident, "Quarantine brokers")
    half.rollback()

    assert found(work, "quarantine") == []


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("A-1", [("items", 1)]),
        ("a-2", [("items", 2)]),
        ("I-1", [("incidents", 1)]),
        ("acme/platform#1", [("items", 1)]),
        ("ACME/Platform#1", [("items", 1)]),
        ("https://github.com/acme/platform/issues/1", [("items", 1)]),
        ("A-77", []),
        ("A-9999999999", []),
        ("acme/platform#11", []),
    ],
)
def test_keys_lead_straight_there(work: Work, typed: str, wanted: list[Any]) -> None:
    """An item's, an incident's or an issue's own name is enough; what is not there is not found."""
    assert Search(work.session).keyed(question_of(typed)) == wanted


def test_issues_of_jira_are_keys_in_either_case(work: Work) -> None:
    """ops-4 means OPS-4."""
    a_link(work, an_item(work, work.incidents.get(1), "Another"), remote_key="OPS-4")

    assert Search(work.session).keyed(question_of("ops-4")) == [("items", 3)]


HOSTILE = [
    '"', "'", "*", "NEAR(", "NEAR(a b, 5)", "a AND", "OR OR", "NOT", "{title} : x", "title:x",
    "x\x00y", "\x00", "'; DROP TABLE items; --", "%", "_", "\\", "a:*", "a & b | !c", "<->", "(((",
    "^x", "-x", "+x", "x" * 10_000, "x " * 5_000, "\ud800", "\u202e", "\U0001f642", "\xb2\xb3",
    "\uff11\uff12", "\ufb01", "\u2167", "\u0928\u092e\u0938\u094d", "\u65e5\u672c", "\u0130",
    "\xdf" * 300, "a\u0301" * 90, "search_items MATCH", "\ufffe", "\u01c5", "\u1fb3",
]  # fmt: skip


def test_no_question_is_an_error(work: Work) -> None:
    """Whatever is typed, the database's own language is never spoken by it."""
    search = Search(work.session)
    questions = [question_of(typed) for typed in HOSTILE]
    terms = [search.terms(question) for question in questions]

    assert [search.keyed(question) for question in questions] == [[] for _ in HOSTILE]
    assert all(isinstance(search.hits(some), list) for some in terms)
    assert all(isinstance(search.hits(some, every=False), list) for some in terms)


def test_common_words_find_the_newest_of_many(work: Work) -> None:
    """However many there are, so many are shown, and these are the latest."""
    incident = work.incidents.get(1)
    last = [an_item(work, incident, f"Rotate keys {n}") for n in range(WINDOW + 5)][-1]

    order = found(work, "rotate")

    assert len(order) == WINDOW
    assert order[0] == ("items", last.id)


def test_some_words_are_found_where_not_all_are(work: Work) -> None:
    """Asked for any of the words, the search finds what holds one."""
    search = Search(work.session)
    terms = search.terms(question_of("failover pgbouncer"))

    assert search.hits(terms) == []
    assert {hit.kind for hit in search.hits(terms, every=False)} == {"items", "documents"}


def test_a_document_of_endless_words_is_kept_and_found(work: Work) -> None:
    """More different words than a database's row may index stop nobody from storing them."""
    text = "Beginning. " + " ".join(f"w{number:x}z" for number in range(200_000))
    incident = an_incident(work, "Endless", text)

    assert ("documents", 2) in found(work, "beginning")
    assert incident.id == 2


def test_a_question_costs_few_statements(work: Work, statements: list[str]) -> None:
    """Words, near words, key and hits are four at most for one misspelt word."""
    work.session.flush()
    statements.clear()
    search = Search(work.session)
    question = question_of("postgers")
    search.keyed(question)
    search.hits(search.terms(question))

    assert len(statements) == 4


@pytest.fixture(name="statements")
def _statements(store: Store) -> list[str]:
    """Return a list that fills with what the database is asked."""
    from sqlalchemy import event  # noqa: PLC0415  only this fixture listens

    told: list[str] = []

    def heard(*args: Any) -> None:
        told.append(str(args[2]))

    event.listen(store.engine, "before_cursor_execute", heard)
    return told


def test_words_are_learned_once(work: Work) -> None:
    """The same text again adds no word."""
    before = work.session.query(WordRow).count()
    work.session.query(RevisionRow).one()
    an_item(work, work.incidents.get(1), "Automate failover of Postgres")

    assert work.session.query(WordRow).count() == before
