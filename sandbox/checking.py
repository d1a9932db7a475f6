"""What the Slack client checks before it sends a form. The sentences resemble Slack's; they are not published."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.fields import elements, value_of
from sandbox.modals import View
from sandbox.notes import Json
from sandbox.rules import slack_length

REQUIRED = "Please complete this required field."
TROUBLE = "We had some trouble connecting. Try again?"


def mistakes(view: View) -> dict[str, str]:
    """Errors by block_id; empty when the form may go."""
    found: dict[str, str] = {}
    for each in elements(view.blocks):
        if each.block["type"] != "input":
            continue
        value = value_of(view.values[each.block_id][each.action_id])
        problem = _missing(each.block, value) or _wrong(each.element, value)
        if problem:
            found[each.block_id] = problem
    return found


def _missing(block: Json, value: Any) -> str:
    return REQUIRED if not block.get("optional", False) and value in (None, "", []) else ""


def _wrong(element: Json, value: Any) -> str:
    if value in (None, "", []):
        return ""
    match element["type"]:
        case "plain_text_input":
            return _length(element, value)
        case "number_input":
            return _number(element, value)
        case "email_text_input" if "@" not in value:
            return "Please enter a valid email address."
        case "url_text_input" if "://" not in value:
            return "Please enter a valid URL."
    return ""


def _length(element: Json, value: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if slack_length(value) < least:
        return f"Please enter at least {least} characters."
    if slack_length(value) > most:
        return f"Please enter no more than {most} characters."
    return ""


def _number(element: Json, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element["is_decimal_allowed"] and ("." in value or "e" in value.lower()):
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(least):
        return f"Please enter a number that is at least {least}."
    if most is not None and number > Decimal(most):
        return f"Please enter a number that is at most {most}."
    return ""
