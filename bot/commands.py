"""What a typed command means: whose it is, which subcommand, for which team."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot import rights
from bot.carrying import carrying, fits_an_option, refusing, with_rest
from bot.dispatch import Unknown
from bot.registry import Registry
from rituals import grammar, helping
from rituals.contract import Command, Event, Note, Refused, Sub, Turn, Who
from rituals.shown import Button, Menu, Option
from rituals.words import Sentence, Typed, _
from storage import people

BUTTONS = 5  # teams that are offered as buttons; more become a menu, whose options hold less


@dataclass(frozen=True)
class Commands:
    registry: Registry

    async def meant(self, turn: Turn, event: Event, word: str, free: Callable[[], Awaitable[str]]) -> Event | Note:
        """The event of the subcommand that was typed, with its team; or what the person reads instead.

        `free` gives what was typed as a text for people, where it is one.

        Raises:
            Refused: no team can be meant. Stranger. Unknown: the command is not ours.
        """
        command = self.registry.command(word.lstrip("/"))
        if command is None:
            raise Unknown(word)
        sub, rest = match(command, event.text)
        if sub is not None and helping.asked(rest):
            return helping.about(command, sub)
        if sub is None:
            return helping.answer(command, event.text, self.registry.commands)
        if not (sub.free and rest):
            return await self.of_team(turn, replace(event, does=sub.does, text=rest))
        text = await free()
        text = match(command, text)[1] if sub.nl else text
        try:
            return await self.of_team(turn, replace(event, does=sub.does, text=text))
        except Refused as refused:
            raise refusing(refused, text) from None

    async def of_team(self, turn: Turn, event: Event) -> Event | Note:
        """The event with the team that it is for: the channel's, else the person's only one; or the question which.

        Raises:
            Refused: no team can be meant. Stranger. Unknown: nobody has what it does.
        """
        spec = self.registry.spec(event.does)
        if spec is None:
            raise Unknown(event.does)
        here = await people.team_in(turn.session, event.where.id) if event.where else None
        if here is not None:
            return replace(event, about=str(here.id))
        if spec.who in (Who.ANYONE, Who.KNOWN, *rights.OF_ORGANISATION):
            return event
        await rights.allow(turn, event.person, "", Who.ANYONE)
        mine = await people.teams_of(turn.session, event.person)
        if not mine:
            raise Refused(_("You aren't in a team yet. Start one in your channel with /daystart start."))
        if len(mine) == 1:
            return replace(event, about=str(mine[0].id))
        return _which(event, [(team.id, team.name) for team in mine])


def _which(event: Event, mine: list[tuple[int, str]]) -> Note:
    """Asks for which team; what was typed travels along."""
    named = [(carrying(str(team), event.text), Sentence("{team}", {"team": Typed(name)})) for team, name in mine]
    question = _("For which team?")
    if len(named) <= BUTTONS or not all(fits_an_option(value) for value, _label in named):
        buttons = tuple(Button(label, event.does, value) for value, label in named)
        return with_rest(Note(question, buttons), event.text)
    options = tuple(Option(label, value) for value, label in named)
    return Note(question, menu=Menu(_("Choose a team"), event.does, options))


def match(command: Command, typed: str) -> tuple[Sub | None, str]:
    """The subcommand that was meant, and the rest as typed. Dutch and English both work, whatever the language.

    Where the bare command takes any text, one word that is nearly a subcommand is still a slip, and no text.
    """
    if helping.asked(typed):
        return None, typed
    phrases = {grammar.normal(phrase): sub for sub in command.subs for phrase in (sub.nl, sub.en)}
    found, rest = grammar.split(typed, [phrase for phrase in phrases if phrase])
    if found is not None and ((sub := phrases[found]).arguments[0] or not rest or helping.asked(rest)):
        return sub, rest
    bare = phrases.get("")
    if not grammar.normal(typed):
        return bare, ""
    return (bare, typed) if bare is not None and bare.free and _is_text(command, typed) else (None, typed)


def _is_text(command: Command, typed: str) -> bool:
    return len(typed.split()) > 1 or helping.meant(typed, command.subs) is None
