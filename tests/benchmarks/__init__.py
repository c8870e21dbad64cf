"""Measurements; `make bench` runs them all and prints ratios, not verdicts."""
