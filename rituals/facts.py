"""Facts that cross from one ritual to another, so that none imports another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from rituals.shown import Button
from rituals.words import Sentence


class Block(IntEnum):
    """The blocks of the dagstart's card, in their order."""

    COMPLIMENTS = 1
    IMPROVE = 2
    FIGURES = 3
    ACTIONS = 4
    TODAY = 5


@dataclass(frozen=True, slots=True)
class Board:
    """What a ritual is asked when a team's card, or one person's page of it, is drawn.

    With a `viewer` each item comes in full with the buttons that are this person's; without, cut for the card.
    """

    team: int
    day: date
    figures_of: date
    viewer: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """`counts`: a contribution, which makes a day not quiet; a figure without a value or a standing line is none.

    The card itself marks what came late or was carried over, from `at`, and what was `edited`; of figures only the
    latter. In FIGURES and ACTIONS the ritual's own order stands, elsewhere that of `at`. `key` names it among all
    rituals: “point:12”; `of` is that of the item with which it comes and goes. `more` stands small below it, on a
    person's page only.
    """

    text: Sentence
    at: datetime
    buttons: tuple[Button, ...] = ()
    counts: bool = True
    edited: bool = False
    key: str = ""
    of: str = ""
    more: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """A contribution came, changed or went in this block of a team's newest board."""

    team: int
    block: Block


@dataclass(frozen=True, slots=True)
class Round:
    """The house makes its round, each night and on every start: what has to be planned is planned."""


@dataclass(frozen=True, slots=True)
class TeamStarted:
    team: int


@dataclass(frozen=True, slots=True)
class MemberJoined:
    team: int
    person: str


@dataclass(frozen=True, slots=True)
class MemberLeft:
    team: int
    person: str


@dataclass(frozen=True, slots=True)
class BecameAway:
    person: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class BackAgain:
    """The person isn't away any more on days on which they were noted as away: what waited for its end may come."""

    person: str


@dataclass(frozen=True, slots=True)
class PatternChanged:
    """The person works on other days of the week from this day on."""

    person: str
    first: date


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """These teams work on other days or in another time zone, or their people are written to at another time."""

    teams: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Deactivated:
    person: str


@dataclass(frozen=True, slots=True)
class NamesGo:
    """Told while it is still known what these are called, whose accounts were closed: afterwards it is kept nowhere."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reactivated:
    """These accounts are open, and were closed or unknown: what hasn't lost their names by now keeps them."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suspended:
    """Nothing can be posted in the team's channel any more: archived, deleted, or the bot was removed."""

    team: int


@dataclass(frozen=True, slots=True)
class Resumed:
    team: int


@dataclass(frozen=True, slots=True)
class LeadsChanged:
    team: int


@dataclass(frozen=True, slots=True)
class ForLeads:
    """A line for the team's leads (or deputy): bundled, held while they are away. `kind` is a key of `lead_lines`."""

    team: int
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class LeadLineChanged:
    """A line for the leads reads differently now, or has gone: the messages that carry it are drawn again."""

    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class ChannelIs:
    """What the surface says of a channel that was looked at; `inside`: one can post in it.

    `private`: not everybody in the organisation can read it. `outsiders`: others read it as well.
    """

    channel: str
    inside: bool
    private: bool = False
    outsiders: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """A card was taken by the surface at this moment."""

    card: str
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GaveUp:
    """A card or message could not be delivered. With a `person`, `channel` is empty or their conversation.

    `lost`: nothing can be posted in that channel at all: it is gone, or the bot isn't in it any more. `refused`: the
    surface did not take it there, and nothing was wrong with the message. Neither: it was too late, unclear too often,
    or went wrong on our side. `stood`: it had been posted, and what couldn't be put there is what it reads by now;
    where that was refused, somebody may have deleted it.
    """

    card: str
    about: str
    channel: str
    person: str
    lost: bool = False
    refused: bool = False
    stood: bool = False


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """Asked of all, of what was given up in a channel of no team: does whoever looks after that channel read so anyway?

    Each answer: a bool.
    """

    gave_up: GaveUp


