"""How much every engine looks at or keeps where there could be no end to it."""

from __future__ import annotations

FETCHES = 1000
"""Checks remembered of a feed; older ones are forgotten as new ones come."""

BAND_USES = 200
"""Articles looked at for each band of ``Unit.find_by_bands``, oldest first: a text sent ten thousand times
must not cost ten thousand comparisons each time.
"""

TERMS = 16
"""Terms of an article that ``Unit.find_by_terms`` looks neighbours up by, the rarest: what many articles
share hardly changes who is nearest, and is the dearest to look up.
"""

TERM_USES = 150
"""Articles looked at for each term of ``Unit.find_by_terms``, newest first.

A term that more articles share says little about any of them, and looking at all of them would cost
more with every article filed.
"""
