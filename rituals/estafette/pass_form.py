"""To whom the baton goes, and with what challenge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rituals.estafette import messages, rules
from rituals.shown import Field, Form, Kind, Option
from rituals.words import Person, Sentence, _, named

SEEN_BY: Final = _("Your colleague reads it. The channel does too, once your colleague takes the baton.")
CHALLENGE: Final = _("What do you challenge your colleague to discover?")


def form(some: Sequence[str]) -> Form:
    """A second choice takes a second who could run."""
    options = tuple(Option(named(one), one) for one in some)
    least, most = rules.CHALLENGE
    fields = (
        Field("to", _("To whom?"), Kind.CHOICE, options=options),
        Field("challenge", CHALLENGE, Kind.LONG, least=least, most=most),
        Field("second", _("Second choice"), Kind.CHOICE, required=False, options=options),
    )
    return Form(messages.PASS, fields if len(some) > 1 else fields[:2], SEEN_BY, submit=_("Pass on"))


def repeat(to: str) -> Mapping[str, Sentence]:
    """The question above the name, about just this colleague: a yes for one is none for another."""
    question = _("Everyone still to go is away. May {name} run an extra leg?", name=Person(to))
    return {f"to_repeat_{to}": question}
