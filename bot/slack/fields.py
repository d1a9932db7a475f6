"""Fields of a form as Slack's input blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.i18n import Reader
from bot.slack.blocks import Json, label, options, small
from bot.slack.lengths import begun, units
from rituals.shown import Field, Kind
from rituals.texts import begin
from rituals.words import _

# Options, by Slack's Block Kit reference and by what still reads as a list.
RADIO = 5
CHECKBOXES = 10
# Characters, by Slack's Block Kit reference.
TEXT = 3000
FIELD_LABEL = 2000

TICKED = "yes"  # the value of the one box of a CHECK
TICK = _("Yes, please")


def input_of(field: Field, reader: Reader) -> list[Json]:
    """The input block, below a line when a prefilled text had to be cut.

    block_id and action_id are the field's name, so that what was typed stays when the view is drawn again.
    """
    element = {**_ELEMENTS[field.kind](field, reader), "action_id": field.name}
    block: Json = {"type": "input", "block_id": field.name, "label": label(field.label, reader, FIELD_LABEL)}
    block |= {"element": element, "optional": not field.required}
    if field.hint is not None:
        block["hint"] = label(field.hint, reader, FIELD_LABEL)
    return [*_cut_line(field, reader), block]


def _cut_line(field: Field, reader: Reader) -> list[Json]:
    if field.kind not in (Kind.TEXT, Kind.LONG) or not field.initial or _taken(field) == field.initial:
        return []
    kept = len(_taken(field))
    return small(_("The text was longer. I took the first {n} characters.", n=kept), reader)


def _taken(field: Field) -> str:
    """As much of the prefilled text as the field and Slack hold."""
    return begun(begin(str(field.initial), field.most), TEXT)


# --- an element for each kind -----------------------------------------------------------------------------------------
def _text(field: Field, reader: Reader) -> Json:
    """Without a minimum: that is checked on submit, with a kinder sentence than Slack's."""
    # A prefilled text with emoji may count for more in Slack than the code points we count.
    initial = _taken(field) if field.initial else ""
    most = min(TEXT, max(field.most, units(initial)))
    made: Json = {"type": "plain_text_input", "multiline": field.kind is Kind.LONG, "max_length": most}
    return made | ({"initial_value": initial} if initial else {})


def _number(field: Field, reader: Reader) -> Json:
    made: Json = {"type": "number_input", "is_decimal_allowed": False}
    made |= {"min_value": str(field.least), "max_value": str(field.most)}
    fits = field.initial is not None and field.least <= field.initial <= field.most
    return made | ({"initial_value": str(field.initial)} if fits else {})


def _date(field: Field, reader: Reader) -> Json:
    return {"type": "datepicker"} | ({"initial_date": field.initial.isoformat()} if field.initial else {})


def _time(field: Field, reader: Reader) -> Json:
    return {"type": "timepicker"} | ({"initial_time": field.initial.strftime("%H:%M")} if field.initial else {})


def _choice(field: Field, reader: Reader) -> Json:
    found = options(field.options, reader, f"field {field.name!r}")
    made: Json = {"type": "radio_buttons" if len(found) <= RADIO else "static_select", "options": found}
    chosen = [option for option in found if option["value"] == field.initial]
    return made | ({"initial_option": chosen[0]} if chosen else {})


def _choices(field: Field, reader: Reader) -> Json:
    found = options(field.options, reader, f"field {field.name!r}")
    made: Json = {"type": "checkboxes" if len(found) <= CHECKBOXES else "multi_static_select", "options": found}
    chosen = [option for option in found if option["value"] in (field.initial or ())]
    return made | ({"initial_options": chosen} if chosen else {})


def _check(field: Field, reader: Reader) -> Json:
    box = {"text": label(TICK, reader, FIELD_LABEL), "value": TICKED}
    return {"type": "checkboxes", "options": [box]} | ({"initial_options": [box]} if field.initial else {})


def _person(field: Field, reader: Reader) -> Json:
    return {"type": "users_select"} | ({"initial_user": field.initial} if field.initial else {})


def _people(field: Field, reader: Reader) -> Json:
    made: Json = {"type": "multi_users_select"}
    made |= {"max_selected_items": field.most} if field.most < TEXT else {}  # the default bounds a text
    return made | ({"initial_users": list(field.initial)[: field.most]} if field.initial else {})


def _channel(field: Field, reader: Reader) -> Json:
    made: Json = {"type": "conversations_select", "filter": {"include": ["public", "private"]}}
    return made | ({"initial_conversation": field.initial} if field.initial else {})


_ELEMENTS: Mapping[Kind, Callable[[Field, Reader], Json]] = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.CHECK: _check,
    Kind.PERSON: _person,
    Kind.PEOPLE: _people,
    Kind.CHANNEL: _channel,
}
