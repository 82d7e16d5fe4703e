"""From a document's bytes to plain readings: encodings, dates, feeds, list pages, HTML to text."""
