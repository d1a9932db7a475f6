"""What a person reads when something went wrong on our side."""

from __future__ import annotations

import secrets

import structlog

from bot import metrics
from rituals.contract import Note
from rituals.words import Sentence, Typed, _

log = structlog.get_logger()


def failure(error: Exception, does: str, text: str = "") -> Note:
    """A bug, or a service that is away: logged with a code, and the person gets the code and the text of a command."""
    code = secrets.token_hex(4)
    metrics.mistake()
    log.error("event.failed", code=code, does=does, exc_info=error)
    wrong = _("Something went wrong on my side (code {id}). Your text is below, so nothing is lost.", id=Typed(code))
    return Note(Sentence("{wrong} {text}", {"wrong": wrong, "text": Typed(text)}) if text else wrong)
