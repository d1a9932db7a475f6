"""What every form checks on what people typed, so that no ritual can forget it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from rituals import texts
from rituals.contract import Wrong
from rituals.shown import Field, Form, Kind
from rituals.words import Sentence, _, plural

WORDED = (Kind.TEXT, Kind.LONG)
KINDS = {
    texts.Kind.EMAIL: _("e-mail address"),
    texts.Kind.PHONE: _("phone number"),
    texts.Kind.IBAN: _("bank account number"),
    texts.Kind.BSN: _("citizen service number"),
}


def clean(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of this form's fields, tidied. Raises Wrong with a sentence at each field that can't be taken."""
    tidy = {field.name: _tidy(field, values.get(field.name)) for field in form.fields}
    errors = {field.name: error for field in form.fields if (error := _error(field, tidy[field.name]))}
    if errors:
        raise Wrong(**errors)
    return tidy


def questions(form: Form, values: Mapping[str, Any]) -> dict[str, Sentence]:
    """What is asked about these values, by code; a code begins with its field's name."""
    asked: dict[str, Sentence] = {}
    for field in form.fields:
        text = values[field.name]
        if field.kind not in WORDED or not text or field.sheet:
            continue
        asked |= field.advice(text)
        if not field.reachable and texts.recognisable(text):
            warning = _("Could someone recognise the customer here? Change it, or submit again if it is fine.")
            asked[f"{field.name}_customer"] = warning
    return asked


def echo(person: str, does: str, about: str, form: Form, values: Mapping[str, Any]) -> str | None:
    """A hash of what this person typed in this form; None where the form has no text, or an empty one."""
    typed = [values[field.name] for field in form.fields if field.kind is Kind.LONG]
    if not any(typed):
        return None
    return "text:" + hashlib.sha256("\x1f".join([person, does, about, *typed]).encode()).hexdigest()


def _tidy(field: Field, value: Any) -> Any:
    if field.kind in WORDED:
        tidied = texts.tidy(value or "")
        return value if field.sheet and tidied else tidied
    return bool(value) if field.kind is Kind.CHECK else value


def _error(field: Field, value: Any) -> Sentence | None:
    if field.required and value in (None, "", (), False):
        return _("Please fill this in.")
    if field.kind is Kind.PEOPLE and len(value or ()) > field.most:
        return plural("Choose at most one colleague.", "Choose at most {n} colleagues.", field.most)
    if field.kind not in WORDED or not value:
        return None
    if texts.length(value) < field.least:
        return _("A few more words help your colleagues. At least {n} characters.", n=field.least)
    if texts.length(value) > field.most:
        return _("Shorter works better. At most {n} characters.", n=field.most)
    if not field.reachable and not field.sheet and (found := texts.customer_data(value)) is not None:
        return _("There seems to be a {kind} in your text. Take it out and I'll post it.", kind=KINDS[found])
    return None
