"""Templates and links of MediaWiki, which nest, told as words; linear, however they nest."""

from __future__ import annotations

import re

MARK = re.compile(r"\{\{|\}\}|\[\[|\]\]")
VARIABLE = re.compile(r"\{\{\{[^{}|]{1,80}(?:\|([^{}]{0,200}))?\}\}\}")
CLOSES = {"}}": "{{", "]]": "[["}
DEEPEST = 30
KEY = re.compile(r"\s*([\w][\w .,/()?-]{0,60}?)\s*=(?!=)")
DONE = frozenset({"done", "tick", "check", "checked", "yes", "resolved", "fixed", "completed"})
OPEN = frozenset({"not done", "todo", "to do", "pending", "in progress", "doing", "open", "wip"})
# templates that show their words; all others without labelled values are left out
SHOWS = frozenset(
    """
    tracked phab phabt phabricator bug bugzilla ticket jira gerrit issue task github pr rt cve
    note notice warning tip info important caution quote nowrap nobr small big strong em code
    kbd key mono abbr tq ircnick date start date end date dts time tl label status severity
    """.split()  # noqa: SIM905  one word a line would fill two screens
) | {"start date", "end date"}
PEOPLE = frozenset({"user", "u", "ping", "reply to", "re", "@", "username"})
LEFT_OUT = re.compile(
    r"(?:file|image|media|category|datei|bild|kategorie|fichier|categorie|archivo|categoria)\s?:",
    re.IGNORECASE,
)
USER = re.compile(r"(?:user|benutzer|utilisateur|usuario)\s?:\s?([\w.-]{1,60})$", re.IGNORECASE)
LONGEST_NAME = 5  # words
FEW = 2  # labelled values that make a template a box of facts
HELD = "\x00"  # stands for a bar that splits nothing more


def unfolded(text: str) -> str:
    """Return *text* with its templates and links as words, on as many lines."""
    if "{{" not in text and "[[" not in text:
        return text
    text = VARIABLE.sub(lambda m: (m[1] or "") + "\n" * (m[0].count("\n")), text)
    stack: list[tuple[str, list[str]]] = [("", [])]
    beyond = at = 0
    for found in MARK.finditer(text):
        stack[-1][1].append(text[at : found.start()])
        at, mark = found.end(), found[0]
        if mark not in CLOSES:
            if len(stack) > DEEPEST:
                beyond += 1
            else:
                stack.append((mark, []))
        elif beyond:
            beyond -= 1
        elif stack[-1][0] == CLOSES[mark]:
            kind, parts = stack.pop()
            inner = "".join(parts)
            stack[-1][1].append(_template(inner) if kind == "{{" else _link(inner))
        else:
            stack[-1][1].append(mark)
    stack[-1][1].append(text[at:])
    return "".join(mark + "".join(parts) for mark, parts in stack).replace(HELD, "|")


def _link(inner: str) -> str:
    lines = "\n" * inner.count("\n")
    target, _, shown = inner.partition("|")
    if LEFT_OUT.match(target.strip()):
        return lines
    words = (shown or target).strip().lstrip(":").replace("|", " ")
    if (user := USER.match(target.strip().lstrip(":"))) and (not shown or shown == user[1]):
        words = f"@{user[1]}"
    return " ".join(words.split()) + lines


def _template(inner: str) -> str:
    """Return a template's words: its state, its ticket, its labelled values, or nothing."""
    head, *args = inner.split("|")
    name = " ".join(head.replace("_", " ").lower().split())
    lines = "\n" * inner.count("\n")
    if name in DONE or name in OPEN:
        return f"{'(done)' if name in DONE else '(not done)'}{lines}"
    told = [arg for arg in args if not KEY.match(arg) and arg.strip()]
    if name in PEOPLE and told:
        return f"@{told[0].strip()}{lines}"
    if name in SHOWS and told:
        joint = "-" if "date" in name else " "
        return joint.join(arg.strip() for arg in told).replace("\n", " ") + lines
    if sum(KEY.match(arg) is not None for arg in args) >= FEW:
        return _facts(head, args)
    # what reads like a sentence is one, and no template's name
    return inner.strip() + "\n" * _blank(inner) if len(name.split()) > LONGEST_NAME else lines


def _blank(inner: str) -> int:
    return inner.count("\n") - inner.strip().count("\n")


def _facts(head: str, args: list[str]) -> str:
    """Return labelled values, each where it stands, so that the lines stay as many."""
    told = "\n" * head.count("\n")
    for arg in args:
        found = KEY.match(arg)
        value = arg[found.end() :] if found else ""
        blank = "\n" * (len(value) - len(value.rstrip())) if value.isspace() else ""
        lines = arg.count("\n")
        if not value.strip() or found is None:
            told += "\n" * lines
            continue
        words = value.strip()
        before = (arg[: found.end()] + value[: len(value) - len(value.lstrip())]).count("\n")
        after = lines - before - words.count("\n") if not blank else 0
        lead = "" if not told or told.endswith("\n") or before else "<br>"
        label = found[1].replace("_", " ")
        told += (
            f"{lead}{chr(10) * before}'''{label}:''' {words.replace('|', HELD)}{chr(10) * after}"
        )
    return told
