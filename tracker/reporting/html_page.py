"""The report as one HTML file that needs nothing else: for a mail, a browser, paper."""

from __future__ import annotations

from html import escape as html_escape
from typing import TYPE_CHECKING

from tracker.reporting.document import (
    Amount,
    Bullets,
    Chart,
    Code,
    Fold,
    Paragraph,
    Share,
    Table,
    plain,
    words,
)
from tracker.reporting.sections import document_of
from tracker.reporting.svg import as_svg

if TYPE_CHECKING:
    from tracker.reporting.document import Block, Cell, Section
    from tracker.reporting.report import WeeklyReport

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --page: #ffffff;
  --line: #d0d7de; --bar: #0a6b62; --groove: #e6eaee }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3;
  --page: #0f1419; --line: #343d47; --bar: #4fc3b5; --groove: #242c35 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; color: var(--ink);
  background: var(--page); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; padding-top: 1rem;
  border-top: 1px solid var(--line) }
p { margin: .5rem 0; max-width: 44rem }
.lead { color: var(--soft) }
table { border-collapse: collapse; width: 100%; margin: .75rem 0 }
th, td { padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); overflow-wrap: break-word; min-width: 3.5rem }
thead th { white-space: normal; color: var(--soft); font-weight: 600; font-size: .875rem }
tbody th { font-weight: 400; min-width: 9rem }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.bar { display: block; height: .375rem; min-width: 4rem; border-radius: .2rem;
  background: var(--groove) }
.bar i { display: block; height: 100%; border-radius: .2rem; background: var(--bar) }
details { margin: .5rem 0 }
figure { margin: 1.25rem 0; max-width: 45rem }
figcaption { color: var(--soft); font-size: .9375rem }
.chart { display: block; width: 100%; height: auto; margin-bottom: .5rem }
@media (prefers-color-scheme: dark) { @media screen {
  .fill-ink { fill: #e6edf3 } .fill-soft { fill: #9da7b3 } .stroke-soft { stroke: #9da7b3 }
  .stroke-rule { stroke: #343d47 } .fill-line { fill: #4fc3b5 } .stroke-line { stroke: #4fc3b5 }
  .fill-area { fill: #17302d } .fill-came, .fill-open { fill: #6f9ce8 }
  .fill-done { fill: #4fae82 } .fill-late { fill: #f0665b } .fill-lost { fill: #7b828c } } }
summary { cursor: pointer }
ul { margin: .25rem 0 .75rem; padding-left: 1.25rem }
pre { white-space: pre-wrap; font-size: .9375rem }
@media screen and (max-width: 36rem) {
  .wide, .wide thead, .wide tbody, .wide tr, .wide th { display: block; width: 100% }
  .wide thead th + th { position: absolute; clip-path: inset(50%); width: 1px; height: 1px }
  .wide tbody tr { padding: .5rem 0; border-bottom: 1px solid var(--line) }
  .wide tbody th { border: 0; padding: 0; font-weight: 600 }
  .wide td { display: inline-block; border: 0; padding: 0 1rem 0 0; min-width: 0; text-align: left }
  .wide td::before { content: attr(data-name) " "; color: var(--soft) } }
@page { size: A4; margin: 16mm 14mm 18mm }
@media print { :root { --ink: #000; --soft: #444; --page: #fff; --line: #bbb;
    --bar: #0a6b62; --groove: #e6eaee }
  body { max-width: none; padding: 0; font-size: 10pt }
  h1 { font-size: 18pt } h2 { font-size: 13pt; margin-top: 18pt }
  figure, table, tr, li, pre { break-inside: avoid } thead { display: table-header-group }
  figure details { display: none } summary { break-after: avoid; list-style: none }
  .chart { print-color-adjust: exact; -webkit-print-color-adjust: exact; max-width: 150mm }
  .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  details::details-content { content-visibility: visible; height: auto }
  h2, figcaption, h2 + p { break-after: avoid } }
"""

PLAIN = 'width="100%" cellpadding="4" cellspacing="0"'  # looks for where <style> is stripped
NARROW = 3  # columns that fit on a phone; a row of more becomes a card there


def as_html(report: WeeklyReport) -> str:
    """Return *report* as a whole HTML page; no title or name in it acts as markup."""
    document = document_of(report)
    body = "\n".join(_section(section) for section in document.sections)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{_text(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        '<body style="font-family:system-ui,Segoe UI,Helvetica,Arial,sans-serif">\n'
        f'<main>\n<h1>{_text(document.title)}</h1>\n<p class="lead">{_text(document.lead)}</p>\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return html_escape(plain(text))


def _section(section: Section) -> str:
    blocks = "\n".join(map(_block, section.blocks))
    return f"<section>\n<h2>{_text(section.title)}</h2>\n{blocks}\n</section>"


def _block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{_text(text)}</p>"
        case Code(text):
            return f"<pre><code>{_text(text)}</code></pre>"
        case Bullets(lines):
            return "<ul>\n" + "".join(f"<li>{_text(line)}</li>\n" for line in lines) + "</ul>"
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)
        case Fold(summary, body):
            return f"<details><summary>{_text(summary)}</summary>\n{_block(body)}\n</details>"


def _chart(chart: Chart) -> str:
    """Return a drawing with the same figures in numbers below it."""
    numbers = f"<details><summary>In numbers</summary>\n{_table(chart.figures)}\n</details>"
    caption = f"<figcaption>{_text(chart.told)}</figcaption>"
    return f"<figure>\n{as_svg(chart)}\n{caption}\n{numbers}\n</figure>"


def _table(table: Table) -> str:
    columns = [
        (_text(name), _aligned(right=right))
        for name, right in zip(table.head, table.numeric, strict=True)
    ]
    head = "".join(
        f'<th role="columnheader" scope="col"{aligned}>{name}</th>' for name, aligned in columns
    )
    openings = [f'<td role="cell"{aligned} data-name="{name}">' for name, aligned in columns[1:]]
    rows = "\n".join(_row(row, openings) for row in table.rows)
    wide = ' class="wide"' if len(table.head) > NARROW else ""
    return (
        f'<table role="table"{wide} {PLAIN}>\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}\n</tbody>\n</table>'
    )


def _row(row: tuple[Cell, ...], openings: list[str]) -> str:
    first = f'<th role="rowheader" scope="row" align="left">{_cell(row[0])}</th>'
    rest = "".join(
        f"{opening}{_cell(cell)}</td>" for opening, cell in zip(openings, row[1:], strict=True)
    )
    return f'<tr role="row">{first}{rest}</tr>'


def _aligned(*, right: bool) -> str:
    return ' class="n" align="right"' if right else ' align="left"'


def _cell(cell: Cell) -> str:
    said = _text(words(cell))
    match cell:
        case Share(part, whole, _):
            return said + _bar(part, whole)
        case Amount(value, most):
            return said + _bar(value, most)
        case _:
            return said


def _bar(part: int, whole: int) -> str:
    """Return the drawing of a number that stands beside it in words."""
    width = 100 * part // whole if whole else 0
    return f'<span class="bar" aria-hidden="true"><i style="width:{width}%"></i></span>'
