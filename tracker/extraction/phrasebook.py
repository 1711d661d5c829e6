"""What section titles and field labels mean, as one table in five languages.

A later rule is a later row: add the phrase to its role. Phrases are written as
`vocabulary.simplified` returns them: lower case, no accents, no punctuation.
"""

from __future__ import annotations

from enum import StrEnum


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
        what we will do; what will we do; what we ll do; what are we going to do
        what we will do differently; what will we do differently; what we are changing
        enhancements; enhancement; enhancements and solutions; suggested fixes; what can be improved
        what can we improve; things to improve; things that can be improved; room for improvement
        improvement areas; improvement opportunities; opportunities for improvement
        future safeguards; preventative strategies; way forward; future measures
        strategies for prevention; risk mitigation; what will change; what we will change
        long term solution; long term solutions; permanent fix; permanent solution
        proactive measures; improvement measures; mitigation strategies; mitigation plan
        remedial actions; remedial measures; remedies; fixes; key improvements
        preventing future incidents; prevention of recurrence; corrective steps
        measures against; future measures;
        changes that need to be made; changes to make; needed changes; required changes
        steps to prevent; measures; preventing recurrence; prevent recurrence; countermeasures
        areas for improvement; areas of improvement; process improvements; future improvements
        looking forward; looking ahead; moving forward; going forward; root cause remediation
        remediations; root cause remediations; remediation actions; long term changes
        what is being done; what s being done; being done to prevent; prevent future incidents
        planned changes; process changes; upcoming changes
        recommended actions; safeguards; proposed solutions; future plans
        medidas correctivas; medidas preventivas; acciones correctivas; acciones preventivas
        medidas correctivas y preventivas; mejoras; prevencion; plan de mejora
        plan de mejoras; lo que hay que hacer; que hay que hacer; o que fazer; o que falta fazer
        ce qu il faut faire; was zu tun ist
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
        specific tasks; tasks to be done; tasks to be completed; tasks to complete; concrete tasks
        tasks to implement; task breakdown; action steps; action points; things to do; work to do
        what needs to be done; assigned tasks; actionable items; actionable tasks; actionable steps
        task assignments; specific actions; implementation plan; implementation tasks
        corrective tasks; tasks to address the issue; post incident actions; after actions
        what s next; what is next; what comes next; plan de accion; plan de acciones; aktionsplan
        massnahmenplan
        tareas; acciones; proximos pasos; seguimiento; tareas pendientes; pendientes
        taches; a faire; prochaines etapes; suivi; actions a mener; actions a faire
        tarefas; proximos passos; itens de acao; acoes; pendencias; acoes futuras; a fazer
        aufgaben; nachste schritte; folgemassnahmen; offene punkte; aktionspunkte
        """,
    Role.TIMELINE: """
        timeline; time line; chronology; incident timeline; sequence of events; log of events
        event log; context; what happened when; timeline of events; history; actions taken
        incident chronology; sequence of actions; incident log; outage timeline; events timeline
        leadup; lead up; lead up to the incident
        timelines; chain of events; order of events
        cronologia; linea de tiempo; linea temporal; chronologie; deroulement
        linha do tempo; cronograma; zeitachse; zeitlicher ablauf; zeitverlauf; ablauf
        """,
    Role.EVENTS: "key events; key times; key dates; key timestamps; eventos clave",
    Role.CAUSE: """
        root cause; root causes; main cause; root cause analysis
        root cause summary; root cause explanation; root cause description; root cause details
        primary cause; primary causes; underlying issue; underlying problem; core issue
        core problem
        cause analysis; culprit; root issue; root problem; cause of failure; reason for outage
        cause identified; source of the issue; source of the problem; why this happened
        how did this happen; how this happened; how it happened; how did it happen
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
        incident response; response and recovery; incident response and fixes; our response
        resolution; resolutions; resolution and recovery; recovery; fix; solution; recovery steps
        how did we fix it; how we fixed it; how it was fixed; how was it fixed; resolution steps
        problem resolution; resolution implementation; issue resolution; incident resolution
        fix applied; fix implemented; solution implemented; solution applied; resolution process
        final fix; final resolution; restoration; solution and recovery; resolving the issue
        mitigation steps
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
        scope of impact; extent of impact; consequences; effects
        impact analysis; system impact; impact description; impact details; impact overview
        impact to users; impact summary; service impact; impact assessment
        impacto; impacto en usuarios; impacto nos usuarios; auswirkung; auswirkungen
        """,
    Role.SUMMARY: """
        synopsis; issue synopsis; incident synopsis
        summary; issue summary; incident summary; executive summary; overview; incident overview
        description; what happened; abstract; tl dr; tldr; introduction; issue overview
        brief summary; outage overview; general overview; problem statement; at a glance
        summary of issues; summary of the incident; what was the problem; incident description
        problem summary; issue description; the incident; incident report; outage summary
        resumen; resume; resume executif; resumen del incidente; resumo; resumo executivo
        sumario; descricao; descripcion; que paso; zusammenfassung; uberblick
        """,
    Role.DURATION: """
        duration; outage duration; incident duration; duration of outage; duration of the outage
        duration of the interruption; duration of incident; when
        outage window; incident window; outage period; incident period; total downtime
        impact duration; total duration; downtime; time of outage; incident time; length of outage
        duration and impact; mttr mean time to resolve; mttr; time to resolve; time to recovery
        time to recover; time to resolution
        duracao do impacto; duree de l impact; duracion del impacto; duracion del incidente
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
        initial detection; first detection; issue detection; problem detected; problem detection
        incident detection; detection of the issue; issue discovered; problem discovered
        discovered; discovered at; reported; reported at; first reported; detectado; detecte
        issue detected; incident detected; time of detection; alerted; team aware; became aware
        """,
    Role.DETECTION: """
        alert; how we were alerted; how were we alerted
        detection; how was it detected; how did we find out; identified
        deteccion; detection de l incident; deteccao; erkennung
        """,
    Role.DATE: """
        date; incident date; date of incident; fecha; data; datum; date de l incident; dates
        data do incidente; fecha del incidente; data da ocorrencia; datum des vorfalls
        incident dates
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
        what could have gone better; what could be improved; what could we have done better
        takeaways; retrospective; what we learned; what did we learn; key learnings; lesson learnt
        lecciones aprendidas; lecciones; lecons apprises; lecons; lecon; licoes aprendidas; licoes
        erkenntnisse; lehren
        """,
    Role.HINDSIGHT: """
        what went well; what went wrong; what went poorly; where we got lucky; what worked
        what didn t work; what did not work; things that went well; things that went poorly
        things that went wrong; went well
        what didn t go well; what did not go well; what didn t go so well; what could go better
        what went right; went wrong; problems during recovery; difficulties; challenges
        issues encountered; problems encountered; what went badly
        que salio bien
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
        example script; example scripts; sample script; example code; code snippet; code snippets
        background; data; statistics; stats; metrics; logs; chat log; chat logs; related incidents
        acknowledgements; acknowledgments; credits; thanks; status; document history; about
        misleading paths; misleading investigation; misleading investigation debugging paths
        misleading investigations; escalation; escalation path; assumptions; investigation
        debugging; debugging steps; whys; five whys; pourquoi; cinco porques; porques; por ques
        hub information; leadup; lead up; affected packages; attack method; trigger; screenshots
        communication; communications; tags; categories; contact; existing tools; alternatives
        other ideas; rejected alternatives; ideas considered; scope; technologies; tech stack
        referencias; liens; annexes; anexos; anhang; documentation links; evidence; tools used
        """,
    Role.CONCLUSION: """
        conclusion; conclusions; in conclusion; closing; final thoughts; closing thoughts; closure
        summation; wrap up; in essence; closing remarks; final remarks; summary and conclusion
        conclusao; fazit; final words
        """,
}
