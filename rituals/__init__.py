"""The domain: one folder a ritual. This is the one list of them."""

from rituals.action import RITUAL as ACTION
from rituals.alsdan import RITUAL as ALSDAN
from rituals.compliment import RITUAL as COMPLIMENT
from rituals.contract import Ritual
from rituals.dagstart import RITUAL as DAGSTART
from rituals.dialogue import RITUAL as DIALOGUE
from rituals.estafette import RITUAL as ESTAFETTE
from rituals.klantpet import RITUAL as KLANTPET
from rituals.kpi import RITUAL as KPI
from rituals.nudges import RITUAL as NUDGES
from rituals.people import RITUAL as PEOPLE
from rituals.privacy import RITUAL as PRIVACY
from rituals.settings import RITUAL as SETTINGS
from rituals.silo import RITUAL as SILO
from rituals.stage import RITUAL as STAGE

RITUALS: tuple[Ritual, ...] = (
    PEOPLE,
    SETTINGS,
    NUDGES,
    PRIVACY,
    DAGSTART,
    COMPLIMENT,
    KPI,
    ACTION,
    ALSDAN,
    KLANTPET,
    SILO,
    ESTAFETTE,
    DIALOGUE,
    STAGE,
)
