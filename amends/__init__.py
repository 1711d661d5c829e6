"""The front door: the command line, the demo, the local sandbox trackers."""
