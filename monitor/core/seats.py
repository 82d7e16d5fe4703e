"""By what reports call a state in its stead: «Moscow says», «the Kremlin says», «Russia says».

The ids are the lexicon's. Services and parties are left out: they act for themselves too.
"""

from __future__ import annotations

CAPITALS = {
    "russia": ("moscow", "kremlin"),
    "north-korea": ("pyongyang",),
    "south-korea": ("seoul", "blue-house"),
}
"""Of each state its capital and the house of its head: one writer has them where another has the state."""

MINISTRIES = {
    "russia": ("smolenskaya", "russian-government", "russian-mfa", "russian-mod"),
    "north-korea": ("state-affairs-commission", "dprk-cabinet", "dprk-mfa"),
    "south-korea": ("rok-government", "rok-mfa", "rok-mnd", "rok-unification"),
}
"""Governments and ministries, by which a state speaks and acts."""
