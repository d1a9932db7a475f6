"""What the page refuses is said in the words of its reader."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.notes import Why
from sandbox.page.reasons import REASONS
from tests.sandbox.opening import opened, opens
from tests.sandbox.pages import Clockwork, browsing
from tests.sandbox.payloads import actions, button, modal, options, plain


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    for words in REASONS.values():
        assert words.keys() == set(Why)
        assert all(each[0].isupper() and each[-1] == "." for each in words.values())
    assert not set(REASONS["nl"].values()) & set(REASONS["en"].values())


async def refused(slack: Sandbox, language: str) -> list[str]:
    """What a person is told who does on the page what cannot be done."""
    sanne, bob = slack.user("Sanne"), slack.user("Bob")
    noord, oud = slack.channel("noord", members=[sanne, bob]), slack.channel("oud", members=[sanne])
    elders = slack.channel("elders", members=[bob])
    backstage = Clockwork(noord)
    backstage.language = language
    await slack.archive(oud)
    acts: list[tuple[str, dict[str, Any]]] = [
        ("say", {"channel": noord, "text": "/bestaatniet"}),
        ("say", {"channel": oud, "text": "hoi"}),
        ("say", {"channel": elders, "text": "hoi"}),
        ("press", {"channel": noord, "ts": "1.2", "block": "b", "action": "a"}),
        ("submit", {"view": "V404"}),
        ("shortcut", {"callback": "x"}),
        ("join", {"channel": oud}),
    ]
    async with browsing(slack, backstage) as browser:
        answers = [await browser.post(f"/do/{act}", sanne, **said) for act, said in acts]
    assert [status for status, _ in answers] == [409] * len(acts)
    return [str(said["refused"]) for _, said in answers]


WHYS = (
    Why.NO_COMMAND,
    Why.ARCHIVED,
    Why.NOT_MEMBER,
    Why.MESSAGE_GONE,
    Why.FORM_GONE,
    Why.NO_SHORTCUT,
    Why.NOT_JOINABLE,
)


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_a_person_is_told_in_her_language(slack: Sandbox, language: str) -> None:
    assert await refused(slack, language) == [REASONS[language][each] for each in WHYS]


async def test_what_makes_no_sense_gets_one_sentence(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    acts: list[tuple[str, dict[str, Any]]] = [
        ("say", {"channel": noord}),
        ("say", {"channel": noord, "text": 5}),
        ("press", {"channel": "C404", "ts": "1.2", "block": "b", "action": "a"}),
        ("choose", {}),
    ]
    async with browsing(slack) as browser:
        for act, said in acts:
            assert await browser.post(f"/do/{act}", sanne, **said) == (400, {"refused": "Dat kan hier niet."}), act


async def test_a_choice_that_was_taken_away_says_so(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    menu = {"type": "static_select", "action_id": "s", "options": options(2), "placeholder": plain("-")}
    posted = await client.chat_postMessage(channel=noord, text="-", blocks=[{**actions(menu), "block_id": "b"}])
    where: dict[str, Any] = {"channel": noord, "ts": posted["ts"], "block": "b"}
    async with browsing(slack) as browser:
        said = await browser.post("/do/choose", sanne, **where, action="s", value="weg")
        assert said == (409, {"refused": "Deze keuze is er niet meer."})
        said = await browser.post("/do/choose", sanne, **where, action="t", value="weg")
        assert said == (409, {"refused": "Dit staat er niet meer."})


async def test_two_tabs_of_one_person_show_the_same_form(slack: Sandbox, app: AsyncApp) -> None:
    opens(app, modal(actions(button()), title=plain("Een formulier")))
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    async with browsing(slack) as browser, browser.follows(sanne, noord) as one, browser.follows(sanne, "home") as two:
        await opened(slack, sanne)
        assert await one.fragment("modal", "Een formulier") == await two.fragment("modal", "Een formulier")
        await browser.does("close", sanne)
        assert (await one.fragment("modal")).strip() == (await two.fragment("modal")).strip() == ""
