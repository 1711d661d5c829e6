"""GitHub: its client, and how items are said there."""
