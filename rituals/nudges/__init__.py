"""Nudges: one message a day to each person, within a budget, with a way out of each."""

from rituals.contract import Ritual

RITUAL = Ritual("nudges")
