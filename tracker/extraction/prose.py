"""Work promised in running text: which sentences and lines are promises."""

from __future__ import annotations

import re

from tracker.extraction.leads import split_lead
from tracker.extraction.phrases import opening, spoken
from tracker.extraction.reasons import Reason, Taken
from tracker.extraction.sentences import sentences
from tracker.extraction.templates import is_slot
from tracker.extraction.verbs import is_gerund, is_imperative, tells_done

CLOSING = opening(
    """
    sincerely; (?:kind |best |warm )?regards; yours (?:truly|faithfully|sincerely); cheers
    in conclusion; in summary; to conclude; to summari[sz]e; overall; ultimately; note that
    finally, (?:this|the|we); thank; thanks; we thank; lessons? learned; no supporting; no further
    by (?:address|implement|tak|follow|adopt|apply|complet|do|learn|mak|putt|execut)ing
    this (?:incident|outage|postmortem|post-mortem|event|experience|issue|report|situation)
    these (?:measures|actions|steps|improvements|changes|tasks|efforts|initiatives|corrective)
    (?:through|with|following) (?:these|this|the above|comprehensive); as part of our
    we (?:are|remain|stay) (?:fully |deeply |truly )?(?:committed|confident|sorry|dedicated)
    we (?:apologi[sz]e|recogni[sz]e|appreciate|believe|hope|understand|sincerely|regret|value)
    we (?:strive|take this); we['\u2019]re (?:committed|sorry|confident)
    going forward, (?:we are committed|the implementation)
    the (?:incident|outage|event|issue) (?:was|has|highlight|underscore|serve|taught|show)s?
    by ?:; written by; author ?:; remember,; (?:diagram|figure|image|photo|screenshot) ?:
    en conclusion; em conclus\\w+; en resumen; en résumé; abschließend
    """
)
INTRO = spoken(
    """
    the following; as follows; these are; are listed; below
    following (?:actions|measures|steps|tasks|are)
    """
)
# what announces a list, however it is worded
ANNOUNCES = spoken(
    """
    the following (?:was|were|is|are|has been|have been); as follows; among which
    include; including; (?:identified|found|outlined|compiled|listed) .{0,80}
    (?:several|some|many|a few|a number of) .{0,40}(?:areas|lessons|points|ideas) .{0,60}
    (?:actions?|measures?|steps|tasks|items|improvements|changes|things|fixes|ways|plans?)
    (?:we|team|to) (?:will|plan to)? ?(?:be )?:?$
    """
)
NOW = r"(?:is|are) (?:(?:now|currently|also|actively|already|still) ){0,2}"
# words with which a sentence says what somebody is going to do, or has to
PROMISE = spoken(
    rf"""
    will; going to; should; must; ought to; need to; needs to; needs; have to; has to
    (?:it is|it['\u2019]s) (?:also |very )?(?:important|necessary|crucial|essential|vital) to
    can (?:also )?be (?:prevented|avoided|improved|mitigated|enhanced)
    plan to; plans to; planning to; we can; let['\u2019]s; is to (?:have|be); are to be
    {NOW}(?:working on|planning|improving|implementing|adding|investigating|exploring)
    {NOW}(?:evaluating|reviewing|building|rolling out|migrating)
    """
)
# words with which it says that something was missed, or is only wished for
REGRET = spoken(
    """
    could have; should have; would have; did not; didn't; was not; were not; wasn't; weren't
    there (?:was|were|is) no; failed to; will be able; as you will; is (?:committed|aiming)
    aims? (?:at|to); are committed; ideal(?:ly)? .{0,20} would
    """
)
# deeds that outlast the incident; "responded" and "compiled" do not
IMPROVED = spoken(
    """
    implemented; added; introduced; created; established; improved; enhanced; updated
    deployed; enabled; disabled; increased; set up; put in place; documented; configured; installed
    trained; removed; replaced; upgraded; wrote; written; built; moved; extended; strengthened
    """
)
UNDECIDED = spoken(
    """
    may cancel; might not be; not sure; we could; could have a; it is unclear; on the other hand
    """
)
REJECTED = spoken("(?:was|were|been) rejected; decided against; chose not to; opted not to")
# work under way that was named in the sentence before
UNDER_WAY = spoken(
    """
    (?:is|are) (?:now |currently |already )?working (?:on|to)
    (?:is|are) (?:in progress|under ?way|being (?:built|done|implemented))
    """
)
GOES_ON = opening("this; that; it; these; those; they; which")
AGAIN = spoken("this; these; that; those; it")
DEEDS = spoken("(?:would be|is|are|includes?|means?) to (?=\\w)")
TO = re.compile(r"(?:,| and|, and) to (?=[a-z])")
EXISTS = opening("we (?:already )?(?:have|had) (?:a|an|the|some|for|always|long)")
MEETING = spoken("meeting (?:is|was|will be|has been) (?:scheduled|held|planned)", needs="meeting")
NOTHING = re.compile(
    r"(?:(?:sans objet|pas applicable|não (?:se )?aplica|no aplica|entfällt)\b.{0,200}"
    r"|n\.?/?a|nil|nothing|not applicable|aucune?|ningun[ao]|nenhum[ao]?|keine|folgt"
    r"|none(?: (?:yet|so far|at (?:this|the) (?:time|moment)|identified|required|needed|for now))?"
    r"|(?:t\.?b\.?[dacw]|todo|to do|wip|xxx+|pending|fill(?: me| this)? in|coming soon|placeholder"
    r"|work in progress)(?:\s?[.:-]\s?(?:add|fill|write|complete|list)\b.{0,40})?"
    r"|(?:(?:we (?:have|had|saw|see)|there (?:are|is|were)) )?no (?:new |known |open )?"
    r"(?:actions?|action items|follow[- ]?ups?|tasks|further action|items"
    r"|measures)\b.{0,60}"
    r"|(?:to|will|needs? to|must|should) be (?:determined|decided|added|filled|written|defined|done"
    r"|discussed|agreed|completed|announced|confirmed|updated)\b.{0,30}"
    r"|not (?:yet )?(?:known|decided|written|defined|available)(?: yet)?|lorem ipsum\b.{0,400}"
    r"|-+|\.+|\u2026|\?+)[.!]?$"
)
# what a template says about itself
REPORT = spoken(
    """
    sections? above; after-action report; linked (?:github )?issues?; incident title
    (?:this|the) (?:document|report|template)
    post-?mortem (?:is|has been) (?:written|published|reviewed|shared)
    """
)