# --- boards -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class BoardsHeld:
    """Asked by who is about to change what stands on boards of these teams: they wait in line there, then on their own.

    `also` are boards of other days that may change. The answer, from whoever has the boards: a Mapping from each team
    to its Landing.
    """

    teams: tuple[int, ...]
    also: tuple[tuple[int, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Landing:
    """Where in a team something that is shared now comes to stand.

    `today`: the date there. `board`: on today's. `ahead`: today's, but it has yet to open.
    """

    today: date
    board: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class BoardsChanged:
    """Contributions came, changed or went on these boards, which are held."""

    boards: tuple[tuple[int, date], ...]


@dataclass(frozen=True, slots=True)
class BoardsOpened:
    """These teams' boards of these days just opened: what waited for one stands on it."""

    boards: tuple[tuple[int, date], ...]


@dataclass(frozen=True, slots=True)
class BoardsLost:
    """These boards will never be seen: what stood on them waits for the next."""

    boards: tuple[tuple[int, date], ...]


@dataclass(frozen=True, slots=True)
class BoardDays:
    """Asked, of whoever has the boards: on which ISO weekdays these teams have one: a Mapping from team to digits."""

    teams: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BoardsBetween:
    """Asked, of whoever has the boards: when these teams' boards of these days open, or opened (UTC).

    The answer is a Mapping from (team, day), only of days on which there is one or was. Two weeks are planned ahead.
    """

    teams: tuple[int, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class FiguresIn:
    """Asked, of whoever has the figures: which of these teams have any: a set of teams."""

    teams: tuple[int, ...]


# --- improvement points, figures, and the actions that follow ---------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Linked:
    """Something that an improvement action can belong to. `key`: “kpi:3”, or “point:12” for an improvement point."""

    key: str
    label: Sentence


@dataclass(frozen=True, slots=True)
class LinksOffered:
    """Asked of all: what an action of this team can belong to, newest first. Each answer is a Sequence of Linked."""

    team: int
    person: str


@dataclass(frozen=True, slots=True)
class LinksNamed:
    """Asked of all: what these keys are called for this person, where they are of these teams.

    Each answer: a Mapping from those that are its own to a Sentence.
    """

    teams: tuple[int, ...]
    keys: tuple[str, ...]
    person: str = ""


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Asked, of whoever has the actions: what came of these. A Mapping from key to its FollowUps, oldest first."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`text` says in one sentence where it stands, or what customers notice of it. It names nobody.

    `done`: it is over, completed or dropped, since the day `on` (the team's).
    """

    action: int
    text: Sentence
    done: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class AlsoFrom:
    """Asked of all: what else this person may begin from these, beside an action. Each answer: a Sequence of Button."""

    team: int
    keys: tuple[str, ...]
    person: str


# --- what customers said ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Heard:
    """Something true of a customer that everybody in the team can read already.

    `key` names it among all rituals: “compliment:12”. `at`: when it came out (UTC).
    """

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HeardOf:
    """Asked of all: what is there to tell of a customer in these teams, of these days of the team at most this old.

    Each answer: a Mapping from team to a Sequence of Heard. `days` are working days.
    """

    teams: tuple[int, ...]
    days: int


@dataclass(frozen=True, slots=True)
class HeardNow:
    """Asked of all: how these read by now, in their teams. Each answer: a Mapping from (team, key) to a Sentence.

    In short, and without a colleague's name. What was withdrawn or hidden meanwhile isn't in it.
    """

    keys: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class HeardChanged:
    """These read differently now, or not at all: where they are told they are drawn again."""

    keys: tuple[tuple[int, str], ...]  # of team and key


# --- turns ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Engaged:
    """Asked of all but the ritual that asks: who has a turn on these days, of whatever role.

    Each answer: a Mapping from day to a Collection of persons; of the one that asks, an empty one.
    """

    asker: str
    first: date
    last: date


# --- nudges -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class AskNow:
    """These people are to be asked now what there is to ask, urgent or not.

    The answer, from whoever keeps the nudges: a Mapping from person to the set of (kind, about) in their message of
    today, sent before or now. What is not in it was not asked: budget, mute, back-off or the window.
    """

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nudged:
    """The message with this line was taken by the surface at this moment."""

    kind: str
    about: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NotNudged:
    """The message with this line could not be delivered."""

    kind: str
    about: str
    person: str


@dataclass(frozen=True, slots=True)
class NudgesChanged:
    """Lines of this kind read differently now: the messages that carry them are drawn again."""

    kind: str
    lines: tuple[tuple[str, str], ...]  # of person and subject


@dataclass(frozen=True, slots=True)
class PutOff:
    """The person said not now to the message with this line: it may be offered again next time.

    `quiet`: for a while they want to hear nothing of it, so there is no next time.
    """

    kind: str
    about: str
    person: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class WhoWantsQuiet:
    """Asked, of whoever keeps the nudges: who of these people wants to hear nothing of this ritual now.

    The answer: a set of persons. It is for messages outside of the nudges, which are still no chase.
    """

    ritual: str
    people: tuple[str, ...]


# --- executives, what they plan, and what they tell -------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class OfficesChanged:
    """Somebody became or is no longer executive, CEO, preparer or relay coordinator, whoever saw to it.

    `people`: who has one of these roles since then, or no longer.
    """

    roles: frozenset[str]
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficesChosen:
    """These are the executives and the CEO from now on, chosen by this person; and who prepares for whom.

    `preparers` None leaves those as they are. The answer, from whoever keeps the roles: a Mapping from the field
    (executives, ceo, or an executive's key for their preparers) to what is wrong there; when it is empty it is done.
    """

    by: str
    executives: tuple[str, ...]
    ceo: str
    preparers: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class ContactPlanned:
    """An executive has planned to meet customers on this day (`off`: no longer): a leg that covers it counts it as
    planned. `kind` is one of the relay's kinds of contact, `key` names what was planned: “dialogue:12”."""

    person: str
    day: date
    kind: str
    key: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class ContactsPlanned:
    """Asked of all: what this executive has planned with customers that is still to come.

    Each answer: a Sequence of (day, kind), with the relay's kinds of contact.
    """

    person: str


@dataclass(frozen=True, slots=True)
class StoryTold:
    """A story was published that came of what is named by `key` (“dialogue:12”)."""

    person: str
    key: str


@dataclass(frozen=True, slots=True)
class StoriesTold:
    """Asked, of whoever keeps the stories: those that everybody may read, newest first.

    The answer: a Sequence of Story. At most so many.
    """

    most: int


@dataclass(frozen=True, slots=True)
class Story:
    """`key` names it among all rituals: “story:12”. In `text` nobody is named who doesn't want to be; `opening` is its
    first line, `text` 60 to 90 words of it where it has so many. `at`: when it came out (UTC)."""

    key: str
    person: str
    kind: str
    at: datetime
    opening: Sentence
    text: Sentence
