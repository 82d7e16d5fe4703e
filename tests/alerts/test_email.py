"""Mail as servers see it: secured as asked, each recipient on its own, nothing smuggled in."""

from __future__ import annotations

import asyncio
import ssl
from ipaddress import ip_address
from typing import TYPE_CHECKING

import httpcore
import pytest
import trustme

from alerts.channels import email as email_channel
from alerts.channels import tls
from alerts.channels.email import EmailChannel, Server, parse_server
from monitor.core.model import Rejected, Retry, SendResult, Sent, Unreachable
from monitor.core.settings import EmailSettings
from tests.alerts.receivers import Post, post
from tests.alerts.samples import told
from tests.build import NOW, delivery

if TYPE_CHECKING:
    from monitor.core.addresses import Address

pytestmark = pytest.mark.anyio

ANN, BOB, CHO = "ann@desk.example", "bob@desk.example", "cho@desk.example"


def settings(
    server: Post, *to: str, scheme: str = "smtp", login: str = "", host: str = "127.0.0.1"
) -> EmailSettings:
    return EmailSettings(
        id="desk",
        to=to or (ANN,),
        sender="tumen@desk.example",
        smtp=f"{scheme}://{login}{host}:{server.port}",
    )


async def attempt(server: Post, *to: str, remaining: tuple[str, ...] = (), **how: str) -> SendResult:
    channel = EmailChannel(settings(server, *to, **how))  # type: ignore[arg-type]
    try:
        return await channel.send(told(), delivery(told().id, remaining=remaining), now=NOW)
    finally:
        await channel.aclose()


# --- who gets it ------------------------------------------------------------------------------------


async def test_all_recipients_get_one_message() -> None:
    async with post() as server:
        assert await attempt(server, ANN, BOB) == Sent(detail="250 taken", reached=(ANN, BOB))
    (mail,) = server.received
    assert mail.recipients == [ANN, BOB]
    assert mail.message["To"] == f"{ANN}, {BOB}"


async def test_a_refused_recipient_does_not_cost_the_others_theirs() -> None:
    async with post(rcpt={BOB: ["550 no such user"]}) as server:
        result = await attempt(server, ANN, BOB, CHO)
    assert isinstance(result, Sent)
    assert result.refused == (BOB,)
    assert result.reached == (ANN, CHO)
    assert "550 no such user" in result.detail
    assert server.received[0].recipients == [ANN, CHO]


async def test_a_greylisted_recipient_alone_is_tried_again() -> None:
    async with post(rcpt={BOB: ["451 come back later"]}) as server:
        result = await attempt(server, ANN, BOB)
        assert isinstance(result, Retry)
        assert (result.remaining, result.reached) == ((BOB,), (ANN,))
        assert isinstance(await attempt(server, ANN, BOB, remaining=result.remaining), Sent)
    assert [mail.recipients for mail in server.received] == [[ANN], [BOB]]
    assert server.offers == {ANN: 1, BOB: 2}
    first, second = (mail.message["Message-ID"] for mail in server.received)
    assert first == second


async def test_when_all_are_refused_the_delivery_is_dead() -> None:
    async with post(rcpt={ANN: ["550 no"], BOB: ["553 no"]}) as server:
        assert isinstance(await attempt(server, ANN, BOB), Rejected)
    assert server.received == []


async def test_refused_and_later_are_kept_apart() -> None:
    async with post(rcpt={ANN: ["550 no"], BOB: ["450 later"]}) as server:
        result = await attempt(server, ANN, BOB)
    assert isinstance(result, Retry)
    assert (result.remaining, result.refused) == ((BOB,), (ANN,))


async def test_a_recipient_taken_out_of_the_file_is_not_written_to() -> None:
    async with post() as server:
        assert isinstance(await attempt(server, ANN, remaining=(BOB,)), Sent)
    assert server.received == []


# --- what servers do ----------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["451 try later", "421 closing", "drop"])
async def test_a_server_that_fails_after_the_message_is_tried_again(answer: str) -> None:
    async with post(data=[answer]) as server:
        assert isinstance(await attempt(server, ANN, BOB), Retry)
        assert isinstance(await attempt(server, ANN, BOB), Sent)
    assert len(server.received) == 1


