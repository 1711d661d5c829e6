"""Jira: its client, its two editions, and how items are said there."""
