"""What a page's style sheet and style attributes say of words: bold, struck, hidden, large."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.formats.html.tree import Node

RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
CLASS = re.compile(r"[a-z]{0,10}\.([\w-]+)$", re.IGNORECASE)
SIZE = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)(pt|px)")
BOLD_WEIGHT = 600
POINTS = {"pt": 1.0, "px": 0.75}
LARGEST = 500_000  # letters of a style sheet that are read


@dataclass(frozen=True, slots=True)
class Style:
    """What of a style matters to a reader; None where it says nothing."""

    bold: bool | None = None
    struck: bool | None = None
    hidden: bool = False
    size: float = 0  # in points
    margin: float = 0


NONE = Style()


def style_of(text: str) -> Style:
    """Return what the declarations in *text* say."""
    found = NONE
    for one in text.lower().split(";"):
        key, _, value = one.partition(":")
        key, value = key.strip(), value.replace("!important", "").strip()
        if key == "font-weight":
            heavy = value.isdecimal() and len(value) < len("10000") and int(value) >= BOLD_WEIGHT
            found = replace(found, bold=heavy or value in {"bold", "bolder"})
        elif key.startswith("text-decoration"):
            found = replace(found, struck="line-through" in value)
        elif (key == "display" and value == "none") or (key, value) == ("visibility", "hidden"):
            found = replace(found, hidden=True)
        elif key in {"font-size", "margin-left"} and (size := SIZE.match(value)):
            points = float(size[1]) * POINTS[size[2]]
            large = key == "font-size"
            found = replace(found, size=points) if large else replace(found, margin=points)
    return found


def sheet(root: Node) -> dict[str, Style]:
    """Return what the page's style sheets say of single classes."""
    found: dict[str, Style] = {}
    left = LARGEST
    for node in root.walk():
        if node.name != "style":
            continue
        for words in node.children:
            for selectors, rules in RULE.findall(words.text[:left]):
                said = style_of(rules)
                for selector in selectors.split(",") if said != NONE else ():
                    if named := CLASS.match(selector.strip()):
                        found[named[1].lower()] = said
            left -= min(left, len(words.text))
    return found


def look(node: Node, classes: dict[str, Style]) -> Style:
    """Return what *node* is told to look like, its own style attribute last."""
    said = [classes[name] for name in node.get("class").lower().split() if name in classes]
    if "style" in node.attrs:
        said.append(style_of(node.attrs["style"]))
    found = NONE
    for one in said:
        found = Style(
            one.bold if one.bold is not None else found.bold,
            one.struck if one.struck is not None else found.struck,
            one.hidden or found.hidden,
            one.size or found.size,
            one.margin or found.margin,
        )
    return found