async def test_a_message_taken_by_a_server_that_then_vanishes_is_repeated_under_the_same_id() -> None:
    async with post(data=["lose"]) as server:
        assert isinstance(await attempt(server), Retry)
        assert isinstance(await attempt(server), Sent)
    first, second = server.received
    assert first.raw == second.raw


async def test_a_message_that_the_server_will_not_have_is_rejected() -> None:
    async with post(data=["554 looks like spam"]) as server:
        result = await attempt(server, ANN)
    assert isinstance(result, Rejected)
    assert "554 looks like spam" in result.detail


async def test_a_refused_sender_is_worth_the_whole_schedule() -> None:
    async with post(mail=["550 who are you"]) as server:
        assert isinstance(await attempt(server), Retry)


async def test_a_hanging_server_is_given_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email_channel, "CONNECT", 0.2)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as mute:
        port = mute.sockets[0].getsockname()[1]
        assert isinstance(await attempt(Post(port=port)), Unreachable)


async def test_nobody_listening_means_unreachable() -> None:
    async with post() as server:
        pass
    assert isinstance(await attempt(server), Unreachable)


# --- one connection for a burst -----------------------------------------------------------------------


async def burst(server: Post, messages: int) -> list[SendResult]:
    channel = EmailChannel(settings(server))
    try:
        return [await channel.send(told(), delivery(told().id), now=NOW) for _ in range(messages)]
    finally:
        await channel.aclose()


async def test_a_burst_goes_over_one_connection() -> None:
    async with post() as server:
        assert all(isinstance(result, Sent) for result in await burst(server, 3))
    assert (server.connections, len(server.received)) == (1, 3)


async def test_a_connection_is_not_used_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email_channel, "_USES", 2)
    async with post() as server:
        await burst(server, 5)
    assert (server.connections, len(server.received)) == (3, 5)


async def test_a_connection_that_the_server_has_closed_meanwhile_costs_nothing() -> None:
    async with post(data=["250 taken", "lose"]) as server:
        first, lost, third = await burst(server, 3)
    assert (isinstance(first, Sent), isinstance(lost, Retry), isinstance(third, Sent)) == (True, True, True)
    assert server.connections == 2


async def test_refusals_before_do_not_cling_to_the_next_message() -> None:
    async with post(rcpt={ANN: ["451 later"]}) as server:
        later, sent = await burst(server, 2)
    assert (isinstance(later, Retry), isinstance(sent, Sent)) == (True, True)
    assert (server.connections, server.received[0].recipients) == (1, [ANN])


async def test_a_connection_is_not_kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email_channel, "_IDLE", 0.0)
    async with post() as server:
        channel = EmailChannel(settings(server))
        for _ in range(2):
            assert isinstance(await channel.send(told(), delivery(told().id), now=NOW), Sent)
            await asyncio.sleep(0)  # the loop's next turn, when idle connections are closed
            await asyncio.sleep(0)
        await channel.aclose()
    assert server.connections == 2


