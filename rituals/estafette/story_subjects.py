"""How what belongs to a story is named in buttons, cards and timers."""

from __future__ import annotations

from typing import Final

from rituals.contract import keys_of
from rituals.estafette.subjects import of_story
from storage.estafette import Story, StoryColleague

# cards
STORY: Final = "estafette.story"  # the story itself, in the relay's channel
DID: Final = "estafette.did"  # in its thread: what was promised was done
NAMED: Final = "estafette.named"  # what a named colleague is asked, or is told
MEND: Final = "estafette.mend"  # what the teller is asked to put differently

# timers, and the nudge
GLAD: Final = "estafette.glad"
PROMISE: Final = "estafette.promise"

HIDDEN, REPORTED = "hidden", "reported"


def asked(row: Story, one: StoryColleague) -> str:
    """The newest message in which this colleague is asked."""
    return f"{of_story(row)}:{one.person}:{one.asked}"


def mend(row: Story, what: str) -> str:
    return f"{of_story(row)}:{what}"


def last_of(subject: str) -> str:
    return keys_of(subject)[-1] if keys_of(subject) else ""
