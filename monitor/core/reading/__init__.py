"""From a document's bytes to plain readings: encodings, dates, feeds, list pages, HTML to text."""

from monitor.core.reading.articles import EntryParts, entry_parts
from monitor.core.reading.document import MAX_ITEMS, feeds_named_in, read_document

__all__ = ["MAX_ITEMS", "EntryParts", "entry_parts", "feeds_named_in", "read_document"]