# --- security ---------------------------------------------------------------------------------------


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that channels trust in this test."""
    ca = trustme.CA()
    trusting = ssl.create_default_context()
    ca.configure_trust(trusting)
    monkeypatch.setattr(tls, "context", lambda: trusting)
    # Loopback is exempt from STARTTLS; here it stands for a server far away.
    monkeypatch.setattr(email_channel, "_is_loopback", lambda _: False)
    return ca


def server_context(ca: trustme.CA, host: str = "localhost") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(host).configure_cert(context)
    return context


async def test_a_server_far_away_is_spoken_to_through_starttls(authority: trustme.CA) -> None:
    async with post(tls=server_context(authority)) as server:
        assert isinstance(await attempt(server, host="localhost"), Sent)


async def test_tls_from_the_start(authority: trustme.CA) -> None:
    async with post(tls=server_context(authority), implicit=True) as server:
        assert isinstance(await attempt(server, host="localhost", scheme="smtps"), Sent)


async def test_without_starttls_nothing_is_sent_not_even_the_password(authority: trustme.CA) -> None:
    async with post() as server:
        result = await attempt(server, host="localhost", login="ann:right@")
    assert isinstance(result, Unreachable)
    assert result.alarm
    assert "STARTTLS" in result.detail
    assert server.commands == []
    assert server.logins == []


@pytest.mark.parametrize(("scheme", "implicit"), [("smtp", False), ("smtps", True)])
async def test_a_wrong_certificate_is_never_accepted(
    authority: trustme.CA, scheme: str, implicit: bool
) -> None:
    other = server_context(authority, "elsewhere.example")
    async with post(tls=other, implicit=implicit) as server:
        result = await attempt(server, host="localhost", scheme=scheme)
    assert isinstance(result, Unreachable)
    assert result.alarm
    assert "certificate" in result.detail
    assert server.commands == []


async def test_plain_text_has_to_be_spelled_out(authority: trustme.CA) -> None:
    async with post() as server:
        assert isinstance(await attempt(server, scheme="smtp+insecure"), Sent)


class Connector:
    """Leads the one name it knows to loopback, past an address at which nobody answers."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def addresses(self, host: str, port: int) -> list[Address]:
        self.asked.append(host)
        if host != "mail.example":
            raise httpcore.ConnectError(f"no address for {host}")
        return [ip_address("::1"), ip_address("127.0.0.1")]


@pytest.mark.parametrize(("scheme", "implicit"), [("smtp", False), ("smtps", True)])
async def test_where_the_servers_name_leads_is_decided_elsewhere_and_the_certificate_is_the_names(
    authority: trustme.CA, scheme: str, implicit: bool
) -> None:
    connector = Connector()
    async with post(tls=server_context(authority, "mail.example"), implicit=implicit) as server:
        channel = EmailChannel(settings(server, host="mail.example", scheme=scheme), connector)
        assert isinstance(await channel.send(told(), delivery(told().id), now=NOW), Sent)
        await channel.aclose()
    assert connector.asked == ["mail.example"]


async def test_a_server_that_does_not_listen_is_unreachable() -> None:
    async with post() as server:
        pass
    channel = EmailChannel(settings(server, host="mail.example"), Connector())
    result = await channel.send(told(), delivery(told().id), now=NOW)
    assert result == Unreachable(detail="cannot connect: connection refused")


async def test_a_server_whose_name_leads_nowhere_is_unreachable() -> None:
    channel = EmailChannel(settings(Post(), host="desk.example"), Connector())
    result = await channel.send(told(), delivery(told().id), now=NOW)
    assert result == Unreachable(detail="cannot connect: no address for desk.example")


async def test_a_log_in(authority: trustme.CA) -> None:
    async with post(tls=server_context(authority), wants_login=True) as server:
        assert isinstance(await attempt(server, host="localhost", login="ann%40x:right@"), Sent)
    assert server.logins == [(b"ann@x", b"right")]


async def test_a_refused_log_in_is_tried_once_and_alarms(authority: trustme.CA) -> None:
    async with post(tls=server_context(authority), wants_login=True) as server:
        result = await attempt(server, host="localhost", login="ann:wr0ng@")
    assert isinstance(result, Unreachable)
    assert result.alarm
    assert "wr0ng" not in result.detail
    assert len(server.logins) == 1


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("smtp://mail.example", "starttls", 587),
        ("smtp://mail.example:25", "starttls", 25),
        ("smtp://127.0.0.1:2525", "none", 2525),
        ("smtp://[::1]:2525", "none", 2525),
        ("smtp://localhost:2525", "none", 2525),
        ("smtp://localhost.example:2525", "starttls", 2525),
        ("smtps://mail.example", "tls", 465),
        ("smtps://127.0.0.1", "tls", 465),
        ("smtp+insecure://mail.example", "none", 25),
    ],
)
def test_what_a_server_url_means(url: str, security: str, port: int) -> None:
    server = parse_server(url)
    assert (server.security, server.port) == (security, port)


def test_a_password_may_hold_anything() -> None:
    assert parse_server("smtps://a%40b:p%2Fw%3A@m.example") == Server(
        host="m.example", port=465, security="tls", user="a@b", password="p/w:"
    )
