"""The verbs that promises are made with, and what their forms say."""

from __future__ import annotations

import re

from tracker.extraction.phrases import spoken, words
from tracker.extraction.sentences import first_sentence

IMPERATIVES = words(
    """
    accelerate achieve acquire activate adapt add address adhere adjust adopt advise agree
    aim alert align allocate allow alter analyse analyze announce apply appoint approve
    arrange ask assess assign assist attach audit augment authenticate author automate avoid
    back backport balance ban be become begin benchmark block boost bring broaden buffer
    build bump cache calculate calibrate cancel capture carry catch centralise centralize
    change check choose clarify clean clear close cluster coach collaborate collect combine
    come communicate compare compile complete conduct configure confirm connect consider
    consolidate consult contact contain continue contribute control convert coordinate copy
    correct cover create cross-check customize decide declare decommission decouple decrease
    deduplicate defend define delegate delete deliver demand demonstrate deny deploy
    deprecate describe design detect determine develop devise diagnose diff disable disallow
    discourage discuss display distribute diversify divide do document dockerize double
    double-check draft drill drop duplicate educate elect eliminate employ empower enable
    encourage encrypt enforce engage engineer enhance enrich ensure equip escalate establish
    estimate evaluate examine exclude execute exercise expand explore expose extend extract
    facilitate factor fail familiarize file filter finalise finalize find fine-tune finish
    fix flag follow force formalise formalize formulate forbid foster fund gate gather
    generate generalise generalize get give go grant grow guard guarantee guide handle
    harden have help hide hire hold host identify implement impose improve include
    incorporate increase inform initiate inspect install institute instruct instrument
    integrate introduce invest investigate invite isolate issue join keep label land launch
    lay learn leave leverage limit link list load load-test lock log look lower maintain
    make manage map mark master match maximise maximize measure meet merge migrate minimise
    minimize mirror mitigate mock modernise modernize modify monitor move name never
    normalise normalize notify observe offer offload onboard open optimise optimize order
    organise organize outline overhaul own paginate parallelise parallelize park participate
    partition partner patch pause pay peer-review perform pin place plan port post practice
    practise prefer prepare present preserve prevent print prioritise prioritize probe
    procure produce profile prohibit promote propose protect prove provide provision prune
    publicise publicize publish pull purchase push put qualify quantify query raise ramp
    randomize rate-limit re-architect re-check re-configure re-deploy re-design re-enable
    re-evaluate re-examine re-run re-test re-train reach read reassess rebuild receive
    recheck recommend reconfigure reconsider record recruit recycle redact redeploy redesign
    redirect reduce reevaluate refactor refine reflect refresh refuse regenerate register
    regulate rehearse reinforce reject release relocate remediate remember remind remove
    rename render renew repair replace replicate report repurpose request require rerun
    research reserve reset resize resolve respond restart restore restrict restructure
    retain rethink retire retrain retry return reuse revert review revise revisit revoke
    rewrite roll rotate route run safeguard sanitise sanitize save scale scan schedule scope
    scrutinize script search secure segment segregate select send separate serialize serve
    set setup shard share shift ship show shorten shrink shut simplify simulate slow
    snapshot speak specify speed spike split spread stabilise stabilize stagger standardise
    standardize start stay stop store streamline strengthen stress-test strip structure
    study submit subscribe substitute suggest supervise supplement support suppress surface
    survey switch sync synchronise synchronize tackle tag take talk teach tell terminate
    test think throttle tighten track train transfer transform transition translate treat
    trigger trim try tune turn uncover understand undertake undo unify uninstall unit-test
    unleash unlock unpublish untangle update upgrade upload use utilise utilize validate
    vendor verify version visualise visualize wait warn watch whitelist widen wipe withdraw
    work wrap write always don't
    """
)
# what other languages order with: their infinitives
IMPERATIVES |= words(
    """
    agregar añadir implementar crear configurar revisar mejorar documentar monitorear actualizar
    establecer realizar definir automatizar reducir aumentar verificar validar probar capacitar
    migrar corregir eliminar evitar incorporar asegurar limitar
    adicionar criar melhorar monitorar atualizar estabelecer reduzir testar treinar corrigir
    remover garantir incluir ajustar registrar
    ajouter implémenter créer configurer réviser améliorer documenter surveiller mettre établir
    réaliser définir automatiser réduire augmenter vérifier valider migrer corriger supprimer
    éviter renforcer
    ergänzen hinzufügen einführen erstellen einrichten überprüfen verbessern dokumentieren
    überwachen aktualisieren automatisieren reduzieren erhöhen schulen beheben entfernen
    """
)
ADVERBS = words(
    """
    additionally furthermore moreover finally lastly first firstly second secondly third thirdly
    next
    also always automatically better carefully clearly closely completely consistently
    continuously continue correctly explicitly frequently fully further immediately more
    periodically proactively programmatically properly quickly regularly safely
    significantly strictly strongly systematically then thoroughly manually please possibly
    potentially
    """
)
IRREGULAR_PAST = words(
    """
    built put set wrote made took gave got ran sent brought chose began kept held met taught
    found sped split rewrote rebuilt reset cut shut drew grew did
    """
)
WORD = re.compile(r"[A-Za-zÀ-ÿ][\w'\u2019/-]*")
ASCII_WORD = re.compile(WORD.pattern, re.ASCII)  # of which the letters are quickly told
AGENT = r"(?:team|teams|engineers?|developers?|we|department|staff|operations|devops|sre)"
NARRATED = re.compile(
    rf"^(?:the |our |an? )?(?:[\w/&-]+ ){{0,4}}?{AGENT} (?:have |has |also |already )?([a-z-]+)\b",
    re.IGNORECASE,
)
HELPER = "(?:already |now |also |since |subsequently |promptly |successfully |fully )?"
PLANNED = "(?!scheduled|planned|proposed|identified|assigned|requested)"
PARTICIPLE = "[a-z-]+(?:ed|en|ilt|ut|t|n|wn)"
PERFECT = spoken(
    rf"""
    (?:has|have|had|is|are) {HELPER}been {HELPER}{PLANNED}{PARTICIPLE}
    (?:was|were) {HELPER}{PLANNED}[a-z-]+(?:ed|en|ilt|ut)
    we(?:['\u2019]ve| have) {HELPER}{PARTICIPLE}
    (?:we|i) (?:already |now )?(?:added|fixed|changed|implemented|created|updated|removed|moved)
    (?:we|i) (?:already |now )?(?:enabled|disabled|deployed|improved|increased|switched|put)
    (?:we|i) (?:already |now )?(?:replaced|upgraded|introduced|wrote|made)
    """
)
AHEAD = spoken(
    """
    will; going to; should; must; needs? to; plan to; plans to; planning to; to be; would; shall
    could; can
    """
)


