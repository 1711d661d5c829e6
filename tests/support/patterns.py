"""The regular expressions of the reader, by name, and what can be said of them unrun."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.extraction.phrases import Cue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

# by name: the type checker knows them or not, depending on what else it reads
codes: Any = importlib.import_module("re._constants")
parser: Any = importlib.import_module("re._parser")

PACKAGES = ("tracker.extraction", "tracker.formats")
METHODS = frozenset({"search", "match", "fullmatch"})
WALKS = frozenset({"finditer", "findall", "split", "sub", "subn"})
REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})
SINGLE = frozenset({codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN})
# one of each sort of letter
SORTS = "aZ0_ \n\t.,:;-*[](){}<>|/\\\"'`#@=~!?&+%^$\u00e9\u2013\u20ac\x00"
Node = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A pattern, where it stands, and by which methods the code applies it."""

    name: str
    pattern: re.Pattern[str]
    applied: re.Pattern[str] | Cue
    methods: frozenset[str]

    def tree(self) -> list[Node]:
        """Return the parsed pattern."""
        return list(parser.parse(self.pattern.pattern, self.pattern.flags & ~re.DEBUG))


def patterns() -> list[Named]:
    """Return every pattern of the reader's modules, each once, by its module and name."""
    modules = [one for package in PACKAGES for one in _modules(package)]
    used = _uses(modules)
    found: dict[tuple[str, int], Named] = {}
    for module in modules:
        for name, applied, methods in (*_kept(module, used), *_written(module)):
            pattern = applied.pattern if isinstance(applied, Cue) else applied
            if isinstance(pattern.pattern, str):
                one = Named(name, pattern, applied, methods)
                found.setdefault((pattern.pattern, pattern.flags), one)
    return list(found.values())


def _modules(package: str) -> list[ModuleType]:
    top = importlib.import_module(package)
    inner = pkgutil.walk_packages(top.__path__, f"{package}.")
    return [top, *(importlib.import_module(one.name) for one in inner)]


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))


def _uses(modules: Iterable[ModuleType]) -> dict[str, set[str]]:
    """Return by which methods a pattern of each name is applied."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in modules:
        for node in ast.walk(_tree(module)):
            if isinstance(node, ast.Attribute) and node.attr in METHODS | WALKS:
                holder = node.value
                name = getattr(holder, "id", None) or getattr(holder, "attr", None)
                method = node.attr if node.attr in METHODS else "finditer"
                found[f"{module.__name__}.{name}"].add(method)
                found[f"{name}"].add(method)
    return found


Found = tuple[str, re.Pattern[str] | Cue, frozenset[str]]


def _kept(module: ModuleType, used: dict[str, set[str]]) -> Iterator[Found]:
    """Yield the patterns that a module's own names hold, those within tables among them."""
    for node in _tree(module).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for name in (one.id for one in targets if isinstance(one, ast.Name)):
            own = used.get(f"{module.__name__}.{name}") or used.get(name, set())
            methods = frozenset(own) or frozenset({"search", "match"})
            for path, one in _within(getattr(module, name, None), name):
                yield f"{module.__name__}.{path}", one, methods


def _within(value: object, path: str) -> Iterator[tuple[str, re.Pattern[str] | Cue]]:
    if isinstance(value, re.Pattern | Cue):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _within(key, f"{path}[{key!r:.20}]")
            yield from _within(one, f"{path}[{key!r:.20}]")
    elif isinstance(value, tuple | list | set | frozenset):
        for at, one in enumerate(value):
            yield from _within(one, f"{path}[{at}]")


def _written(module: ModuleType) -> Iterator[Found]:
    """Yield the patterns that are written where they are used: re.split(r",", text)."""
    for node in ast.walk(_tree(module)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        words = node.args[0] if node.args else None
        if getattr(node.func.value, "id", "") == "re" and isinstance(words, ast.Constant):
            method = node.func.attr if node.func.attr in METHODS else "finditer"
            if node.func.attr in METHODS | WALKS:
                named = f"{module.__name__}:{node.lineno}"
                yield named, re.compile(str(words.value)), frozenset({method})


def children(node: Node) -> list[list[Node]]:
    """Return the sequences within *node*, of which each may be matched."""
    code, value = node
    if code in REPEATS:
        return [list(value[2])]
    if code is codes.SUBPATTERN:
        return [list(value[3])]
    if code is codes.BRANCH:
        return [list(one) for one in value[1]]
    if code is codes.ATOMIC_GROUP:
        return [list(value)]
    if code is codes.GROUPREF_EXISTS:
        return [list(one) for one in value[1:] if one]
    return []


def letters(node: Node, alphabet: Iterable[str]) -> frozenset[str]:
    """Return which letters of *alphabet* a node of one letter matches."""
    return frozenset(one for one in alphabet if _fits(node, one))


def all_letters(sequence: Iterable[Node], alphabet: Iterable[str]) -> frozenset[str]:
    """Return the letters that may stand anywhere in what *sequence* matches."""
    known = tuple(alphabet)
    found: frozenset[str] = frozenset()
    for node in sequence:
        if node[0] in SINGLE:
            found |= letters(node, known)
        elif node[0] is codes.GROUPREF:
            found |= frozenset(known)
        for inner in children(node):
            found |= all_letters(inner, known)
    return found


def literals(sequence: Iterable[Node]) -> frozenset[str]:
    """Return the letters that *sequence* names."""
    found: set[str] = set()
    for code, value in sequence:
        if code in {codes.LITERAL, codes.NOT_LITERAL}:
            found.add(chr(value))
        elif code is codes.IN:
            found |= {chr(one[1]) for one in value if one[0] is codes.LITERAL}
            found |= {chr(one[1][0]) for one in value if one[0] is codes.RANGE}
        elif code in {codes.ASSERT, codes.ASSERT_NOT}:
            found |= literals(value[1])
        for inner in children((code, value)):
            found |= literals(inner)
    return frozenset(found)


def _fits(node: Node, letter: str) -> bool:
    code, value = node
    if code is codes.ANY:
        return letter != "\n"
    if code in {codes.LITERAL, codes.NOT_LITERAL}:
        same = chr(value).lower() == letter.lower()
        return same is (code is codes.LITERAL)
    negated = value[0][0] is codes.NEGATE
    return negated is not any(_in(one, letter) for one in value)


def _in(member: Node, letter: str) -> bool:
    code, value = member
    if code is codes.LITERAL:
        return chr(value).lower() == letter.lower()
    if code is codes.RANGE:
        return any(value[0] <= ord(one) <= value[1] for one in (letter.lower(), letter.upper()))
    return code is codes.CATEGORY and bool(_category(value).match(letter))


@cache
def _category(name: Any) -> re.Pattern[str]:
    kind = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[str(name).rpartition("_")[2]]
    return re.compile(f"\\{kind.upper() if '_NOT_' in str(name) else kind}")
