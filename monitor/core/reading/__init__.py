"""From a document's bytes to plain readings: encodings, dates, feeds, list pages, HTML to text."""

from monitor.core.reading.articles import EntryParts, entry_parts, page_parts, primary_language
from monitor.core.reading.document import feeds_named_in, read_document
from monitor.core.reading.pages import read_page
from monitor.core.reading.sitemap import newest_sitemap

__all__ = [
    "EntryParts",
    "entry_parts",
    "feeds_named_in",
    "newest_sitemap",
    "page_parts",
    "primary_language",
    "read_document",
    "read_page",
]
