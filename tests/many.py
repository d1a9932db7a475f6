"""Many teams at once, written straight into the database: what statements are counted for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from rituals.contract import about
from rituals.facts import Block, Board
from storage.action import ImprovementAction
from storage.alsdan import (
    Agreement,
    AgreementProposal,
    AlsdanSettings,
    Learned,
    LookAnswer,
    LookBack,
    LookResult,
    PersonalAgreement,
)
from storage.compliment import Compliment, ComplimentSettings, Receiver
from storage.dagstart import DagstartDay, DagstartItem, DagstartSettings
from storage.house import CardRow
from storage.klantpet import Flag, Meeting, MeetingDay
from storage.kpi import Kpi, KpiValue
from storage.lead_lines import LeadLine, LeadMessage
from storage.nudges import NudgeMessage
from storage.people import Member, PersonRow, Role, Team
from storage.roles import OrgRole
from storage.silo import SiloSignal
from tests import many_relay
from tests.world import MONDAY, World

FIRST = 2  # the id of the first of them: the world has a team of its own
DAY = MONDAY.isoformat()
State = Mapping[str, Any]

Subject = Callable[[int], str]
TEAM: Subject = lambda team: about(team)  # noqa: E731  (a table of them reads better)
THE_DAY: Subject = lambda team: about(team, DAY)  # noqa: E731
ITEM: Subject = lambda team: about(team, "item", team)  # noqa: E731
PARKED: Subject = lambda team: about(team, DAY, f"item:{team}")  # noqa: E731
HOST: Subject = lambda team: about(team, DAY, f"A{team}")  # noqa: E731
NEWCOMER: Subject = lambda team: about(team, f"B{team}")  # noqa: E731
LEAD_MESSAGE: Subject = lambda team: about(team, f"A{team}", DAY)  # noqa: E731

MESSAGE: Subject = lambda team: f"A{team}:{DAY}"  # noqa: E731
COMPLIMENT: Subject = lambda team: about(team, team)  # noqa: E731
FLAG: Subject = lambda team: about(team, f"f{team}")  # noqa: E731
MOVED: Subject = lambda team: about(team, team, f"A{team}", "0910")  # noqa: E731
RECEIVER: Subject = lambda team: about(team, team, team)  # noqa: E731
ASKED: Subject = lambda team: f":B{team}:1-0"  # noqa: E731
HIDDEN: Subject = lambda team: about(team, team, "hidden")  # noqa: E731
SHARED: Subject = lambda team: about(team, DAY, team, "weeks")  # noqa: E731
ACTION: Subject = lambda team: about(team, "action", team)  # noqa: E731
FIGURE_GIVEN: Subject = lambda team: about(team, team, f"A{team}")  # noqa: E731
PROPOSAL: Subject = lambda team: about(team, "action", team, 1, f"B{team}")  # noqa: E731
BACK: Subject = lambda team: about(team, "action", team, 1)  # noqa: E731
QUESTION: Subject = lambda team: about(team, team, "restart@20261112T090000")  # noqa: E731
OWN: Subject = lambda team: f":{team}"  # noqa: E731
WEEK: Subject = lambda team: about(team, "2026-48")  # noqa: E731

LONG_AGO = date(2026, 11, 12)
OPEN: State = {"state": "OPEN"}
CLOSED: State = {"state": "CLOSED"}
CAP: State = {"state": "CHECKED_IN", "wearer": "A"}  # from now on, unless `starts` says in how many minutes
INVITED: State = {"host_state": "INVITED", "host": True}
FIXED: State = {"agreement": {"aid": "fixed", "weekday": MONDAY.isoweekday(), "clock": time(9, 10)}}
SLIPPED: State = {"agreement": {"state": "RESTARTING", "until": datetime(2026, 11, 12, tzinfo=UTC)}}
PROPOSED: State = {"agreement": {"state": "PROPOSED"}, "proposed": True}
LOOKS: State = {"agreement": {}, "looks": MONDAY.isoweekday()}
LOOKED: State = {"agreement": {"since": LONG_AGO}, "looked": True}
SWAP: State = {"host_state": "CONFIRMED", "host": True, "swap": True}

# What each timer and card is about, and how the day stands when it comes. `None`: the organisation's, not a team's.
TIMERS: Mapping[str, tuple[Subject | None, State]] = {
    "action.due": (ACTION, {**OPEN, "action": {"state": "PLAN"}}),
    "alsdan.aid": (TEAM, FIXED),
    "alsdan.lapse": (RECEIVER, PROPOSED),
    "alsdan.look": (TEAM, LOOKS),
    "alsdan.look_close": (WEEK, LOOKED),
    "alsdan.own": (OWN, {"own": {"state": "RESTARTING", "until": datetime(2026, 11, 12, tzinfo=UTC)}}),
    "alsdan.until": (COMPLIMENT, SLIPPED),
    "compliment.place": (COMPLIMENT, {**CLOSED, "compliment": {"place": "waiting", "day": None}}),
    "compliment.prompt": (TEAM, {"prompts": MONDAY.isoweekday(), "quiet": True}),
    "compliment.silence": (RECEIVER, {**CLOSED, "compliment": {"state": "AWAITING", "place": "", "day": None}}),
    "compliment.week": (TEAM, OPEN),
    "klantpet.draw": (TEAM, {"cap": {"starts": 60}}),
    "klantpet.plan": (TEAM, {"cap": {"state": "PLANNED", "starts": 60}}),
    "klantpet.invite": (COMPLIMENT, {"cap": {"state": "INVITED", "wearer": "A", "starts": 60}}),
    "klantpet.call": (COMPLIMENT, {"cap": {"state": "INVITED", "wearer": "A", "starts": 5}}),
    "klantpet.check_in": (COMPLIMENT, {**OPEN, "cap": {"state": "ACCEPTED", "wearer": "A", "starts": 1}}),
    "klantpet.start": (COMPLIMENT, {"cap": CAP}),
    "klantpet.table": (COMPLIMENT, {"cap": {"state": "CHECKED_IN", "starts": -10}}),
    "klantpet.end": (COMPLIMENT, {"cap": {**CAP, "starts": -60}}),
    "klantpet.lapse": (TEAM, {"cap": {**CAP, "lapsed": True}}),
    "klantpet.settled": (COMPLIMENT, {"cap": {**CAP, "state": "DONE"}}),
    "klantpet.close": (COMPLIMENT, {"cap": {**CAP, "state": "CHECKOUT"}}),
    "kpi.given": (FIGURE_GIVEN, {}),
    "dagstart.plan": (TEAM, {}),
    "dagstart.expire": (TEAM, {}),
    "dagstart.size": (TEAM, {}),
    "dagstart.draw": (TEAM, {}),
    "dagstart.invite": (THE_DAY, INVITED),
    "dagstart.open": (THE_DAY, {}),
    "dagstart.reminder": (THE_DAY, {**OPEN, "quiet": True}),
    "dagstart.summarise": (THE_DAY, OPEN),
    "dagstart.close": (THE_DAY, OPEN),
    "dagstart.help": (ITEM, {}),
    "nudges.bundle": (TEAM, {**INVITED, "own": {}, "compliment": {"thanks_by": "A", "thanks_on": LONG_AGO}}),
    "nudges.afternoon": (TEAM, {**INVITED, "tomorrow": True, "cap": {**CAP, "unanswered": 4}}),
    "silo.morning": (None, {"signal": {"state": "PARKED", "review_on": MONDAY}}),
    "people.welcome": (NEWCOMER, {}),
    "people.told": (lambda team: about(team, "lead", f"A{team}"), {}),
    "people.unreached": (lambda team: f":A{team}", {}),
    "people.lead_lines": (TEAM, {"lines": None}),
    "people.nightly": (None, {"lines": None}),
    "privacy.nightly": (None, {}),
    **many_relay.TIMERS,
}
CARDS: Mapping[str, tuple[Subject, State]] = {
    "action.ask": (PROPOSAL, {"action": {"state": "PROPOSED", "asked": "B"}}),
    "action.told": (BACK, {"action": {"state": "PROPOSED", "still_asked_on": MONDAY}}),
    "alsdan.active": (COMPLIMENT, SLIPPED),
    "alsdan.confirm": (RECEIVER, PROPOSED),
    "alsdan.look": (WEEK, LOOKED),
    "alsdan.offered": (RECEIVER, PROPOSED),
    "alsdan.proposal": (COMPLIMENT, PROPOSED),
    "alsdan.question": (QUESTION, SLIPPED),
    "compliment.ask": (ASKED, {"compliment": {"state": "AWAITING", "place": "", "day": None}}),
    "compliment.post": (COMPLIMENT, {"compliment": {"place": "channel", "day": MONDAY}}),
    "compliment.told": (HIDDEN, {"compliment": {"state": "HIDDEN"}}),
    "compliment.week": (WEEK, {**OPEN, "compliment": {"picked": "2026-48"}}),
    "dagstart.card": (THE_DAY, OPEN),
    "dagstart.summary": (THE_DAY, OPEN),
    "dagstart.parked": (PARKED, {**OPEN, "parked": True}),
    "dagstart.swap": (HOST, SWAP),
    "dagstart.help": (ITEM, {}),
    "klantpet.meeting": (COMPLIMENT, {**OPEN, "cap": CAP}),
    "klantpet.look": (COMPLIMENT, {"cap": {**CAP, "state": "CHECKOUT"}}),
    "klantpet.open": (COMPLIMENT, {"cap": {"state": "CHECKOUT"}}),
    "klantpet.off": (COMPLIMENT, {"cap": {**CAP, "ends_by": "B"}}),
    "klantpet.flag": (FLAG, {"cap": CAP}),
    "klantpet.moved": (MOVED, {"cap": CAP}),
    "klantpet.away": (COMPLIMENT, {"cap": {**CAP, "state": "STOPPED"}}),
    "klantpet.done": (COMPLIMENT, {"cap": {**CAP, "state": "DONE", "considered": "yes"}}),
    "kpi.shared": (SHARED, {}),
    "silo.news": (lambda team: f":{DAY}:A{team}", {"signal": {"told_on": MONDAY}}),
    "silo.told": (lambda team: about(team, team, "SOLVED", DAY), {"signal": {"state": "SOLVED"}}),
    "nudges.message": (MESSAGE, {**INVITED, "own": {}, "message": True}),
    "people.lead": (LEAD_MESSAGE, {"lines": MONDAY}),
    **many_relay.CARDS,
}
BEFORE = {
    "dagstart.invite",
    "nudges.bundle",
    "nudges.afternoon",
    "nudges.message",
    "dagstart.draw",
    "dagstart.swap",
    "dagstart.plan",
    "klantpet.draw",
}  # what happens before the day begins


def boards(n: int) -> Sequence[Board]:
    return [Board(team, MONDAY, MONDAY - timedelta(days=3)) for team in range(FIRST, FIRST + n)]


async def many(world: World, n: int, state: State, first: int = FIRST) -> list[int]:
    """Teams of three, each with Monday's day in this state; their ids, from the first on."""
    teams = list(range(first, first + n))
    today = world.clock.now().date()
    async with world.session() as session:
        session.add_all(Team(id=t, channel=f"C{t}", name=f"team {t}", started_on=today) for t in teams)
        session.add_all(PersonRow(key=f"{who}{t}", name=f"{who}{t}") for t in teams for who in "ABC")
        await session.flush()
        session.add_all(DagstartSettings(team=t, days="12345") for t in teams)
        session.add_all(
            Member(team=t, person=f"{who}{t}", joined_on=today, seasoned=True) for t in teams for who in "ABC"
        )
        session.add_all(Role(team=t, person=f"A{t}", role="lead") for t in teams)
        session.add_all(_day(world, t, state) for t in teams)
        if not state.get("quiet"):
            session.add_all(_item(world, t) for t in teams)
            session.add_all(_compliment(world, t, state) for t in teams)
            await session.flush()
            session.add_all(_receiver(t, state) for t in teams)
        session.add_all(_figure(world, t) for t in teams)
        session.add_all(_action(world, t, state.get("action", {"owner": "A"})) for t in teams)
        await session.flush()
        session.add_all(
            KpiValue(kpi=t, day=MONDAY - timedelta(days=ago), value=800) for t in teams for ago in (4, 5, 6)
        )
        if "agreement" in state:
            session.add_all(row for t in teams for row in _agreement(world, t, state))
            await session.flush()
            session.add_all(row for t in teams for row in _of_agreement(t, state))
        if "cap" in state:
            session.add_all(_meeting(world, t, state["cap"]) for t in teams)
            await session.flush()
            session.add_all(_occurrence(world, t, state["cap"]) for t in teams)
            await session.flush()
            session.add_all(_flag(t, state["cap"]) for t in teams)
        for rows in many_relay.rows(teams, state["relay"], world.clock.now()) if "relay" in state else ():
            session.add_all(rows)
            await session.flush()
        if "signal" in state:
            session.add_all(_signal(t, state["signal"]) for t in teams)
            session.add_all(OrgRole(person=f"A{t}", role="coach") for t in teams)
        if "own" in state:
            session.add_all(_own(world, t, state) for t in teams)
        if "prompts" in state:
            session.add_all(ComplimentSettings(team=t, weekday=state["prompts"]) for t in teams)
        if state.get("message"):
            session.add_all(_message(t) for t in teams)
        if "lines" in state:
            session.add_all(_line(world, t, state["lines"]) for t in teams)
            session.add_all(
                LeadMessage(team=t, person=f"A{t}", day=state["lines"], lines=[t]) for t in teams if state["lines"]
            )
    return teams


