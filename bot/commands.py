"""What a typed command means: whose it is, which subcommand, for which team."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot import rights
from bot.dispatch import Unknown
from bot.registry import Registry
from rituals import grammar, helping
from rituals.contract import Command, Event, Note, Refused, Sub, Turn, Who
from rituals.shown import Button, Menu, Option
from rituals.words import Sentence, Typed, _
from storage import people

BUTTONS = 5  # teams that are offered as buttons; more become a menu
CARRIED = "\x1f"  # parts a subject from the arguments that travel with it through a button


@dataclass(frozen=True)
class Commands:
    registry: Registry

    async def meant(self, turn: Turn, event: Event, word: str) -> Event | Note:
        """The event of the subcommand that was typed, with its team; or what the person reads instead.

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
        return await self._of_team(turn, replace(event, does=sub.does, text=rest))

    async def _of_team(self, turn: Turn, event: Event) -> Event | Note:
        spec = self.registry.spec(event.does)
        if spec is None:
            raise Unknown(event.does)
        here = await people.team_in(turn.session, event.where.id) if event.where else None
        if here is not None:
            return replace(event, about=str(here.id))
        if spec.who in (Who.ANYONE, Who.KNOWN):
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
    named = [(f"{team}{CARRIED}{event.text}"[:2000], Sentence("{team}", {"team": Typed(name)})) for team, name in mine]
    question = _("For which team?")
    if len(named) <= BUTTONS:
        return Note(question, tuple(Button(label, event.does, about) for about, label in named))
    # An option's value holds 150 characters.
    options = tuple(Option(label, about[:150]) for about, label in named)
    return Note(question, menu=Menu(_("Choose a team"), event.does, options))


def carried(about: str) -> tuple[str, str]:
    """(subject, arguments) of a button that was drawn for a command."""
    subject, _, text = about.partition(CARRIED)
    return subject, text


def match(command: Command, typed: str) -> tuple[Sub | None, str]:
    """The subcommand that was meant, and the rest as typed. Dutch and English both work, whatever the language."""
    if helping.asked(typed):
        return None, typed
    phrases = {grammar.normal(phrase): sub for sub in command.subs for phrase in (sub.nl, sub.en)}
    found, rest = grammar.split(typed, [phrase for phrase in phrases if phrase])
    if found is not None:
        sub = phrases[found]
        return (sub, rest) if sub.arguments[0] or not rest or helping.asked(rest) else (None, typed)
    return (phrases.get(""), "") if not grammar.normal(typed) else (None, typed)
