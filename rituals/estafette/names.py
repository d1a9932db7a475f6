"""How the relay's cards and timers are called."""

from __future__ import annotations

from typing import Final

# cards
OFFER: Final = "estafette.offer"  # what an executive reads of their leg, from the offer to its end
TURN: Final = "estafette.turn"  # the channel's line about who holds the baton, one for each week it is held in
PASSED: Final = "estafette.passed"  # the channel's line about who passed it on to whom
ASKED: Final = "estafette.asked"  # in the middle of the week, and on its last day
PREPARES: Final = "estafette.prepares"  # what a preparer reads of their executive's leg
NEWS: Final = "estafette.news"  # what whoever looks after the relay reads, once a day
OF_LEG: Final = (OFFER, PASSED)

# timers
ANSWER: Final = "estafette.answer"
BEGINS: Final = "estafette.begins"
MIDWEEK: Final = "estafette.midweek"
FRIDAY: Final = "estafette.friday"
LAPSE: Final = "estafette.lapse"
FALL_BACK: Final = "estafette.fall_back"  # nobody passed the baton in time
WEEK: Final = "estafette.week"  # the beginning of each week: one that rests is said
SEEK: Final = "estafette.seek"  # somebody is sought for the week after one that rests
TIMERS_OF_LEG: Final = (ANSWER, BEGINS, MIDWEEK, FRIDAY, LAPSE)
