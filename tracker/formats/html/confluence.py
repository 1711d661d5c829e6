"""Confluence's storage format told in a page's own elements: tasks, macros, mentions, emoticons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.html.tree import Node

if TYPE_CHECKING:
    from collections.abc import Callable

EMOTICONS = {"tick": "✅", "cross": "❌", "warning": "⚠", "green-star": "⭐"}
SHOWN_AS_KEY = {"status": "title", "jira": "key"}  # macros that are one of their parameters
PREFORMATTED = frozenset({"code", "noformat"})
DROPPED = frozenset(
    {"ac:task-id", "ac:task-uuid", "ac:placeholder", "ac:image", "ac:adf-attribute"}
)


def mend(root: Node) -> None:
    """Rename and reorder what only Confluence's own program knows; other pages stay."""
    nodes = []
    for node in root.walk():
        if node.name.startswith(("ac:", "ri:")):
            nodes.append(node)
        elif "inline-task-list" in node.get("class"):
            _tick(node)
    # inner elements come last in a walk, and are told first
    for node in reversed(nodes):
        if change := CHANGES.get(node.name):
            change(node)
        elif node.name in DROPPED:
            _become(node, "#none", [])


def _tick(tasks: Node) -> None:
    """Give each task of a shown list its box, which only its class tells."""
    for task in tasks.children:
        if task.name == "li" and not any(one.name == "input" for one in task.children):
            task.attrs["data-box"] = "x" if "checked" in task.classes() else " "


def _become(node: Node, name: str, children: list[Node]) -> None:
    node.name, node.children = name, children


def _words(node: Node, text: str) -> Node:
    return Node("", node.line, text)


def _task(node: Node) -> None:
    status = next((one for one in node.children if one.name == "#status"), None)
    node.attrs["data-box"] = "x" if status and status.words() == "complete" else " "
    _become(node, "li", [one for one in node.children if one.name not in {"#status", "#none"}])


def _macro(node: Node) -> None:
    kind = node.get("ac:name").lower()
    told = {one.get("ac:name").lower(): one.words() for one in node.children if one.name == "#said"}
    bodies = [one for one in node.children if one.name in {"#body", "#plain"}]
    if key := SHOWN_AS_KEY.get(kind):
        _become(node, "span", [_words(node, told.get(key, ""))])
    elif kind in PREFORMATTED:
        _become(node, "pre", [child for body in bodies for child in body.children])
    else:
        for body in bodies:
            body.name = "div"
        title = told.get("title") if bodies else None
        lead = [Node("p", node.line, children=[_bold(node, title)])] if title else []
        _become(node, "div" if bodies else "#none", [*lead, *bodies])


def _bold(node: Node, title: str) -> Node:
    return Node("b", node.line, children=[_words(node, title)])


def _link(node: Node) -> None:
    user = next((one for one in node.children if one.name == "ri:user"), None)
    shown = [one for one in node.children if one.name == "#label"]
    page = next((one for one in node.children if one.get("ri:content-title")), None)
    if user and not shown:
        node.attrs |= {"class": "user-mention", **user.attrs}
        _become(node, "a", [])
    elif shown or page is None:
        _become(node, "span", [child for one in shown for child in one.children])
    else:
        _become(node, "span", [_words(node, page.get("ri:content-title"))])


def _emoticon(node: Node) -> None:
    shown = node.get("ac:emoji-fallback")
    named = EMOTICONS.get(node.get("ac:name"))
    _become(node, "span", [_words(node, named or (shown if not shown.startswith(":") else ""))])


def _extension(node: Node) -> None:
    told = [one for one in node.children if one.name == "ac:adf-fallback"]
    _become(node, "div", told or [one for one in node.children if one.name])


def _named(name: str) -> Callable[[Node], None]:
    return lambda node: _become(node, name, node.children)


CHANGES: dict[str, Callable[[Node], None]] = {
    "ac:task-list": _named("ul"),
    "ac:task": _task,
    "ac:task-status": _named("#status"),
    "ac:task-body": _named("span"),
    "ac:structured-macro": _macro,
    "ac:macro": _macro,
    "ac:parameter": _named("#said"),
    "ac:rich-text-body": _named("#body"),
    "ac:plain-text-body": _named("#plain"),
    "ac:link": _link,
    "ac:link-body": _named("#label"),
    "ac:plain-text-link-body": _named("#label"),
    "ac:emoticon": _emoticon,
    "ac:adf-extension": _extension,
    "ac:inline-comment-marker": _named("span"),
}