def _day(world: World, team: int, state: State) -> DagstartDay:
    day = MONDAY + timedelta(days=1) if state.get("tomorrow") else MONDAY
    start = world.clock.now().replace(year=day.year, month=day.month, day=day.day, hour=8, minute=0)
    row = DagstartDay(team=team, day=day, starts_at=start, state=state.get("state", "SCHEDULED"))
    row.host_state = state.get("host_state", "UNASSIGNED")
    row.host = f"A{team}" if state.get("host") else None
    row.invite_at = world.clock.now() if row.host else None
    row.swap_to, row.swap_by = (f"B{team}", f"A{team}") if state.get("swap") else (None, None)
    row.parked = [f"item:{team}"] if state.get("parked") else []
    if row.state == "OPEN":
        row.minutes, row.ends_at, row.closes_at = 15, start + timedelta(minutes=15), start + timedelta(minutes=135)
    return row


def _signal(team: int, state: State) -> SiloSignal:
    """From B, whose name is with it; about no other team."""
    given: State = {"on": LONG_AGO, "moved_on": LONG_AGO, "ours": "snel", "theirs": "goed", "effect": "zij wachten"}
    return SiloSignal(id=team, team=team, person=f"B{team}", theme="aims", **{**given, **state})


def _meeting(world: World, team: int, state: State) -> Meeting:
    now = world.clock.now()
    rhythm: State = {"repeats": "weekly", "first": MONDAY, "clock": time(10, 0), "minutes": 60}
    return Meeting(
        id=team,
        team=team,
        name=f"overleg {team}",
        owner=f"A{team}",
        at=now,
        unanswered=state.get("unanswered", 0),
        **rhythm,
    )


