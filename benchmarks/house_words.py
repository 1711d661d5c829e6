"""The words of the large house: its parts, faults, promises and people."""

from __future__ import annotations

from itertools import product

PARTS = [
    "checkout", "search", "billing", "login", "mail", "cache", "queue", "ledger", "gateway",
    "index", "router", "vault",
]  # fmt: skip
FAULTS = [
    "ran out of disk", "lost its quorum", "fell behind", "served stale data", "refused logins",
]  # fmt: skip
DEEDS = [
    "Alert on", "Rehearse", "Document", "Automate", "Load-test", "Remove", "Limit", "Verify",
    "Shard", "Retire",
]  # fmt: skip
THINGS = [
    "replica lag", "the failover of Postgres", "certificate expiry", "the restore of backups",
    "queue length", "connection pools", "disk usage", "the rollout of settings",
    "retries without a pause", "DNS changes",
]  # fmt: skip
COMMON = [
    "the", "of", "and", "to", "we", "was", "that", "service", "traffic", "error", "latency",
    "deploy", "rollback", "cluster", "node", "customer", "minutes", "requests", "database",
    "primary", "replica", "operator", "alert", "graph", "config", "release", "pipeline",
    "storage",
]  # fmt: skip
SOUNDS = [
    "ba", "co", "di", "fu", "ga", "hel", "in", "jo", "ka", "lo", "mi", "nor", "op", "pra",
    "qui", "ra", "sta", "ti", "un", "vo", "wer", "xy", "zen", "tion",
]  # fmt: skip
RARE = ["".join(sounds) for sounds in product(SOUNDS, SOUNDS, SOUNDS)]
PEOPLE = tuple(f"@{name}{n}" for name in ("alice", "bob", "carol", "dan") for n in range(10))
TEAMS = ("@dba-team", "@platform", "@payments", "@sre")