UNSURE = Reason(Taken.IDEA, "it weighs an idea instead of promising it")
ANNOUNCING = Reason(Taken.INTRO, "it only announces what follows")
MISSED = Reason(Taken.REGRET, "it says what was missed, not what is to be done")
THERE = Reason(Taken.TEXT, "it tells of what is there already, or of a meeting")


def is_closing(text: str) -> bool:
    """Return whether *text* starts as closing words do."""
    return bool(CLOSING.match(text))


def is_afterword(text: str) -> bool:
    """Return whether *text* only comments on the list above it, in sentences without a lead."""
    told = sentences(text[:2000])
    leads = split_lead(text[:2000]).lead
    return len(told) > 1 and not leads and not any(is_imperative(one) for one in told)


def is_intro(text: str) -> bool:
    """Return whether *text* only announces the list below it."""
    return text.rstrip().endswith(":") or bool(INTRO.search(text[:400]))


def is_nothing(text: str) -> bool:
    """Return whether *text* says that there is no work, or was never filled in."""
    bare = text.strip(" *_()-\u2013\u2014")
    if not bare[:1].isalnum() and not any(c.isalnum() for c in bare):
        return True
    return bool(NOTHING.match(bare.lower())) or is_slot(bare)


def is_undecided(text: str) -> bool:
    """Return whether *text* weighs an idea instead of promising it."""
    return bool(UNDECIDED.search(text[:1000]))


def is_regret(text: str) -> bool:
    """Return whether *text* starts with what was missed, not with what is to be done."""
    first = sentences(text[:1000])[:1]
    return bool(first and REGRET.search(first[0]) and not is_imperative(first[0]))


def is_existing(text: str) -> bool:
    """Return whether *text* tells of what has long been there, or was turned down."""
    return bool(EXISTS.match(text)) or bool(REJECTED.search(text[-400:]))


def is_no_work(text: str) -> bool:
    """Return whether a line among work is no work: an intro, a regret, an idea, a meeting."""
    return no_work(text) is not None


def no_work(text: str) -> Reason | None:
    """Return why a line among work is no work, or None."""
    if is_undecided(text):
        return UNSURE
    if is_intro(text):
        return ANNOUNCING
    if is_regret(text):
        return MISSED
    if EXISTS.match(text) or MEETING.search(text[:300]):
        return THERE
    return None


def clauses(text: str) -> list[str]:
    """Return the deeds of a sentence such as "It would help to check A and to test B"."""
    start = DEEDS.search(text[:400])
    if not start or not is_imperative(text[start.end() :]):
        return []
    found = TO.split(text[start.end() :].rstrip("."))
    return found if len(found) > 1 and all(is_imperative(clause) for clause in found) else []


def is_status(text: str) -> bool:
    """Return whether *text* only says that work named before it is under way."""
    return bool(UNDER_WAY.search(text[:300]) and AGAIN.search(text[:300]))


def is_about_report(text: str) -> bool:
    """Return whether *text* speaks of the document itself."""
    return bool(REPORT.search(text[:300]))


def promises(text: str) -> list[str]:
    """Return the sentences of *text* (plain) that promise work."""
    found: list[str] = []
    for sentence in sentences(text):
        if found and GOES_ON.match(sentence):
            continue  # it explains the promise before it
        if is_promise(sentence) and not is_closing(sentence) and not is_no_work(sentence):
            found.append(sentence)
    return found


def is_promise(sentence: str) -> bool:
    """Return whether one sentence promises work, or tells of work done for prevention."""
    if REGRET.search(sentence):
        return False
    improved = tells_done(sentence) and IMPROVED.search(sentence)
    ordered = is_imperative(sentence) or is_gerund(sentence)
    return ordered or bool(PROMISE.search(sentence) or improved)