def _occurrence(world: World, team: int, state: State) -> MeetingDay:
    """What is told of a customer is the team's compliment."""
    start = world.clock.now() + timedelta(minutes=state.get("starts", 0))
    row = MeetingDay(id=team, team=team, meeting=team, day=MONDAY, starts_at=start, minutes=60, asked=[])
    row.state, row.fact, row.question = state.get("state", "PLANNED"), f"compliment:{team}", "01"
    row.considered = state.get("considered")
    row.wearer, row.ends_by = (f"{state[who]}{team}" if who in state else None for who in ("wearer", "ends_by"))
    row.invite_at = world.clock.now() if row.wearer else None
    return row


def _flag(team: int, state: State) -> Flag:
    """At its meeting; where that is about to check in, or isn't any more, it waits for it."""
    waits = state.get("state") == "ACCEPTED" or "lapsed" in state
    at: State = {"waits_until": MONDAY} if waits else {"occurrence": team}
    return Flag(id=team, team=team, kind="other", text="zij wachten", person=f"B{team}", on=MONDAY, **at)


def _item(world: World, team: int) -> DagstartItem:
    return DagstartItem(
        id=team,
        team=team,
        day=MONDAY,
        origin=MONDAY,
        at=world.clock.now(),
        block=Block.TODAY.value,
        author=f"A{team}",
        text="wie helpt er even mee?",
        help="asked",
        to=f"B{team}",
    )


