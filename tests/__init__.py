"""Tests mirror the house; ``tests/bench`` measures and is never timed by the suite."""
