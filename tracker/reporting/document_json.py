"""A report's document as JSON and back: what pages, mails and PDF files are made of."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from typing import Any

from tracker.reporting.document import (
    Amount,
    Block,
    Bullets,
    Cell,
    Chart,
    Code,
    Delta,
    Document,
    Fold,
    Form,
    Paragraph,
    Section,
    Share,
    Table,
)

Json = dict[str, Any]
KIND = "is"
CELLS = {one.__name__: one for one in (Share, Amount, Delta)}


def document_json(document: Document) -> str:
    """Return *document* as JSON."""
    told = {
        "title": document.title,
        "lead": document.lead,
        "sections": [
            {"title": one.title, "blocks": [_told(block) for block in one.blocks]}
            for one in document.sections
        ],
    }
    return json.dumps(told, ensure_ascii=False)


def document_from(text: str) -> Document:
    """Return the document that document_json has written."""
    told = json.loads(text)
    sections = [
        Section(one["title"], tuple(_block(block) for block in one["blocks"]))
        for one in told["sections"]
    ]
    return Document(told["title"], told["lead"], tuple(sections))


def _told(block: Block) -> Json:
    match block:
        case Table(head, rows):
            cells = [[_cell_told(cell) for cell in row] for row in rows]
            return {KIND: "Table", "head": list(head), "rows": cells}
        case Fold(summary, body):
            return {KIND: "Fold", "summary": summary, "body": _told(body)}
        case Chart(form, title, told, figures, alone):
            parts = {"form": form.value, "title": title, "told": told, "alone": alone}
            return {KIND: "Chart", **parts, "figures": _told(figures)}
        case _:
            return {KIND: type(block).__name__, **asdict(block)}


def _cell_told(cell: Cell) -> Any:
    return {KIND: type(cell).__name__, **asdict(cell)} if is_dataclass(cell) else cell


def _block(told: Json) -> Block:
    match told[KIND]:
        case "Paragraph":
            return Paragraph(told["text"])
        case "Code":
            return Code(told["text"])
        case "Bullets":
            return Bullets(tuple(told["lines"]), tuple(told["entries"]))
        case "Table":
            return _table(told)
        case "Fold":
            body = _block(told["body"])
            assert isinstance(body, Bullets | Paragraph | Table)  # noqa: S101  we wrote it
            return Fold(told["summary"], body)
        case _:
            return Chart(
                Form(told["form"]),
                told["title"],
                told["told"],
                _table(told["figures"]),
                alone=told["alone"],
            )


def _table(told: Json) -> Table:
    rows = tuple(tuple(_cell(cell) for cell in row) for row in told["rows"])
    return Table(tuple(told["head"]), rows)


def _cell(told: Any) -> Cell:
    if not isinstance(told, dict):
        cell: Cell = told
        return cell
    made: Cell = CELLS[told[KIND]](**{name: one for name, one in told.items() if name != KIND})
    return made
