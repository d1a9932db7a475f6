"""Forms, pages and answers as Slack's modals, and what a modal remembers about itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from bot.frozen import freeze, thaw
from bot.i18n import Reader
from bot.slack.blocks import Json, actions, blocks_of, label, rich, said, small, within
from bot.slack.fields import input_of
from bot.slack.figures import without_charts
from bot.slack.lengths import fitted
from bot.slack.render import fitting, note_blocks
from rituals.contract import Note
from rituals.shown import Button, Form, Page, Row, Text
from rituals.words import Sentence, _

# Characters and blocks, by Slack's reference of views.
TITLE = 24
BUTTON = 24
METADATA = 3000
BLOCKS = 100

SEND, CANCEL, CLOSE, BACK = _("Send"), _("Cancel"), _("Close"), _("Back")


@dataclass(frozen=True, slots=True)
class Meta:
    """What a modal is, kept in it by Slack: a submission is known by its `token`, whoever runs the process by then.

    `under` is the page (name, subject) over which a form lies; `passed` the questions that its reader has seen; `home`:
    it was opened from the Home, which then shows what came of it.
    """

    kind: Literal["form", "page", "note", "home"]
    name: str
    about: str = ""
    token: str = ""
    under: tuple[str, str] | None = None
    passed: frozenset[str] = frozenset()
    channel: str = ""
    home: bool = False
    kept: Mapping[str, Any] = field(default_factory=dict)  # what the form carries along

    @property
    def from_home(self) -> bool:
        return self.home or self.kind == "home"

    def written(self) -> str:
        """Raises ValueError when it is more than Slack keeps."""
        kept = {each.name: getattr(self, each.name) for each in fields(self)} | {"passed": sorted(self.passed)}
        kept["kept"] = freeze(self.kept) if self.kept else None
        found = {key: value for key, value in kept.items() if value}
        text = json.dumps(found, separators=(",", ":"), ensure_ascii=False)
        return within(text, METADATA, f"what {self.kind} {self.name!r} remembers")


def read_meta(view: Mapping[str, Any]) -> Meta:
    """Of a modal as it comes back; one that remembers nothing is a note."""
    kept = json.loads(view.get("private_metadata") or "{}")
    return Meta(
        kind=kept.get("kind", "note"),
        name=kept.get("name", ""),
        about=kept.get("about", ""),
        token=kept.get("token", ""),
        under=tuple(kept["under"]) if kept.get("under") else None,
        passed=frozenset(kept.get("passed", ())),
        channel=kept.get("channel", ""),
        home=kept.get("home", False),
        kept=thaw(kept["kept"]) if kept.get("kept") else {},
    )


# --- the views --------------------------------------------------------------------------------------------------------
def form_view(form: Form, meta: Meta, reader: Reader) -> Json:
    """Each question of `form.notices` stands above the field its code begins with, else on top."""
    above = _by_field(form)
    on_top = [block for text in (*form.notes, *above[""]) for block in said(text, reader)]
    filled = [
        block
        for each in form.fields
        for block in (*(line for text in above[each.name] for line in said(text, reader)), *input_of(each, reader))
    ]
    back = (Button(BACK, form.back, meta.about),) if form.back else ()
    below = [*actions((*form.buttons, *back), None, reader), *small(form.seen_by, reader)]
    view = _modal(label(form.title, reader, TITLE), [*on_top, *filled, *below], meta, reader)
    return view | {"submit": label(form.submit or SEND, reader, BUTTON), "close": label(CANCEL, reader, BUTTON)}


def page_view(page: Page, meta: Meta, reader: Reader) -> Json:
    return _modal(label(page.title, reader, TITLE), blocks_of(without_charts(page.pieces), reader), meta, reader)


def home_view(page: Page, reader: Reader) -> Json:
    return {
        "type": "home",
        "callback_id": "home",
        "private_metadata": Meta("home", "home").written(),
        "blocks": fitting(blocks_of(without_charts(page.pieces), reader), BLOCKS, "home"),
    }


def above(answer: Note, page: Page) -> Page:
    """The page with an answer on top."""
    menu = (Row(menu=answer.menu),) if answer.menu else ()
    shown = (Text(answer.text), *answer.pieces, Row(answer.buttons), *menu)
    return replace(page, pieces=(*shown, *page.pieces))


def note_view(note: Note, reader: Reader, title: str) -> Json:
    """The form or page replaced by one sentence; `title` is the one it had."""
    return _modal(_shown(title), _noted(note, reader), Meta("note", ""), reader)


def lost_view(note: Note, typed: Mapping[str, str], reader: Reader, title: str) -> Json:
    """Nothing was saved: why, and what the person typed, by the label above it, to copy."""
    own = [block for label, text in typed.items() if text for block in _own(label, text)]
    return _modal(_shown(title), [*_noted(note, reader), *own], Meta("note", ""), reader)


def _noted(note: Note, reader: Reader) -> list[Json]:
    return note_blocks(replace(note, pieces=without_charts(note.pieces)), reader)


def _modal(title: Json, blocks: list[Json], meta: Meta, reader: Reader) -> Json:
    return {
        "type": "modal",
        "callback_id": meta.kind,
        "title": title,
        "close": label(CLOSE, reader, BUTTON),
        "private_metadata": meta.written(),
        "blocks": fitting(blocks, BLOCKS, f"{meta.kind} {meta.name}"),
    }


def _shown(title: str) -> Json:
    return {"type": "plain_text", "text": fitted(title, TITLE), "emoji": False}


def _own(heading: str, text: str) -> list[Json]:
    bold = {"type": "text", "text": heading, "style": {"bold": True}}
    body = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}
    return rich([{"type": "rich_text_section", "elements": [bold]}, body])


def _by_field(form: Form) -> Mapping[str, list[Sentence]]:
    """The questions by field; "" for those of none."""
    found: dict[str, list[Sentence]] = {"": [], **{field.name: [] for field in form.fields}}
    for code, text in form.notices.items():
        whose = [field.name for field in form.fields if code == field.name or code.startswith(f"{field.name}_")]
        # All of them begin the same code, so the greatest is the longest.
        found[max(whose, default="")].append(text)
    return found
