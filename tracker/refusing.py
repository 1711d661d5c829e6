"""What is wrong in amends.toml, in one sentence: where, what, and what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import ValidationError

SHOWN_MOST = 40
LISTED = ("source", "target", "route", "channel", "policy.rule")  # sections of which there are many
SAID = {
    "extra_forbidden": "there is no such setting",
    "missing": "is missing",
    "finite_number": "{given} cannot be; write a number such as 5",
    "union_tag_not_found": "kind is missing; write 'smtp', 'slack', 'folder' or 'git'",
    "union_tag_invalid": "{tag!r} is no kind; write {expected_tags}",
    "literal_error": "{given} cannot be; write {expected}",
    "enum": "{given} cannot be; write {expected}",
    "greater_than": "{given} cannot be; write more than {gt:.12g}",
    "greater_than_equal": "{given} cannot be; write at least {ge:.12g}",
    "less_than": "{given} cannot be; write less than {lt:.12g}",
    "less_than_equal": "{given} cannot be; write at most {le:.12g}",
    "too_short": "is empty; write at least one",
    "too_long": "has more than {max_length} entries; write fewer",
    "string_too_short": "is empty; write something, or leave the setting out",
    "string_too_long": "is longer than {max_length} letters; shorten it",
    "string_type": "{given} is no text; write it in quotes",
    "int_type": "{given} is no whole number; write one such as 5, without quotes",
    "float_type": "{given} is no number; write one such as 5, without quotes",
    "bool_type": "{given} is neither true nor false; write one of them, without quotes",
    "tuple_type": '{given} is no list; write one such as ["a", "b"]',
    "dict_type": '{given} is no table; write one such as {{ name = "value" }}',
    "model_type": "{given} is no section; write its settings below a heading of its own",
    "url_parsing": "is no address of a page; write one such as https://amends.example.com",
    "date_type": "{given} is no date; write one such as 2026-12-25",
}
ALIKE = {
    "int_parsing": "int_type",
    "int_from_float": "int_type",
    "float_parsing": "float_type",
    "bool_parsing": "bool_type",
    "list_type": "tuple_type",
    "url_scheme": "url_parsing",
    "url_type": "url_parsing",
    "url_too_long": "url_parsing",
    "url_syntax_violation": "url_parsing",
    "model_attributes_type": "model_type",
    "date_parsing": "date_type",
    "date_from_datetime_parsing": "date_type",
    "date_from_datetime_inexact": "date_type",
}
PATTERNS = {
    "author": "Amends <amends@example.com>",
    "host": "smtp.example.com",
    "name": "platform",
    "project": "OPS",
    "repository": "acme/platform",
}


def sentence(error: ValidationError) -> str:
    """Return the first thing that is wrong, and how many more there are."""
    first = error.errors()[0]
    kind, where = first["type"], _where(first["loc"])
    told = {**first.get("ctx", {}), "given": _given(first["input"])}
    if kind == "string_pattern_mismatch":
        example = PATTERNS.get(str(first["loc"][-1]))
        what = f"{told['given']} cannot be" + (f"; write one such as {example}" if example else "")
    elif where in LISTED and ALIKE.get(kind, kind) == "tuple_type":
        what = f"{told['given']} is no section; write [[{where}]] above each"
    else:
        what = _said(ALIKE.get(kind, kind), told) or first["msg"].removeprefix("Value error, ")
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where}: {what}{more}" if where else f"{what}{more}"


def _said(kind: str, told: Mapping[str, Any]) -> str | None:
    return SAID[kind].format_map(told) if kind in SAID else None


def _given(value: object) -> str:
    """Return what was written, as far as it is short and no list or table."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        shown = str(value)
        cut = shown if len(shown) <= SHOWN_MOST else f"{shown[:SHOWN_MOST]}…"
        return repr(cut) if isinstance(value, str) else cut
    return "what stands there"


def _where(parts: Sequence[int | str]) -> str:
    """Return the place as amends.toml names it: [[channel]] 2: to; entries count from 1."""
    parts = [part for part in parts if part != "[key]"]
    number = next((at for at, part in enumerate(parts) if isinstance(part, int)), None)
    if number is None:
        return ".".join(map(str, parts))
    heading = ".".join(map(str, parts[:number]))
    if heading not in LISTED:
        return f"{heading}, entry {int(parts[number]) + 1}"
    rest = parts[number + 2 if heading == "channel" else number + 1 :]  # its kind stands between
    setting = ".".join(str(one + 1 if isinstance(one, int) else one) for one in rest)
    return f"[[{heading}]] {int(parts[number]) + 1}" + (f": {setting}" if setting else "")
