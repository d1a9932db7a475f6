"""What a person reads who asks for help, or types what no ritual knows. Language-neutral: it is read in either."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Final

from rituals.contract import Command, Note, Sub
from rituals.grammar import nearest, normal
from rituals.words import Listed, Part, Sentence, Strong, Typed, _

HELP: Final = frozenset({"help", "hulp", "?"})
HOUSE: Final = "klant"  # the command that stands for no ritual: its help begins with all there is


def answer(command: Command, typed: str, commands: Sequence[Command]) -> Note:
    """To a command that was typed bare, with “help”, or with words that are none of its subcommands."""
    if not typed.strip() or asked(typed):
        return help_for(command, commands)
    return unknown(typed, command, command.subs, commands)


def asked(typed: str) -> bool:
    """Whether these words, alone or behind a subcommand, ask for help."""
    return normal(typed) in HELP


def about(command: Command, sub: Sub) -> Note:
    """One subcommand, and those that begin with its words."""
    mine = [each for each in command.subs if each is sub or each.nl.startswith(f"{sub.nl} ")]
    return Note(lines(_line(command, each) for each in mine))


def help_for(command: Command, commands: Sequence[Command]) -> Note:
    """Its subcommands, one a line; for the house's own command first which commands there are."""
    mine = [_line(command, sub) for sub in command.subs]
    return Note(lines([_all_of(commands), *mine] if command.nl == HOUSE else mine))


def unknown(typed: str, command: Command, subs: Sequence[Sub], commands: Sequence[Command]) -> Note:
    """Above the help, with what was probably meant."""
    found = meant(typed, subs)
    if found is None:
        why = _("I don't know that one.")
    else:
        suggestion = either(f"/{command.nl} {found[0]}", f"/{command.en} {found[1]}")
        why = _("I don't know that one. Did you mean {suggestion}?", suggestion=suggestion)
    return Note(lines([why, help_for(command, commands).text]))


def either(nl: str, en: str) -> Sentence:
    """The same in both languages, such as a command. The Dutch catalogue picks `nl`."""
    return Sentence("{en}", {"nl": Typed(nl), "en": Typed(en)})


def lines(sentences: Iterable[Sentence]) -> Sentence:
    """Below each other, in one sentence. Raises TypeError when there are none."""
    return reduce(lambda above, below: Sentence("{above}\n{below}", {"above": above, "below": below}), sentences)


def _all_of(commands: Sequence[Command]) -> Sentence:
    names: tuple[Part, ...] = tuple(either(f"/{each.nl}", f"/{each.en}") for each in commands)
    return _("I can do: {commands}. Add help for an explanation. They don't work in threads.", commands=Listed(names))


def _line(command: Command, sub: Sub) -> Sentence:
    nl, en = (
        " ".join(part for part in (f"/{word}", phrase, arguments) if part)
        for word, phrase, arguments in zip((command.nl, command.en), (sub.nl, sub.en), sub.arguments, strict=True)
    )
    return Sentence("{command}: {help}", {"command": Strong(either(nl, en)), "help": sub.help})


def meant(typed: str, subs: Sequence[Sub]) -> tuple[str, str] | None:
    """In Dutch and in English. Subcommands of two words are looked at first: “rol gef” is nearer to “rol geef” than to
    “rol”.
    """
    words = typed.split()
    phrases = {phrase: (sub.nl, sub.en) for sub in subs for phrase in (sub.nl, sub.en) if phrase}
    phrases |= {"help": ("help", "help"), "hulp": ("hulp", "help")}
    longest = max(len(phrase.split()) for phrase in phrases)
    for count in range(min(len(words), longest), 0, -1):
        options = [phrase for phrase in phrases if len(phrase.split()) == count]
        if (found := nearest(" ".join(words[:count]), options)) is not None:
            return phrases[found]
    return None
