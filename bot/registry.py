"""All that RITUALS name, by name: one table each for actions, forms, pages, timers, cards and commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rituals.contract import Action, Card, Command, FormSpec, PageSpec, Ritual, Shortcut, Sub, Timer
from rituals.facts import Delivered


class Clash(ValueError):
    """Two rituals gave the same name to different things."""

    def __init__(self, part: str, name: str) -> None:
        super().__init__(f"two rituals name {part} {name!r}; a name belongs to one of them")


@dataclass(frozen=True, slots=True)
class Registry:
    """Made once from RITUALS."""

    rituals: tuple[Ritual, ...]
    actions: Mapping[str, Action]
    forms: Mapping[str, FormSpec]
    pages: Mapping[str, PageSpec]
    timers: Mapping[str, Timer]
    cards: Mapping[str, Card]
    owners: Mapping[str, str]  # of an action, form, page, timer or card: the name of its ritual
    commands: Sequence[Command]  # one for each command, with the subcommands of all rituals
    shortcuts: Sequence[Shortcut]

    def command(self, word: str) -> Command | None:
        """By its Dutch or English name, without the slash."""
        return next((each for each in self.commands if word in (each.nl, each.en)), None)

    def stands(self, card: str, about: str, at: datetime) -> Delivered | None:
        """What a card's ritual hears when it came to stand, if it wants to."""
        spec = self.cards.get(card)
        return Delivered(card, about, at) if spec is not None and spec.told else None

    def spec(self, name: str) -> Action | FormSpec | PageSpec | None:
        return self.actions.get(name) or self.forms.get(name) or self.pages.get(name)


def make(rituals: tuple[Ritual, ...]) -> Registry:
    """Raises Clash when a name stands twice."""
    parts = {part: _merged(rituals, part) for part in ("actions", "forms", "pages", "timers", "cards")}
    seen: set[str] = set()
    for part in ("actions", "forms", "pages"):
        if twice := seen & parts[part].keys():
            raise Clash(part, min(twice))
        seen |= parts[part].keys()
    owners = {name: r.name for r in rituals for part in parts for name in getattr(r, part)}
    shortcuts = [each for ritual in rituals for each in ritual.shortcuts]
    return Registry(rituals=rituals, owners=owners, commands=_commands(rituals), shortcuts=shortcuts, **parts)


def _merged(rituals: tuple[Ritual, ...], part: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for ritual in rituals:
        for name, spec in getattr(ritual, part).items():
            if name in merged:
                raise Clash(part, name)
            merged[name] = spec
    return merged


def _commands(rituals: tuple[Ritual, ...]) -> list[Command]:
    subs: dict[tuple[str, str], list[Sub]] = {}
    for ritual in rituals:
        for command in ritual.commands:
            subs.setdefault((command.nl, command.en), []).extend(command.subs)
    return [Command(nl, en, tuple(found)) for (nl, en), found in subs.items()]