SHORTEST = 5  # characters of a past: "used" is as often none


def first_words(text: str, count: int = 3) -> list[str]:
    """Return the first *count* words of *text* in lower case."""
    found: list[str] = []
    start, at = text[:400], 0
    pattern = ASCII_WORD if start.isascii() else WORD
    while len(found) < count and (word := pattern.search(start, at)):
        found.append(word[0].lower())
        at = word.end()
    return found


def is_imperative(text: str) -> bool:
    """Return whether *text* starts as an order does: "Add ...", "Regularly review ..."."""
    first = first_words(text, 1)
    if not first:
        return False
    if first[0] not in ADVERBS:
        return _orders(first[0]) and first_words(text, 2)[1:] != ["of"]
    words = first_words(text)
    while words and words[0] in ADVERBS and len(words) > 1:
        words = words[1:]
    if not words or words[1:2] == ["of"]:
        return False  # "Review of ..." names a thing
    return _orders(words[0])


def _orders(word: str) -> bool:
    """Return whether *word* is a verb of orders, as "re-index" and "add/remove" are."""
    return (
        word in IMPERATIVES
        or word.partition("/")[0] in IMPERATIVES
        or word.removeprefix("re-") in IMPERATIVES
    )


def is_gerund(text: str) -> bool:
    """Return whether *text* starts as "Reducing the load ..." does."""
    word = next(iter(first_words(text, 1)), "")
    if not word.endswith("ing") or len(word) <= SHORTEST:
        return False
    stem = word[:-3]
    undoubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
    return bool({stem, f"{stem}e", undoubled} & IMPERATIVES)


def is_past(word: str) -> bool:
    """Return whether *word* is the past of a verb that promises are made with."""
    word = word.lower()
    if word in IRREGULAR_PAST:
        return True
    if not word.endswith("ed") or len(word) < SHORTEST:
        return False
    stems = {word[:-2], word[:-1], word[:-3], f"{word[:-3]}y"}
    return bool(stems & IMPERATIVES)


def tells_done(text: str) -> bool:
    """Return whether *text* says in the past or perfect tense that its work is done."""
    start = first_sentence(text[:600])
    words = first_words(start, 1)
    if not words or is_imperative(start):
        return False
    if is_past(words[0]):
        return True
    ahead = AHEAD.search(start)
    limit = ahead.start() if ahead else len(start)
    told = NARRATED.match(start)
    if told and told.end() <= limit and is_past(told[1]):
        return True
    perfect = PERFECT.search(start)
    return bool(perfect and perfect.end() <= limit)
