"""Privacy: what is stored, who sees it, how long, and how a person gets or deletes what is theirs."""

from rituals.contract import Ritual

RITUAL = Ritual("privacy")
