"""How one comes in, and what whoever stays out is told."""

from __future__ import annotations

import asyncio
import re
from html import unescape

import aiohttp
import pytest
from yarl import URL

from sandbox import Sandbox
from sandbox.page import Page
from sandbox.page.guard import TOKEN_HEADER
from sandbox.page.words import WORDS
from tests.sandbox.pages import Clockwork, browsing


async def test_the_address_with_the_token_leads_on_to_one_without(slack: Sandbox) -> None:
    sanne = slack.user("Sanne de Wit")
    noord = slack.channel("noord", members=[sanne])
    async with Page(slack) as page:
        asked = {"as": sanne.handle, "at": noord, "thread": '1."2&'}
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            async with session.get(URL(page.address).update_query(asked), allow_redirects=False) as answer:
                assert answer.status == 200
                assert "SameSite=Strict" in answer.headers["Set-Cookie"]
                html = await answer.text()
            assert page.token not in html
            assert re.findall(r'<script[^>]* src="([^"]*)"', html) == ["/static/onward.js"]
            onward = URL(unescape(re.findall(r'href="(/\?[^"]*)"', html)[0]))
            assert dict(onward.query) == asked
            async with session.get(f"http://127.0.0.1:{page.port}{onward}") as answer:
                assert answer.status == 200
                assert "noord" in await answer.text()


async def test_whoever_stays_out_is_told_the_way_in(slack: Sandbox) -> None:
    async with Page(slack) as page, aiohttp.request("GET", f"http://127.0.0.1:{page.port}/") as answer:
        assert (answer.status, answer.content_type) == (403, "text/plain")
        text = await answer.text()
    assert "`make demo` heeft getoond" in text
    assert "`make demo` printed" in text


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_whoever_acts_as_nobody_is_led_back(slack: Sandbox, language: str) -> None:
    backstage = Clockwork(slack.channel("noord", members=[slack.user("Sanne")]))
    backstage.language = language
    async with browsing(slack, backstage) as browser:
        url = f"{browser.root}/?as=nobody"
        async with browser.session.get(url, headers=browser.headers) as answer:
            assert (answer.status, answer.content_type) == (404, "text/html")
            html = await answer.text()
    assert WORDS[language]["nobody"] in html
    assert '<a href="/">' in html


async def test_a_newcomer_is_told_how_to_begin(slack: Sandbox) -> None:
    """Until the clock is turned, or the hint is sent away."""
    sanne = slack.user("Sanne de Wit")
    noord = slack.channel("noord", members=[sanne])
    for path, said in (("/clock", {"to": "five"}), ("/clock", {"known": True}), ("/rehearsal", {"channel": noord})):
        async with browsing(slack, Clockwork(noord)) as browser:
            await browser.post("/clock", sanne, to="nonsense")
            assert "Je bent Sanne de Wit. Zet de klok vooruit" in await browser.html(sanne, noord)
            await browser.post(path, sanne, **said)
            assert "Je bent Sanne de Wit." not in await browser.html(sanne, noord)
    async with browsing(slack) as browser:
        assert "Je bent" not in await browser.html(sanne, noord)


@pytest.mark.parametrize("token", [b"\xff", "é".encode(), b"\xed\xa0\x80"])
async def test_a_token_of_any_bytes_is_only_wrong(slack: Sandbox, token: bytes) -> None:
    async with Page(slack) as page:
        shown = token.decode(errors="surrogateescape")
        for headers in ({TOKEN_HEADER: shown}, {"Cookie": f"page{page.port}={shown}"}):
            assert await _raw(page.port, headers) == 403


async def _raw(port: int, headers: dict[str, str]) -> int:
    """The status of a request whose headers a client would not send."""
    lines = ["GET / HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("\r\n".join([*lines, "", ""]).encode(errors="surrogateescape"))
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return int(answer.split(b" ", 2)[1])
