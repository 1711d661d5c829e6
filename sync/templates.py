"""The text of an issue, from a template. Whatever a template prints of an item is harmless.

Every printed value is escaped for the target's markup, unless a helper that writes markup
(link, code, quote) has made it; so no words of a document can mention, refer or close our part.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sync.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sync.ports import Markup

BODIES = Path(__file__).parent / "bodies"
LONGEST_QUOTE = 4000
PRINTED = (str, int, float, StrictUndefined, type(None))


class BrokenTemplate(Exception):
    """A template cannot be used; the message is one sentence with its file and line."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a template may say of an item."""

    key: str
    title: str
    kind: str | None = None
    owner: str | None = None
    priority: str | None = None
    due: str | None = None
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """What a template may say of an incident; *url* is its page, where there is a dashboard."""

    key: str
    title: str
    path: str
    url: str | None = None
    severity: str | None = None
    services: tuple[str, ...] = ()
    started: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """One place where the item stands in its document."""

    text: str
    first_line: int
    last_line: int
    heading: str | None = None

    @property
    def words(self) -> str:
        """Return the words with their lines."""
        lead = f"{self.heading}: " if self.heading else ""
        where = f"line {self.first_line}"
        if self.last_line != self.first_line:
            where = f"lines {self.first_line}-{self.last_line}"
        return f"{lead}{self.text}".strip() + f"  ({where})"


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a template may use."""

    item: Item
    incident: Incident
    sources: tuple[Quotation, ...] = ()

    @property
    def words(self) -> str:
        """Return the words of all sources, one a line."""
        text = "\n".join(one.words for one in self.sources)
        return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rstrip() + " …"


FULL = Subject(
    Item("A-1", "A title", "detect", "@alice", "P1", "2026-12-01", ("REF-1",)),
    Incident("I-1", "An incident", "a.md", "http://localhost/", "SEV-1", ("api",), "2026-01-01"),
    (Quotation("The words", 1, 2, "A heading"),),
)
BARE = Subject(Item("A-1", "A title"), Incident("I-1", "An incident", "a.md"))


class _Written(str):
    """Text that is markup already, and is printed as it is."""

    __slots__ = ()


class BodyTemplate:
    """One template, tried out. Raises BrokenTemplate where it cannot be used."""

    def __init__(self, source: str, name: str, markup: Markup) -> None:
        self.source = source
        self._name = name
        self._markup = markup
        self._template = self._compiled()
        for sample in (FULL, BARE):
            self.block(sample)

    def block(self, subject: Subject) -> str:
        """Return the text of an item's issue, as both sides compare it."""
        markup = self._markup
        try:
            text = self._template.render(
                item=subject.item,
                incident=subject.incident,
                sources=subject.sources,
                quoted=_Written(markup.quoted(subject.words)),
            )
        except Exception as error:
            raise BrokenTemplate(self._sentence(error, _line_in(error, self._name))) from error
        block = plain(markup.settled(text))
        if len(block) > markup.longest:
            raise BrokenTemplate(
                f"{self._name} makes a text of {len(block)} characters, and an issue holds "
                f"{markup.longest} of ours"
            )
        return block

    def _compiled(self) -> Template:
        environment = _environment(self._markup)
        try:
            code = environment.compile(self.source, filename=self._name)
        except TemplateSyntaxError as error:
            raise BrokenTemplate(self._sentence(error, error.lineno)) from error
        return environment.template_class.from_code(environment, code, dict(environment.globals))

    def _sentence(self, error: Exception, line: int | None) -> str:
        said = error.message if isinstance(error, TemplateError) else str(error)
        where = f"{self._name}, line {line}" if line else self._name
        return f"{where}: {' '.join((said or type(error).__name__).split())}"


def _environment(markup: Markup) -> ImmutableSandboxedEnvironment:
    """Return the sandbox in which templates run: no files, no imports, no inner names."""

    def shown(value: Any) -> Any:
        if isinstance(value, _Written):
            return value
        if not isinstance(value, PRINTED):
            raise TypeError(f"a {type(value).__name__} cannot be printed; print its parts")
        return "" if value is None else markup.inline(str(value))

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=shown, autoescape=False
    )
    for name in ("lipsum", "cycler", "joiner", "namespace"):
        del environment.globals[name]
    del environment.filters["random"]  # the same item must always give the same text
    environment.concat = _joined  # type: ignore[method-assign]  # what a macro wrote is written

    def link(text: object, url: str | None = None) -> _Written:
        return _Written(markup.link(str(text), url))

    helpers: dict[str, Any] = {
        "link": link,
        "code": lambda text: _Written(markup.code(str(text))),
        "quote": lambda text: _Written(markup.quoted(str(text))),
    }
    environment.globals.update(helpers)
    environment.filters.update(helpers)
    return environment


def _joined(parts: Iterable[str]) -> str:
    return _Written("".join(parts))


def _line_in(error: BaseException, name: str) -> int | None:
    """Return the line of the template at which an error arose."""
    line, trace = None, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


class Bodies:
    """The template of one target, and the built-in one for where it fails."""

    def __init__(self, provider: str, markup: Markup) -> None:
        path = BODIES / f"{provider}.j2"
        self._markup = markup
        self._usual = BodyTemplate(path.read_text(encoding="utf-8"), path.name, markup)
        self._own: BodyTemplate | None = None
        self.troubles: list[str] = []

    def use(self, path: Path, last_good: str | None) -> str | None:
        """Take the template at *path*, or the last good one; return the source to remember."""
        try:
            self._own = BodyTemplate(path.read_text(encoding="utf-8-sig"), str(path), self._markup)
        except BrokenTemplate as error:
            trouble = str(error)
        except OSError as error:
            trouble = f"{path} cannot be read: {error.strerror}"
        except UnicodeDecodeError:
            trouble = f"{path} is not in UTF-8"
        else:
            return self._own.source
        self._own = self._remembered(path, last_good)
        instead = "the last template that worked" if self._own else "the built-in template"
        self._complain(f"{trouble}; {instead} is used instead")
        return self._own.source if self._own else None

    def block(self, subject: Subject) -> str:
        """Return the text of an item's issue, whole in any case."""
        if self._own:
            try:
                return self._own.block(subject)
            except BrokenTemplate as error:
                self._complain(f"{error}; the built-in template is used for {subject.item.key}")
        return self._usual.block(subject)

    def redacted(self, key: str, url: str | None) -> str:
        """Return the text of an issue whose item's words must not be there: a link to it."""
        return plain(self._markup.settled(self._markup.link(f"{key} in Amends", url)))

    def _remembered(self, path: Path, last_good: str | None) -> BodyTemplate | None:
        if last_good is None:
            return None
        try:
            return BodyTemplate(last_good, str(path), self._markup)
        except BrokenTemplate:
            return None

    def _complain(self, sentence: str) -> None:
        if sentence not in self.troubles:
            self.troubles.append(sentence)
