"""What a person reads when something went wrong on our side."""

from __future__ import annotations

import secrets

import structlog

from bot import metrics
from bot.trouble import trouble
from rituals.contract import Note
from rituals.words import Sentence, Typed, _

AWAY = _("I can't get at my notes right now. Please try once more in a few minutes.")

log = structlog.get_logger()


def failure(error: Exception, does: str, text: str = "") -> Note:
    """A bug, or a service that is away: logged with a code, and the person gets the code and the text of a command."""
    if trouble(error):
        log.warning("event.not_saved", does=does, error=type(error).__name__)
        return _with(AWAY, text)
    code = secrets.token_hex(4)
    metrics.mistake()
    log.error("event.failed", code=code, does=does, exc_info=error)
    wrong = _("Something went wrong on my side (code {id}). Your text is below, so nothing is lost.", id=Typed(code))
    return _with(wrong, text)


def _with(wrong: Sentence, text: str) -> Note:
    return Note(Sentence("{wrong} {text}", {"wrong": wrong, "text": Typed(text)}) if text else wrong)
