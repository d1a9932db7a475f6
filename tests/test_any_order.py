"""Every event, action, command and form, delivered one to four times in any order: the same database as once.

A default test: a new action, form or event is in it by itself, by its scene (tests/scenes*.py) or its row in TOLD.
Each delivery that isn't the first of its request has to leave every table as it was, so that what is there in the end
is what each once leaves; for the first seed of each that is played as well, and compared.
"""

from __future__ import annotations

from random import Random

import pytest

from rituals.contract import Wins
from storage import house
from tests.any_order import LEAVING, MEANWHILE, TOLD, Different, Prepared, Request, differing, mixed, once, prepared
from tests.test_ten_at_once import NAMES, REGISTRY, WINS

OF_EACH = 4  # seeds of every action, command and form
OF_TOLD = 216  # seeds of what Slack tells: with those of the others more than a thousand
PART = 27  # of them in one test
TOGETHER = 4  # events of Slack's in one seed


def some_of(here: Prepared, name: str, random: Random) -> list[Request]:
    """Two people, or one and what happens meanwhile."""
    meanwhile = MEANWHILE if WINS[name] is Wins.FIRST else (*MEANWHILE, *LEAVING)
    return random.choice([random.sample(here.requests, 2), [random.choice(here.requests), random.choice(meanwhile)]])


@pytest.mark.parametrize("name", NAMES)
async def test_whatever_is_done(name: str, sqlite_url: str) -> None:
    async with prepared(sqlite_url, name) as here:
        for seed in range(OF_EACH):
            random = Random(f"{name} {seed}")
            often = mixed(some_of(here, name, random), random)
            left = await here.after(often)
            if seed == 0:
                assert not differing(left, await here.after(once(often)))


@pytest.mark.parametrize("first", range(0, OF_TOLD, PART))
async def test_whatever_is_told(first: int, sqlite_url: str) -> None:
    async with prepared(sqlite_url) as here:
        for seed in range(first, first + PART):
            random = Random(seed)
            often = mixed(random.sample(TOLD, TOGETHER), random)
            left = await here.after(often)
            if seed == first:
                assert not differing(left, await here.after(once(often)))


# --- that it would be seen --------------------------------------------------------------------------------------------
def test_all_that_is_told_is_in_it() -> None:
    assert {one.event.does for one in TOLD} == {name for name, action in REGISTRY.actions.items() if action.edge}
    assert len(NAMES) * OF_EACH + OF_TOLD >= 1_000


async def test_without_its_key_it_would_be_done_again(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def always(*_: object) -> bool:
        return True

    async with prepared(sqlite_url, "dagstart.improve") as here:
        monkeypatch.setattr(house, "first_time", always)
        with pytest.raises(Different):
            await here.after([here.requests[0], here.requests[0]])
