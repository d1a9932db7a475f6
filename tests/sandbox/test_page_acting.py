"""The page: forms and choices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Sandbox
from sandbox.fields import values_of, with_ids
from sandbox.page.drawing import Spot, environment
from sandbox.page.markup import Reader
from sandbox.page.words import WORDS
from sandbox.rules.elements import ELEMENTS
from tests.sandbox.every import every_block, every_element
from tests.sandbox.opening import answers, opened, opens
from tests.sandbox.pages import browsing
from tests.sandbox.payloads import actions, button, field, modal, option, options, plain

Json = dict[str, Any]


def spot(slack: Sandbox, sanne: Person) -> Spot:
    reader = Reader(sanne.id, slack.site.workspace.names(), lambda at, **_: f"/?at={at}", lambda *_: "toen")
    return Spot(environment(), reader, WORDS["nl"], slack.site.workspace, sanne.user, "m1")


@pytest.mark.parametrize("block", [*every_block(), *every_element()], ids=lambda each: str(each["type"]))
async def test_every_block_and_element_is_drawn(slack: Sandbox, block: Json) -> None:
    here = spot(slack, slack.user("Sanne"))
    made = with_ids([block])
    html = replace(here, values=values_of(made)).draw(made[0])
    assert html.strip()
    assert "unknown-element" not in html


async def test_what_cannot_be_drawn_says_so(slack: Sandbox) -> None:
    here = spot(slack, slack.user("Sanne"))
    assert "unknown-element" in here.draw({"type": "hologram", "block_id": "b"})
    assert "hologram" in here.element({"type": "hologram"}, {"type": "actions", "block_id": "b"})
    assert "unknown-element" in here.part({"type": "hologram"})
    assert "unknown-element" in here.r.rich([{"type": "hologram"}])


def test_the_page_speaks_both_languages_fully() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()
    assert all(WORDS["nl"].values())
    assert all(WORDS["en"].values())


def test_the_examples_hold_every_element() -> None:
    assert {str(each) for each in ELEMENTS} <= set(re.findall(r"'type': '(\w+)'", str(every_element())))


async def test_errors_stand_at_their_field_and_what_was_typed_stays(slack: Sandbox, app: AsyncApp) -> None:
    form = modal(
        field({"type": "plain_text_input", "action_id": "t"}, block_id="naam", hint=plain("Je voornaam")),
        field({"type": "number_input", "action_id": "n", "is_decimal_allowed": False}, block_id="getal"),
        submit=plain("Klaar"),
        callback_id="f",
    )
    opens(app, form)
    answers(app, "f", response_action="errors", errors={"naam": "Die naam is bezet"})
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    async with browsing(slack) as browser, browser.follows(sanne, noord) as events:
        await opened(slack, sanne)
        html = await events.fragment("modal", "Je voornaam")
        assert 'aria-required="true"' in html
        assert sanne.view is not None
        view = sanne.view.state.id
        await browser.does("submit", sanne, view=view, values={"naam": {"t": "Sam"}, "getal": {"n": "x"}})
        html = await events.fragment("modal", "Vul een getal in.")
        assert 'value="Sam"' in html
        await browser.does("submit", sanne, view=view, values={"naam": {"t": "Sam"}, "getal": {"n": "3"}})
        html = await events.fragment("modal", "Die naam is bezet")
    error = re.search(r'<p class="error" id="([^"]+)">Die naam', html)
    assert error
    assert re.search(rf'aria-describedby="{error[1]} [^"]+" aria-invalid="true"', html)
    assert html.count("aria-invalid") == 1


async def test_three_forms_lie_on_each_other_and_go_back(slack: Sandbox, app: AsyncApp, client: AsyncWebClient) -> None:
    opens(app, modal(actions(button("verder")), title=plain("Een")))

    async def deeper(ack: Any, body: Json) -> None:
        await ack()
        title = "Twee" if body["view"]["title"]["text"] == "Een" else "Drie"
        await client.views_push(
            trigger_id=body["trigger_id"], view=modal(actions(button("verder")), title=plain(title))
        )

    app.action("verder")(deeper)
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    async with browsing(slack) as browser, browser.follows(sanne, noord) as events:
        await opened(slack, sanne)
        assert "Terug" not in await events.fragment("modal", "Een")
        for title in ("Twee", "Drie"):
            assert sanne.view is not None
            state = sanne.view.state
            await browser.does("press", sanne, view=state.id, block=state.blocks[0]["block_id"], action="verder")
            assert "Terug" in await events.fragment("modal", title)
        await browser.does("close", sanne)
        await events.fragment("modal", "Twee")
        await browser.does("close", sanne, all=True)
        assert (await events.fragment("modal")).strip() == ""


async def test_choices_arrive_as_slack_sends_them(slack: Sandbox, app: AsyncApp, client: AsyncWebClient) -> None:
    heard: list[Mapping[str, Any]] = []

    async def action(ack: Any, body: Json) -> None:
        await ack()
        heard.append(body["actions"][0])

    async def offer(ack: Any, payload: Json) -> None:
        await ack(options=[option(f"{payload['value']}-x")])

    for name in ("s", "u", "m", "d", "o", "e"):
        app.action(name)(action)
    app.options("e")(offer)
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    elements: list[Json] = [
        {"type": "static_select", "action_id": "s", "options": options(2)},
        {"type": "users_select", "action_id": "u"},
        {"type": "multi_static_select", "action_id": "m", "options": options(3)},
        {"type": "datetimepicker", "action_id": "d"},
        {"type": "overflow", "action_id": "o", "options": options(2)},
        {"type": "external_select", "action_id": "e"},
    ]
    block = {**actions(*elements), "block_id": "b"}
    posted = await client.chat_postMessage(channel=noord, text="-", blocks=[block])
    where: Json = {"channel": noord, "ts": posted["ts"], "block": "b"}
    async with browsing(slack) as browser:
        for name, value in (("s", "o1"), ("u", sanne.id), ("m", ["o0", "o2"]), ("d", "2026-03-02T10:00"), ("o", "o0")):
            await browser.does("choose", sanne, **where, action=name, value=value)
        offered = await browser.does("suggest", sanne, **where, action="e", query="ab")
        assert offered["answer"] == [{"value": "ab-x", "text": "ab-x"}]
        await browser.does("choose", sanne, **where, action="e", value="ab-x")
        status, _ = await browser.post("/do/choose", sanne, **where, action="s", value="other")
        assert status == 409
        assert 'value="o1" selected' in await browser.html(sanne, noord)
    assert heard[0]["selected_option"]["value"] == "o1"
    assert heard[1]["selected_user"] == sanne.id
    assert [each["value"] for each in heard[2]["selected_options"]] == ["o0", "o2"]
    assert heard[3]["selected_date_time"] == int(datetime(2026, 3, 2, 9, 0, tzinfo=UTC).timestamp())
    assert heard[4]["selected_option"]["value"] == "o0"
    assert heard[5]["selected_option"]["value"] == "ab-x"


async def test_nobody_acts_in_what_another_sees_alone(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne, joost = slack.user("Sanne"), slack.user("Joost")
    noord = slack.channel("noord", members=[sanne, joost])
    await client.chat_postEphemeral(
        channel=noord, user=sanne.id, text="-", blocks=[{**actions(button()), "block_id": "b"}]
    )
    ts = sanne.sees(noord)[0].ts
    async with browsing(slack) as browser:
        status, _ = await browser.post("/do/press", joost, channel=noord, ts=ts, block="b", action="go")
        assert status == 409
        status, _ = await browser.post("/do/say", joost, channel=noord, text="/nee")
        assert status == 409
        status, _ = await browser.post("/do/say", joost, channel="C404", text="hoi")
        assert status == 409


async def test_a_file_goes_with_a_form(slack: Sandbox, app: AsyncApp) -> None:
    block = field({"type": "file_input", "action_id": "f"}, block_id="b")
    opens(app, modal(block, submit=plain("Klaar"), callback_id="v"))
    heard = answers(app, "v")
    sanne = slack.user("Sanne")
    async with browsing(slack) as browser:
        await opened(slack, sanne)
        assert sanne.view is not None
        view = sanne.view.state.id
        url = f"{browser.root}/upload?as={sanne.handle}&name=../lijst.csv"
        async with browser.session.post(url, data=b"a;b", headers=browser.headers) as answer:
            file = (await answer.json())["answer"]
        await browser.does("fill", sanne, view=view, block="b", action="f", value=[file])
        assert "lijst.csv" in await browser.html(sanne)
        await browser.does("submit", sanne, view=view, values={})
    assert heard[0]["view"]["state"]["values"]["b"]["f"]["files"][0]["name"] == "lijst.csv"


async def test_only_who_may_see_a_channel_gets_it(slack: Sandbox) -> None:
    sanne, joost = slack.user("Sanne"), slack.user("Joost")
    geheim = slack.channel("geheim", members=[sanne], private=True)
    await sanne.types("onder ons", channel="geheim")
    async with browsing(slack) as browser:
        assert "onder ons" in await browser.html(sanne, geheim)
        html = await browser.html(joost, geheim)
    assert "onder ons" not in html
    assert "geheim" not in html
