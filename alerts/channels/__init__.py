"""Ways to a receiver, one module each, and the one place that knows which setting makes which."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from monitor.core.errors import UsageError
from monitor.core.settings import AppriseSettings, WebhookSettings

if TYPE_CHECKING:
    from alerts.channels.transport import Connector
    from monitor.core.protocols import Channel
    from monitor.core.settings import ChannelSettings, Settings

log = logging.getLogger(__name__)


def build_channel(settings: ChannelSettings, connector: Connector | None = None) -> Channel:
    """The channel that the settings describe; ``connector`` says where names lead. Apprise asks nobody.

    Raises ``UsageError`` if it cannot be made: an environment variable is missing (by name), a
    secret is malformed, or the extra that it needs is not installed.
    """
    if settings.missing:
        raise UsageError(f"channel {settings.id} needs {', '.join(settings.missing)} in the environment")
    if isinstance(settings, WebhookSettings):
        from alerts.channels.webhook import WebhookChannel

        return WebhookChannel(settings, connector)
    if isinstance(settings, AppriseSettings):
        from alerts.channels.apprise import AppriseChannel

        return AppriseChannel(settings)
    from alerts.channels.email import EmailChannel

    return EmailChannel(settings, connector)


def build_channels(settings: Settings, connector: Connector | None = None) -> dict[str, Channel]:
    """All channels that are switched on and can be made, by id; the log says which cannot, and why.

    What is addressed to one that cannot waits in the outbox.
    """
    channels: dict[str, Channel] = {}
    for channel in settings.channels:
        if channel.enabled:
            try:
                channels[channel.id] = build_channel(channel, connector)
            except UsageError as error:
                log.error("a channel is left out: %s", error)
    return channels
