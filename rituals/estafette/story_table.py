"""What the relay's table of contents has of stories."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from rituals.contract import Action, Card, FormSpec, PageSpec, Sub, Timer, Turn, Who, Wins
from rituals.estafette import (
    archive,
    consenting,
    gladness,
    heard,
    posting,
    promising,
    publishing,
    story_editing,
    story_form,
    story_hearing,
    story_preview,
)
from rituals.estafette.story_subjects import DID, GLAD, MEND, NAMED, PROMISE, STORY
from rituals.facts import (
    Deactivated,
    HeardNow,
    HeardOf,
    NamesGo,
    NotNudged,
    Nudged,
    PutOff,
    Reactivated,
    StoriesTold,
)
from rituals.nudge import Nudge, Order
from rituals.words import _

ALWAYS: Final = timedelta(days=3650)  # however late: what was said or promised still comes

SUBS: Final = (
    Sub("deel", "share", "estafette.share", _("Tells the story of your customer."), ("[tekst]", "[text]"), free=True),
    Sub("verhalen", "stories", archive.STORIES, _("All customer stories.")),
)
FORMS: Final[Mapping[str, FormSpec]] = {
    "estafette.share": FormSpec(story_form.form, story_form.send, Who.ANYONE, Wins.EACH, edits=True),
    "estafette.preview": FormSpec(story_preview.form, publishing.publish, Who.EXEC, Wins.EACH, edits=True),
    "estafette.edit": FormSpec(story_editing.form, story_editing.edit, Who.ANYONE, Wins.EACH, edits=True),
}
PAGES: Final[Mapping[str, PageSpec]] = {archive.STORIES: PageSpec(archive.page, Who.ANYONE)}
ACTIONS: Final[Mapping[str, Action]] = {
    "estafette.keep": Action(story_preview.keep, Who.EXEC, Wins.EACH, reads=True),
    "estafette.drop": Action(story_preview.drop, Who.ANYONE, Wins.EACH),
    "estafette.nice": Action(gladness.nice, Who.ANYONE, Wins.EACH, anonymous=True),
    "estafette.agree": Action(consenting.agree, Who.KNOWN, Wins.EACH),
    "estafette.unname": Action(consenting.unname, Who.KNOWN, Wins.EACH),
    "estafette.withdraw": Action(story_editing.withdraw, Who.KNOWN, Wins.EACH),
    "estafette.report": Action(story_editing.report, Who.ANYONE, Wins.EACH),
    "estafette.hide": Action(story_editing.hide, Who.COACH, Wins.EACH),
    "estafette.promise": Action(promising.answer, Who.ANYONE, Wins.EACH, anonymous=True),
}
TIMERS: Final[Mapping[str, Timer]] = {
    GLAD: Timer(gladness.tell, ALWAYS),
    PROMISE: Timer(promising.due, ALWAYS),
}
CARDS: Final[Mapping[str, Card]] = {
    STORY: Card(posting.draw, told=True),
    DID: Card(posting.draw_did),
    NAMED: Card(consenting.draw),
    MEND: Card(story_editing.draw_mend),
}
HEARS: Final[Mapping[type, Callable[[Turn, Any], Awaitable[Any]]]] = {
    Deactivated: story_hearing.deactivated,
    Reactivated: story_hearing.reactivated,
    NamesGo: heard.names_go,
    HeardOf: heard.of_teams,
    HeardNow: heard.now,
    StoriesTold: heard.stories,
    Nudged: promising.nudged,
    NotNudged: promising.not_nudged,
    PutOff: promising.put_off,
}
NUDGES: Final[Mapping[str, Nudge]] = {PROMISE: Nudge(Order.PROMISE, promising.offers, promising.draw)}
