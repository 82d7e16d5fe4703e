"""Measurements: ratios against a named peer or an earlier version in the same run; never part of the suite."""
