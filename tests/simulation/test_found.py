"""Each history that once failed, and what it found. A world that is made otherwise gives a seed another history."""

from __future__ import annotations

import pytest

from bot.simulation.command import played
from bot.simulation.database import Database

FOUND = {
    5: "a card came to stand by a click on its copy, and its ritual was not told",
    50: "a process died while it sent, and the row said of its message neither that it stood nor why not",
    59: "a card that was found by its marker was taken for the version that was wanted by then",
    107: "what had been posted unclear stayed when its card drew nothing any more, and a click did not take it away",
    461: "of a card that may stand though it should not, nothing said so",
    558: "a process woke to find its row taken over, and nobody told the ritual that the card stands",
    987: "one of two copies stayed when the card had gone, and a click did not take it away",
    304: "a line in a thread overtook the one before it while their card was not posted",
    56453: "a message that was claimed while another one waited overtook it, as its process stood still meanwhile",
    41515: "a process stood still in its call, which was turned away: what came after it had not waited for it",
    67: "messages overtook one that another process had put off",
    2273: "what was found could not be taken away at once, and was forgotten",
}


@pytest.mark.parametrize("seed", FOUND, ids=str)
def test_it_does_not_fail_again(database: Database, seed: int) -> None:
    (verdict,) = played([seed], database)
    assert verdict.fine, f"{verdict} (then: {FOUND[seed]})"
