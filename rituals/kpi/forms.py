"""The forms of figures: what one is, and its value of a day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rituals import weeks
from rituals.kpi import messages, rules
from rituals.kpi.rules import Better, Unit
from rituals.kpi.templates import Template
from rituals.shown import Field, Form, Kind, Option
from rituals.words import Day, Sentence, _
from storage.kpi import Kpi

NAME: Final = (3, 40)  # characters
DRIVERS_MOST: Final = 280
REMARK_MOST: Final = 140
NUMBER_MOST: Final = 20  # characters of a number as typed; more is a slip of the finger
SET_UP: Final = _("Set up a figure")
UNITS: Final = tuple(Option(label, unit.value) for unit, label in messages.UNITS.items())
DIRECTIONS: Final = (
    Option(_("higher is better"), Better.HIGHER.value),
    Option(_("lower is better"), Better.LOWER.value),
)
DECIMALS: Final = (Option(_("Whole numbers"), "0"), Option(_("One decimal"), "1"))


# --- what it is -------------------------------------------------------------------------------------------------------
def blank() -> Mapping[str, Any]:
    return {"better": Better.HIGHER.value, "decimals": "0"}


def begun(template: Template, language: str) -> Mapping[str, Any]:
    return {
        "name": template.called(language),
        "unit": template.unit.value,
        "better": template.better.value,
        "decimals": str(template.decimals),
    }


def known(row: Kpi) -> Mapping[str, Any]:
    return {
        "name": row.name,
        "unit": row.unit,
        "better": row.better,
        "target": "" if row.target is None else typed(row.target, row.decimals),
        "owner": row.owner,
        "deputy": row.deputy,
        "days": tuple(row.days),
        "decimals": str(row.decimals),
        "drivers": row.drivers,
    }


FIELDS: Final = ("name", "unit", "better", "target", "owner", "deputy", "days", "decimals", "drivers")


def begun_with(values: Mapping[str, Any]) -> str:
    """A short hash of each field, by which is seen later what was changed in the form."""
    return " ".join(_hash(_plain(values, name)) for name in FIELDS)


def merged(given: Mapping[str, Any], begun: str, row: Kpi) -> Mapping[str, Any]:
    """What was changed in the form, and of the rest what stands by now; whoever was chosen where nobody follows it."""
    was, now = dict(zip(FIELDS, begun.split(), strict=False)), known(row)
    left = {name for name in FIELDS if was.get(name) == _hash(_plain(given, name))}
    left -= {"owner"} if row.owner is None else set()
    return {**given, **{name: now[name] for name in left}}


def _plain(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name) or ""
    return value if isinstance(value, str) else "".join(sorted(value))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def typed(tenths: int, decimals: int) -> str:
    """As it is read again; with a comma, which both languages take."""
    return str(rules.number(tenths, decimals)).replace(".", ",")


def edit(now: Mapping[str, Any], team_days: str, seen_by: Sentence) -> Form:
    """`now` by field; the figure is expected on all of the team's days unless it says otherwise."""
    days = tuple(option for option in weeks.OPTIONS if option.value in team_days)
    chosen = tuple(day for day in now.get("days", ()) if day in team_days) or tuple(team_days)
    fields = (
        Field("name", _("Name"), least=NAME[0], most=NAME[1], initial=now.get("name")),
        Field("unit", _("Unit"), Kind.CHOICE, options=UNITS, initial=now.get("unit")),
        Field("better", _("Direction"), Kind.CHOICE, options=DIRECTIONS, initial=now.get("better")),
        Field("target", _("Target"), required=False, most=NUMBER_MOST, initial=now.get("target"), reachable=True),
        Field("owner", _("Who follows this?"), Kind.PERSON, initial=now.get("owner"), hint=_("One minute a day.")),
        Field("deputy", _("Who stands in?"), Kind.PERSON, required=False, initial=now.get("deputy")),
        Field("days", _("Days"), Kind.CHOICES, options=days, initial=chosen, hint=DAYS),
        Field("decimals", _("Decimals"), Kind.CHOICE, options=DECIMALS, initial=now.get("decimals")),
        Field(
            "drivers",
            messages.DRIVERS,
            Kind.LONG,
            required=False,
            most=DRIVERS_MOST,
            initial=now.get("drivers"),
        ),
    )
    opened = begun_with({**now, "days": chosen})
    return Form(SET_UP, fields, seen_by=seen_by, submit=_("Save"), kept={"begun": opened})


DAYS: Final = _("On these day starts stands the figure of the working day before.")


# --- its value --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Seen:
    """What stood there, and was put into the form, when it was opened."""

    kpi: int
    day: date
    number: int | None
    remark: str | None

    def written(self) -> str:
        number = "" if self.number is None else self.number
        return f"{self.kpi} {self.day.isoformat()} {number} {self.remark or ''}"


def seen(begun: str) -> Seen | None:
    if not begun:
        return None
    kpi, day, number, remark = begun.split(" ", 3)
    return Seen(int(kpi), date.fromisoformat(day), int(number) if number else None, remark or None)


def fill(
    rows: Sequence[Kpi],
    chosen: Kpi | None,
    days: Sequence[date],
    day: date | None,
    there: Seen | None,
    notes: tuple[Sentence, ...],
) -> Form:
    """Of the figures that this person may enter; `chosen` and `day` are proposed, with what is `there` already."""
    number = typed(there.number, chosen.decimals) if chosen and there and there.number is not None else None
    remark = there.remark if there else None
    figures = tuple(Option(messages.with_unit(row), str(row.id)) for row in rows)
    dates = tuple(Option(Sentence("{day}", {"day": Day(each)}), each.isoformat()) for each in days)
    fields = (
        Field("kpi", _("Which figure?"), Kind.CHOICE, options=figures, initial=str(chosen.id) if chosen else None),
        Field("day", _("About which day?"), Kind.CHOICE, options=dates, initial=day.isoformat() if day else None),
        Field(
            "value",
            _("Figure"),
            required=False,
            most=NUMBER_MOST,
            initial=number,
            hint=_("For example 8 or 92.5."),
            reachable=True,
        ),
        Field("none", _("No figure for this day"), Kind.CHECK, required=False),
        Field("remark", _("Remark"), required=False, most=REMARK_MOST, initial=remark),
    )
    begun = there.written() if there else ""
    return Form(messages.ENTER, fields, _("Visible to your team."), _("Save"), notes, kept={"begun": begun})


def number(typed_value: str, row: Kpi) -> int:
    """Tenths. Raises rules.Misread."""
    return rules.read(typed_value, Unit(row.unit), row.decimals)
