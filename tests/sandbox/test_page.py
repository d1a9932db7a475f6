"""The page: who gets in, what is drawn for whom, and what is pushed."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.page import Page
from sandbox.page.guard import TOKEN_HEADER
from tests.sandbox.manifest import MANIFEST
from tests.sandbox.pages import browsing
from tests.sandbox.payloads import actions, button, home, plain, rich, rich_section, rich_words

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


async def status(url: str, headers: dict[str, str] | None = None, *, post: bool = False) -> int:
    asked: dict[str, Any] = {"headers": headers, "allow_redirects": False}
    async with aiohttp.ClientSession() as session, session.request("POST" if post else "GET", url, **asked) as answer:
        return answer.status


async def test_only_who_has_the_token_gets_in(slack: Sandbox) -> None:
    slack.user("Sanne de Wit")
    async with Page(slack) as page:
        root = f"http://127.0.0.1:{page.port}"
        for path in ("/", "/events", "/traffic", "/static/page.js", "/files/F1", "/?token=wrong", "/events?token=x"):
            assert await status(root + path) == 403, path
        assert await status(f"{root}/do/say", post=True) == 403


@pytest.mark.parametrize(
    ("headers", "post", "expected"),
    [
        ({}, False, 200),
        ({"Host": "evil.test"}, False, 403),
        ({"Host": "127.0.0.1"}, False, 403),
        ({"Origin": "https://evil.test"}, False, 403),
        ({"Origin": "null"}, True, 403),
        ({"Origin": "http://localhost"}, True, 403),
    ],
)
async def test_host_and_origin_are_checked(slack: Sandbox, headers: dict[str, str], post: bool, expected: int) -> None:
    slack.user("Sanne de Wit")
    async with Page(slack) as page:
        url = f"http://127.0.0.1:{page.port}/" + ("do/close" if post else "")
        assert await status(url, {TOKEN_HEADER: page.token, **headers}, post=post) == expected


async def test_a_cookie_alone_does_not_act_without_an_origin(slack: Sandbox) -> None:
    slack.user("Sanne de Wit")
    async with Page(slack) as page:
        cookie = {"Cookie": f"page{page.port}={page.token}"}
        assert await status(f"http://127.0.0.1:{page.port}/do/close", cookie, post=True) == 403


async def test_nothing_runs_that_is_not_the_pages_own(slack: Sandbox) -> None:
    sanne = slack.user("Sanne de Wit")
    async with browsing(slack) as browser:
        async with browser.session.get(f"{browser.root}/", headers=browser.headers) as answer:
            policy = answer.headers["Content-Security-Policy"]
            html = await answer.text()
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*src=)", html)
        assert not re.search(r"\s(style|on\w+)=", await browser.html(sanne))


async def test_what_people_type_is_never_markup(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne = slack.user(HOSTILE)
    noord = slack.channel("noord", members=[sanne])
    await sanne.types(f"{HOSTILE} [x](javascript:alert(3))", channel="noord")
    block = rich(
        rich_section(rich_words(HOSTILE), {"type": "link", "url": "javascript:alert(4)", "text": HOSTILE}),
        {"type": "rich_text_preformatted", "elements": [rich_words(HOSTILE)]},
    )
    chosen = {"type": "static_select", "placeholder": plain(HOSTILE[:70]), "options": [option_of(HOSTILE[:70])]}
    pressed = button(text=plain(HOSTILE[:70]), confirm=confirm_of('"><script>'))
    text = '&lt;script&gt; <https://x.test/|*a* "onclick=> <javascript:x|y>'
    await client.chat_postMessage(channel=noord, text=text, blocks=[block, actions(pressed, chosen)])
    await client.chat_postMessage(channel=noord, text=text)
    async with browsing(slack) as browser:
        html = await browser.html(sanne, noord)
    assert html.count("<script") == 1
    assert "<img src=x" not in html
    assert 'href="javascript' not in html
    assert "onclick=" not in re.sub(r">[^<]*<", "><", html)


def option_of(text: str) -> dict[str, object]:
    return {"text": plain(text), "value": text}


def confirm_of(text: str) -> dict[str, object]:
    return {key: plain(text) for key in ("title", "text", "confirm", "deny")}


async def test_links_lead_out_safely(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne = slack.user("Sanne de Wit")
    noord = slack.channel("noord", members=[sanne])
    await client.chat_postMessage(channel=noord, text="<https://x.test/a|hier> <mailto:a@x.test|mail> <tel:112|bel>")
    async with browsing(slack) as browser:
        html = await browser.html(sanne, noord)
    assert '<a href="https://x.test/a" target="_blank" rel="noopener noreferrer">hier</a>' in html
    assert 'href="mailto:a@x.test"' in html
    assert "tel:" not in html


async def test_an_ephemeral_is_seen_by_one_person(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne, joost = slack.user("Sanne"), slack.user("Joost")
    noord = slack.channel("noord", members=[sanne, joost])
    async with browsing(slack) as browser, browser.follows(joost, noord) as his, browser.follows(sanne, noord) as hers:
        await client.chat_postEphemeral(channel=noord, user=sanne.id, text="een geheim")
        assert "Alleen zichtbaar voor jou" in await hers.fragment("timeline", "een geheim")
        await client.chat_postMessage(channel=noord, text="voor iedereen")
        assert "een geheim" not in await his.fragment("timeline", "voor iedereen")
        assert "een geheim" not in await browser.html(joost, noord)


async def test_an_edit_arrives_in_place(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    posted = await client.chat_postMessage(channel=noord, text="oud")
    async with browsing(slack) as browser, browser.follows(sanne, noord) as events:
        await events.fragment("timeline", "oud")
        await client.chat_update(channel=noord, ts=posted["ts"], text="nieuw")
        html = await events.fragment("timeline", "nieuw")
        assert "(bewerkt)" in html
        assert f'data-ts="{posted["ts"]}"' in html
        assert ">oud" not in html


async def test_unread_marks_come_and_go(slack: Sandbox) -> None:
    sanne, joost = slack.user("Sanne"), slack.user("Joost")
    noord = slack.channel("noord", members=[sanne, joost])
    zuid = slack.channel("zuid", members=[sanne, joost])
    direct = slack.dm(sanne, joost)
    async with browsing(slack) as browser, browser.follows(sanne, noord) as events:
        assert "ongelezen" not in await events.fragment("sidebar")
        await joost.types("hoi", channel="zuid")
        assert "(ongelezen)" in await events.fragment("sidebar", "ongelezen")
        await joost.types("psst", channel=direct)
        assert 'class="count">1' in await events.fragment("sidebar", "count")
        assert 'class="count"' in await browser.html(sanne, zuid)
        assert "ongelezen" not in await browser.html(sanne, direct)


async def test_a_thread_stands_beside(slack: Sandbox) -> None:
    sanne, joost = slack.user("Sanne"), slack.user("Joost")
    noord = slack.channel("noord", members=[sanne, joost])
    said = await sanne.types("vraag", channel="noord")
    assert said is not None
    async with browsing(slack) as browser:
        await browser.does("say", joost, channel=noord, text="antwoord", thread=said.ts)
        html = await browser.html(sanne, noord)
        assert "1 reactie" in html
        assert "antwoord" not in html.split('data-testid="timeline"')[1].split("</main>")[0].replace("Antwoord", "")
        assert ">antwoord" in (await browser.html(sanne, noord, thread=said.ts)).split('data-testid="thread"')[1]


async def test_the_completions_are_the_manifests_commands(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    async with browsing(slack) as browser:
        html = await browser.html(sanne)
    commands = [each["command"] for each in MANIFEST["features"]["slash_commands"]]
    assert re.findall(r'data-complete="(/[^"]*)"', html) == commands
    assert "Opens a form" in html


async def test_home_is_opened_and_pushed(slack: Sandbox, app: AsyncApp) -> None:
    async def opened(event: dict[str, str], client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home(rich(rich_section(rich_words("Welkom")))))

    app.event("app_home_opened")(opened)
    sanne = slack.user("Sanne")
    async with browsing(slack) as browser, browser.follows(sanne, "home") as events:
        await browser.does("home", sanne)
        assert "Welkom" in await events.fragment("home", "Welkom")


async def test_behind_the_curtain_there_are_no_tokens(slack: Sandbox, app: AsyncApp, client: AsyncWebClient) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])

    async def listener(ack: object) -> None:
        await ack(f"Klaar {slack.bot_token}")  # type: ignore[operator]

    app.command("/plain")(listener)
    async with browsing(slack) as browser:
        await browser.does("say", sanne, channel=noord, text="/plain hoi")
        with contextlib.suppress(SlackApiError):
            await client.chat_postMessage(channel="C404", text="weg")
        numbers = re.findall(r'data-act-number="(\d+)"', await browser.traffic())
        html = await browser.traffic(",".join(numbers))
    assert "/plain hoi" in html
    assert "channel_not_found" in html
    assert " ms" in html
    for secret in (slack.bot_token, slack.app_token, slack.signing_secret, "/response/"):
        assert secret not in html


async def test_files_are_for_who_may_see_them(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne, gast = slack.user("Sanne"), slack.user("Gast", guest=True)
    noord = slack.channel("noord", members=[sanne])
    await client.files_upload_v2(channel=noord, content="a;b", filename="lijst.csv")
    async with browsing(slack) as browser:
        found = re.search(r'href="(/files/\w+)', await browser.html(sanne, noord))
        assert found
        for person, expected in ((sanne, 200), (gast, 404)):
            url = f"{browser.root}{found[1]}?as={person.handle}"
            async with browser.session.get(url, headers=browser.headers) as answer:
                assert answer.status == expected
                if expected == 200:
                    assert answer.headers["Content-Disposition"] == "attachment"
                    assert await answer.text() == "a;b"


async def test_members_are_people(slack: Sandbox) -> None:
    sanne, joost = slack.user("Sanne"), slack.user("Joost")
    lotte, weg = slack.user("Lotte", guest=True), slack.user("Weg")
    noord = slack.channel("noord", members=[sanne, joost, lotte, weg])
    zuid = slack.channel("zuid", members=[sanne])
    await slack.deactivate(weg)
    async with browsing(slack) as browser:
        assert ">3 leden (1 gast)<" in await browser.html(sanne, noord)
        assert ">1 lid<" in await browser.html(sanne, zuid)


async def test_a_button_without_words_names_what_it_is_at(slack: Sandbox) -> None:
    sanne, joost = slack.user("Sanne"), slack.user("Joost")
    noord = slack.channel("noord", members=[sanne, joost])
    await joost.types("hoi", channel="noord")
    async with browsing(slack) as browser:
        html = await browser.html(sanne, noord)
    assert re.search(r'aria-label="Antwoord in een draadje: Joost \d\d:\d\d"', html)
    assert re.search(r'aria-label="Meer acties: Joost \d\d:\d\d"', html)
