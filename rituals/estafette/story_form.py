"""The form in which a story is told: the executive goes on to how it will read, who prepares for them keeps a draft."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from rituals import helping, reach, texts
from rituals.contract import Answer, Event, Note, Opens, Refused, Stranger, Turn, Wrong
from rituals.estafette import drafting, holding, kinds, story_rules
from rituals.estafette.drafting import Writing, Written
from rituals.estafette.holding import Standing
from rituals.estafette.story_lines import TEXTS, Tale, told, typed
from rituals.estafette.subjects import of_story
from rituals.shown import Field, Form, Kind
from rituals.words import Channel, Day, Person, Sentence, _
from storage import people
from storage.people import PersonRow

PREVIEW: Final = "estafette.preview"
TITLE: Final = _("Share customer story")
BEGUN: Final = "begun"  # the version of the draft on which a form was opened
NOBODY: Final = _("I can't pick guests, apps or former colleagues.")
NAMES: Final = _("I only show the names of chosen colleagues in your text once they agree.")
QUESTIONS: Final = helping.lines(
    (
        _("Who was the customer? Without a name."),
        _("What did you feel?"),
        _("What surprised you?"),
        _("What will colleagues notice?"),
    )
)
LABELS: Final = {
    "what": _("What happened?"),
    "struck": _("What struck you?"),
    "change": _("What will you do differently?"),
}


# --- the form ---------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    standing = await _relay(turn)
    writing = await drafting.writing(turn, event, standing)
    before = str(event.kept.get(BEGUN, writing.version))
    notes = (*_asked_over(writing, event), *_draft_of(writing, standing), QUESTIONS)
    return Form(
        TITLE,
        fields(writing.tale, required=writing.own, text=event.text),
        seen_by=_seen_by(writing, standing),
        submit=_("Next") if writing.own else _("Save"),
        notes=notes if writing.own else (_prepares(writing), *notes),
        kept={BEGUN: before, drafting.OF: event.kept.get(drafting.OF, writing.subject)},
    )


async def _relay(turn: Turn) -> Standing:
    standing = await holding.read(turn)
    if standing is None:
        raise Refused(holding.NO_RELAY)
    return standing


def seen_by(channel: str) -> Sentence:
    return _("Visible with your name to everyone in {channel}.", channel=Channel(channel))


def _seen_by(writing: Writing, standing: Standing) -> Sentence:
    if writing.own:
        return seen_by(standing.relay.channel)
    return _("Only {name} and who prepares for them see this draft.", name=Person(writing.teller))


def _prepares(writing: Writing) -> Sentence:
    return _("You prepare a draft. {name} publishes it personally.", name=Person(writing.teller))


def _draft_of(writing: Writing, standing: Standing) -> tuple[Sentence, ...]:
    if writing.tale is None:
        return ()
    row = writing.tale.row
    day = Day(standing.calendar.day_of(row.at))
    return (_("Draft by {name}, {day}.", name=Person(row.drafted_by or row.person), day=day),)


def fields(tale: Tale | None, *, required: bool = True, text: str = "") -> tuple[Field, ...]:
    """With what a story holds by now, and `text` behind what happened. A draft that is prepared may be half a story."""
    row = tale.row if tale is not None else None
    texts = {name: typed(tale, name) if tale is not None else "" for name in TEXTS}
    texts["what"] = "\n".join(part for part in (texts["what"], text) if part)
    chosen = tuple(tale.choices) if tale is not None else ()
    kind, asks = (row.kind, row.asks) if row is not None else ("", False)
    return (
        Field("kind", _("Kind of contact"), Kind.CHOICE, required, options=kinds.OPTIONS, initial=kind or None),
        Field("on", _("When"), Kind.DATE, required, initial=row.on if row is not None else None),
        *(_text(name, text, required=required) for name, text in texts.items()),
        Field("asks", _("Ask me in four weeks how it goes"), Kind.CHECK, required=False, initial=asks),
        _link(row.link if row is not None else ""),
        Field("names", _("Colleagues' names"), Kind.PEOPLE, False, most=story_rules.NAMES, initial=chosen, hint=NAMES),
    )


def _text(name: str, text: str, *, required: bool) -> Field:
    least, most = drafting.LENGTHS[name]
    least = least if required else 0
    return Field(name, LABELS[name], Kind.LONG, required, least=least, most=most, initial=text or None)


def _link(link: str) -> Field:
    """What it may hold is checked here: the name of a video may look like somebody's number."""
    label = _("Video or blog (link)")
    most = story_rules.LINK_MOST
    return Field("link", label, required=False, most=most, initial=link or None, reachable=True)


