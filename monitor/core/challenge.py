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

_SIGNS = (
    (re.compile(rb"servicepipe"), "servicepipe"),
    (re.compile(rb"stormwall|/\.well-known/sw-challenge|sw-captcha"), "StormWall"),
    (re.compile(rb"ddos-guard"), "DDoS-Guard"),
    (
        re.compile(
            rb"cf-chl|challenge-platform|cdn-cgi/challenge|<title>just a moment"
            rb"|attention required! \| cloudflare"
        ),
        "Cloudflare",
    ),
    (re.compile(rb"__qrator|qrator\.net|qauth_utils"), "QRATOR"),
    (re.compile(rb"_incapsula_resource|incapsula incident"), "Incapsula"),
    (re.compile(rb"awswaf|aws-waf-token"), "AWS WAF"),
    (re.compile(rb"smartcaptcha|showcaptcha|g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile"), "a captcha"),
)
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
    if not re.search(rb"<(?:!doctype\s+html|html|head|script|body|title|meta)[\s>]", start):
        return None
    scripted = b"<script" in start
    for sign, name in _SIGNS:
        if sign.search(start) and (scripted or name != "a captcha") and _is_bare(body, start):
            return name
    if scripted and len(body) < _SHORT and _SCRIPTED.search(start) and not _TEXT.search(start):
        return "a JavaScript check"
    return None


def _is_bare(body: bytes, start: bytes) -> bool:
    """True if there is hardly anything on the page: a newspaper's front page may load a captcha too."""
    return len(body) < 4 * _SHORT or len(_TEXT.findall(start)) < 3
