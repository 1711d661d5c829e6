"""Keeps action items and issues alike; runs the schedule."""
