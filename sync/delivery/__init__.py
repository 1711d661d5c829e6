"""Sends the weekly report and reminders, each exactly once; the only network besides trackers."""
