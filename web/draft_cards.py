"""A draft as its page shows it: cards of items, facts, and what two people want; pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.bringing import shown_of
from tracker.domain.drafts import BESIDE, FACTS, FIELDS, facts_of, values_of
from tracker.extending import gets_more_time
from web.documents import Mark, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.domain.drafts import Draft, Entry, Lines
    from tracker.domain.items import ActionItem
    from web.draft_form import DraftForm


@dataclass(slots=True)
class Card:
    """An entry: the values shown, those stored, and what somebody else stored meanwhile.

    *known* is the item that it is already, as that stands.
    """

    entry: Entry
    values: dict[str, str]
    stored: dict[str, str]
    spans: list[Lines]
    rivals: dict[str, str] = field(default_factory=dict)
    known: ActionItem | None = None

    @property
    def is_open(self) -> bool:
        """Return whether its fields are shown."""
        return bool(self.rivals)

    @property
    def gets_more_time(self) -> bool:
        """Return whether a known item's due date moves later, or away."""
        return self.known is not None and gets_more_time(self.known, day_of(self.values["due"]))

    @property
    def is_made_of_several(self) -> bool:
        """Return whether it was merged."""
        return len(self.entry.parts) + len(self.entry.lines) > 1


@dataclass(slots=True)
class Desk:
    """All that is shown of a draft; *lost* are words for entries that are no more."""

    cards: list[Card]
    facts: dict[str, str]
    stored_facts: dict[str, str]
    fact_rivals: dict[str, str] = field(default_factory=dict)
    lost: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def kept(self) -> list[Card]:
        """Return the cards of what becomes an item."""
        return [one for one in self.cards if not one.entry.dropped]

    @property
    def dropped(self) -> list[Card]:
        """Return the cards of what becomes none."""
        return [one for one in self.cards if one.entry.dropped]

    @property
    def seen(self) -> dict[str, dict[str, str]]:
        """Return how everything stands, for the form to bring back."""
        held = {str(card.entry.id): card.stored for card in self.cards}
        return held | {"facts": self.stored_facts}

    @property
    def spans(self) -> list[Span]:
        """Return where the entries stand in the text."""
        return [Span(card.entry.id, *span) for card in self.cards for span in card.spans]

    @property
    def marks(self) -> dict[int, Mark]:
        """Return how the text leads to the cards."""
        words = {card.entry.id: str(at) for at, card in enumerate(self.kept, 1)}
        ids = [card.entry.id for card in self.cards]
        return {one: Mark(f"i{one}", words.get(one, "dropped"), f"#i{one}") for one in ids}


def laid(
    draft: Draft,
    items: Mapping[int, ActionItem],
    dues: Mapping[int, date | None],
) -> Desk:
    """Return a draft as it is stored; *dues* are those of its known items as its document tells."""
    cards = []
    for entry in draft.plan.entries:
        stored = stored_of(draft, entry, items, dues)
        known = items.get(entry.item or 0)
        cards.append(Card(entry, dict(stored), stored, spans_of(draft, entry), known=known))
    facts = facts_of(draft.plan, draft.found.facts)
    return Desk(cards, dict(facts), facts)


def stored_of(
    draft: Draft,
    entry: Entry,
    items: Mapping[int, ActionItem],
    dues: Mapping[int, date | None],
) -> dict[str, str]:
    """Return an entry's fields as they are stored now, and what is said of a date that moves."""
    beside = dict.fromkeys(BESIDE, "")
    if entry.item is not None and entry.item in items:
        item = items[entry.item]
        return beside | shown_of(entry, replace(item, due=dues.get(entry.id, item.due)))
    return beside | values_of(entry, draft.found.items)


def day_of(text: str) -> date | None:
    """Return the day that a text names; None where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def spans_of(draft: Draft, entry: Entry) -> list[Lines]:
    """Return where an entry stands."""
    sources = [one for part in entry.parts for one in draft.found.items[part].sources]
    return [*((one.first_line, one.last_line) for one in sources), *entry.lines]


def typed(desk: Desk, form: DraftForm, *, stale: bool) -> Desk:
    """Return a draft with what a person typed; *stale* where somebody stored more meanwhile."""
    for card in desk.cards:
        mine = form.touched(str(card.entry.id))
        card.values |= mine
        if stale:
            card.rivals = _rivals(mine, card.stored, form.seen.get(str(card.entry.id), {}))
    mine = form.touched("facts")
    desk.facts |= mine
    if stale:
        desk.fact_rivals = _rivals(mine, desk.stored_facts, form.seen.get("facts", {}))
    there = {str(card.entry.id) for card in desk.cards} | {"facts"}
    desk.lost = [
        (form.seen.get(where, {}).get("title", ""), name, value)
        for where in form.values.keys() - there
        for name, value in form.touched(where).items()
    ]
    return desk


def _rivals(
    mine: Mapping[str, str], stored: Mapping[str, str], seen: Mapping[str, str]
) -> dict[str, str]:
    """Return what is stored now of the fields that both of two people changed differently."""
    return {
        name: stored[name]
        for name in (*FIELDS, *BESIDE, *FACTS)
        if name in mine and stored.get(name, "") not in {mine[name], seen.get(name, "")}
    }


def words_of(text: str, spans: Sequence[Lines]) -> str:
    """Return the words of some lines, without the signs of a list before them."""
    lines = text.split("\n")
    told = " ".join(line for first, last in spans for line in lines[first - 1 : last])
    return " ".join(told.split()).lstrip("-*+#>•[]|xX ").strip()[:300]
