"""The part of JQL that the sandbox understands: conditions joined by AND, and an order.

Source: https://support.atlassian.com/jira-software-cloud/docs/jql-fields/ ; a number without
quotes is milliseconds since 1970, text in quotes a minute in the user's zone, which is UTC here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from amends.sandbox.jira.accounts import account_id
from amends.sandbox.jira.catalogue import (
    ISSUE_TYPES,
    PRIORITIES,
    RESOLUTIONS,
    STATUSES,
)
from amends.sandbox.jira.records import Issue
from amends.sandbox.jira.refusals import Refusal
from amends.sandbox.jira.site import Site
from tracker.clock import now

Test = Callable[[Issue], bool]
Words = Callable[[Site, Issue], Sequence[str]]

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<sign>>=|<=|!=|[=<>~(),])"""
    r"""|(?P<word>[^\s()=<>!~,"']+))"""
)
SPANS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
MOMENTS = {
    "updated": "updated",
    "updateddate": "updated",
    "created": "created",
    "createddate": "created",
}
COMPARE: dict[str, Callable[[datetime, datetime], bool]] = {
    ">=": lambda left, right: left >= right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
    "=": lambda left, right: left == right,
}


def _category(_site: Site, issue: Issue) -> Sequence[str]:
    category = STATUSES[issue.status_id].category
    return [category.name, category.key, str(category.id)]


def _issue_words(_site: Site, issue: Issue) -> Sequence[str]:
    return [issue.key, str(issue.id)]


WORDS: dict[str, Words] = {
    "project": lambda site, issue: [issue.project, str(site.project(issue.project).id)],
    "key": _issue_words,
    "issuekey": _issue_words,
    "issue": _issue_words,
    "id": _issue_words,
    "labels": lambda _, issue: issue.labels,
    "statuscategory": _category,
    "status": lambda _, issue: [issue.status_id, STATUSES[issue.status_id].name],
    "issuetype": lambda _, issue: [issue.type_id, ISSUE_TYPES[issue.type_id].name],
    "type": lambda _, issue: [issue.type_id, ISSUE_TYPES[issue.type_id].name],
    "priority": lambda _, issue: [issue.priority_id, PRIORITIES[issue.priority_id].name],
    "resolution": lambda _, issue: (
        [issue.resolution_id, RESOLUTIONS[issue.resolution_id].name] if issue.resolution_id else []
    ),
    "assignee": lambda _, issue: [account_id(issue.assignee)] if issue.assignee else [],
    "reporter": lambda _, issue: [account_id(issue.reporter)] if issue.reporter else [],
}


@dataclass(frozen=True)
class Token:
    """A word, a quoted text or a sign."""

    value: str
    quoted: bool = False

    def says(self, *words: str) -> bool:
        """Say whether this is one of the language's own words."""
        return not self.quoted and self.value.lower() in words


@dataclass(frozen=True)
class Query:
    """A query understood: which issues, in which order."""

    tests: list[Test]
    order: list[tuple[str, bool]]

    def matches(self, issue: Issue) -> bool:
        """Say whether an issue meets every condition."""
        return all(test(issue) for test in self.tests)

    def rank(self, site: Site, issue: Issue) -> tuple[int, ...]:
        """Return numbers that sort issues in the query's order; the id settles ties."""
        numbers = [
            -number if falling else number
            for field, falling in self.order
            for number in _numbers(site, issue, field)
        ]
        return (*numbers, issue.id)


def _numbers(site: Site, issue: Issue, field: str) -> tuple[int, ...]:
    match field:
        case "updated" | "updateddate":
            return (milliseconds(issue.updated),)
        case "created" | "createddate":
            return (milliseconds(issue.created),)
        case "id":
            return (issue.id,)
        case "key" | "issuekey" | "issue":
            return (site.project(issue.project).id, issue.number)
        case _:
            raise Refusal(400, f"Field '{field}' does not support sorting.")


def milliseconds(at: datetime) -> int:
    """Return a moment as JQL's numbers have it."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def understood(site: Site, text: str, *, strict: bool = True) -> Query:
    """Read a query, or refuse it in Jira's words; *strict*: also if it names what is not there."""
    reader = _Reader(site, _tokens(text), strict=strict)
    query = reader.query()
    if not query.tests:
        told = "Unbounded JQL queries are not allowed here. Please add a search restriction."
        raise Refusal(400, told)
    return query


