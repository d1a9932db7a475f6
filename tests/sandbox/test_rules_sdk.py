"""What slack_sdk's models build is accepted; what they let through wrongly is refused."""

from __future__ import annotations

from slack_sdk.models import blocks as sdk
from slack_sdk.models.views import View

from sandbox.rules import Surface, check_blocks, check_message, check_view

RICH = sdk.RichTextBlock(
    elements=[
        sdk.RichTextSectionElement(
            elements=[
                sdk.RichTextElementParts.Text(text="Hi ", style={"bold": True}),
                sdk.RichTextElementParts.User(user_id="U1"),
                sdk.RichTextElementParts.Emoji(name="wave"),
            ]
        ),
        sdk.RichTextListElement(
            style="bullet",
            elements=[sdk.RichTextSectionElement(elements=[sdk.RichTextElementParts.Text(text="one")])],
        ),
        sdk.RichTextQuoteElement(elements=[sdk.RichTextElementParts.Text(text="said")]),
        sdk.RichTextPreformattedElement(elements=[sdk.RichTextElementParts.Link(url="https://x.test")]),
    ]
)
CONFIRM = sdk.ConfirmObject(
    title="Sure?", text=sdk.PlainTextObject(text="Really?"), confirm="Yes", deny="No", style="danger"
)
OPTIONS = [sdk.Option(text="One", value="1"), sdk.Option(text="Two", value="2")]
MESSAGE_BLOCKS: list[sdk.Block] = [
    sdk.HeaderBlock(text="Head"),
    sdk.SectionBlock(text=sdk.MarkdownTextObject(text="*Hi*", verbatim=True), fields=["a", "b"]),
    sdk.SectionBlock(text="x", accessory=sdk.StaticSelectElement(options=OPTIONS, action_id="s", placeholder="Pick")),
    sdk.ContextBlock(
        elements=[sdk.PlainTextObject(text="c"), sdk.ImageElement(alt_text="A", image_url="https://x.test")]
    ),
    sdk.DividerBlock(),
    sdk.ActionsBlock(
        elements=[
            sdk.ButtonElement(text="Go", action_id="go", value="1", style="primary", confirm=CONFIRM),
            sdk.OverflowMenuElement(action_id="more", options=OPTIONS),
            sdk.DatePickerElement(action_id="day", initial_date="2026-11-26"),
        ]
    ),
    sdk.ImageBlock(alt_text="A", image_url="https://x.test/a.png", title="T"),
    RICH,
    sdk.MarkdownBlock(text="# Head"),
    sdk.TableBlock(rows=[[{"type": "raw_text", "text": "c"}]], column_settings=[{"align": "left"}]),
]
INPUTS: list[sdk.InputInteractiveElement] = [
    sdk.PlainTextInputElement(action_id="a", multiline=True, max_length=500, placeholder="Write", focus_on_load=True),
    sdk.CheckboxesElement(action_id="a", options=OPTIONS, initial_options=OPTIONS[:1]),
    sdk.RadioButtonsElement(action_id="a", options=OPTIONS, initial_option=OPTIONS[0]),
    sdk.StaticMultiSelectElement(action_id="a", options=OPTIONS, max_selected_items=2),
    sdk.ConversationSelectElement(action_id="a", response_url_enabled=True),
    sdk.UserMultiSelectElement(action_id="a", initial_users=["U1"]),
    sdk.TimePickerElement(action_id="a", initial_time="09:30", timezone="Europe/Amsterdam"),
    sdk.DateTimePickerElement(action_id="a", initial_date_time=1_700_000_000),
    sdk.NumberInputElement(action_id="a", is_decimal_allowed=False, min_value="0", max_value="10"),
    sdk.EmailInputElement(action_id="a"),
    sdk.UrlInputElement(action_id="a"),
]


def test_blocks_of_the_sdk_are_accepted_in_a_message() -> None:
    assert check_message({"text": "Hi", "blocks": [block.to_dict() for block in MESSAGE_BLOCKS]}) is None


def test_inputs_of_the_sdk_are_accepted_in_a_modal() -> None:
    blocks = [sdk.InputBlock(label="L", element=element, hint="H", optional=True) for element in INPUTS]
    view = View(type="modal", title="T", submit="S", close="C", callback_id="c", private_metadata="{}", blocks=blocks)
    assert check_view(view.to_dict(), home=False) is None


def test_a_home_tab_of_the_sdk_is_accepted() -> None:
    view = View(type="home", callback_id="home", blocks=[sdk.SectionBlock(text="Hi"), RICH])
    assert check_view(view.to_dict(), home=True) is None


def test_a_block_the_sdk_does_not_know_becomes_null_and_is_refused() -> None:
    view = View(type="home", blocks=[{"type": "data_table", "caption": "C", "rows": []}]).to_dict()
    refusal = check_view(view, home=True)
    assert refusal is not None
    assert refusal[1][0].slack() == "must provide an object [json-pointer:/view/blocks/0]"


def test_an_empty_list_of_the_sdk_vanishes_and_is_refused() -> None:
    problems = check_blocks([sdk.ActionsBlock(elements=[]).to_dict()], Surface.MESSAGE)
    assert [problem.slack() for problem in problems] == ["missing required field: elements [json-pointer:/blocks/0]"]


def test_a_modal_of_the_sdk_without_a_submit_is_refused() -> None:
    view = View(type="modal", title="T", blocks=[sdk.InputBlock(label="L", element=INPUTS[0])]).to_dict()
    refusal = check_view(view, home=False)
    assert refusal is not None
    assert refusal[1][0].text == "missing required field: submit"
