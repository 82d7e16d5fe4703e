"""Pages that a bot wall answers with in the place of what was asked for.

They come with status 403, 503 or, worse, 200, and look like an empty feed to whoever does not look.
The signs are those of the walls that news sources stand behind: servicepipe and StormWall (tass.ru),
DDoS-Guard (rt.com), Cloudflare, QRATOR, Incapsula, and home-made JavaScript redirects.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOKED_AT = 16_000
"""Bytes of the answer that are looked at; a challenge page is short."""

_SIGNS: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("servicepipe", (b"servicepipe",)),
    ("StormWall", (b"stormwall", b"/.well-known/sw-challenge", b"sw-captcha")),
    ("DDoS-Guard", (b"ddos-guard",)),
    (
        "Cloudflare",
        (
            *(b"cf-chl", b"challenge-platform", b"cdn-cgi/challenge", b"<title>just a moment"),
            b"attention required! | cloudflare",
        ),
    ),
    ("QRATOR", (b"__qrator", b"qrator.net", b"qauth_utils")),
    ("Incapsula", (b"_incapsula_resource", b"incapsula incident")),
    ("AWS WAF", (b"awswaf", b"aws-waf-token")),
    (
        "a captcha",
        (b"smartcaptcha", b"showcaptcha", b"g-recaptcha", b"h-captcha", b"hcaptcha.com", b"cf-turnstile"),
    ),
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|script|body|title|meta)[\s>]")
_SCRIPTED = re.compile(
    rb"document\.cookie\s{0,5}=|location\.reload\(|(?:window\.|document\.)?location(?:\.href|\.replace)?\s{0,5}[=(]|"
    rb"enable javascript|please wait|checking your browser"
)
_TEXT = re.compile(rb"<(?:p|article|main|li|h[1-3])[\s>]")
_SHORT = 6_000


def challenge_of(body: bytes, headers: Mapping[str, str] | None = None) -> str | None:
    """The name of the bot wall that answered, or None. ``headers`` are looked up in lower case."""
    headers = headers or {}
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return "Cloudflare"
    start = body[:LOOKED_AT].lower()
    if not _PAGE.search(start):
        return None
    scripted = b"<script" in start
    for name, signs in _SIGNS:
        if (
            any(sign in start for sign in signs)
            and (scripted or name != "a captcha")
            and _is_bare(body, start)
        ):
            return name
    if scripted and len(body) < _SHORT and _SCRIPTED.search(start) and not _TEXT.search(start):
        return "a JavaScript check"
    return None


def _is_bare(body: bytes, start: bytes) -> bool:
    """True if there is hardly anything on the page: a newspaper's front page may load a captcha too."""
    return len(body) < 4 * _SHORT or len(_TEXT.findall(start)) < 3
