"""What a feed's content or a redirect may not reach, in whatever spelling; what an operator may."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import trustme

from monitor.core.addresses import is_public
from monitor.core.fetching import Failed, Fetched, Outcome, Reply
from monitor.core.settings import FeedSettings, FetchSettings, Settings
from monitor.fetch import Fetcher, addresses
from monitor.fetch.addresses import Configured, Permissions
from monitor.fetch.transport import tls_context
from tests.servers import Answer, WebServer
from tests.shell.test_fetch import DOCUMENT, Fixed, feed, moved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9
224.0.0.1 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a00:1
64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 3fff::1 5f00::1 fc00::1 fd12::1 fe80::1
fec0::1 ff02::1
"""
PUBLIC = """
1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1 172.15.0.1 172.32.0.1 192.0.1.1
192.169.0.1 198.17.0.1 198.20.0.1 223.255.255.255
2606:4700::1111 2a02:6b8::1 2400:cb00::1 ::ffff:8.8.8.8 64:ff9b::808:808
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_an_address_of_a_special_network_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC.split())
def test_an_address_on_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def permitted(
    host: str, answers: str, *, configured: tuple[str, ...] = (), allow: tuple[str, ...] = ()
) -> str:
    permissions = Permissions([(name, 80) for name in configured], allow)
    found = permissions.permitted(host, 80, [ipaddress.ip_address(each) for each in answers.split()])
    return " ".join(map(str, found))


def test_a_discovered_name_is_reached_at_its_public_addresses_only() -> None:
    assert permitted("a.example", "8.8.8.8 10.0.0.1 2a02:6b8::1") == "8.8.8.8 2a02:6b8::1"
    assert permitted("a.example", "10.0.0.1 ::ffff:127.0.0.1") == ""


def test_a_configured_name_keeps_its_private_addresses_only_if_it_has_no_others() -> None:
    assert permitted("a.example", "10.0.0.1 10.0.0.2", configured=("a.example",)) == "10.0.0.1 10.0.0.2"
    assert permitted("a.example", "10.0.0.1 8.8.8.8", configured=("a.example",)) == "8.8.8.8"


def test_a_configured_origin_is_a_host_and_a_port() -> None:
    permissions = Permissions([("a.example", 80)], ())
    assert not permissions.permitted("a.example", 8080, [ipaddress.ip_address("10.0.0.1")])


@pytest.mark.parametrize(
    "entry", ["a.example", "A.Example", "a.example:80", "10.0.0.1", "10.0.0.0/8", "10.9.9.9/8"]
)
def test_an_operator_can_permit_a_name_an_address_or_a_network(entry: str) -> None:
    assert permitted("a.example", "10.0.0.1", allow=(entry,)) == "10.0.0.1"
    assert permitted("a.example", "192.168.0.1 8.8.8.8", allow=("10.0.0.0/8",)) == "8.8.8.8"


def test_a_mapped_address_is_in_the_network_of_what_it_maps() -> None:
    assert permitted("a.example", "::ffff:10.0.0.1", allow=("10.0.0.0/8",))


# --- real connections -----------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def canary() -> Iterator[WebServer]:
    """Inside the network; nobody may come here."""
    with WebServer() as server:
        server.answer("/", DOCUMENT)
        yield server


def run(fetcher: Fetcher, wanted: FeedSettings, page: str = "") -> Reply:
    async def once() -> Reply:
        return await (fetcher.fetch_page(page, wanted) if page else fetcher.fetch(wanted))

    return asyncio.run(once())


def fetcher(*feeds: FeedSettings, allow: tuple[str, ...] = ()) -> Fetcher:
    return Fetcher(
        Settings(checksum="", feeds=feeds, fetch=FetchSettings(allow_private=allow)), clock=Fixed()
    )


SPELLINGS = (
    "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "0", "[::1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "someone:else@127.0.0.1", "LOCALHOST.",
)  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_redirect_reaches_the_inside(server: WebServer, canary: WebServer, spelling: str) -> None:
    server.answer("/feed", moved(f"http://{spelling}:{canary.port}/"))
    wanted = feed(server.url("/feed"))
    reply = run(fetcher(wanted), wanted)
    assert isinstance(reply, Failed)
    assert reply.outcome in (Outcome.REFUSED_ADDRESS, Outcome.UNREACHABLE, Outcome.BAD_ANSWER)
    assert not canary.seen


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://127.0.0.1:1/_x", "ftp://127.0.0.1/", "http://[::1"]
)
def test_a_redirect_leads_to_the_web_or_nowhere(server: WebServer, target: str) -> None:
    server.answer("/feed", moved(target))
    wanted = feed(server.url("/feed"))
    reply = run(fetcher(wanted), wanted)
    assert isinstance(reply, Failed)
    assert reply.outcome is Outcome.REFUSED_ADDRESS


def test_no_link_of_a_document_reaches_the_inside(server: WebServer, canary: WebServer) -> None:
    wanted = feed(server.url("/feed"))
    reply = run(fetcher(wanted), wanted, canary.url("/"))
    assert isinstance(reply, Failed)
    assert reply.outcome is Outcome.REFUSED_ADDRESS
    assert not canary.seen


def test_a_redirect_may_reach_what_is_configured_or_permitted(server: WebServer, canary: WebServer) -> None:
    server.answer("/feed", moved(canary.url("/")))
    wanted = feed(server.url("/feed"))
    assert isinstance(run(fetcher(wanted, feed(canary.url("/other"))), wanted), Fetched)
    assert isinstance(run(fetcher(wanted, allow=(f"127.0.0.1:{canary.port}",)), wanted), Fetched)


def test_a_feed_that_is_only_tried_out_is_the_operators_too(server: WebServer) -> None:
    wanted = feed(server.answer("/feed", DOCUMENT))
    assert isinstance(run(fetcher(), wanted), Fetched)


def test_the_connection_goes_to_the_address_that_was_checked(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["8.8.8.8"]

    monkeypatch.setattr(addresses, "_look_up", rebinding)
    server.answer("/feed", DOCUMENT)
    wanted = feed(server.url("/feed", host="rebinding.example"))
    assert isinstance(run(fetcher(wanted), wanted), Fetched)
    assert asked == ["rebinding.example"]


def test_a_mixed_answer_is_not_followed_inside(
    server: WebServer, canary: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def mixed(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "127.0.0.1" else ["127.0.0.1", "::ffff:127.0.0.1"]

    monkeypatch.setattr(addresses, "_look_up", mixed)
    server.answer("/feed", moved(f"http://mixed.example:{canary.port}/"))
    wanted = feed(server.url("/feed"))
    reply = run(fetcher(wanted), wanted)
    assert isinstance(reply, Failed)
    assert reply.outcome is Outcome.REFUSED_ADDRESS
    assert not canary.seen


def test_a_dead_address_does_not_hide_a_live_one(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    async def two(host: str, port: int) -> list[str]:
        return ["127.0.0.77", "127.0.0.1"]  # nobody listens on the first

    monkeypatch.setattr(addresses, "_look_up", two)
    server.answer("/feed", DOCUMENT)
    wanted = feed(server.url("/feed", host="two.example"))
    assert isinstance(run(fetcher(wanted), wanted), Fetched)


def test_a_configured_name_leads_inside_only_if_it_leads_nowhere_else() -> None:
    inside, outside = (ipaddress.ip_address(address) for address in ("10.0.0.5", "93.184.216.34"))
    for permissions in (Configured(), Permissions([("desk.example", 443)], ())):
        assert permissions.permitted("desk.example", 443, [inside, outside]) == [outside]
        assert permissions.permitted("desk.example", 443, [inside]) == [inside]


# --- TLS ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[WebServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with WebServer(context=context) as server:
        server.answer("/feed", Answer(DOCUMENT))
        yield server


def test_a_certificate_is_verified(secure: WebServer) -> None:
    wanted = feed(secure.url("/feed", host="localhost"))
    reply = run(fetcher(wanted), wanted)
    assert isinstance(reply, Failed)
    assert reply.outcome is Outcome.TLS
    assert "certificate" in reply.detail


@pytest.fixture
def _authority_believed(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The operator names it as one of their own."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    tls_context.cache_clear()
    yield
    tls_context.cache_clear()


@pytest.mark.usefixtures("_authority_believed")
def test_an_operators_own_authority_is_taken(secure: WebServer) -> None:
    wanted = feed(secure.url("/feed", host="localhost"))
    assert isinstance(run(fetcher(wanted), wanted), Fetched)
    elsewhere = feed(secure.url("/feed", host="127.0.0.1"))
    reply = run(fetcher(elsewhere), elsewhere)
    assert isinstance(reply, Failed)
    assert reply.outcome is Outcome.TLS


SHORT_KEY = """\
-----BEGIN DH PARAMETERS-----
MIGHAoGBALYZELt/GV2L5rhDnDhtg8/tFNhBmCAaU4HeHPBzk6M1P5abDUN2y5eQ
Ly9I4YQeoB9rtGp/7/gp9vJDSfwn2JGT0YIrZK9JtCQjMl5EoYEH5dsrpfXxBdPG
+4dOElQjaKfLcy6BM90yqMQUgljy/Titpl0EREOl6gQtssyfzOMPAgEC
-----END DH PARAMETERS-----
"""


@pytest.mark.usefixtures("_authority_believed")
def test_outdated_tls_is_taken_only_where_a_feed_says_so_and_the_operator_is_told_how(
    authority: trustme.CA, tmp_path: Path
) -> None:
    (tmp_path / "dh.pem").write_text(SHORT_KEY)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", key_type=trustme.KeyType.RSA).configure_cert(context)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DHE+AES:@SECLEVEL=0")
    context.load_dh_params(str(tmp_path / "dh.pem"))
    with WebServer(context=context) as old:
        old.answer("/feed", DOCUMENT)
        wanted = feed(old.url("/feed", host="localhost"))
        reply = run(fetcher(wanted), wanted)
        assert isinstance(reply, Failed)
        assert reply.outcome is Outcome.TLS
        assert "legacy_tls: true" in reply.detail
        permitted = replace(wanted, legacy_tls=True)
        assert isinstance(run(fetcher(permitted), permitted), Fetched)


def test_old_renegotiation_is_allowed_only_where_it_is_asked_for() -> None:
    legacy_server_connect = 0x4
    assert not tls_context(legacy=False).options & legacy_server_connect
    assert tls_context(legacy=True).options & legacy_server_connect
    assert tls_context(legacy=True).verify_mode is ssl.CERT_REQUIRED
