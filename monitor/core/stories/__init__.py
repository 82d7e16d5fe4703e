"""Stories: which articles, of any source and in any language, tell of one event.

An article joins the story to which its links are strongest, or founds one. A link is a sum of visible
parts (``links``): shared entities, concepts, numbers, names and words, each weighed by its rarity in the
stream, and the distance in time. Copies and filings of one chain share their story in any case.
``placing`` decides between stories; ``docs/stories.md`` tells how it was made and measured.

After Steinberger, Pouliquen and Ignat, "Navigating multilingual news collections using automatically
extracted information" (2005): names, places and terms link news across languages without translation.
"""

from monitor.core.stories.links import telling
from monitor.core.stories.placing import NEIGHBOURS, WINDOW, place

__all__ = ["NEIGHBOURS", "WINDOW", "place", "telling"]
