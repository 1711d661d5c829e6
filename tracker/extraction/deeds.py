"""Words that name one deed or one thing, and words that any promise may use."""

from __future__ import annotations

from tracker.extraction.fingerprints import stem
from tracker.extraction.phrases import words

# what a promise delivers, and the words for it
DEEDS = {
    "monitor": """
        monitor monitoring monitors alert alerts alerting alarm alarms warning warnings watch
        notification notifications notify observability metrics dashboard
        vigilant track tracking
        """,
    "log": "log logs logging",
    "review": """
        review reviews audit audits auditing inspect inspection assess assessment evaluate
        revisit examine
        """,
    "test": "test tests testing tested load-testing simulate",
    "train": """
        train training trainings workshop workshops educate education teach session sessions
        awareness
        """,
    "document": """
        document documentation documenting runbook runbooks checklist checklists playbook guide
        guides guidelines wiki
        """,
    "scale": "scale scaling autoscaling autoscale",
    "validate": """
        validate validation validating validations verify verification check checks checking
        linter lint
        """,
    "patch": "patch patches patching upgrade upgrades",
    "back up": "backup backups restore recovery",
    "redundancy": "redundancy redundant failover standby replica replicas replication",
    "plan": "plan plans response procedure procedures protocol protocols",
    "limit": "limit limits throttle rate-limit throttling quota",
    "optimize": "optimize optimise optimization tune tuning",
    "permission": "permission permissions access read-only privileges",
    "automate": """
        automate automated automation automatic automatically script scripts pipeline ci cd
        deployment deploy deployments
        """,
}
# words that stand for one thing
THINGS = """
    remove delete drop retire decommission
    limit cap restrict throttle
    move migrate transfer relocate
    write describe record
    raise increase extend expand grow
    fix repair correct resolve
    list inventory catalogue enumerate
    refuse reject deny forbid disallow block
    physical data centre center zone region location separate different
    crash exhaustion failure outage
    config configuration configure setting settings misconfiguration env environment variable
    server servers host hosts machine node
    database db mysql postgres
    traffic request requests load
    team engineers staff personnel engineer
    typo misspell misname duplicate
"""
# verbs and adjectives that any promise may start with; they tell two promises apart but little
GENERIC = frozenset(
    stem(word)
    for word in words(
        """
        implement improve enhance establish conduct develop ensure create add update set
        provide regular regularly comprehensive automated automatic better additional
        new system systems process processes mechanism mechanisms tool tools strategy
        issue issues potential future similar specific more proper robust strict
        stricter strong stronger thorough strengthen incident event problem service
        services web application team teams introduce include deploy increase make adopt
        perform schedule appropriate program session sessions current critical plan
        plans use put define build run proactive effective clear practice practices
        """
    )
)
# verbs that only say that a thing gets better
BETTERING = frozenset(
    stem(word) for word in words("refine optimize optimise patch revise adjust tune upgrade")
)
DEED_WORDS = {stem(word): deed for deed, row in DEEDS.items() for word in row.split()}
SAME = {stem(word): row.split()[0] for row in THINGS.splitlines() if row for word in row.split()}