def _tokens(text: str) -> list[Token]:
    tokens, at = list[Token](), 0
    text = text.rstrip()
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise Refusal(400, f"Error in the JQL Query: unexpected character at {at + 1}.")
        at = found.end()
        if quoted := found["text"]:
            tokens.append(Token(re.sub(r"\\(.)", r"\1", quoted[1:-1]), quoted=True))
        else:
            tokens.append(Token(found["sign"] or found["word"]))
    return tokens


class _Reader:
    """Reads the tokens from left to right."""

    def __init__(self, site: Site, tokens: list[Token], *, strict: bool) -> None:
        self._site = site
        self._rest = tokens[::-1]
        self._strict = strict

    def query(self) -> Query:
        tests = list[Test]()
        while self._rest and not self._ahead("order"):
            tests.append(self._condition())
            if not self._ahead("and"):
                break
            self._next()
        order = self._order() if self._ahead("order") else []
        if self._rest:
            raise self._unexpected()
        return Query(tests, order)

    def _condition(self) -> Test:
        field = self._next().value.lower()
        if field in MOMENTS:
            return self._moment(field)
        if field not in WORDS:
            raise Refusal(400, f"Field '{field}' does not exist or this field cannot be viewed.")
        if self._ahead("is"):
            return self._empty(field)
        wanted, negated = self._wanted()
        self._must_exist(field, wanted)
        low = {word.lower() for word in wanted}
        words = WORDS[field]

        def test(issue: Issue) -> bool:
            return bool(low & {word.lower() for word in words(self._site, issue)}) is not negated

        return test

    def _wanted(self) -> tuple[list[str], bool]:
        """Return the values after =, != or in, and whether they are excluded."""
        negated = self._ahead("not", "!=")
        if self._ahead("not"):
            self._next()
        sign = self._next("=", "!=", "in")
        if not sign.says("in"):
            return [self._next().value], negated
        self._next("(")
        values = [self._next().value]
        while self._next(",", ")").says(","):
            values.append(self._next().value)
        return values, negated

    def _must_exist(self, field: str, wanted: list[str]) -> None:
        """Refuse a value that names nothing: one deleted key spoils the whole query."""
        if not self._strict:
            return
        known = {"project"} | ({field} if WORDS[field] is _issue_words else set())
        for value in wanted if field in known else ():
            if field == "project" and not _is_project(self._site, value):
                raise Refusal(400, f"The value '{value}' does not exist for the field 'project'.")
            if field != "project" and self._site.find_issue(value) is None:
                raise Refusal(400, f"An issue with key '{value}' does not exist for field 'key'.")

    def _empty(self, field: str) -> Test:
        self._next("is")
        negated = self._ahead("not")
        if negated:
            self._next()
        self._next("empty", "null")
        return lambda issue: bool(WORDS[field](self._site, issue)) is negated

    def _moment(self, field: str) -> Test:
        compare = COMPARE[self._next(*COMPARE).value]
        bound = _bound(self._next())
        return lambda issue: compare(getattr(issue, MOMENTS[field]), bound)

    def _order(self) -> list[tuple[str, bool]]:
        self._next("order")
        self._next("by")
        order = list[tuple[str, bool]]()
        while True:
            field = self._next().value.lower()
            falling = self._next().says("desc") if self._ahead("asc", "desc") else False
            order.append((field, falling))
            if not self._ahead(","):
                return order
            self._next()

    def _ahead(self, *words: str) -> bool:
        return bool(self._rest) and self._rest[-1].says(*words)

    def _next(self, *words: str) -> Token:
        if not self._rest or (words and not self._rest[-1].says(*words)):
            raise self._unexpected()
        return self._rest.pop()

    def _unexpected(self) -> Refusal:
        near = f"'{self._rest[-1].value}'" if self._rest else "the end of the query"
        return Refusal(400, f"Error in the JQL Query: {near} was not expected.")


def _is_project(site: Site, value: str) -> bool:
    try:
        return bool(site.project(value))
    except Refusal:
        return False


def _bound(token: Token) -> datetime:
    """Return the moment that a value of a date names."""
    try:
        if token.value.isdecimal() and not token.quoted:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(token.value))
        if ago := re.fullmatch(r"-(\d+)([mhdw])", token.value):
            return now() - timedelta(**{SPANS[ago[2]]: int(ago[1])})
        return datetime.fromisoformat(token.value.replace("/", "-")).replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Refusal(400, f"Date value '{token.value}' is invalid.") from error
