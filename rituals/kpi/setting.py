"""A lead says what a figure is: begun from an example or from nothing, and changed later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rituals import colleagues, logged, teams
from rituals.answers import OVER
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong, about, keys_of, team_of
from rituals.helping import either
from rituals.kpi import figures, forms, hearing, messages, nudging, rules, telling
from rituals.kpi.rules import State, Unit
from rituals.kpi.templates import TEMPLATES
from rituals.shown import Button, Form, Page, Row, Small, Text
from rituals.words import Sentence, Strong, _, plural
from storage import audit
from storage import kpi as store
from storage.kpi import Kpi

FORM: Final = "kpi.edit"
NOT_IN_TEAM: Final = _("Choose somebody in this team. I can't pick guests, apps or former colleagues.")


def full() -> Refused:
    most = plural("A team has one figure at most.", "A team has {n} figures at most.", rules.AT_MOST)
    return Refused(_("{most} Archive one of them first.", most=most))


# --- where one begins -------------------------------------------------------------------------------------------------
async def examples(turn: Turn, event: Event) -> Page:
    """Each opens the form with what it says filled in."""
    team = team_of(event.about) or 0
    if not figures.room(await store.of_teams(turn.session, [team])):
        raise full()
    own = Row((Button(_("Start from scratch"), FORM, about(team), main=True),))
    some = (
        Text(
            Sentence("{name}\n{asks}", {"name": Strong(either(one.names["nl"], one.names["en"])), "asks": one.asks}),
            (Button(_("Use this one"), FORM, about(team, key)),),
        )
        for key, one in TEMPLATES.items()
    )
    return Page(forms.SET_UP, (Small(_("Start with one that customers feel. You can change everything.")), own, *some))


# --- the form ---------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    """About a team; behind it stands a figure that is there already, or the example with which it begins."""
    team = team_of(event.about) or 0
    now = await _begun(turn, team, event)
    return forms.edit(now, await figures.board_days(turn, team), await logged.seen_by(turn))


async def _begun(turn: Turn, team: int, event: Event) -> Mapping[str, Any]:
    key = (keys_of(event.about) or [""])[0]
    if key in TEMPLATES:
        language = (await teams.load(turn, [team]))[team].language
        return forms.begun(TEMPLATES[key], language)
    if (wanted := figures.id_of(event.about)) is None:
        return forms.blank()
    row = (await store.get(turn.session, [wanted])).get(wanted)
    if row is None or row.team != team or row.state == State.ARCHIVED:
        raise Refused(OVER)
    return forms.known(row)


async def save(turn: Turn, event: Event) -> Answer:
    team, wanted = team_of(event.about) or 0, figures.id_of(event.about)
    where = await figures.held(turn, team)
    rows = await store.of_teams(turn.session, [team])
    row = (await store.hold(turn.session, [wanted])).get(wanted) if wanted is not None else None
    if wanted is not None and (row is None or row.team != team or row.state == State.ARCHIVED):
        raise Refused(OVER)
    if row is None and not figures.room(rows):
        raise full()
    given = event.values if row is None else forms.merged(event.values, event.kept.get("begun", ""), row)
    new = await _checked(turn, given, team, row, rows)
    before = () if row is None else await nudging.asked_of(turn, row)
    lost_on, owner = (None, None) if row is None else (row.ownerless_on, row.owner)
    row = row or _made(turn, team)
    for field, value in new.items():
        setattr(row, field, value)
    row.state, row.ownerless_on = State.ACTIVE.value, None
    await figures.redrawn(turn, team, where)
    await nudging.reworded(turn, (*before, *await nudging.asked_of(turn, row)))
    await hearing.told_again(turn, team, lost_on)
    if row.owner != owner:
        telling.given(turn, row, event.person)
    await audit.log(turn.session, turn.org, event.person, FORM, turn.now, team)
    return Note(messages.SAVED)


def _made(turn: Turn, team: int) -> Kpi:
    row = Kpi(team=team, created_at=turn.now)
    turn.session.add(row)
    return row


# --- what is checked --------------------------------------------------------------------------------------------------
async def _checked(
    turn: Turn, given: Mapping[str, Any], team: int, row: Kpi | None, rows: Sequence[Kpi]
) -> Mapping[str, Any]:
    """The columns with what they become. Raises Wrong at the fields."""
    found = await figures.ground(turn, [team])
    unit, decimals = Unit(given["unit"]), int(given["decimals"])
    others = [one.name for one in rows if one is not row]
    wrong = {
        "name": await _name(turn, given["name"], others, team, row),
        "unit": await _unit(turn, row, unit),
        **_followers(given["owner"], given.get("deputy") or None, found.inside(team)),
    }
    target, wrong["target"] = _target(given.get("target") or "", unit, decimals)
    if errors := {field: why for field, why in wrong.items() if why is not None}:
        raise Wrong(**errors)
    return {
        "name": given["name"],
        "unit": unit.value,
        "better": given["better"],
        "target": target,
        "decimals": decimals,
        "owner": given["owner"],
        "deputy": given.get("deputy") or None,
        "days": "".join(sorted(given["days"])),
        "drivers": given.get("drivers") or None,
    }


async def _name(turn: Turn, name: str, others: Iterable[str], team: int, row: Kpi | None) -> Sentence | None:
    """A name that stays isn't looked at again: somebody who is called so may have come later."""
    if rules.is_taken(name, others):
        return _("Your team has a figure with this name already. Choose another name.")
    if row is not None and rules.is_taken(name, [row.name]):
        return None
    if await colleagues.named_in(turn, [team], {"name": name}):
        return _("A figure is about our service, not a person. Choose another name.")
    return None


async def _unit(turn: Turn, row: Kpi | None, unit: Unit) -> Sentence | None:
    """What was entered in minutes would read as hours."""
    if row is None or row.unit == unit or not await store.have_values(turn.session, row.id):
        return None
    return _("There are figures in the old unit. Archive this figure and make a new one.")


def _followers(owner: str, deputy: str | None, inside: Iterable[str]) -> dict[str, Sentence | None]:
    here = {*inside}
    same = _("Who follows it and who stands in are two people.") if owner == deputy else None
    return {
        "owner": None if owner in here else NOT_IN_TEAM,
        "deputy": NOT_IN_TEAM if deputy is not None and deputy not in here else same,
    }


def _target(typed: str, unit: Unit, decimals: int) -> tuple[int | None, Sentence | None]:
    if not typed:
        return None, None
    try:
        return rules.read(typed, unit, decimals), None
    except rules.Misread as misread:
        return None, misread.why
