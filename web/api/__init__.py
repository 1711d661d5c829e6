"""The JSON API, version 1: everything that a page can do, for programs."""
