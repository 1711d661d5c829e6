"""Lists as trees: which entries are work, which only title or detail it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.extraction.blocks import ENTRY, LINE, Block
from tracker.extraction.leads import split_lead
from tracker.extraction.notes import fields_of
from tracker.extraction.owners import named_owner
from tracker.extraction.phrasebook import Role
from tracker.extraction.verbs import AHEAD, is_imperative
from tracker.extraction.vocabulary import role_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNED = re.compile(r"@[A-Za-z0-9][\w./-]{0,60} ?: \S")  # somebody's own work
FEW = 5  # children that show whether they are fields
SHORT = 4  # words of an entry that can be a mere title


@dataclass(slots=True)
class Node:
    """A list entry and what is nested in it."""

    block: Block
    children: list[Node] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Leaf:
    """An entry that is work, with the title of its group and what details it."""

    node: Node
    group: str | None = None


def trees(blocks: list[Block]) -> list[Node]:
    """Return the entries among *blocks* as trees, by their indents."""
    roots: list[Node] = []
    path: list[Node] = []
    for block in blocks:
        if block.shape is LINE and path and block.indent > path[0].block.indent:
            path[-1].notes.append(block)
        elif block.shape is LINE:
            path = []
        if block.shape is not ENTRY:
            continue
        while path and ends(path[-1].block, block):
            path.pop()
        node = Node(block)
        (path[-1].children if path else roots).append(node)
        path.append(node)
    return roots


def ends(above: Block, block: Block) -> bool:
    """Return whether *block* is no child of *above*; bullets below a number are, though level."""
    if above.indent == block.indent:
        return not (_is_number(above.marker) and not _is_number(block.marker))
    return above.indent > block.indent


def _is_number(marker: str) -> bool:
    return any(c.isdigit() for c in marker)


def work(roots: list[Node], group: str | None = None) -> Iterator[Leaf]:
    """Yield the entries that are work, in order."""
    waiting = [(node, group) for node in reversed(roots)]
    while waiting:
        node, title = waiting.pop()
        if is_group(node) and not completed(node):
            name = node.block.plain.rstrip(": ")
            waiting.extend((child, name) for child in reversed(node.children))
            continue
        yield Leaf(node, title)
        if not node.block.plain.endswith(":") and not completed(node):
            own = [child for child in node.children if is_separate(child)]
            waiting.extend((child, title) for child in reversed(own))


def completed(node: Node) -> Block | None:
    """Return the only entry below "Add monitoring:", which says what that is."""
    if len(node.children) != 1 or node.children[0].children or node.notes:
        return None
    text, child = node.block.plain, node.children[0].block
    titled = text.endswith(":") and len(text.split()) <= SHORT + FEW and is_imperative(text)
    return child if titled and is_imperative(child.plain) and not fields_of(child.text) else None


def is_group(node: Node) -> bool:
    """Return whether an entry only titles the entries nested in it."""
    if not node.children:
        return False
    text = node.block.plain
    bare = text.rstrip(": ")
    if any(fields_of(child.block.text) for child in node.children[:FEW]):
        return False  # they note its owner and deadline
    if text.endswith(":") and ("following" in text.lower() or _titles_orders(node)):
        return True
    if is_imperative(bare) or AHEAD.search(bare):
        return False
    if split_lead(node.block.text).lead and not text.endswith(":"):
        return False
    return text.endswith(":") or len(bare.split()) <= SHORT


def _titles_orders(node: Node) -> bool:
    """Return whether "Patch the server:" only sorts the orders nested in it."""
    brief = len(node.block.text.split()) <= SHORT
    return brief and len(node.children) > 1 and all(is_separate(one) for one in node.children)


def is_separate(child: Node) -> bool:
    """Return whether a nested entry is work of its own, not a detail of its parent."""
    text = child.block.plain
    if role_of_label(split_lead(child.block.text).lead or "") is Role.TASK:
        return True  # "Task: ..."
    if OWNED.match(text) or (AHEAD.search(text) and named_owner(text)):
        return True
    return is_imperative(text) and len(text.split()) >= SHORT
