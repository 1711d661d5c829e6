"""A report as the HTML of a mail: tables and inline looks alone, since mail programs drop the rest.

Outlook lays out by tables and attributes; Gmail takes away every <style> that it does not like,
hides what lies beyond 100 kB, and shows no SVG.
"""

from __future__ import annotations

from html import escape as html_escape
from typing import TYPE_CHECKING

from tracker.reporting.document import Bullets, Chart, Code, Fold, Paragraph, Table, plain, words
from tracker.reporting.mail_text import brief

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.reporting.document import Block, Document, Section
    from tracker.reporting.headlines import Headlines

MOST = 90_000  # bytes of sections, below Gmail's limit with the encoding of a mail
ROWS = 15  # of a table or a list
WIDTH = 640
FONT = "font-family:Segoe UI,Roboto,Helvetica,Arial,sans-serif"
INK, SOFT, RULE, BRAND = "#1b1f24", "#57606a", "#d0d7de", "#0a6b62"
CELL = f"padding:6px 10px 6px 0;border-bottom:1px solid {RULE};font-size:14px;line-height:20px"
NARROW_FROM, NARROW = 4, ";overflow-wrap:anywhere"  # columns that a phone has no room for
TEXT = f"margin:8px 0;font-size:15px;line-height:22px;color:{INK}"


def mail_page(
    document: Document, headlines: Headlines, images: Mapping[Chart, str], address: str | None
) -> str:
    """Return the mail's HTML; *images* tells the Content-ID of each chart's picture.

    Lists are shortened, and what does not fit is left to the whole report, at *address* if known.
    """
    parts: list[str] = []
    size = 0
    for section in document.sections:
        told = _section(section, images)
        size += len(told.encode())
        if size > MOST:
            parts.append(_paragraph("More does not fit into a mail: see the whole report."))
            break
        parts.append(told)
    body = (
        f'<h1 style="margin:0 0 4px;font-size:22px;line-height:28px">{_text(document.title)}</h1>'
        f'<p style="margin:0 0 16px;font-size:14px;color:{SOFT}">{_text(document.lead)}</p>'
        f"{_tiles(headlines)}{_reached(headlines)}{_button(address)}{''.join(parts)}"
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{_text(document.title)}</title></head>\n<body style="margin:0;padding:0">'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" '
        'bgcolor="#ffffff"><tr><td align="center">'
        f'<table role="presentation" width="{WIDTH}" cellpadding="0" cellspacing="0" border="0" '
        f'style="width:100%;max-width:{WIDTH}px"><tr><td align="left" '
        f'style="padding:24px 16px;{FONT};color:{INK}">\n{body}\n'
        "</td></tr></table></td></tr></table></body></html>\n"
    )


def _tiles(one: Headlines) -> str:
    """Return the figures that are read first."""
    kept = f"{one.on_time}%" if one.on_time is not None else f"{one.met}/{one.judged}"
    tiles = (
        (str(one.open), "open", _change(one.open - one.open_before)),
        (str(one.overdue), "overdue", _change(one.overdue - one.overdue_before)),
        (str(one.done), "done", f"{one.came} came"),
        (kept, "on time", f"{one.met} of {one.judged}, 13 weeks"),
    )
    cells = "".join(
        f'<td width="25%" valign="top" style="padding:10px 12px;border-left:3px solid {BRAND}">'
        f'<b style="font-size:24px;line-height:30px">{figure}</b><br>'
        f'<span style="font-size:14px">{word}</span><br>'
        f'<span style="font-size:12px;color:{SOFT}">{change}</span></td>'
        for figure, word, change in tiles
    )
    return (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">'
        f"<tr>{cells}</tr></table>"
    )


def _reached(one: Headlines) -> str:
    if one.reached is None:
        return ""
    look = f"margin:12px 0 0;font-size:14px;line-height:20px;color:{SOFT}"
    return f'<p style="{look}">{html_escape(one.reached.line)}.</p>'


def _change(value: int) -> str:
    return f"{value:+} in the week" if value else "as before"


def _button(address: str | None) -> str:
    if not address:
        return ""
    look = f"color:{BRAND};font-size:15px;font-weight:600"
    return (
        f'<p style="margin:16px 0 0"><a href="{html_escape(address)}" style="{look}">'
        "The whole report on the dashboard</a></p>"
    )


def _section(section: Section, images: Mapping[Chart, str]) -> str:
    look = f"margin:28px 0 6px;padding-top:14px;border-top:1px solid {RULE};font-size:18px"
    blocks = "".join(_block(block, images) for block in section.blocks)
    return f'\n<h2 style="{look};line-height:24px">{_text(section.title)}</h2>{blocks}'


def _block(block: Block, images: Mapping[Chart, str]) -> str:
    match block:
        case Paragraph(text):
            return _paragraph(text)
        case Code(text):
            return f'<p style="{TEXT}"><code style="font-size:14px">{_text(text)}</code></p>'
        case Bullets(lines):
            shown = "".join(
                f'<li style="{TEXT}">{_text(brief(line))}</li>' for line in lines[:ROWS]
            )
            return f'<ul style="margin:4px 0;padding-left:20px">{shown}</ul>' + _more(len(lines))
        case Table():
            return _table(block) + _more(len(block.rows))
        case Chart():
            return _image(block, images.get(block))
        case Fold():
            return ""


def _image(chart: Chart, cid: str | None) -> str:
    if cid is None:
        return _paragraph(chart.told)
    return (
        f'<p style="margin:12px 0"><img src="cid:{cid}" width="{WIDTH - 32}" '
        f'alt="{_text(chart.told)}" style="display:block;width:100%;height:auto;border:0"></p>'
    )


def _more(count: int) -> str:
    return _paragraph(f"And {count - ROWS} more.") if count > ROWS else ""


def _paragraph(text: str) -> str:
    return f'<p style="{TEXT}">{_text(brief(text))}</p>'


def _table(table: Table) -> str:
    look = CELL + (NARROW if len(table.head) > NARROW_FROM else "")
    sides = ["right" if right else "left" for right in table.numeric]
    head = "".join(
        f'<th scope="col" align="{side}" style="{look};color:{SOFT}">{_text(name)}</th>'
        for name, side in zip(table.head, sides, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td align="{side}" valign="top" style="{look}">{_text(words(cell))}</td>'
            for cell, side in zip(row, sides, strict=True)
        )
        + "</tr>"
        for row in table.rows[:ROWS]
    )
    return (
        '<table width="100%" cellpadding="0" cellspacing="0" border="0" '
        f'style="border-collapse:collapse;margin:8px 0"><tr>{head}</tr>{rows}</table>'
    )


def _text(text: str) -> str:
    return html_escape(plain(text))
