from tracker.extraction import as_json, extract


def test_the_json_says_what_was_found() -> None:
    """Scripts outside rely on them."""
    found = as_json(
        "a.md",
        extract(
            "# Outage of the shop\n\n## Timeline\n\n- 14:05 It broke\n- 14:30 Fixed\n\n"
            "## Action items\n\n- **Alerts:** Add an alert. Owner: Bob, due: 2026-05-05\n"
        ),
    )

    assert found["timeline"] == [
        {"at": "14:05", "text": "It broke", "line": 5},
        {"at": "14:30", "text": "Fixed", "line": 6},
    ]
    assert found["items"] == [
        {
            "title": "Alerts: Add an alert.",
            "kind": "detect",
            "owner": "Bob",
            "due": "2026-05-05",
            "priority": None,
            "done": None,
            "refs": [],
            "sources": [
                {
                    "section": "task",
                    "heading": "Alerts",
                    "text": "Add an alert.",
                    "first_line": 10,
                    "last_line": 10,
                }
            ],
        }
    ]


def test_the_json_has_every_promised_key_even_for_nothing() -> None:
    """Absent facts are null."""
    found = as_json("a.md", extract(""))

    assert " ".join(found) == (
        "path postmortem ambiguous title started_at ended_at detected_at duration_minutes timezone"
        " severity services impact root_cause resolution timeline items"
    )
