"""How an item helps, guessed from its words."""

from __future__ import annotations

from tracker.domain.items import Kind
from tracker.extraction.phrases import opening, spoken
from tracker.extraction.vocabulary import simplified, spelt

# the first row whose words appear in the heading, then in the text's start, decides
ROWS = (
    (
        Kind.PROCESS,
        """
        document\\w*; runbooks?; playbooks?; train\\w*; wiki; guides?; guidelines?; postmortems?
        response plans?; incident response; checklists?; procedures?; process; processes; policy
        policies; onboarding; workshops?; educat\\w*; communicat\\w*; review process; code reviews?
        peer reviews?; on call; rotation; escalation; protocols?; drills?; knowledge sharing
        best practices; formation; capacita\\w*; schulung\\w*; dokument\\w*; proced\\w*
        """,
    ),
    (
        Kind.DETECT,
        """
        monitor\\w*; alert\\w*; alarms?; observab\\w*; dashboards?; trac(?:e|es|ing); metrics?
        logging; logs?; detect\\w*; warn\\w*; health ?checks?; notif\\w*; paged; pag(?:ing|ers?)
        (?:and|or|to|will|should|must) page (?:the|an?|our|your|on call|whoever|people); pagerduty
        telemetry; anomal\\w*; track\\w*; visibility; surveillance; supervision; uberwachung
        """,
    ),
    (
        Kind.MITIGATE,
        """
        redundan\\w*; fail ?over; scal(?:e|es|ing); auto ?scal\\w*; rate limit\\w*
        throttl\\w*; roll ?backs?; backups?; circuit break\\w*; replica\\w*; load balanc\\w*
        recover\\w*; capacity; cach\\w*; timeouts?; retr(?:y|ies); fallback; graceful\\w*; canary
        disaster; high availability; resilien\\w*; kill switch; feature flags?; restore; limits?
        """,
    ),
    (
        Kind.PREVENT,
        """
        test\\w*; validat\\w*; ci; cd; pipelines?; lint\\w*; pre ?deploy\\w*; stag(?:e|ed|ing)
        prevent\\w*; regression; simulat\\w*; audit\\w*; review\\w*; checks?; verif\\w*; automat\\w*
        enforce\\w*; permission\\w*; access; harden\\w*; avoid
        """,
    ),
    (
        Kind.REPAIR,
        """
        fix\\w*; patch\\w*; repair\\w*; optimi[sz]\\w*; correct\\w*; replace\\w*; remov\\w*
        refactor\\w*; rewrit\\w*; resolve\\w*; upgrad\\w*; updat\\w*; clean\\w*; tun(?:e|ing)
        revert\\w*; bugs?; reconfigur\\w*
        """,
    ),
)
PATTERNS = (
    (Kind.DETECT, opening("page (?:the|an?|our|your|on call|whoever|people|us)")),
    *((kind, spoken(table)) for kind, table in ROWS),
)
# what a type column or a group's heading says
GROUPS = {
    word: kind
    for kind, words in {
        Kind.PREVENT: "prevent prevention preventative preventive",
        Kind.DETECT: "detect detection monitoring alerting",
        Kind.MITIGATE: "mitigate mitigation mitigative",
        Kind.REPAIR: "repair fix fixes corrective",
        Kind.PROCESS: "process documentation training",
    }.items()
    for word in words.split()
}
FEW = 2  # words of a group that names a kind
STARTS = 12  # words of a text that say what is done; the rest says why


def guess_kind(heading: str | None, text: str, group: str | None = None) -> Kind:
    """Return the likeliest kind; a type column or group heading is believed first."""
    return kind_cue(heading, text, group)[0]


def kind_cue(heading: str | None, text: str, group: str | None = None) -> tuple[Kind, str]:
    """Return the likeliest kind and the words that decided, or none for the default."""
    sorts = spelt(group) if group else []
    if len(sorts) <= FEW and not {"improvements", "improvement"} & set(sorts):
        for word in sorts:
            if word in GROUPS:
                return GROUPS[word], word
    start = " ".join(spelt(text[:300])[:STARTS])
    for words in (simplified(heading), start) if heading else (start,):
        for kind, pattern in PATTERNS:
            if found := pattern.search(words):
                return kind, found[0]
    return Kind.PREVENT, ""
