"""Words by which a sentence tells who was hurt, why it happened and how it was ended."""

from __future__ import annotations

import re

from tracker.extraction.phrases import opening, spoken

WHYS = re.compile(r"\W*(?:\d\W+)?(?:why\b|pourquoi\b|por qu[eê]\b|5 whys|→)", re.IGNORECASE)
STARTS_SOLVED = opening(
    """
    to (?:resolve|fix|address|solve|mitigate|recover|restore)
    to (?:end|stop|contain|halt) (?:the|this|it|that)
    the (?:solution|fix|resolution) (?:of [\\w ]{1,40})?(?:was|involved|is)
    la solution; la solución; a solução
    """
)
SOLVED = spoken(
    """
    (?:was|were|been|got|is|itself) (?:[a-z]+ly )?(?:resolved|fixed|solved)
    (?:was|were|been) (?:mitigated|repaired); resolved itself;
    back (?:in|to) (?:a )?(?:work|norm)\\w*
    (?:resolution|fix|solution) (?:involved|entailed|consisted|required)
    foi (?:[a-z]+ )?(?:mitigado|resolvido)
    fue (?:resuelto|solucionado); a été (?:résolue?|corrigée?); came back (?:up|online)
    (?:seemed|appeared|helped|managed) to (?:fix|resolve|solve) (?:the|this|it); wurde behoben
    (?:resolved|fixed|solved) (?:by|the (?:\\w+ ){0,3}(?:issue|problem|incident|outage|error|bug))
    """
)
# words of mending, which say how it was solved where the section is about that
MENDED = spoken(
    """
    fix(?:e[sd]|ing)?; correct(?:ed|ing); replac(?:ed|ing); restart(?:ed|ing); revert(?:ed|ing)
    roll(?:ed|ing) back; remov(?:ed|ing); solv(?:ed|ing); resolv(?:ed|ing); updat(?:ed|ing)
    increas(?:ed|ing) (?:the|our|its); re-?configur(?:ed|ing); re-?enabl(?:ed|ing)
    re-?install(?:ed|ing); kill(?:ed|ing); chang(?:ed|ing); added; adding; reboot(?:ed|ing)
    reload(?:ed|ing); re-?deploy(?:ed|ing); optimi[sz](?:ed|ing); adjust(?:ed|ing)
    scal(?:ed|ing) up
    patch(?:ed|ing); restor(?:ed|ing); back (?:in order|online|up|to normal); solution
    renam(?:ed|ing)
    disabl(?:ed|ing); upgrad(?:ed|ing); mitigat(?:ed|ing); clear(?:ed|ing); deploy(?:ed|ing)
    """
)
EXPLICIT = spoken(
    """
    root cause (?:of [\\w ]{1,60})?(?:was|is|were|appears|has been|turned out|stems|lies)
    root cause (?:of [\\w ]{1,60})?(?:boil(?:ed|s) down|came down|proved)
    cause racine (?:est|était); causa raíz fue; causa raiz foi
    """,
    needs="caus",
)
CAUSED = spoken(
    """
    caused by; was due to; were due to; traced (?:back )?to; was the result of; resulted from
    cause (?:of|was); because of a; (?:this|it|that) (?:was|is) because; causad[oa] (?:por|pel[oa])
    devido a; debido a; en raison de; à cause de; wegen; aufgrund; durch (?:probleme|fehler|einen)
    (?:problem|issue) was that; narrow(?:ed)? (?:this|it) down to; was a result of; turn(?:s|ed) out
    inadvertently; accidentally; mistakenly; unintentionally; erroneously; by mistake; unexpectedly
    which resulted in; a bug in; due to a; caused; which (?:broke|led to)
    """
)
# the same anywhere, where it can only speak of the whole
DUE = spoken("(?:this|it|that|which|incident|outage|issue|problem|fault) (?:is|was) due to")
UNDID = spoken(
    "we (?:subsequently|immediately|quickly|promptly|then|therefore|have since) "
    "(?:reverted|rolled back|disabled|restored|replaced|restarted|patched|fixed|removed|switched)"
    "; revertemos; revertimos; restauramos; restablecimos; nous avons (?:annulé|rétabli|corrigé)"
    "; se (?:ejecut[oó]|realiz[oó]|aplic[oó]) .{0,30}(?:revert|rollback)"
)
PEOPLE = (
    r"(?:(?:a )?users?(?! interface)|customer complaints|customers|subscribers|clients|visitors"
    r"|participants|merchants|players|students|members|alunos|usuarios|clientes|utilisateurs|usuários|kunden|nutzer)"
)
HARM = (
    r"(?:unable|could not|couldn['\u2019]t|cannot|denied|affect|experienc|impact|unavailable"
    r"|fail|error|no longer|no pudieron|no pod|n['\u2019]ont pas pu|ne pouvai"
    r"|nicht|não consegu|fallo)"
)
HURT_PEOPLE = spoken(
    f"""
    {PEOPLE}.{{0,200}}{HARM}\\w*; {HARM}\\w* .{{0,200}}{PEOPLE}; affecting ~?\\d[\\d.]*%.{{0,40}}
    """,
    needs=HARM,
)
HURT = spoken(
    """
    downtime; unable to; stuck; (?:would|did|does|do) not (?:start|load|work|respond|open|come)
    affect(?:ed|ing); impact(?:ed|ing); disrupt\\w*; unavailable; outage; offline; degraded
    resulted in; failing; compromised; could not; left without
    (?:is|was|were|went) (?:down|not (?:\\w+ly )?\\w+ing)
    (?:was|were)n['\u2019]t (?:\\w+ly )?\\w+ing
    crash(?:ed|ing|es); drop(?:s|ped)? to zero; notready; locking up; locked up; 500 internal
    lost (?:service|connect\\w*|access); failed to (?:start|load|launch|respond)
    was failing to; returned? (?:an? )?(?:\\w+ )?error; went into; left us with; reverted all
    stopped (?!working on)\\w+ing; were not \\w+ed; doesn['\u2019]t work; didn['\u2019]t work
    störung; ausgefallen; nicht erreichbar; impossibilitad\\w*; fora do ar; indispon\\w*
    inaccessible; indisponible; hors service; en panne; afetad\\w*; afectad\\w*; lentidão
    """
)
# an impact that is told to be none
DENIED = opening("no; none; nothing; nobody")
UNHARMED = re.compile(r"(?:none|nothing|nobody|no one)[.!]?$", re.IGNORECASE)
# what was believed before it was known
GUESSED = spoken(
    """
    at first; initially; first (?:thought|assumption|guess|hypothesis|suspicion); assum(?:ed|ption)
    suspected; initial (?:thought|assumption|guess|hypothesis|suspicion)
    """
)
MEANWHILE = opening("by the time; until; while")
COURTESY = opening("the following; we understand; we apologi[sz]e; this (?:postmortem|report)")
# what a template asks of its writer, left standing above or instead of the answer
PROMPT = opening(
    """
    \\W*(?:describe|explain|e\\.g|for example|fill (?:in|this|out)|state the|note that)
    \\W*note the final
    \\W*(?:list|outline|give|provide|report) (?:the|a|an|all|any|when|how|what|which|detailed)
    \\W*what (?:actually )?happened, in; \\W*short summary
    """
)
