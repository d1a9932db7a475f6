"""Slack's pace as it is kept: in the long run never faster, in its turn, and nobody waits for another one's line."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.pace import FIRST, POSTS, POSTS_IN_CHANNEL, UNCLAIMED, Pace
from bot.slack.surface import SlackSurface
from bot.surface import Target

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
LINES = st.lists(st.sampled_from("abc"), min_size=1, max_size=60)


def played(channels: list[str], limit: int = 400) -> list[tuple[float, str, int]]:
    """(seconds, channel, message) in the order in which they went: each comes back when it was told to."""
    now = [START]
    pace = Pace(lambda: now[0])
    due = [(START, number, channel) for number, channel in enumerate(channels)]
    went: list[tuple[float, str, int]] = []
    for _ in range(limit):
        if not due:
            break
        due.sort()
        moment, number, channel = due.pop(0)
        now[0] = max(now[0], moment)
        if wait := pace.post(channel, number):
            due.append((now[0] + timedelta(seconds=wait), number, channel))
        else:
            went.append(((now[0] - START).total_seconds(), channel, number))
    return went


@given(LINES)
def test_each_goes_once_in_its_turn_and_never_faster_than_slack_takes_it(channels: list[str]) -> None:
    went = played(channels)
    assert sorted(number for _, _, number in went) == list(range(len(channels)))
    lines: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for moment, channel, number in went:
        lines[channel].append((moment, number))
    for line in lines.values():
        assert [number for _, number in line] == sorted(number for _, number in line)
        assert_pace([moment for moment, _ in line], *POSTS_IN_CHANNEL)
    assert_pace([moment for moment, _, _ in went], *POSTS)


def assert_pace(moments: list[float], size: int, rate: float) -> None:
    for first in range(len(moments)):
        for last in range(first, len(moments)):
            assert last - first + 1 <= size + (moments[last] - moments[first]) * rate + 1e-6


def test_each_is_put_off_at_most_twice() -> None:
    """Once for its channel and once for all of them: what waits costs as much as it is long, and no more."""
    now = [START]
    pace = Pace(lambda: now[0])
    waits = [pace.post("a", number) for number in range(100)]
    assert waits == sorted(waits)
    assert waits[-1] > 90
    now[0] += timedelta(seconds=waits[-1])
    assert pace.post("a", 99) == 0
    assert pace.post("a", 98) == 0


def test_a_long_line_takes_nothing_from_another_channel() -> None:
    pace = Pace(lambda: START)
    assert all(pace.post("a", number) == 0 or number >= POSTS_IN_CHANNEL[0] for number in range(300))
    assert pace.post("b", "first") == 0


def test_a_channel_that_is_turned_away_waits_alone_and_two_of_them_hold_all() -> None:
    now = [START]
    pace = Pace(lambda: now[0])
    pace.turned_away("a", 0, 30, edit=False)
    assert 30 <= pace.post("a", 1) <= 31
    assert pace.post("b", 2) == 0
    pace.turned_away("b", 0, 20, edit=False)
    assert 20 <= pace.post("c", 3) <= 21
    now[0] += timedelta(seconds=40)
    assert pace.post("c", 3) == 0
    pace.turned_away("c", 0, 5, edit=True)
    assert pace.edit("e") >= 5
    assert pace.post("d", 4) == 0


def test_it_remembers_no_more_than_it_must() -> None:
    now = [START]
    pace = Pace(lambda: now[0])
    for number in range(6_000):
        pace.post(f"c{number % 50}", number)
    now[0] += timedelta(hours=2) + UNCLAIMED
    pace.post("other", "one")
    for number in range(5):
        pace.post("other", number)
    assert len(pace.turns) < 100
    assert len(pace.buckets) < 60
    assert all(a <= b for a, b in pairwise(sorted(pace.turns.values())))


def test_what_had_its_turn_waits_behind_the_one_that_was_turned_away() -> None:
    now = [START]
    pace = Pace(lambda: now[0])
    waits = [pace.post("a", number) for number in range(6)]
    assert waits[0] == 0
    assert max(waits) < 30
    pace.turned_away("a", 0, 30, edit=False)
    for number in range(1, 6):
        now[0] = START + timedelta(seconds=number)
        assert now[0] + timedelta(seconds=pace.post("a", number)) > START + timedelta(seconds=30)
        assert pace.post("b", number) == 0, "one channel is no reason for another to wait"
    now[0] = START + timedelta(seconds=30)
    assert pace.post("a", 0) == 0, "it goes first"


def went_on(refused: int, count: int) -> list[tuple[int, float]]:
    """When so many messages of one channel go, of which one is turned away for six seconds once."""
    now = [START]
    pace = Pace(lambda: now[0])
    due, gone, away = dict.fromkeys(range(count), START), list[tuple[int, float]](), False
    while due:
        now[0] = max(now[0], min(due.values()))
        for number in sorted(each for each, moment in due.items() if moment <= now[0]):
            wait = pace.post("a", number)
            if not wait and number == refused and not away:
                away, wait = True, 6.0
                pace.turned_away("a", number, wait, edit=False)
            if wait:
                due[number] = now[0] + timedelta(seconds=wait)
            else:
                gone.append((number, (now[0] - START).total_seconds()))
                del due[number]
    return gone


@given(st.integers(0, 14), st.sampled_from([15, 60]))
def test_whichever_is_turned_away_the_order_holds(refused: int, count: int) -> None:
    gone = went_on(refused, count)
    assert [number for number, _ in gone] == list(range(count))
    assert_pace([moment for number, moment in gone if number >= refused], 2, 1.0)  # one had its turn before
    assert gone[-1][1] <= 6 + count + FIRST, "what was reserved before is not spent"


def test_what_is_new_overtakes_nobody_in_the_moment_after() -> None:
    now = [START]
    pace = Pace(lambda: now[0])
    pace.turned_away("a", 0, 6, edit=False)
    now[0] = START + timedelta(seconds=6.2)
    assert pace.post("a", 7) > 0
    assert pace.post("a", 0) == 0


def test_a_shorter_word_takes_nothing_from_a_longer_one() -> None:
    now = [START]
    pace = Pace(lambda: now[0])
    pace.turned_away("a", 0, 30, edit=False)
    pace.turned_away("a", 1, 2, edit=False)
    assert pace.post("a", 2) > 29


def test_a_card_that_changes_while_it_waits_keeps_its_turn() -> None:
    now = [START]
    surface = SlackSurface(AsyncWebClient(), Pace(lambda: now[0]), "T1")
    waits = [surface.wait(Target("C1", "", "", f"c{number}.1"), edit=True) for number in range(12)]
    assert waits[11] > waits[10] > 0
    assert surface.wait(Target("C1", "", "", "c11.2"), edit=True) == waits[11]
    now[0] = START + timedelta(seconds=waits[11])
    assert surface.wait(Target("C1", "", "", "c11.3"), edit=True) == 0
