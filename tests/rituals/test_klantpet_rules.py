"""What the cap's way through a meeting rests on, piece by piece."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals import names
from rituals.calendar import Calendar
from rituals.called import Called
from rituals.klantpet import messages, moving, questions, rules, timeline
from rituals.klantpet.messages import Face
from rituals.klantpet.rules import OVER, Facts, Happens, State, after
from rituals.kpi.rules import stands_out
from rituals.shown import Button, Message, Row, Text
from rituals.words import Mention, Person, Sentence, Someone, Typed
from storage.klantpet import MeetingDay

NL = Calendar()
THURSDAY = date(2026, 11, 26)
AGO = 6  # occurrences before a question comes again, at least
START = NL.at(THURSDAY, time(10))


def occurrence(start: datetime = START, minutes: int = 60) -> MeetingDay:
    return MeetingDay(team=1, meeting=1, day=THURSDAY, starts_at=start, minutes=minutes, asked=[])


# --- when -------------------------------------------------------------------------------------------------------------
def test_the_moments_of_a_meeting() -> None:
    found = {name: NL.local(moment).strftime("%a %H:%M") for name, moment in timeline.moments(occurrence(), NL).items()}
    assert found == {
        timeline.CALL: "Thu 09:50",
        timeline.CHECK_IN: "Thu 09:58",
        timeline.START: "Thu 10:00",
        timeline.TABLE: "Thu 10:10",
        timeline.END: "Thu 11:00",
        timeline.CLOSE: "Fri 12:00",
    }


def test_without_a_working_day_in_sight_a_look_back_stays_open_for_a_day() -> None:
    never = Calendar(workdays=frozenset())
    assert timeline.closes(occurrence(), never) == START + timedelta(hours=25)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("14:30", time(14, 30)),
        (" 14.30 uur", time(14, 30)),
        ("1430", time(14, 30)),
        ("14u30", time(14, 30)),
        ("9", time(9, 0)),
        ("19:55", time(19, 55)),
        ("20:00", None),
        ("5:55", None),
        ("14:32", None),
        ("14:60", None),
        ("straks", None),
        ("", None),
        ("²0", None),
    ],
)
def test_a_time_as_people_type_it(typed: str, clock: time | None) -> None:
    assert moving.read(typed) == clock


# --- what becomes of it -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "happens", "facts", "becomes"),
    [
        (State.INVITED, Happens.PASSED, Facts(next=True, passed=1), State.INVITED),
        (State.INVITED, Happens.PASSED, Facts(next=True, passed=2), State.PLANNED),
        (State.ACCEPTED, Happens.PASSED, Facts(next=True, passed=1, calls=True), State.CALLING),
        (State.INVITED, Happens.CALLED, Facts(consents=True), State.ACCEPTED),
        (State.INVITED, Happens.CALLED, Facts(), State.CALLING),
        (State.ACCEPTED, Happens.CALLED, Facts(), None),
        (State.CHECKED_IN, Happens.PASSED, Facts(wearer=True), State.CHECKED_IN),
        (State.CHECKED_IN, Happens.PASSED, Facts(wearer=True, begun=True), None),
        (State.CHECKED_IN, Happens.TAKEN, Facts(wearer=True), None),
        (State.NO_WEARER, Happens.TAKEN, Facts(), State.CHECKED_IN),
        (State.CHECKED_IN, Happens.NOBODY, Facts(wearer=True), None),
        (State.CHECKED_IN, Happens.CANCELLED, Facts(begun=True), None),
        (State.CHECKED_IN, Happens.TOO_LATE, Facts(), None),
        (State.CALLING, Happens.TOO_LATE, Facts(), State.MISSED),
        (State.CHECKED_IN, Happens.GAVE_UP, Facts(wearer=True), State.MISSED),
        (State.CHECKOUT, Happens.CLOSED, Facts(), State.EXPIRED),
    ],
)
def test_what_becomes_of_an_occurrence(state: State, happens: Happens, facts: Facts, becomes: State | None) -> None:
    assert after(state, happens, facts) is becomes


ANY_FACTS = st.builds(
    Facts,
    wearer=st.booleans(),
    next=st.booleans(),
    passed=st.integers(0, 3),
    consents=st.booleans(),
    calls=st.booleans(),
    begun=st.booleans(),
)


@given(st.lists(st.tuples(st.sampled_from(Happens), ANY_FACTS), max_size=30))
def test_whatever_happens_what_is_over_stays_so_and_nobody_wears_it_before_being_asked(
    story: list[tuple[Happens, Facts]],
) -> None:
    passed = [State.PLANNED]
    for happens, facts in story:
        passed.append(after(passed[-1], happens, facts) or passed[-1])
    for one, other in pairwise(passed):
        assert one not in OVER or other is one
        assert other is not State.CHECKED_IN or one is not State.PLANNED
        assert one is not State.PLANNED or other is not State.ACCEPTED


# --- what is read -----------------------------------------------------------------------------------------------------
QUESTION = questions.BANK[0]


def face(state: State, wearer: str | None = None, *, ahead: bool = False, rings: bool = False) -> Face:
    fact = Sentence("{text}", {"text": Typed("Snel geholpen")})
    return Face("1:1", "MT", state, wearer, QUESTION, fact, ahead, rings)


def buttons(message: Message | None) -> list[str]:
    rows = [piece for piece in (message.pieces if message else ()) if isinstance(piece, Row)]
    return [button.does for row in rows for button in row.buttons if isinstance(button, Button)]


@pytest.mark.parametrize(
    ("shown", "first", "does", "lines"),
    [
        (face(State.CALLING, ahead=True), "Who will wear", ["klantpet.take", "klantpet.off"], 1),
        (face(State.ACCEPTED, "U1", ahead=True), "🧢 {wearer}", ["klantpet.off"], 3),
        (
            face(State.CHECKED_IN, ahead=True),
            "🧢 The customer cap",
            ["klantpet.flag", "klantpet.take", "klantpet.off"],
            3,
        ),
        (face(State.CHECKED_IN, "U1"), "🧢 {wearer}", ["klantpet.flag"], 3),
        (face(State.NO_WEARER), "🧢 The cap is on the table", ["klantpet.flag", "klantpet.take"], 3),
        (face(State.CHECKOUT), "🧢 The cap is on the table", [], 3),
        (face(State.EXPIRED, "U1"), "🧢 {wearer}", [], 3),
        (face(State.CANCELLED), "{meeting} is off", [], 1),
    ],
)
def test_the_message_in_each_state(shown: Face, first: str, does: list[str], lines: int) -> None:
    message = messages.meeting(shown)
    assert message is not None
    texts = [piece.text for piece in message.pieces if isinstance(piece, Text)]
    assert (texts[0].msgid.startswith(first), buttons(message), len(texts)) == (True, does, lines)


def test_a_meeting_that_was_none_leaves_no_message() -> None:
    assert messages.meeting(face(State.MISSED)) is None
    assert messages.meeting(face(State.SKIPPED)) is None


def test_only_the_message_that_tells_so_rings() -> None:
    def wearer(*, rings: bool) -> object:
        message = messages.meeting(face(State.CHECKED_IN, "U1", rings=rings))
        assert message is not None
        assert isinstance(message.pieces[0], Text)
        return message.pieces[0].text.args["wearer"]

    assert (wearer(rings=True), wearer(rings=False)) == (Mention("U1"), Person("U1"))


def test_no_question_comes_again_within_six_occurrences() -> None:
    asked = [question.msgid for n in range(40) if (question := questions.of(questions.key(n))) is not None]
    assert len({*asked}) == rules.BANK == len(questions.BANK)
    for n in range(len(asked) - AGO):
        assert len({*asked[n : n + AGO + 1]}) == AGO + 1


# --- what was heard ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "before", "tells"),
    [(840, 800, True), (839, 800, False), (760, 800, True), (800, 800, False), (10, 0, True), (0, 0, False)],
)
def test_a_figure_tells_something_from_a_twentieth_on(now: int, before: int, tells: bool) -> None:
    assert stands_out(now, before) is tells


def test_nobody_is_named_in_what_is_told_again() -> None:
    people = [Called("U1", "Daan Mulder"), Called("U2", "Mark Post")]
    parts = names.marked("Daan en @Omar belden: de post kwam, dank aan mark en Mark", [Called("U9", "Omar")])
    told = names.nameless(parts, people)
    plain = "".join(part.text if isinstance(part, Typed) else "*" for part in told.parts)
    assert plain == "* en * belden: de post kwam, dank aan mark en *"
    assert all(isinstance(part, Typed | Someone) for part in told.parts)
