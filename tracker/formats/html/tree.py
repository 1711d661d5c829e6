"""A page as a tree of elements: shallow enough for any walk, whatever the page nests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.formats.html.tags import tags

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 60  # elements within elements; what nests deeper lies side by side
MOST = 400_000  # elements; the words of all others stay
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# what ends an open paragraph
BLOCKS = HEADINGS | frozenset(
    {
        "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p",
        "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
LISTS = frozenset({"ul", "ol", "menu", "dir"})
FLOW = BLOCKS | LISTS | frozenset({"html", "body", "figcaption", "caption", "legend", "hgroup"})
CELLS = frozenset({"td", "th"})
ROWS = frozenset({"tr"})
PARTS = frozenset({"thead", "tbody", "tfoot"})
# which open elements a new one ends, and which it does not look beyond
ENDS = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "table"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (CELLS, frozenset({"table", "tr"})),
    "th": (CELLS, frozenset({"table", "tr"})),
    "tr": (CELLS | ROWS, frozenset({"table"})),
    "thead": (CELLS | ROWS | PARTS, frozenset({"table"})),
    "tbody": (CELLS | ROWS | PARTS, frozenset({"table"})),
    "tfoot": (CELLS | ROWS | PARTS, frozenset({"table"})),
    "a": (frozenset({"a"}), frozenset({"table", "td", "th", "li"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
OF_TABLES = frozenset({"table"}) | PARTS | ROWS | CELLS


@dataclass(slots=True, eq=False)
class Node:
    """An element and what it holds, or, without a name, a run of words."""

    name: str
    line: int
    text: str = ""
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    size: int = 0  # letters within, as those that follow, once it was weighed
    headed: int = 0  # letters of headings within
    tabled: bool = False  # it holds a table
    blocks: bool = False  # it holds what is no mere word

    def get(self, key: str) -> str:
        """Return an attribute, or nothing."""
        return self.attrs.get(key, "")

    def classes(self) -> list[str]:
        """Return its classes and its name on the page, in small letters."""
        return f"{self.get('class')} {self.get('id')}".lower().split()

    def walk(self) -> Iterator[Node]:
        """Yield it and all within, in the page's order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def words(self) -> str:
        """Return the words within, on one line."""
        return " ".join("".join(node.text for node in self.walk() if not node.name).split())

    def weigh(self) -> None:
        """Note for every element within how much it holds, and of what."""
        for node in reversed(list(self.walk())):
            node.size = 0 if node.name else len(node.text.strip())
            node.headed, node.tabled, node.blocks = 0, False, False
            for one in node.children:
                node.size += one.size
                node.headed += one.size if one.name in HEADINGS else one.headed
                node.tabled |= one.tabled or one.name == "table"
                node.blocks |= one.blocks or one.name in FLOW


def tree(text: str) -> Node:
    """Return the page *text* as a tree; never raises."""
    grower = _Grower()
    for tag in tags(text):
        if not tag.name:
            grower.put_words(Node("", tag.line, tag.text))
        elif tag.closes:
            grower.close(tag.name)
        else:
            grower.open(Node(tag.name, tag.line, attrs=tag.attrs or {}), empty=tag.empty)
    return grower.root


class _Grower:
    """Adds to the innermost open element."""

    def __init__(self) -> None:
        self.root = Node("#page", 1)
        self.opened = [self.root]
        self.grown = 0
        self.beside: Counter[str] = Counter()  # elements too deep to be opened

    def put_words(self, node: Node) -> None:
        self.opened[-1].children.append(node)

    def open(self, node: Node, *, empty: bool) -> None:
        if node.name in BLOCKS:
            self._end(frozenset({"p"}), OF_TABLES | {"li", "button"})
        if node.name in HEADINGS:
            self._end(HEADINGS, BLOCKS - HEADINGS)
        if ends := ENDS.get(node.name):
            self._end(*ends)
        self.grown += 1
        if self.grown > MOST:
            return
        self.opened[-1].children.append(node)
        if empty or node.name in VOID:
            return
        if len(self.opened) < DEEPEST:
            self.opened.append(node)
        else:
            self.beside[node.name] += 1

    def close(self, name: str) -> None:
        if self.beside[name]:
            self.beside[name] -= 1
            return
        for at in range(len(self.opened) - 1, 0, -1):
            here = self.opened[at].name
            if here == name:
                del self.opened[at:]
                return
            if (here in CELLS and name not in OF_TABLES) or (here in LISTS and name == "li"):
                return

    def _end(self, names: frozenset[str], limits: frozenset[str]) -> None:
        """End every open element of *names* that stands within none of *limits*."""
        found = None
        for at in range(len(self.opened) - 1, 0, -1):
            here = self.opened[at].name
            if here in names:
                found = at
            elif here in limits:
                break
        if found is not None:
            del self.opened[found:]
