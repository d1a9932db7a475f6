from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.conftest import Machine
from tests.sandbox.forms import actions, button, field, home, modal, option, plain, section, text_field
from tests.sandbox.opening import is_deep, opened, opens
from tests.waiting import until

Json = dict[str, Any]


async def test_three_views_deep_and_no_further(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    refused: list[str] = []
    opens(app, modal("One", section("first"), actions(button("Deeper", "deeper"))))

    async def deeper(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        try:
            view = modal(body["view"]["title"]["text"] + "+", section("next"), actions(button("Deeper", "deeper")))
            await client.views_push(trigger_id=body["trigger_id"], view=view)
        except SlackApiError as error:
            refused.append(error.response["error"])

    app.action("deeper")(deeper)
    await opened(slack, sanne)
    for depth in (2, 3):
        await sanne.presses("Deeper")
        await slack.until(partial(is_deep, sanne, depth))
    assert sanne.view is not None
    assert sanne.view.title == "One++"
    assert sanne.view.raw["root_view_id"] != sanne.view.raw["previous_view_id"] != sanne.view.raw["id"]
    await sanne.presses("Deeper")
    await until(lambda: refused)  # the workspace has no change to tell of when an app reads its answer
    assert refused == ["push_limit_reached"]
    await sanne.closes()
    assert (sanne.view.title, sanne.view.depth) == ("One+", 2)


async def test_a_trigger_works_once_and_for_three_seconds(slack: Sandbox, app: AsyncApp, machine: Machine) -> None:
    sanne = slack.user("Sanne")
    triggers: list[str] = []

    async def listener(ack: Any, body: Json) -> None:
        triggers.append(body["trigger_id"])
        await ack()

    app.command("/form")(listener)
    await sanne.types("/form")
    await sanne.types("/form")
    view = modal("One")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await app.client.views_open(trigger_id=triggers[0], view=view | {"title": plain("x" * 25)})
    machine.seconds += 3
    await app.client.views_open(trigger_id=triggers[0], view=view)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await app.client.views_open(trigger_id=triggers[0], view=view)
    machine.seconds += 0.1
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await app.client.views_open(trigger_id=triggers[1], view=view)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await app.client.views_open(trigger_id="1.2", view=view)
    assert [each.error for each in slack.refusals] == [
        "invalid_arguments",
        "exchanged_trigger_id",
        "expired_trigger_id",
        "invalid_trigger_id",
    ]


async def test_typed_values_stay_only_where_both_ids_stay(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    opens(app, modal("Form", text_field("A"), text_field("B"), text_field("C", initial_value="c")))
    await opened(slack, sanne)
    await sanne.fills({"A": "typed a", "B": "typed b"})
    view = sanne.view
    assert view is not None
    changed = modal("Form", text_field("A", initial_value="new"), text_field("B", "other"), text_field("C"))
    await app.client.views_update(view_id=view.raw["id"], view=changed)
    assert view.values == {"A": "typed a", "B": None, "C": "c"}
    number = {"type": "number_input", "is_decimal_allowed": True}
    await app.client.views_update(view_id=view.raw["id"], view=modal("Form", field("A", number), text_field("C")))
    assert view.values == {"A": None, "C": "c"}


async def test_a_choice_goes_when_its_option_goes(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    menus = [
        field("Colour", {"type": "static_select", "options": [option(name) for name in names]})
        for names in (("Red", "Blue"), ("Red", "Green"), ("Green",))
    ]
    opens(app, modal("Form", menus[0]))
    await opened(slack, sanne)
    await sanne.fills({"Colour": "Red"})
    view = sanne.view
    assert view is not None
    for menu, kept in zip(menus[1:], ("Red", None), strict=True):
        await app.client.views_update(view_id=view.raw["id"], view=modal("Form", menu))
        assert view.values == {"Colour": kept}


async def test_opening_from_inside_a_modal_lies_on_top_and_from_elsewhere_replaces(
    slack: Sandbox, app: AsyncApp
) -> None:
    sanne = slack.user("Sanne")
    opens(app, modal("Form", section("x"), actions(button("More", "more"))))

    async def more(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal("More"))

    app.action("more")(more)
    await opened(slack, sanne)
    await sanne.presses("More")
    await slack.until(partial(is_deep, sanne, 2))
    first = sanne.view
    await sanne.types("/form")
    await slack.until(partial(is_deep, sanne, 1))
    assert first is not None
    assert first.depth == 0


async def test_a_hash_that_is_no_longer_right_is_refused(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    opens(app, modal("Form"))
    await opened(slack, sanne)
    view = sanne.view
    assert view is not None
    first, view_id = view.raw["hash"], view.raw["id"]
    await app.client.views_update(view_id=view_id, hash=first, view=modal("Second"))
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await app.client.views_update(view_id=view_id, hash=first, view=modal("Third"))
    assert view.title == "Second"


async def test_closing_tells_the_app_only_if_asked(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    heard: list[Json] = []

    async def closed(ack: Any, body: Json) -> None:
        heard.append(body)
        await ack()

    app.view_closed("form")(closed)
    opens(app, modal("Form", callback_id="form", notify_on_close=True))
    await opened(slack, sanne)
    await sanne.closes()
    await opened(slack, sanne)
    await sanne.closes(all_=True)
    await opened(slack, sanne)
    assert sanne.view is not None
    await app.client.views_update(view_id=sanne.view.raw["id"], view=modal("Form", callback_id="form"))
    await sanne.closes()
    assert [body["is_cleared"] for body in heard] == [False, True]
    assert sanne.view is None


async def test_home_is_published_when_opened_and_its_inputs_act_at_once(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    heard: list[Json] = []
    pick = {"type": "static_select", "action_id": "pick", "placeholder": plain("Pick one")}
    menu = pick | {"options": [option("Red", "r"), option("Blue", "b")]}
    note = text_field("Note", "note") | {"dispatch_action": True}

    async def publish(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home(section("Welcome", accessory=menu), note))

    async def act(ack: Any, body: Json) -> None:
        heard.append(body["actions"][0])
        await ack()

    app.event("app_home_opened")(publish)
    app.action("pick")(act)
    app.action("it")(act)
    view = await sanne.opens_home()
    assert (view.text, view.menus) == ("Welcome\nNote", ["Pick one"])
    await sanne.selects("Pick one", "Blue")
    await sanne.fills({"Note": "hi"}, in_=view)
    assert heard[0]["selected_option"]["value"] == "b"
    assert heard[1]["value"] == "hi"
    assert not slack.refusals
