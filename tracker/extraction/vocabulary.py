"""What section titles and field labels mean, as one table in five languages.

A later rule is a later row: add the phrase to its role. Phrases are written as
`simplified` returns them: lower case, no accents, no punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from tracker.extraction.phrases import words


class Role(StrEnum):
    """What a section or a labelled line tells."""

    MEASURE = "measure"
    TASK = "task"
    TIMELINE = "timeline"
    EVENTS = "key events"
    CAUSE = "root cause"
    REASON = "reason"  # a weaker word for the root cause
    CAUSE_FIX = "root cause and resolution"
    FACTORS = "contributing factors"
    RESOLUTION = "resolution"
    IMPACT = "impact"
    SUMMARY = "summary"
    DURATION = "duration"
    START = "start"
    END = "end"
    DETECTED = "detected"
    DETECTION = "detection"
    DATE = "date"
    SEVERITY = "severity"
    SERVICES = "services"
    LESSONS = "lessons learned"
    HINDSIGHT = "what went well or wrong"
    ADVICE = "recommendations"
    ASIDE = "no work, no facts"
    CONCLUSION = "conclusion"


PHRASES: dict[Role, str] = {
    Role.MEASURE: """
        corrective measures; preventative measures; preventive measures; corrective actions
        corrective and preventative measures; corrective and preventive measures
        corrective and preventative actions; corrective and preventive actions
        preventive methods; preventative methods; preventive steps; preventative steps
        prevention steps; prevention strategies; preventive strategies
        preventative actions; preventive actions; corrective measure; preventative measure
        preventive measure; corrective action; preventive action; preventative action
        prevention; prevention plan; future prevention; prevention measures; how to prevent
        improvements; improvement; fixes and improvements; improvements fixes; improvement plan
        mitigation and prevention; mitigation measures; mitigations; remediation and prevention
        remediation plan; remediation; long term fixes; long term fix; short term fixes
        what we re doing about it; what we are doing about it; what are we doing about it
        what we re doing to prevent; what are we doing to prevent; how we will prevent
        happening again; happen again; how are we preventing; how do we prevent
        what we will do differently; what will we do differently; what we are changing
        steps to prevent; measures; preventing recurrence; prevent recurrence; countermeasures
        areas for improvement; areas of improvement; process improvements; future improvements
        recommended actions; safeguards; proposed solutions; future plans
        medidas correctivas; medidas preventivas; acciones correctivas; acciones preventivas
        medidas correctivas y preventivas; mejoras; prevencion; plan de mejora
        mesures correctives; mesures preventives; actions correctives; actions preventives
        mesures correctives et preventives; ameliorations; prevention future; plan d action
        deja fait; actions realisees; plan d amelioration; eviter la recurrence
        mesures de prevention
        medidas corretivas; acoes corretivas; acoes preventivas; melhorias; prevencao
        medidas corretivas e preventivas; acoes corretivas e preventivas; prevenir recorrencia
        plano de acao; medidas de prevencao
        korrekturmassnahmen; vorbeugende massnahmen; massnahmen; verbesserungen; vorbeugung
        korrektur und vorbeugemassnahmen; praventivmassnahmen
        """,
    Role.TASK: """
        tasks; task; task list; tasks list; list of tasks; to do; todo; todos; to dos; to do list
        action items; action item; actions; action plan; action list; next steps; next step
        follow up; follow ups; followup; followups; follow up actions; follow up items
        follow up tasks; follow up work; review actions; future work; future actions
        remediation items; work items; planned actions; actions planned; outstanding work
        actions to take; remaining work; tickets; jira tickets; aftermath actions; open actions
        corrective tasks; tasks to address the issue; post incident actions; after actions
        tareas; acciones; proximos pasos; seguimiento; tareas pendientes; pendientes
        taches; a faire; prochaines etapes; suivi; actions a mener; actions a faire
        tarefas; proximos passos; itens de acao; acoes; pendencias; acoes futuras; a fazer
        aufgaben; nachste schritte; folgemassnahmen; offene punkte; aktionspunkte
        """,
    Role.TIMELINE: """
        timeline; time line; chronology; incident timeline; sequence of events; log of events
        event log; context; what happened when; timeline of events; history; actions taken
        timelines; chain of events; order of events
        cronologia; linea de tiempo; linea temporal; chronologie; deroulement
        linha do tempo; cronograma; zeitachse; zeitlicher ablauf; zeitverlauf; ablauf
        """,
    Role.EVENTS: "key events; key times; key dates; eventos clave",
    Role.CAUSE: """
        root cause; root causes; main cause; root cause analysis
        root cause summary; root cause explanation; root cause description; root cause details
        underlying cause; underlying causes; why did it happen; why it happened; what caused it
        cause of the outage; cause of the incident; cause of the issue; technical cause
        what caused the outage; what caused the incident; trigger and root cause
        causa raiz; causa principal; cause racine; causes racines
        causa raiz do problema; analise de causa raiz; grundursache
        """,
    Role.REASON: """
        cause; causes; reason; reasons; the vulnerability; vulnerability; the bug; the problem
        causas; causa; ursache; ursachen
        """,
    Role.CAUSE_FIX: """
        root cause and resolution; root cause and fix; cause and resolution; causes and resolution
        root causes and resolution; root cause resolution; root cause and resolutions
        root cause and solution; cause and fix; root cause and recovery
        causa raiz y resolucion; cause racine et resolution; causa raiz e resolucao
        """,
    Role.FACTORS: "contributing factors; contributing factor; factors; trigger; triggers",
    Role.RESOLUTION: """
        resolution; resolutions; resolution and recovery; recovery; fix; solution; recovery steps
        how did we fix it; how we fixed it; how it was fixed; how was it fixed; resolution steps
        how it was resolved; mitigation; immediate actions; immediate fix
        recovery and resolution;
        how was it resolved; how did we resolve it; workaround; actions taken to resolve
        resolution summary; resolution explanation; resolution details; fix details
        resolucion; solucion; recuperacion; solution apportee; resolucao; solucao; recuperacao
        losung; behebung; wiederherstellung; actions correctives immediates; actions immediates
        acciones inmediatas; acoes imediatas; mesures immediates; sofortmassnahmen
        """,
    Role.IMPACT: """
        impact; user impact; customer impact; business impact; impacts; users impact
        what was impacted; what was affected; who was affected; impact on users
        impact to users; impact summary; service impact; impact assessment
        impacto; impacto en usuarios; impacto nos usuarios; auswirkung; auswirkungen
        """,
    Role.SUMMARY: """
        summary; issue summary; incident summary; executive summary; overview; incident overview
        description; what happened; abstract; tl dr; tldr; introduction; issue overview
        summary of issues; summary of the incident; what was the problem; incident description
        problem summary; issue description; the incident; incident report; outage summary
        resumen; resume; resume executif; resumen del incidente; resumo; resumo executivo
        sumario; descricao; descripcion; que paso; zusammenfassung; uberblick
        """,
    Role.DURATION: """
        duration; outage duration; incident duration; duration of outage; duration of the outage
        duration of the interruption; duration of incident; when
        impact duration; total duration; downtime; time of outage; incident time; length of outage
        duration and impact; mttr mean time to resolve; mttr; time to resolve; time to recovery
        time to recover; time to resolution
        duracion; duree; duree de l incident; duracao; duracao do incidente; dauer; ausfallzeit
        """,
    Role.START: """
        start; start time; started; started at; start date; began; incident start; outage start
        start of outage; incident started; outage started; begin; impact start; incident began
        inicio; debut; beginn; hora de inicio; heure de debut; start of incident; start of impact
        fault occurs; fault occurred; impact began; date and time; date time
        """,
    Role.END: """
        end; end time; ended; ended at; end date; resolved; resolved at; incident end; outage end
        end of outage; incident resolved; outage ended; impact end; repaired; fixed at; restored
        fin; fim; ende; hora de fin; heure de fin; resuelto; resolu; resolvido; incident ended
        end of incident; end of impact; time resolved
        """,
    Role.DETECTED: """
        detected; detected at; first detected; time detected; detection time; date detected
        discovered; discovered at; reported; reported at; first reported; detectado; detecte
        issue detected; incident detected; time of detection; alerted; team aware; became aware
        """,
    Role.DETECTION: """
        detection; how was it detected; how did we find out; identified
        deteccion; detection de l incident; deteccao; erkennung
        """,
    Role.DATE: """
        date; incident date; date of incident; fecha; data; datum; date de l incident
        """,
    Role.SEVERITY: """
        severity; sev; severity level; incident severity
        severidad; severite; gravite; severidade; schweregrad
        """,
    Role.SERVICES: """
        service; services; affected service; affected services; services affected; component
        components; service affected; impacted services; systems affected; affected systems
        servicio; servicios afectados; services touches; servicos afetados; betroffene dienste
        """,
    Role.LESSONS: """
        lessons learned; lessons learnt; lessons; learnings; lesson learned; key takeaways
        takeaways; retrospective; what we learned; what did we learn; key learnings; lesson learnt
        lecciones aprendidas; lecciones; lecons apprises; lecons; lecon; licoes aprendidas; licoes
        erkenntnisse; lehren
        """,
    Role.HINDSIGHT: """
        what went well; what went wrong; what went poorly; where we got lucky; what worked
        what didn t work; what did not work; things that went well; things that went poorly
        things that went wrong; what could have gone better; what could be improved; went well
        what went right; went wrong; what went badly; what could we have done better; que salio bien
        que salio mal; ce qui a bien fonctionne; ce qui n a pas fonctionne; o que deu certo
        o que deu errado; was gut lief; was schlecht lief; where did we get lucky
        """,
    Role.ADVICE: """
        recommendations; recommendation; advice; best practices; recomendaciones; recommandations
        recomendacoes; empfehlungen
        """,
    Role.ASIDE: """
        responders; attendees; participants; people involved; authors; author; owners; contributors
        links; references; further reading; appendix; apendix; supporting information; glossary
        background; data; statistics; stats; metrics; logs; chat log; chat logs; related incidents
        acknowledgements; acknowledgments; credits; thanks; status; document history; about
        misleading paths; misleading investigation; misleading investigation debugging paths
        misleading investigations; escalation; escalation path; assumptions; investigation
        debugging; debugging steps; 5 whys; five whys; 5 pourquoi; cinco porques; 5 porques
        hub information; leadup; lead up; affected packages; attack method; trigger; screenshots
        communication; communications; tags; categories; contact; existing tools; alternatives
        other ideas; rejected alternatives; ideas considered; scope; technologies; tech stack
        referencias; liens; annexes; anexos; anhang; documentation links; evidence; tools used
        """,
    Role.CONCLUSION: """
        conclusion; conclusions; in conclusion; closing; final thoughts; closing thoughts; closure
        closing remarks; final remarks; summary and conclusion; conclusao; fazit; final words
        """,
}

# words that may stand beside a phrase in a label of plain text without changing its meaning
FILLER = words(
    """
    a an the of and or for to from our this that these issue issues incident incidents
    outage specific main key following address list section all times in utc gmt time date
    pst est proposed planned suggested identified immediate short long term short-term
    future further details initial final technical detailed brief quick full overall
    apparent real actual analysis explanation description report results taken items steps plan
    possible implement implementation de la el los las du des le les o os do da dos das der
    die und et y e
    en em zu zur pacific eastern central mountain standard greenwich mean pt et local
    approximate
    """
)

SIMPLER = re.compile(r"[^a-z0-9]+")
PARENTHESES = re.compile(r"\([^()]*\)")
NUMBERING = re.compile(
    r"\s*(?:\d{1,3}(?:\.\d{1,3}){0,4}[.)]?|[ivx]{1,4}\.|[a-z]\)|step \d+|#)(?:\s+|$)"
)
# words that say little unless they are all that a heading says
VAGUE = words(
    """
    measures actions action fix solution context history cause causes reason reasons when start
    end began day data metrics status service services component components date process logs
    about scope communication communications investigation assumptions tags contact evidence
    references links background trigger factors fin fim ende medidas acciones acoes causa causas
    """
)
# what lessons are when a heading says so as well
IMPROVING = words("prevention improvements improvement measures actions preventative preventive")
# of two phrases of one length, one of these roles is what a heading is about
STRONG = frozenset(
    {Role.MEASURE, Role.TASK, Role.TIMELINE, Role.CAUSE, Role.IMPACT, Role.RESOLUTION, Role.LESSONS}
)
LONGEST_TITLE = 12  # words
LONGEST_LABEL = 100  # characters


def simplified(text: str) -> str:
    """Return *text* in lower case without accents, punctuation and numbering."""
    text = text.lower()
    if "&" in text:
        text = text.replace("&", " and ")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
        text = "".join(c for c in text if not unicodedata.combining(c))
    numbering = NUMBERING.match(text)
    return SIMPLER.sub(" ", text[numbering.end() :] if numbering else text).strip()


def _table() -> dict[tuple[str, ...], Role]:
    rows: dict[tuple[str, ...], Role] = {}
    for role, phrases in PHRASES.items():
        for phrase in re.split(r"[;\n]", phrases):
            if phrase.strip():
                rows.setdefault(tuple(phrase.split()), role)
    return rows


TABLE = _table()
LONGEST_PHRASE = max(map(len, TABLE))
FIRST_WORDS = frozenset(phrase[0] for phrase in TABLE)


def role_of_title(title: str) -> Role | None:
    """Return the role a heading announces, or None."""
    words = _words(title)
    if len(words) > LONGEST_TITLE:
        return None
    found = _longest(words)
    if found and found[2] - found[1] == 1 and words[found[1]] in VAGUE:
        return role_of_label(title)
    if found and found[0] is Role.LESSONS and set(words) & IMPROVING:
        return Role.MEASURE
    return found[0] if found else None


def role_of_label(label: str) -> Role | None:
    """Return the role of a label in plain text: a known phrase and little beside it."""
    if len(label) > LONGEST_LABEL:
        return None
    words = _words(label)
    found = _longest(words) if len(words) <= LONGEST_TITLE else None
    if not found:
        return None
    role, start, end = found
    beside = words[:start] + words[end:]
    return role if all(word in FILLER or word.isdigit() for word in beside) else None


def exact_role(label: str) -> Role | None:
    """Return the role of a label that is a known phrase and nothing else."""
    return TABLE.get(tuple(_words(label))) if len(label) <= LONGEST_LABEL else None


def phrase_in(title: str) -> str | None:
    """Return the known phrase by which a title or label is judged."""
    words = _words(title)
    found = _longest(words) if len(words) <= LONGEST_TITLE else None
    return " ".join(words[found[1] : found[2]]) if found else None


def _words(title: str) -> list[str]:
    if len(title) > 4 * LONGEST_LABEL:
        return ["too", "long"] * LONGEST_TITLE
    bare = PARENTHESES.sub(" ", title) if "(" in title else title
    return simplified(bare).split() or simplified(title).split()


def _longest(words: list[str]) -> tuple[Role, int, int] | None:
    """Return the longest phrase among *words*; of equals a strong one, then the last."""
    starts = [at for at in range(len(words) - 1, -1, -1) if words[at] in FIRST_WORDS]
    if not starts:
        return None
    for length in range(min(len(words) - starts[-1], LONGEST_PHRASE), 0, -1):
        found = [
            (role, start, start + length)
            for start in starts
            if start + length <= len(words)
            and (role := TABLE.get(tuple(words[start : start + length])))
        ]
        if found:
            return next((row for row in found if row[0] in STRONG), found[0])
    return None
