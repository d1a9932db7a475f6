"""Which other teams a signal names, chosen from those that want to be found; and that it names no person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rituals import colleagues
from rituals.contract import Turn, Wrong, number_of
from rituals.shown import Field, Kind, Option
from rituals.silo.rules import TEAMS
from rituals.words import Count, Sentence, Typed, _
from storage import people
from storage import silo as store

UNKNOWN: Final = "unknown"
MOST: Final = 98  # teams in one list, beside the box for who doesn't know; more are found by their channel
LABEL: Final = _("Which teams?")
NOT_KNOWN: Final = Option(_("I don't know"), UNKNOWN)
MANY: Final = _("Choose at most {n} teams.", n=Count(TEAMS))
BOTH: Final = _("Choose teams, or ‘I don't know’.")
NO_TEAM: Final = _("In this channel there is no team that wants to be found.")
NONE: Final = _("Choose at least one team.")
OF_PERSONS: Final = _("Describe the target, not the person.")


async def others(turn: Turn, own: int, also: Iterable[int] = ()) -> Mapping[int, str]:
    """Their names. `also` were named before, whether or not they still want to be found."""
    found = {team.id: team.name for team in await store.findable(turn.session)}
    if missing := [team for team in also if team not in found]:
        found |= {key: team.name for key, team in (await people.teams(turn.session, missing)).items()}
    return {team: name for team, name in found.items() if team != own}


def field(others: Mapping[int, str], named: Iterable[int] = (), *, known: bool = False) -> Field:
    """`known`: whoever chooses has to know."""
    if len(others) > MOST:
        hint = None if known else _("Leave it empty if you don't know.")
        return Field("channel", _("The channel of the other team"), Kind.CHANNEL, required=False, hint=hint)
    options = tuple(Option(Sentence("{name}", {"name": Typed(name)}), str(team)) for team, name in others.items())
    initial = tuple(str(team) for team in named) or None
    return Field(
        "teams", LABEL, Kind.CHOICES, options=options if known else (NOT_KNOWN, *options), initial=initial, hint=MANY
    )


async def chosen(turn: Turn, values: Mapping[str, Any], others: Mapping[int, str]) -> tuple[int, ...]:
    """Raises Wrong at the field."""
    if len(others) > MOST:
        return await _in_channel(turn, values.get("channel") or "", others)
    given = tuple(dict.fromkeys(values.get("teams") or ()))
    ids = tuple(team for each in given if (team := number_of(each)) is not None)
    if UNKNOWN in given and len(given) > 1:
        raise Wrong(teams=BOTH)
    if len(ids) > TEAMS:
        raise Wrong(teams=MANY)
    if any(team not in others for team in ids) or (not ids and UNKNOWN not in given):
        raise Wrong(teams=NONE)
    return ids


async def _in_channel(turn: Turn, channel: str, others: Mapping[int, str]) -> tuple[int, ...]:
    team = await people.team_in(turn.session, channel) if channel else None
    if channel and (team is None or team.id not in others):
        raise Wrong(channel=NO_TEAM)
    return (team.id,) if team is not None else ()


async def of_nobody(turn: Turn, teams: Iterable[int], texts: Mapping[str, str]) -> None:
    """Raises Wrong at each of these fields that names somebody."""
    if wrong := await colleagues.named_in(turn, teams, texts):
        raise Wrong(**dict.fromkeys(wrong, OF_PERSONS))