# --- what is sent -----------------------------------------------------------------------------------------------------
async def send(turn: Turn, event: Event) -> Answer:
    """Kept as a draft first, by either of them: what was written is lost by nothing that comes after it."""
    standing = await holding.hold(turn)
    writing = await drafting.writing(turn, event, standing)
    new = await checked(turn, event, writing.teller)
    if not writing.own and not any((new.kind, new.on, new.link, *new.texts.values())):
        raise Wrong(what=_("Please fill this in."))
    _not_over_another(event, writing, new)
    tale = await drafting.keep(turn, writing, new)
    if writing.own:
        return Opens(PREVIEW, of_story(tale.row))
    return Note(_("Kept as a draft. {name} publishes it personally.", name=Person(writing.teller)))


async def checked(
    turn: Turn, event: Event, teller: str, known: date | None = None, here: Collection[str] = ()
) -> Written:
    """Raises Wrong at the field, and Stranger for somebody who has to be looked up first. `known`: the day it had.

    `here`: who is in it already, and stays so once their account is closed.
    """
    values = event.values
    day, link = values.get("on"), values.get("link") or ""
    if day not in (None, known) and not story_rules.fresh(day, await reach.today(turn, teller)):
        raise Wrong(on=_("Choose a day of the past thirty days, or today."))
    if link and not story_rules.is_link(link):
        raise Wrong(link=_("Paste a link that begins with https://."))
    if link and story_rules.points_at_customer(link):
        raise Wrong(link=_("There seems to be something of a customer in this link. Choose another."))
    if link and texts.recognisable(link):
        event.ask(link_customer=_("Does this link lead to a customer's file? Change it, or submit again if not."))
    return drafting.written(values, await _chosen(turn, values.get("names") or (), teller, here))


async def _chosen(turn: Turn, wanted: Sequence[str], teller: str, here: Collection[str]) -> Sequence[PersonRow]:
    chosen = tuple(dict.fromkeys(wanted))
    if teller in chosen:
        raise Wrong(names=_("Whoever tells the story is named already. Choose colleagues only."))
    known = await people.people(turn.session, chosen)
    for person in chosen:
        if person not in known:
            raise Stranger(person)
        if person not in here and (not known[person].active or known[person].kind != "member"):
            raise Wrong(names=NOBODY)
    return [known[person] for person in chosen]


# --- two who write ----------------------------------------------------------------------------------------------------
def _code(version: str) -> str:
    return f"draft_{version}"


def _not_over_another(event: Event, writing: Writing, new: Written) -> None:
    """Raises Asks where the draft is another than the one that was seen, and neither that nor this is to be lost."""
    tale = writing.tale
    if tale is None or writing.version == event.kept.get(BEGUN, "") or drafting.same(tale, new):
        return
    who = Person(tale.row.drafted_by or tale.row.person)
    question = _("{name} changed the draft meanwhile: see above. Send again, and yours takes its place.", name=who)
    event.ask(**{_code(writing.version): question})


def _asked_over(writing: Writing, event: Event) -> tuple[Sentence, ...]:
    """The draft that yours would take the place of, to copy from."""
    tale = writing.tale
    if tale is None or _code(writing.version) not in event.passed:
        return ()
    parts = [name for name in TEXTS if getattr(tale.row, name)]
    return tuple(
        Sentence("{label}\n{text}", {"label": LABELS[name], "text": told(tale, name, writing.person)}) for name in parts
    )
