"""Block elements: which properties each has, in which blocks and on which surfaces it may stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sandbox.rules.formats import (
    NUMERIC,
    TIME,
    calendar_date,
    only_in_a_modal,
    ordered,
    time_zone,
    whole_unless_decimal,
)
from sandbox.rules.objects import (
    ALT_TEXT_MOST,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    ID_MOST,
    MARKED_OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PLAIN_OPTION,
    SLACK_FILE,
    STYLE,
    URL_MOST,
    initial_among_options,
    plain,
    unique_values,
)
from sandbox.rules.problem import MESSAGES, VIEWS, Surface
from sandbox.rules.richtext import CONTAINERS
from sandbox.rules.schema import (
    Check,
    Rule,
    Shape,
    array,
    boolean,
    enum,
    exactly_one,
    integer,
    one_of,
    pattern,
    string,
    typed,
)

MODAL = frozenset({Surface.MODAL})
MESSAGE_OR_MODAL = frozenset({Surface.MESSAGE, Surface.MODAL})

Properties = dict[str, Check]

ACTION: Properties = {"action_id": string(ID_MOST)}
FOCUS: Properties = {"focus_on_load": boolean}
PROMPT: Properties = {"placeholder": plain(150)}
CHOICE: Properties = {**ACTION, **FOCUS, "confirm": CONFIRM}
MENU: Properties = {**CHOICE, **PROMPT}
FIELD: Properties = {**ACTION, **FOCUS, **PROMPT, "dispatch_action_config": DISPATCH_CONFIG}
MOST_SELECTED: Properties = {"max_selected_items": integer(1)}
ANSWER_URL: Properties = {"response_url_enabled": boolean}

ID = string(ID_MOST)
IMAGE_URL = pattern(r"https?://.+", URL_MOST)
BUTTON_VALUE = string(2000, least=0)
LABEL_75 = string(75)
OPTION_RULES: tuple[Rule, ...] = (unique_values, initial_among_options)
STATIC_RULES: tuple[Rule, ...] = (*exactly_one("options", "option_groups"), *OPTION_RULES)

IMAGE = typed(
    {"alt_text": string(ALT_TEXT_MOST)},
    {"image_url": IMAGE_URL, "slack_file": SLACK_FILE},
    *exactly_one("image_url", "slack_file"),
)

BUTTON = typed(
    {"text": plain(75)},
    {
        **ACTION,
        "url": string(URL_MOST),
        "value": BUTTON_VALUE,
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": LABEL_75,
    },
)

FEEDBACK_BUTTON = Shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": LABEL_75})

WORKFLOW = Shape(
    {
        "trigger": Shape(
            {"url": string(URL_MOST)},
            {"customizable_input_parameters": array(Shape({"name": string(), "value": string(least=0)}))},
        )
    }
)

STATIC_OPTIONS: Properties = {"options": array(PLAIN_OPTION, 100), "option_groups": array(OPTION_GROUP, 100)}
LENGTHS: Properties = {"min_length": integer(0, 3000), "max_length": integer(1, 3000)}
CONVERSATIONS: Properties = {"default_to_current_conversation": boolean, "filter": CONVERSATION_FILTER}
EXTERNAL: Properties = {"min_query_length": integer(0)}
MULTI: Properties = {**MENU, **MOST_SELECTED}


@dataclass(frozen=True, slots=True)
class Element:
    """An element's shape (with its surfaces) and the blocks that may hold it."""

    shape: Shape
    blocks: frozenset[str]


EVERY_HOLDER = frozenset({"section", "actions", "input"})
BUTTON_HOLDERS = frozenset({"section", "actions"})
INPUT = frozenset({"input"})
FEEDBACK = frozenset({"context_actions"})


def _choice(optional: Properties, required: Properties | None = None, *rules: Rule) -> Element:
    return Element(typed(required, optional, *rules), EVERY_HOLDER)


def _field(optional: Properties, *rules: Rule, modal: bool = True, required: Properties | None = None) -> Element:
    shape = typed(required, {**FIELD, **optional}, *rules)
    return Element(replace(shape, surfaces=MODAL) if modal else shape, INPUT)


