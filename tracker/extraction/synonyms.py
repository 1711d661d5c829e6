"""Words that say the same when a promise is reworded, as tables."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.extraction.fingerprints import stem
from tracker.extraction.phrases import words
from tracker.extraction.slips import is_slip

# the words of one row say the same, and its first word names it; an indented line goes on
DEED_ROWS = """
    add create introduce implement install establish build develop provide configure make put set
        enable define produce setup have get give anadir agregar crear ajouter creer mettre
        adicionar criar hinzufugen erstellen einrichten einfuhren
    improve enhance better strengthen optimise optimize refine tune harden revise
        mejorar ameliorer melhorar verbessern
    update adapt adjust modify change refresh actualizar atualizar mettre aktualisieren anpassen
    remove delete drop retire decommission disable uninstall eliminate deprecate
        eliminar supprimer retirer remover entfernen loschen
    limit cap restrict throttle quota limitar limiter begrenzen
    move migrate transfer relocate migrar migrer migrieren
    check verify confirm inspect comprobar verificar verifier prufen uberprufen
    document describe record write runbook playbook checklist guide procedure instruction
        documentar documenter dokumentieren
    alert alarm page notify notification warn monitor watch observe detect observability
        monitorear monitorizar vigilar surveiller uberwachen alerta alerte
    raise increase extend expand grow enlarge double aumentar augmenter erhohen
    lower reduce decrease shorten shrink cut reducir reduire reduzir verringern
    fix repair correct resolve patch corregir corriger corrigir reparar beheben
    scale autoscale autoscaler
    test exercise rehearse rehearsal drill simulate prove practise gameday
        probar tester testar testen
    train training teach coach educate workshop onboard capacitar former treinar schulen
    require enforce demand insist exigir exiger
    list inventory catalogue catalog enumerate
    review audit revisit reexamine revisar examiner auditar
    rotate renew renewal renovar renouveler
    automate automatic automatically script automatizar automatiser automatisieren
    replace swap substitute exchange reemplazar remplacer substituir ersetzen
    validate sanitize sanitise validar valider
    block reject refuse deny forbid prevent stop avoid
    report publish announce
    show display present visualise visualize dashboard panel board graph
    deploy deployment rollout release
    investigate research explore analyse analyze study examine understand
    ask request
    split separate isolate segregate partition
    speed accelerate quicken faster
"""
THING_ROWS = """
    database db
    store storage
    exceed exceeds beyond above
    kubernetes k8s
    configuration config configs conf
    production prod
    repository repo
    certificate cert certs
    authentication auth authn
    environment env
    space capacity room
    latency slowness
    lag delay
    usage utilisation utilization consumption
    expiry expiration expire
    rollback revert
    vendor supplier
    teammate colleague
    quarter quarterly
    month monthly
    week weekly
    day daily
    night nightly
    year yearly annual annually
    oncall responder
    developer engineer
    load stress
    memory ram
    deadline timeout
    postmortem retrospective
    failover switchover
"""
# what any promise may be made of; it tells two promises apart but little
GENERIC = """
    add improve update ensure new better regular regularly comprehensive additional proper properly
    system process mechanism tool strategy issue problem potential future similar specific robust
    strict strong thorough incident event service application team program current clear effective
    engineer developer oncall call person people staff everybody
    more less first also need must plan work task action item measure todo please use using used
    run perform conduct carry schedule start begin try keep allow let able possible needed
    necessary soon good hold held shared own our time one when whenever case way
    el la los las un una de del para por le les des du pour une ein eine der die das fur dem den
    fu o os da do uma em
"""
OPPOSITES = ("add remove", "raise lower", "add block", "start block", "scale lower")
LONG_ENOUGH = 6  # letters of a word whose slips are known
IRREGULAR = """
    build built; write wrote written; run ran; make made; find found; teach taught; send sent
    keep kept; show shown; give gave given; take took taken; set setting sets; put putting
    begin began begun
    choose chose chosen; hold held; bring brought; rewrite rewrote rewritten; rebuild rebuilt
    know knew known; fall fell fallen; lose lost; break broke broken; shut shutting; get got gotten
    mean meant; lead led; spend spent; leave left; speak spoke spoken; freeze froze frozen
"""
JOINED = re.compile(
    r"\b(fail|roll|back|time|shut|scale|clean|stand|hand|on|post|start|health|run|set)"
    r"(?:s|ed|t?ing)?[ -](over|back|up|out|down|by|off|call|mortem|check|book)(s|ed|ing)?\b",
    re.IGNORECASE,
)


def _named(table: str) -> dict[str, str]:
    named: dict[str, str] = {}
    for row in re.sub(r"\n {8,}", " ", table).splitlines():
        stems = [stem(word) for word in row.split()]
        for word in stems:
            named.setdefault(word, stems[0])
    return named


def _forms(table: str) -> dict[str, str]:
    rows = [row.split() for row in re.split(r"[;\n]", table)]
    return {stem(form): stem(row[0]) for row in rows if row for form in row[1:]}


_DEEDS = _named(DEED_ROWS)
_SAME = _named(THING_ROWS) | _DEEDS
_FORMS = _forms(IRREGULAR)
PLAIN = frozenset(_SAME.get(stem(word), stem(word)) for word in words(GENERIC))
DEEDS = frozenset(_DEEDS.values()) - PLAIN
OPPOSED = frozenset(
    frozenset(_SAME.get(stem(word), stem(word)) for word in pair.split()) for pair in OPPOSITES
)


_WRITTEN = {word: _SAME[stem(word)] for word in words(DEED_ROWS) if len(word) >= LONG_ENOUGH}


@lru_cache(maxsize=4096)
def concept(word: str) -> str:
    """Return what the stem *word* says, whichever of its synonyms it is, or a slip of one."""
    word = _FORMS.get(word, word)
    if word in _SAME or len(word) < LONG_ENOUGH:
        return _SAME.get(word, word)
    meant = (one for one in _WRITTEN if is_slip(word, one) and not word.startswith(one))
    return _WRITTEN.get(next(meant, ""), word)
