"""What an incident and an action item are, found, kept and counted; no network, no Flask."""