def _compliment(world: World, team: int, state: State) -> Compliment:
    """From a customer, about B; on the day's board where that is open, else it waits for one."""
    on: State = {"place": "board", "day": MONDAY} if state.get("state") == "OPEN" else {"place": "waiting"}
    now = world.clock.now()
    on = {**on, "read_at": now if "day" in on else None}
    given = {"state": "PUBLISHED", "published_at": now, "at": now, **on, **state.get("compliment", {})}
    if "thanks_by" in given:
        given["thanks_by"] = f"A{team}"
    text = ["De klant was blij dat ", [f"B{team}", False, f"B{team}"], " terugbelde"]
    return Compliment(id=team, team=team, kind="customer", giver=f"A{team}", origin=MONDAY, text=text, **given)


def _receiver(team: int, state: State) -> Receiver:
    asked = state.get("compliment", {}).get("state") == "AWAITING"
    choice, asked_at = "asked" if asked else "named", datetime(2026, 11, 12, 9, tzinfo=UTC) if asked else None
    return Receiver(id=team, compliment=team, person=f"B{team}", choice=choice, batch="1-0", asked_at=asked_at)


def _figure(world: World, team: int) -> Kpi:
    """Followed by A, with numbers below its target; of Friday there is none."""
    told: State = {"name": "Bereikbaarheid", "unit": "percent", "better": "higher", "target": 900, "days": "12345"}
    return Kpi(id=team, team=team, owner=f"A{team}", deputy=f"B{team}", created_at=world.clock.now(), **told)


