"""Postmortems that people edit: promises in several wordings, in any layout and format."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# what is promised, each in wordings that mean the same; {} is the thing to which it is done
DEEDS = {
    "alert": (
        "Add an alert on {}",
        "Set up alerting for {}",
        "Alert the on-call engineer on {}",
        "Added an alert on {}",
        "Añadir una alerta: {}",
    ),
    "write": (
        "Write a runbook for {}",
        "Document {} in the runbook",
        "We will document {}",
        "Write the runbok for {}",
    ),
    "test": (
        "Load test {}",
        "Run a load test of {}",
        "We should load-test {} regularly",
    ),
    "limit": ("Limit {}", "Put a limit on {}", "Introduce a cap for {}"),
    "remove": ("Remove {}", "Delete {} for good", "Retire {}"),
    "review": ("Review {}", "Audit {}", "Hold a review of {}"),
}
THINGS = (
    "disk space",
    "disk latency",
    "the queue of the mail relay",
    "the queue of the crawler",
    "login failures",
    "certificate expiry",
    "connections of the ledger",
    "concurrent imports",
    "concurrent exports",
    "stale sessions",
)
REASONS = (
    "",
    "",
    " so that customers notice nothing",
    " before the next sale",
    ", as discussed",
    " to avoid another long night",
)
HEADINGS = {
    "task": ("Action items", "Follow-up tasks", "Tasks", "Next steps"),
    "measure": ("Corrective and preventative measures", "Measures", "Preventative measures"),
}
TITLES = ("Search returned old results", "Checkout refused every card", "Mail waited for hours")
TAKEN_TITLES = ("{}", "{} (final)", "Postmortem: {}")


@dataclass(frozen=True)
class Line:
    """One promise as its document words it now."""

    deed: str
    thing: str
    wording: int = 0
    reason: int = 0
    prefix: str = ""
    section: str = "task"
    owner: str = ""
    due: str = ""
    done: bool = False

    @property
    def core(self) -> tuple[str, str]:
        """Return what is promised, however it is worded."""
        return self.deed, self.thing

    @property
    def text(self) -> str:
        """Return the promise's words."""
        forms = DEEDS[self.deed]
        return self.prefix + forms[self.wording % len(forms)].format(self.thing) + self.ending

    @property
    def ending(self) -> str:
        """Return why, if it says so."""
        return REASONS[self.reason % len(REASONS)]

    @property
    def tail(self) -> str:
        """Return who and when, as a list notes it."""
        noted = [self.owner, self.due and f"due {self.due}"]
        return f" ({', '.join(filter(None, noted))})" if any(noted) else ""


@dataclass(frozen=True)
class Postmortem:
    """A document before it is written down."""

    title: str
    lines: tuple[Line, ...]
    layout: str = "bullets"
    markup: str = "markdown"
    headings: int = 0
    measures_first: bool = True
    raw: str = "lf"
    extra: tuple[str, ...] = field(default=())

    def in_order(self) -> list[Line]:
        """Return the lines as they stand one below the other."""
        order = ("measure", "task") if self.measures_first else ("task", "measure")
        return [line for name in order for line in self.lines if line.section == name]

    def written(self) -> bytes:
        """Return the document's bytes."""
        markup = MARKUPS[self.markup]
        parts = [markup.title(self.title)]
        for name, words in STORY:
            parts += [markup.heading(name), words]
        order = ("measure", "task") if self.measures_first else ("task", "measure")
        for name in order:
            lines = [line for line in self.lines if line.section == name]
            if lines:
                parts.append(markup.heading(HEADINGS[name][self.headings % len(HEADINGS[name])]))
                parts.append(markup.listed(lines, self.layout))
        return RAWS[self.raw]("\n\n".join([*parts, *self.extra]) + "\n")


STORY = (
    ("Summary", "On 2026-04-11 customers waited for hours. Severity: SEV-2"),
    ("Root cause", "A worker waited for a lock that nobody held."),
)
RAWS: dict[str, Callable[[str], bytes]] = {
    "lf": lambda text: text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf16": lambda text: text.encode("utf-16"),
    "spaces": lambda text: text.replace("\n", "   \n").encode(),
    "blank": lambda text: ("\n\n" + text.replace("\n\n", "\n\n\n\n")).encode(),
}


def bullets(lines: Sequence[Line], mark: str = "- {}") -> str:
    """Return a list of one line each."""
    return "\n".join(mark.format(line.text + line.tail) for line in lines)


def boxes(lines: Sequence[Line]) -> str:
    """Return a list to tick."""
    return "\n".join(f"- [{'x' if one.done else ' '}] {one.text}{one.tail}" for one in lines)


def numbers(lines: Sequence[Line]) -> str:
    """Return a numbered list."""
    return "\n".join(f"{at}. {line.text}{line.tail}" for at, line in enumerate(lines, 1))


def table(lines: Sequence[Line]) -> str:
    """Return a table with the usual columns."""
    rows = [f"| {one.text} | {one.owner} | {one.due} |" for one in lines]
    return "\n".join(["| Action | Owner | Due |", "|---|---|---|", *rows])


def paragraphs(lines: Sequence[Line]) -> str:
    """Return one paragraph each."""
    return "\n\n".join(line.text + line.tail for line in lines)


def nested(lines: Sequence[Line]) -> str:
    """Return a list below a group's name."""
    return "- Platform\n" + "\n".join(f"  - {line.text}{line.tail}" for line in lines)


LAYOUTS: dict[str, Callable[[Sequence[Line]], str]] = {
    "bullets": bullets,
    "stars": lambda lines: bullets(lines, "* {}"),
    "boxes": boxes,
    "numbers": numbers,
    "table": table,
    "paragraphs": paragraphs,
    "nested": nested,
}


@dataclass(frozen=True)
class Markup:
    """How a format writes titles, headings and lists; one more format is one more of these."""

    suffix: str
    title: Callable[[str], str]
    heading: Callable[[str], str]
    listed: Callable[[Sequence[Line], str], str]


def in_html(lines: Sequence[Line], layout: str) -> str:
    """Return a list as a web page has it."""
    tag = "ol" if layout == "numbers" else "ul"
    rows = "\n".join(f"<li>{escape(line.text + line.tail)}</li>" for line in lines)
    return f"<{tag}>\n{rows}\n</{tag}>"


def in_wiki(lines: Sequence[Line], layout: str) -> str:
    """Return a list as MediaWiki has it."""
    return bullets(lines, "# {}" if layout == "numbers" else "* {}")


MARKUPS = {
    "markdown": Markup(
        ".md", "# {}".format, "## {}".format, lambda lines, layout: LAYOUTS[layout](lines)
    ),
    "text": Markup(
        ".txt",
        lambda words: words.upper(),
        lambda words: f"{words}:",
        lambda lines, layout: LAYOUTS["numbers" if layout == "numbers" else "bullets"](lines),
    ),
    "rst": Markup(
        ".rst",
        lambda words: f"{words}\n{'=' * len(words)}",
        lambda words: f"{words}\n{'-' * len(words)}",
        lambda lines, layout: LAYOUTS["numbers" if layout == "numbers" else "stars"](lines),
    ),
    "html": Markup(".html", "<h1>{}</h1>".format, "<h2>{}</h2>".format, in_html),
    "wiki": Markup(".mediawiki", "= {} =".format, "== {} ==".format, in_wiki),
}
