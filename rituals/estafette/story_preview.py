"""How a story will read in the channel, in the channel's language, before it is published by whoever tells it."""

from __future__ import annotations

from typing import Final

from rituals.answers import only
from rituals.contract import Answer, Event, Note, Refused, Turn
from rituals.estafette import drafting, holding, messages, story_form, story_lines
from rituals.estafette.drafting import Writing
from rituals.estafette.holding import Standing
from rituals.estafette.messages import GONE
from rituals.estafette.story_form import PREVIEW
from rituals.estafette.story_holding import hold
from rituals.estafette.story_lines import Tale
from rituals.estafette.story_rules import State
from rituals.estafette.subjects import of_story, story_of
from rituals.shown import Button, Form
from rituals.words import InLanguage, Listed, Person, Sentence, _
from storage import estafette as store
from storage import estafette_stories as own_store
from storage import organisations, people

NOT_WHOLE: Final = _("There is something left to fill in before this can be published.")
SHOWN: Final = "shown"  # the version that whoever publishes has read
KEPT: Final = _("Kept as a draft. You find it in my Home, and with /relay share.")
DROPPED: Final = _("The draft is gone.")


async def form(turn: Turn, event: Event) -> Form:
    """Its one step publishes; the buttons beside it lead back, keep it as a draft, or throw it away."""
    standing = await holding.read(turn)
    if standing is None:
        raise Refused(holding.NO_RELAY)
    writing = await drafting.writing(turn, event, standing)
    tale = writing.tale
    if tale is None or not writing.own:
        raise only(_("the author"))
    if not drafting.is_whole(tale):
        raise Refused(NOT_WHOLE, Button(messages.SHARE, drafting.SHARE, of_story(tale.row)))
    language = await _language(turn, standing.relay.channel)
    read = (Sentence("{text}", {"text": InLanguage(line, language)}) for line in story_lines.lines(tale))
    subject = of_story(tale.row)
    gone = _("Throw this draft away?")
    return Form(
        _("As the channel reads it"),
        (),
        seen_by=story_form.seen_by(standing.relay.channel),
        submit=_("Publish"),
        notes=(_kept(writing, standing), *read, *_asked(tale)),
        kept={SHOWN: event.kept.get(SHOWN, tale.version)},
        back=drafting.SHARE,
        buttons=(
            Button(_("Keep as draft"), "estafette.keep", subject),
            Button(_("Delete draft"), "estafette.drop", subject, confirm=gone),
        ),
    )


async def _language(turn: Turn, channel: str) -> str:
    team = await people.team_in(turn.session, channel)
    org = await organisations.of(turn.session, turn.org)
    return (team.language if team is not None else None) or (org.language if org is not None else "nl")


def _kept(writing: Writing, standing: Standing) -> Sentence:
    some = standing.offices.preparers.get(writing.teller, ())
    if not some:
        return _("This is still a draft. Only you see it.")
    who = Listed(tuple(Person(one) for one in some))
    return _("This is still a draft. Only you and {who} see it.", who=who)


def _asked(tale: Tale) -> tuple[Sentence, ...]:
    if not tale.choices:
        return ()
    who = Listed(tuple(Person(one) for one in tale.choices))
    return (_("Once it is published I ask {who} whether their name may be read.", who=who),)


# --- without publishing -----------------------------------------------------------------------------------------------
async def keep(turn: Turn, event: Event) -> Answer:
    return Note(KEPT)


async def drop(turn: Turn, event: Event) -> Answer:
    """By whoever would tell it. The relay is held, as whoever writes in the draft does."""
    await store.hold(turn.session)
    tale = (await hold(turn, [story_of(event.about)])).get(story_of(event.about))
    if tale is None or tale.state is not State.DRAFT:
        raise Refused(GONE)
    if tale.row.person != event.person:
        raise only(_("the author"))
    await own_store.drop(turn.session, [tale.row.id])
    return Note(DROPPED)


__all__ = ["NOT_WHOLE", "PREVIEW", "SHOWN", "drop", "form", "keep"]
