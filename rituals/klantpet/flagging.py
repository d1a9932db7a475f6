"""A customer flag is raised, at a meeting or for the next one."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any, Final

from rituals import colleagues
from rituals.contract import Answer, Event, Note, Opens, Refused, Turn, Wrong, about, team_of
from rituals.klantpet import flag_forms, pressing, rules
from rituals.klantpet.flag_forms import IMPROVE, LINK, SILO, Kind, Way
from rituals.klantpet.flag_ground import Ground, ground
from rituals.klantpet.flag_lines import THANKS, kept, put_up
from rituals.shown import Button, Form
from rituals.texts import cut
from rituals.words import Day, Sentence, Typed, _
from storage import klantpet as store
from storage import klantpet_flags as flag_store
from storage.klantpet import Flag, MeetingDay

TOKEN: Final = 24  # bytes: nobody comes upon another's
CARRIED: Final = 1000  # characters of a text that a form without a field for it carries: Slack keeps 3,000 with a form

MANY: Final = _("There are many flags for this meeting already. Pick one to discuss together.")
PLACED: Final = _("Your flag is up, without your name. Only this button takes it down.")
WAITS: Final = _("Your flag comes to your next meeting, without your name. Only this button takes it down.")
COLLEAGUE: Final = _("Could someone recognise a colleague here? Change it, or submit again if it is fine.")
CHANGED: Final = _("Something has changed in the meantime. Have a look whether it is still right.")
UNNAMED: Final = _("At a confidential meeting your name isn't shown. Untick it, or choose another meeting.")


# --- the form ---------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    """What was under way when a button was drawn may be over: then it says where a flag goes now."""
    found = await ground(turn, event)
    _as_it_said(found, event)
    shown = _form(found, event)
    carried = {} if any(field.name == "text" for field in shown.fields) else _carried(event)
    return replace(shown, kept={"stands": found.stands(event.about)} | carried)


def _as_it_said(found: Ground, event: Event) -> None:
    """Raises Asks where a flag goes elsewhere by now: what was meant for one meeting isn't moved without a word."""
    said, stands = event.kept.get("stands"), found.stands(event.about)
    if said is not None and said != stands:
        event.ask(**{f"stands:{stands}": CHANGED})


def _carried(event: Event) -> dict[str, Any]:
    """Past a form that has no field for it: nothing of it is lost where a later one has."""
    text = _typed(event)
    return ({"text": Typed(cut(text, CARRIED))} if text else {}) | ({"named": True} if _ticked(event) else {})


def _ticked(event: Event) -> bool:
    return bool(event.values.get("named") or event.kept.get("named"))


def _typed(event: Event) -> str:
    """Also where a form had no field for it."""
    given: Any = event.kept.get("text")
    carried = given.text if isinstance(given, Typed) else ""
    return event.values.get("text") or event.text or carried


def _form(found: Ground, event: Event) -> Form:
    text, named = _typed(event), _ticked(event)
    if under_way := found.under_way(event.about):
        return flag_forms.here(text, under_way, found.meetings, named=named)
    if (ahead := found.next()) is not None:
        return flag_forms.later(text, ahead[0].name, ahead[1], found.today, named=named)
    quiet = found.next(confidential=True) is not None
    return flag_forms.elsewhere(text, flag_forms.ONLY_QUIET if quiet else flag_forms.NO_MEETING, named=named)


# --- raising ----------------------------------------------------------------------------------------------------------
async def give(turn: Turn, event: Event) -> Answer:
    """Whatever is kept of it, nothing says who raised it unless they gave their name."""
    found = await ground(turn, event, held=True)
    _as_it_said(found, event)
    row = _chosen(found, event)
    if row is None and found.next() is None:
        return _elsewhere(event)
    quiet = row is not None and found.quiet(row)
    text = None if quiet else event.values.get("text") or None
    named = _signed(event, quiet=quiet)
    await _not_too_many(turn, event, found, row, named=named)
    await _ask_about_names(turn, event, found.team.id, text)
    flag = await _written(turn, event, found, row, text=text, named=named)
    return Note(_thanks(found, row), (*((pressing.remove(flag),) if named else ()), *_offers(flag)))


