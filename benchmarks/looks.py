"""What one looks at when all is looked at: each page, and what is read by a button or command that is no page."""

from __future__ import annotations

from collections.abc import Mapping

from rituals.contract import about
from tests.many import TEAM, THE_DAY, Subject

SELF: Subject = lambda team: about(team, team)  # noqa: E731
NONE: Subject = lambda _team: ""  # noqa: E731

# Each page by the card on whose team it is looked at, and its subject; A of that team looks.
PAGES: Mapping[str, tuple[str, Subject]] = {
    "action.list": ("action.told", TEAM),
    "action.mine": ("action.told", NONE),
    "action.one": ("dagstart.card", lambda team: about(team, "action", team)),
    "alsdan.list": ("alsdan.look", TEAM),
    "alsdan.path": ("alsdan.look", SELF),
    "compliment.all": ("dagstart.card", TEAM),
    "compliment.mine": ("dagstart.card", NONE),
    "compliment.one": ("dagstart.card", SELF),
    "dagstart.all": ("dagstart.card", THE_DAY),
    "dagstart.missed": ("dagstart.card", TEAM),
    "dialogue.list": ("dialogue.notice", NONE),
    "estafette.overview": ("estafette.story", NONE),
    "estafette.round": ("estafette.story", NONE),
    "estafette.stories": ("estafette.story", NONE),
    "klantpet.list": ("klantpet.meeting", TEAM),
    "klantpet.meetings": ("klantpet.meeting", TEAM),
    "kpi.archive": ("dagstart.card", TEAM),
    "kpi.new": ("dagstart.card", TEAM),
    "people.panel": ("dagstart.card", lambda _team: ":dagstart:0:0"),
    "people.roles": ("dagstart.card", TEAM),
    "privacy.kind": ("dagstart.card", lambda _team: ":contributions:0"),
    "privacy.log": ("dagstart.card", NONE),
    "privacy.mine": ("dagstart.card", NONE),
    "privacy.sheet": ("dagstart.card", NONE),
    "settings.holidays": ("dagstart.card", NONE),
    "settings.page": ("dagstart.card", NONE),
    "silo.list": ("silo.news", TEAM),
    "silo.one": ("silo.news", SELF),
    "stage.list": ("stage.story", NONE),
}
# What one reads by a button or command that is no page.
LOOKS: Mapping[str, tuple[str, Subject]] = {
    "dagstart.menu": ("dagstart.card", TEAM),
    "estafette.picture": ("estafette.story", NONE),
    "kpi.list": ("dagstart.card", TEAM),
    "kpi.picture": ("dagstart.card", lambda team: about(team, team, "weeks")),
}
