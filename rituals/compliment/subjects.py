"""How a compliment, and what belongs to it, is named in buttons, cards and timers."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from rituals.contract import about, keys_of, number_of
from storage.compliment import Compliment, Receiver

POST: Final = "compliment.post"  # its own message in the channel
ASK: Final = "compliment.ask"  # what a receiver is asked, or is told
TOLD: Final = "compliment.told"  # what the giver is asked to mend
WEEK: Final = "compliment.week"  # the selection of a week
THANK: Final = "compliment.thankcustomer"  # the nudge
SILENCE: Final = "compliment.silence"
PLACE: Final = "compliment.place"
VERSION: Final = 8  # hexadecimal digits: enough to tell a handful of texts apart


def subject(row: Compliment) -> str:
    return about(row.team, row.id)


def id_of(subject: str) -> int:
    """-1, which no row has, where there is none."""
    return _number(subject, 0)


def version(row: Compliment) -> str:
    """Of its texts: whoever agrees does so to these."""
    texts = json.dumps([row.text, row.meaning], ensure_ascii=False)
    return hashlib.sha256(texts.encode()).hexdigest()[:VERSION]


def waits(row: Compliment, receiver: Receiver) -> str:
    """What a receiver's deadline is about."""
    return about(row.team, row.id, receiver.id)


def receiver_of(subject: str) -> int:
    return _number(subject, 1)


def _number(subject: str, nth: int) -> int:
    keys = keys_of(subject)
    found = number_of(keys[nth]) if len(keys) > nth else None
    return -1 if found is None else found


def asked(person: str, batch: str) -> str:
    """The message in which this person is asked; of no team, as it may hold questions from several."""
    return f":{person}:{batch}"


def batch_of(subject: str) -> tuple[str, str]:
    person, _, batch = subject.removeprefix(":").partition(":")
    return person, batch


def told(row: Compliment, what: str) -> str:
    return about(row.team, row.id, what)
