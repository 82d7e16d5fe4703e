"""Which network addresses are public: what feeds say is followed nowhere else.

Pure. Python 3.11's ``is_private`` overlooks mapped and translated addresses; the tables here are IANA's
special-purpose registries (RFC 6890 and its updates), and what embeds an IPv4 address is judged by it.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_SPECIAL_V4_RANGES = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24"
    " 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
)
_SPECIAL_V4 = tuple(map(ipaddress.IPv4Network, _SPECIAL_V4_RANGES.split()))
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """True for an address on the public Internet, also inside a mapped or translated one."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _SPECIAL_V4)
    inner = address.ipv4_mapped or (
        ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address.sixtofour
    )
    if inner:
        return is_public(inner)
    return address in _GLOBAL_V6 and not any(address in network for network in _SPECIAL_V6)


def meant(answers: Iterable[Address]) -> list[Address]:
    """The addresses of a name that the operator wrote: the public ones where there are any, for then the
    others are no doing of the operator's; else all.
    """
    found = list(answers)
    return [address for address in found if is_public(address)] or found
