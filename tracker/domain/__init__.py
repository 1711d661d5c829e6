"""Pure values and rules: the standard library only, everything frozen."""
