"""From a document's bytes to plain readings: encodings, dates, feeds, list pages, HTML to text."""

from monitor.core.reading.articles import EntryParts, entry_parts
from monitor.core.reading.document import read_document

__all__ = ["EntryParts", "entry_parts", "read_document"]
