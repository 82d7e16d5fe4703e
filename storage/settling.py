"""What the result of an attempt makes of its delivery; the same for every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.model import DeliveryState, Rejected, Retry, Sent

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.model import Delivery


def settled_state(result: Sent | Retry | Rejected, due: datetime | None) -> DeliveryState:
    """Sent, pending (to be tried again at ``due``) or dead."""
    if isinstance(result, Sent):
        return DeliveryState.SENT
    if isinstance(result, Retry) and due is not None:
        return DeliveryState.PENDING
    return DeliveryState.DEAD


def still_to_reach(delivery: Delivery, result: Sent | Retry | Rejected) -> tuple[str, ...]:
    """Recipients still to be reached.

    A retry that names none has reached none: whoever was reached by an earlier attempt stays reached.
    """
    match result:
        case Sent():
            return ()
        case Retry(remaining=remaining) if remaining:
            return remaining
    return delivery.remaining


def reached_by(result: Sent | Retry | Rejected) -> tuple[str, ...]:
    """Who took it in this attempt, as far as they were named."""
    return () if isinstance(result, Rejected) else result.reached