def _chosen(found: Ground, event: Event) -> MeetingDay | None:
    """The one at which it stands at once. Raises Wrong where it isn't clear which."""
    under_way = found.under_way(event.about)
    if len(under_way) < 2:
        return next(iter(under_way), None)
    chosen = [row for row in under_way if str(row.id) == event.values.get("at")]
    if not chosen:
        raise Wrong(at=_("Choose the meeting at which your flag stands."))
    return chosen[0]


def _signed(event: Event, *, quiet: bool) -> bool:
    """Raises Wrong where a name was given that nobody would read: it isn't dropped without a word."""
    named = bool(event.values.get("named"))
    if named and quiet:
        raise Wrong(named=UNNAMED)
    return named


def _elsewhere(event: Event) -> Answer:
    """Nothing of it is kept before another form is sent, which takes its words along."""
    text, team = event.values.get("text") or "", team_of(event.about) or 0
    match event.values.get("where"):
        case Way.DAY_START:
            return Opens(IMPROVE, about(team), {"text": text})
        case Way.SILO:
            return Opens(SILO, about(team), {"effect": text})
    raise Wrong(where=_("Choose where it shall go."))


async def _not_too_many(turn: Turn, event: Event, found: Ground, row: MeetingDay | None, *, named: bool) -> None:
    """Of those without a name only how many there are is known."""
    if row is not None:
        flags = await store.flags(turn.session, [row.id])
    else:
        flags = await flag_store.waiting(turn.session, found.team.id, found.today)
    own = [flag for flag in flags if named and flag.person == event.person]
    if len(flags) >= rules.FLAGS or len(own) >= rules.NAMED:
        raise Refused(MANY)


async def _ask_about_names(turn: Turn, event: Event, team: int, text: str | None) -> None:
    if text and await colleagues.named_in(turn, [team], {"text": text}):
        event.ask(text_colleague=COLLEAGUE)


async def _written(
    turn: Turn, event: Event, found: Ground, row: MeetingDay | None, *, text: str | None, named: bool
) -> Flag:
    token = "" if named else secrets.token_urlsafe(TOKEN)
    flag = Flag(
        team=found.team.id,
        occurrence=row.id if row else None,
        kind=event.values["kind"],
        text=text,
        person=event.person if named else None,
        token=kept(token) if token else None,
        on=found.today,
        waits_until=None if row else found.limit,
    )
    turn.session.add(flag)
    await turn.session.flush()
    if row is not None:
        put_up(turn, flag, row)
    if token:
        turn.whisper(event.person, _placed(found.team.id, token, stands=row is not None))
    return flag


def _placed(team: int, token: str, *, stands: bool) -> Note:
    """What its raiser alone has, in their own conversation."""
    return Note(PLACED if stands else WAITS, (Button(_("Remove"), "klantpet.withdraw", about(team, token)),))


# --- what is said -----------------------------------------------------------------------------------------------------
def _thanks(found: Ground, row: MeetingDay | None) -> Sentence:
    if row is not None:
        name = found.meetings[row.meeting].name
        return _("{thanks} Your flag is up at {meeting}.", thanks=THANKS, meeting=Typed(name))
    ahead = found.next()
    if ahead is None:
        return THANKS
    day = Day(ahead[1], found.today)
    return _("{thanks} Your flag comes to {meeting}, {day}.", thanks=THANKS, meeting=Typed(ahead[0].name), day=day)


def _offers(flag: Flag) -> tuple[Button, ...]:
    if Kind(flag.kind) is not Kind.COLLIDE:
        return ()
    return (Button(flag_forms.WAYS[Way.SILO], SILO, about(flag.team, LINK, flag.id)),)
