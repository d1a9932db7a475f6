"""Settings: of a person, a team and the organisation."""

from rituals.contract import Ritual

RITUAL = Ritual("settings")
