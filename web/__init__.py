"""The dashboard: parse, act, answer."""