def _action(world: World, team: int, state: State) -> ImprovementAction:
    """Proposed by C; looked at on Monday."""
    told: dict[str, Any] = {
        "what": "bellers zelf terugbellen",
        "effect": "zij wachten niet",
        "link": f"kpi:{team}",
        "asks": 1,
    }
    told |= {"state": "CHECK", "check_on": MONDAY, "at": world.clock.now(), **state}
    for role in ("owner", "asked"):
        told |= {role: f"{told[role]}{team}"} if role in told else {}
    return ImprovementAction(id=team, team=team, proposer=f"C{team}", **told)


def _agreement(world: World, team: int, state: State) -> list[Any]:
    """With a look-back that is open."""
    now, mine = world.clock.now(), {"agreements": [team], "checks": [team]}
    look = LookBack(id=team, team=team, year=2026, week=48, k=5, opens_at=now, closes_at=now, **mine)
    known = {"state": "ACTIVE", "aid": "look", "since": MONDAY, "activated_on": LONG_AGO, **state["agreement"]}
    row = Agreement(id=team, team=team, x="een klant belt", y="bellen we", why="dan", at=now, **known)
    return [row, look] if "looked" in state else [row]


def _own(world: World, team: int, state: State) -> PersonalAgreement:
    """Of which its person is reminded on Mondays."""
    known = {"state": "ACTIVE", "aid": "fixed", "weekday": MONDAY.isoweekday(), "activated_on": LONG_AGO}
    row = {"x": "een klant belt", "y": "bel ik", "at": world.clock.now(), "since": LONG_AGO, **known, **state["own"]}
    return PersonalAgreement(id=team, person=f"A{team}", **row)


def _of_agreement(team: int, state: State) -> list[Any]:
    """Answers to that look-back, of which the one before found out the same; or what one that is due today tells."""
    if "looks" in state:
        return [AlsdanSettings(team=team, weekday=state["looks"]), Learned(agreement=team, text="druk", on=LONG_AGO)]
    if "proposed" in state:
        known = {"choice": "pause", "by": f"A{team}", "at": datetime(2026, 11, 12, tzinfo=UTC)}
        return [AgreementProposal(id=team, agreement=team, state="open", **known)]
    if "looked" not in state:
        return []
    before = {"year": 2026, "week": 47, "on": LONG_AGO + timedelta(days=8), "line": "few", "slipped": True}
    return [
        LookResult(agreement=team, **before),
        *(LookAnswer(look_back=team, agreement=team, person=f"{who}{team}", slips=True) for who in "AB"),
    ]


def _message(team: int) -> NudgeMessage:
    lines = [["dagstart.host", HOST(team)], ["kpi.value", THE_DAY(team)], ["action.due", ACTION(team)]]
    lines += [["alsdan.aid", OWN(team)], ["alsdan.look", f"{OWN(team)}:2026-48"]]
    return NudgeMessage(person=f"A{team}", day=MONDAY, lines=lines, morning=True)


def _line(world: World, team: int, day: Any) -> LeadLine:
    return LeadLine(id=team, team=team, kind="dagstart.large", about=about(team), at=world.clock.now(), day=day)


async def put_up(world: World, card: str, subjects: Sequence[str]) -> None:
    """Waiting to be posted."""
    async with world.session() as session:
        session.add_all(
            CardRow(
                name=card,
                about=subject,
                place={"is": "Place", "channel": f"C{n}", "person": "", "under": None},
                due_at=world.clock.machine(),
            )
            for n, subject in enumerate(subjects)
        )
