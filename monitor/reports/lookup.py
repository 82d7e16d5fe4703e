"""What people call a stored article by: its id, or an address as it stands in their browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.identity import url_key

if TYPE_CHECKING:
    from monitor.core.model import Article
    from monitor.core.protocols import Store


def article_called(store: Store, id_or_url: str) -> Article | None:
    """The article with this id or address, else with another form of the address (``urls.canonical``)."""
    return store.article(id_or_url) or store.article(url_key(id_or_url))
