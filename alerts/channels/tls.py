"""Whom channels trust: the system's authorities and the usual public ones; verification is never off."""

from __future__ import annotations

import ssl
from functools import cache


@cache
def context() -> ssl.SSLContext:
    """A client's context. ``SSL_CERT_FILE`` adds an authority, as everywhere with OpenSSL."""
    import certifi

    made = ssl.create_default_context()
    made.load_verify_locations(certifi.where())  # a slim container has none of its own
    return made


def no_authorities() -> ssl.SSLContext:
    """A context that trusts nobody, for a client that speaks plain HTTP: loading authorities takes 50 ms."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def is_tls_failure(error: BaseException) -> bool:
    """Did the error, or one that caused it, come from TLS itself rather than from the network?"""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