ELEMENTS: dict[str, Element] = {
    "button": Element(BUTTON, BUTTON_HOLDERS | {"card"}),
    "workflow_button": Element(
        typed(
            {"text": plain(75), "workflow": WORKFLOW},
            {**ACTION, "style": STYLE, "accessibility_label": LABEL_75},
            surfaces=MESSAGES,
        ),
        BUTTON_HOLDERS,
    ),
    "overflow": Element(
        typed({"options": array(OVERFLOW_OPTION, 5)}, {**ACTION, "confirm": CONFIRM}, unique_values),
        BUTTON_HOLDERS | {"auth_provider"},
    ),
    "image": Element(IMAGE, frozenset({"section", "context"})),
    "checkboxes": _choice(
        {**CHOICE, "initial_options": array(MARKED_OPTION, 10)}, {"options": array(MARKED_OPTION, 10)}, *OPTION_RULES
    ),
    "radio_buttons": _choice(
        {**CHOICE, "initial_option": MARKED_OPTION}, {"options": array(MARKED_OPTION, 10)}, *OPTION_RULES
    ),
    "static_select": _choice({**MENU, **STATIC_OPTIONS, "initial_option": PLAIN_OPTION}, None, *STATIC_RULES),
    "multi_static_select": _choice(
        {**MULTI, **STATIC_OPTIONS, "initial_options": array(PLAIN_OPTION, 100)}, None, *STATIC_RULES
    ),
    "external_select": _choice({**MENU, **EXTERNAL, "initial_option": PLAIN_OPTION}),
    "multi_external_select": _choice({**MULTI, **EXTERNAL, "initial_options": array(PLAIN_OPTION, 100)}),
    "users_select": _choice({**MENU, "initial_user": ID}),
    "multi_users_select": _choice({**MULTI, "initial_users": array(ID)}),
    "conversations_select": _choice(
        {**MENU, **CONVERSATIONS, **ANSWER_URL, "initial_conversation": ID},
        None,
        only_in_a_modal("response_url_enabled"),
    ),
    "multi_conversations_select": _choice({**MULTI, **CONVERSATIONS, "initial_conversations": array(ID)}),
    "channels_select": _choice(
        {**MENU, **ANSWER_URL, "initial_channel": ID}, None, only_in_a_modal("response_url_enabled")
    ),
    "multi_channels_select": _choice({**MULTI, "initial_channels": array(ID)}),
    "datepicker": _choice({**MENU, "initial_date": calendar_date}),
    "timepicker": _choice({**MENU, "initial_time": TIME, "timezone": time_zone}),
    "datetimepicker": Element(
        # Exactly ten digits: Unix seconds from 2001 to 2286.
        typed(None, {**CHOICE, "initial_date_time": integer(10**9, 10**10 - 1)}, surfaces=MESSAGE_OR_MODAL),
        frozenset({"actions", "input"}),
    ),
    "rich_text_input": Element(
        typed(
            ACTION,
            {
                **FIELD,
                "initial_value": one_of({"rich_text": typed({"elements": array(one_of(CONTAINERS))})}),
                "min_lines": integer(1, 100),
                "max_lines": integer(1, 100),
            },
            ordered("min_lines", "max_lines"),
            surfaces=VIEWS,
        ),
        frozenset({"actions", "input"}),
    ),
    "plain_text_input": _field(
        {**LENGTHS, "initial_value": string(3000, least=0), "multiline": boolean},
        ordered("min_length", "max_length"),
        modal=False,
    ),
    "email_text_input": _field({"initial_value": string(least=0)}),
    "url_text_input": _field({"initial_value": string(least=0)}),
    "number_input": _field(
        {"initial_value": NUMERIC, "min_value": NUMERIC, "max_value": NUMERIC},
        ordered("min_value", "max_value"),
        ordered("min_value", "initial_value"),
        ordered("initial_value", "max_value"),
        whole_unless_decimal,
        required={"is_decimal_allowed": boolean},
    ),
    "file_input": Element(
        typed(None, {**ACTION, "filetypes": array(string()), "max_files": integer(1, 10)}, surfaces=MODAL), INPUT
    ),
    "feedback_buttons": Element(
        typed({"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON}, ACTION, surfaces=MESSAGES),
        FEEDBACK,
    ),
    "icon_button": Element(
        typed(
            {"icon": enum("trash"), "text": plain(75)},
            {
                **ACTION,
                "value": BUTTON_VALUE,
                "confirm": CONFIRM,
                "accessibility_label": LABEL_75,
                "visible_to_user_ids": array(ID),
            },
            surfaces=MESSAGES,
        ),
        FEEDBACK,
    ),
}

URL_SOURCE = one_of({"url": typed({"url": string(URL_MOST), "text": string()})})


def elements_in(block: str) -> dict[str, Shape]:
    """The elements a block may hold. `response_url_enabled` exists in input blocks only."""
    held = {kind: each.shape for kind, each in ELEMENTS.items() if block in each.blocks}
    return held if block == "input" else {kind: _without(ANSWER_URL, shape) for kind, shape in held.items()}


def _without(properties: Properties, shape: Shape) -> Shape:
    return replace(shape, optional={key: check for key, check in shape.optional.items() if key not in properties})
