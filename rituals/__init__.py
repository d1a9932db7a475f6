"""The domain: one folder a ritual. This is the one list of them."""

from rituals.contract import Ritual
from rituals.dagstart import RITUAL as DAGSTART
from rituals.people import RITUAL as PEOPLE

RITUALS: tuple[Ritual, ...] = (PEOPLE, DAGSTART)
