"""What is counted, and how: pure functions of the change log, a moment and a zone."""
