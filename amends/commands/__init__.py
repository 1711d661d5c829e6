"""The commands, one file each group."""
