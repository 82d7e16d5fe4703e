"""Services by way of Apprise: told in plain text, tried again, and explained where the library is missing."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING

import pytest

from alerts.channels import build_channel, build_channels
from monitor.core.errors import UsageError
from monitor.core.model import Retry, Sent
from monitor.core.settings import AppriseSettings, Settings
from tests.alerts.receivers import answer, hook
from tests.alerts.samples import ENGLISH, told
from tests.build import NOW, delivery

if TYPE_CHECKING:
    from tests.alerts.receivers import Hook

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),  # one of its services
]


def settings(url: str) -> AppriseSettings:
    return AppriseSettings(id="more", url=url, language="ko")


async def attempt(receiver: Hook) -> object:
    made = build_channel(settings(f"json://127.0.0.1:{receiver.port}/secret-path"))
    try:
        return await made.send(told(), delivery(channel="more"), now=NOW)
    finally:
        await made.aclose()


async def test_a_service_takes_a_message() -> None:
    async with hook() as receiver:
        assert isinstance(await attempt(receiver), Sent)
    (request,) = receiver.accepted
    said = json.loads(request.body)
    assert "North Korean troops arrive in Vladivostok" in said["title"]
    assert f" {ENGLISH.reading.url}\n" in said["message"]
    assert "규칙: DPRK troops and arms" in said["message"]


async def test_a_failure_is_tried_again_and_shows_no_address(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        async with hook(answer(500)) as receiver:
            result = await attempt(receiver)
    assert isinstance(result, Retry)
    assert "secret-path" not in result.detail
    assert "secret-path" not in caplog.text


async def test_an_address_that_is_none_is_refused_without_showing_it() -> None:
    with pytest.raises(UsageError, match="channel more") as caught:
        build_channel(settings("nothing-of-the-kind://secret"))
    assert "secret" not in str(caught.value)


async def test_a_missing_library_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(UsageError, match=r"pip install 'tumen\[apprise\]'"):
        build_channel(settings("json://127.0.0.1/"))
    assert build_channels(Settings(checksum="d", channels=(settings("json://127.0.0.1/"),))) == {}
