from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from sandbox import ClientRefused, Sandbox
from tests.sandbox.forms import field, modal, option, text_field
from tests.sandbox.opening import answers, opened, opens

Json = dict[str, Any]


FORM = modal(
    "Form",
    text_field("Name", min_length=3, max_length=5),
    field("Number", {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"}),
    field("Colour", {"type": "static_select", "options": [option("Red", "r"), option("Blue", "b")]}),
    field("Sure", {"type": "checkboxes", "options": [option("I am sure", "y")]}, optional=True),
    field("Day", {"type": "datepicker"}, optional=True),
    field("At", {"type": "timepicker"}, optional=True),
    field("Who", {"type": "multi_users_select", "max_selected_items": 2}, optional=True),
    field("Where", {"type": "channels_select"}, optional=True),
    callback_id="form",
)


async def test_the_client_checks_before_it_sends(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    opens(app, FORM)
    heard = answers(app, "form")
    await opened(slack, sanne)
    view = sanne.view
    assert view is not None
    await sanne.submits()
    assert list(view.errors) == ["Name", "Number", "Colour"]
    await sanne.fills({"Name": "ab", "Number": "1.5", "Colour": "Blue"})
    await sanne.submits()
    assert view.errors == {"Name": "Please enter at least 3 characters.", "Number": "Please enter a whole number."}
    await sanne.fills({"Name": "abcdef", "Number": 10})
    await sanne.submits()
    assert list(view.errors) == ["Name", "Number"]
    assert not heard


async def test_a_filled_form_arrives_as_slack_sends_it(slack: Sandbox, app: AsyncApp) -> None:
    sanne, omar = slack.user("Sanne"), slack.user("Omar")
    noord = slack.channel("noord")
    opens(app, FORM)
    heard = answers(app, "form")
    await opened(slack, sanne)
    await sanne.fills(
        {
            "Name": "Anna",
            "Number": 3,
            "Col": "Red",
            "Sure": True,
            "Day": "2026-03-04",
            "At": "09:30",
            "Who": [omar, "sanne"],
            "Where": "#noord",
        }
    )
    view = sanne.view
    assert view is not None
    assert view.values["Colour"] == "Red"
    assert view.values["Sure"] == ["I am sure"]
    await sanne.submits()
    values = {block: next(iter(state.values())) for block, state in heard[0]["view"]["state"]["values"].items()}
    assert values["Name"] == {"type": "plain_text_input", "value": "Anna"}
    assert values["Number"]["value"] == "3"
    assert values["Colour"]["selected_option"] == option("Red", "r")
    assert values["Sure"]["selected_options"] == [option("I am sure", "y")]
    assert (values["Day"]["selected_date"], values["At"]["selected_time"]) == ("2026-03-04", "09:30")
    assert values["Who"]["selected_users"] == [omar.id, sanne.id]
    assert values["Where"]["selected_channel"] == noord
    assert sanne.view is None
    assert view.depth == 0


async def test_what_cannot_be_filled_in(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    eva = slack.user("Eva", deactivated=True)
    with pytest.raises(ClientRefused, match="no modal"):
        await sanne.fills({"Name": "x"})
    opens(app, FORM)
    await opened(slack, sanne)
    wrong: list[Json] = [{"Nome": 1}, {"Colour": "Green"}, {"Day": "soon"}, {"At": "9"}, {"Who": eva}, {"Where": "x"}]
    for values in [*wrong, {"Who": [sanne, sanne, sanne]}]:
        with pytest.raises(ClientRefused):
            await sanne.fills(values)


async def test_errors_update_push_and_clear(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    opens(app, modal("Form", text_field("Name"), callback_id="errors"))
    answers(app, "errors", response_action="errors", errors={"Name": "Not this one"})
    await opened(slack, sanne)
    await sanne.fills({"Name": "x"})
    await sanne.submits()
    view = sanne.view
    assert view is not None
    assert (view.errors, view.values) == ({"Name": "Not this one"}, {"Name": "x"})
    await app.client.views_update(view_id=view.raw["id"], view=modal("Push", text_field("Name"), callback_id="push"))
    answers(app, "push", response_action="push", view=modal("Top", callback_id="update"))
    await sanne.submits()
    assert sanne.view is not None
    assert (sanne.view.title, sanne.view.depth) == ("Top", 2)
    answers(app, "update", response_action="update", view=modal("Changed", callback_id="clear"))
    await sanne.submits()
    assert sanne.view is not None
    assert (sanne.view.title, sanne.view.depth) == ("Changed", 2)
    answers(app, "clear", response_action="clear")
    await sanne.submits()
    assert sanne.view is None
    assert not slack.refusals


async def test_an_answer_slack_would_refuse_shows_trouble(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    opens(app, modal("Form", text_field("Name"), callback_id="form"))
    answers(app, "form", response_action="errors", errors={"unknown": "x"})
    await opened(slack, sanne)
    await sanne.fills({"Name": "x"})
    await sanne.submits()
    view = sanne.view
    assert view is not None
    assert "trouble connecting" in view.errors[""]
    assert [each.error for each in slack.refusals] == ["invalid_response_action"]


async def test_a_submission_without_ack_shows_trouble_and_is_noted(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    opens(app, modal("Form", callback_id="nobody"))
    await opened(slack, sanne)
    await sanne.submits()
    assert sanne.view is not None
    assert "trouble connecting" in sanne.view.errors[""]
    assert slack.late_acks == ["view_submission nobody: no ack (timeout)"]


async def test_the_same_submission_twice(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    opens(app, modal("Form", text_field("Name"), callback_id="form"))
    heard = answers(app, "form")
    await opened(slack, sanne)
    await sanne.fills({"Name": "x"})
    await sanne.submits(times=2)
    assert len({body["trigger_id"] for body in heard}) == 2
    assert heard[0]["view"] == heard[1]["view"]
    assert sanne.view is None


async def test_an_answer_that_comes_when_the_view_is_closed_changes_nothing(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    opens(app, modal("Form", callback_id="form"))
    pushes: list[Json] = [{}, {"response_action": "push", "view": modal("Too late")}]

    async def submitted(ack: Any) -> None:
        await ack(**pushes.pop(0))

    app.view("form")(submitted)
    await opened(slack, sanne)
    await sanne.submits(times=2)
    assert (sanne.view, pushes) == (None, [])
