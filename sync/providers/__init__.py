"""The trackers' own languages, one folder each; they know the port and nothing else."""
