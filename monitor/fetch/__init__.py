"""Fetching over HTTP from servers that are slow, broken or hostile: politely, completely, unharmed."""

from monitor.fetch.fetcher import Fetcher

__all__ = ["Fetcher"]
