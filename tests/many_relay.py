"""Many legs, stories, dialogues and stages at once, one of each for a team: see tests/many.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from storage.base import Base
from storage.dialogue import Dialogue
from storage.estafette import Leg, Relay, RelayLine, Story, StoryColleague
from storage.roles import OrgRole
from storage.stage import Appearance
from tests.world import CHANNEL, MONDAY

Subject = Callable[[int], str]
State = Mapping[str, Any]

LEG: Subject = lambda n: f":l{n}"  # noqa: E731  (a table of them reads better)
STORY: Subject = lambda n: f":s{n}"  # noqa: E731
DIALOGUE: Subject = lambda n: f":d{n}"  # noqa: E731
STAGE: Subject = lambda n: f":a{n}"  # noqa: E731
ACCEPTED: State = {"relay": {"leg": {"state": "ACCEPTED", "told": "start"}}}
OUT: State = {"relay": {"story": {}}}
PLANNED: State = {"relay": {"dialogue": {}}}
SPEAKS: State = {"relay": {"story": {}, "stage": {}}}

# An organisation has one relay with one open leg, so that of these there is one at a time, whatever else there is; that
# none takes more in a larger circle stands in tests/rituals/test_estafette_statements.py.
ONE_AT_A_TIME = ("answer", "begins", "midweek", "friday", "lapse", "fall_back", "week", "seek")
TIMERS: Mapping[str, tuple[Subject | None, State]] = {
    **{f"estafette.{name}": (None, {}) for name in ONE_AT_A_TIME},
    "estafette.glad": (STORY, OUT),
    "estafette.promise": (STORY, {"relay": {"story": {"asks": True, "promise_at": MONDAY}}}),
    "dialogue.morning": (DIALOGUE, PLANNED),
    "dialogue.after": (DIALOGUE, PLANNED),
    "stage.story": (STAGE, SPEAKS),
}
CARDS: Mapping[str, tuple[Subject, State]] = {
    "estafette.offer": (LEG, {"relay": {"leg": {"passed_by": "B", "challenge": "Vraag wat er beter kan."}}}),
    "estafette.turn": (lambda n: f":l{n}:{MONDAY.isoformat()}", ACCEPTED),
    "estafette.passed": (
        LEG,
        {"relay": {"leg": {**ACCEPTED["relay"]["leg"], "passed_by": "B", "challenge": "Vraag."}}},
    ),
    "estafette.asked": (lambda n: f":l{n}:friday", ACCEPTED),
    "estafette.prepares": (lambda n: f":l{n}:C{n}", ACCEPTED),
    "estafette.news": (lambda n: f":{MONDAY.isoformat()}:A{n}", {"relay": {"line": True}}),
    "estafette.story": (STORY, OUT),
    "estafette.did": (STORY, OUT),
    "estafette.named": (lambda n: f":s{n}:B{n}:1", OUT),
    "estafette.mend": (lambda n: f":s{n}:reported", {"relay": {"story": {"reported": True}}}),
    "dialogue.notice": (lambda n: f":d{n}:A{n}", PLANNED),
    "dialogue.morning": (DIALOGUE, PLANNED),
    "dialogue.after": (DIALOGUE, PLANNED),
    "stage.story": (
        lambda n: f":a{n}:A{n}",
        {"relay": {"story": {}, "stage": {"brought_on": MONDAY, "story": "story:2"}}},
    ),
}


def rows(teams: Iterable[int], state: State, now: datetime) -> list[list[Base]]:
    """In the order in which they are put there; A of each team is an executive, for whom C prepares."""
    some, relay = list(teams), Relay(channel=CHANNEL, private=False, state="RUNNING", begun=True, round=1)
    office = {"line": "relay_coordinator"}.get(next(iter(state)), "exec")
    first: list[Base] = [relay, *(OrgRole(person=f"A{n}", role=office) for n in some)]
    if office == "exec":
        first += [OrgRole(person=f"C{n}", role="preparer", exec=f"A{n}") for n in some]
    if "leg" in state:
        first += [_leg(n, state["leg"], now) for n in some]
    if "line" in state:
        first += [RelayLine(on=MONDAY, kind="open", person=f"B{n}", week=MONDAY) for n in some]
    if "dialogue" in state:
        first += [_dialogue(n, now) for n in some]
    if "stage" in state:
        first += [_appearance(n, state["stage"], now) for n in some]
    if "story" not in state:
        return [first]
    stories = [_story(n, state["story"], now) for n in some]
    return [first, [*stories], [StoryColleague(story=n, person=f"B{n}", choice="ASKED", asked=1) for n in some]]


def _leg(n: int, state: State, now: datetime) -> Leg:
    moments = dict.fromkeys(("offered_at", "answer_by", "starts_at", "ends_at", "grace_at"), now)
    by = f"{state['passed_by']}{n}" if "passed_by" in state else None
    return Leg(id=n, round=1, week=MONDAY, person=f"A{n}", **moments, **{**state, "passed_by": by})


def _story(n: int, state: State, now: datetime) -> Story:
    texts = {name: [f"Een klant vertelde aan nummer {n} hoe het ging."] for name in ("what", "struck", "change")}
    more = {**state, "promise_at": now} if "promise_at" in state else state
    out: dict[str, Any] = {"state": "PUBLISHED", "channel": CHANNEL, "published_at": now, "at": now}
    return Story(id=n, person=f"A{n}", kind="visit", on=MONDAY, **out, **texts, **more)


def _dialogue(n: int, now: datetime) -> Dialogue:
    starts = now + timedelta(hours=2)
    given: dict[str, Any] = {"title": f"gesprek {n}", "kind": "visit", "minutes": 60, "before": 30, "after": 30}
    return Dialogue(
        id=n, person=f"A{n}", organiser=f"A{n}", day=MONDAY, clock=time(11, 10), starts_at=starts, at=now, **given
    )


def _appearance(n: int, state: State, now: datetime) -> Appearance:
    ahead = MONDAY + timedelta(days=2)
    return Appearance(id=n, person=f"A{n}", by=f"A{n}", occasion=f"dag {n}", day=ahead, minutes=10, at=now, **state)
