"""The pieces of a message or page as Slack's blocks. What a person typed is never markup here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from bot.i18n import Reader, Run, plain, runs
from bot.slack.figures import chart_of, table_of
from bot.slack.lengths import fitted, units
from rituals.shown import Button, Chart, Items, Menu, Option, Piece, Row, Rule, Small, Table, Text, Title
from rituals.words import Sentence, _

Json = dict[str, Any]

# Characters, by Slack's Block Kit reference.
HEADER = 150
LABEL = 75
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
PLACEHOLDER = 150
CONTEXT = 3000
BUTTON_VALUE, OPTION_VALUE = 2000, 150
# Elements and options, by the same.
IN_ACTIONS = 25
IN_OVERFLOW = 5
IN_SELECT = 100

YES, CANCEL = _("Yes, please"), _("Cancel")


def blocks_of(pieces: Iterable[Piece], reader: Reader) -> list[Json]:
    """As they are in a message; a view takes no charts (see `without_charts`)."""
    return [block for piece in pieces for block in _of_piece(piece, reader)]


def _of_piece(piece: Piece, reader: Reader) -> list[Json]:
    match piece:
        case Title(text):
            return [{"type": "header", "text": label(text, reader, HEADER)}]
        case Text(text, buttons):
            return [*said(text, reader), *actions(buttons, None, reader)]
        case Items():
            return rich(_items(piece, reader))
        case Small(text):
            return small(text, reader)
        case Row(buttons, menu):
            return actions(buttons, menu, reader)
        case Rule():
            return [{"type": "divider"}]
        case Chart():
            return [chart_of(piece, reader)]
        case Table():
            return [table_of(piece, reader)]


# --- text -------------------------------------------------------------------------------------------------------------
def label(text: Sentence, reader: Reader, most: int) -> Json:
    """A plain_text object. Where it isn't all our own copy, `:smile:` stays as it was typed."""
    found = runs(text, reader)
    shown = fitted("".join(run.text for run in found), most)
    return {"type": "plain_text", "text": shown, "emoji": all(run.kind == "plain" for run in found)}


def inline(run: Run) -> Json:
    """An element of rich text, in which no text is ever parsed."""
    style = {"style": {"bold": True}} if run.strong else {}
    match run.kind:
        case "mention":
            return {"type": "user", "user_id": run.id, **style}
        case "channel":
            return {"type": "channel", "channel_id": run.id, **style}
        case "link":
            return {"type": "link", "url": run.text, **style}
        case _:
            return {"type": "text", "text": run.text, **style}


def section(found: Iterable[Run]) -> list[Json]:
    """One rich_text_section, or none where there is nothing to read."""
    elements = [inline(run) for run in found if run.text]
    return [{"type": "rich_text_section", "elements": elements}] if elements else []


def rich(elements: list[Json]) -> list[Json]:
    return [{"type": "rich_text", "elements": elements}] if elements else []


def said(text: Sentence, reader: Reader) -> list[Json]:
    return rich(section(runs(text, reader)))


def small(text: Sentence, reader: Reader) -> list[Json]:
    """A grey line; one that rings somebody or leads somewhere can't be small in Slack without becoming markup."""
    found = runs(text, reader)
    if any(run.kind in ("mention", "channel", "link") for run in found):
        return rich(section(found))
    shown = fitted("".join(run.text for run in found), CONTEXT)
    return [{"type": "context", "elements": [{"type": "plain_text", "text": shown, "emoji": False}]}] if shown else []


def _items(items: Items, reader: Reader) -> list[Json]:
    heading = section(Run(run.text, run.kind, True, run.id) for run in runs(items.title, reader))
    lines = [line for text in items.lines for line in section(runs(text, reader))]
    bullets = [{"type": "rich_text_list", "style": "bullet", "elements": lines}] if lines else []
    return [*heading, *bullets]


# --- what one can press -----------------------------------------------------------------------------------------------
def actions(buttons: Sequence[Button], menu: Menu | None, reader: Reader) -> list[Json]:
    """As many blocks as it takes; a link to a card that doesn't stand anywhere yet is left out."""
    here = [_button(button, reader) for button in buttons if button.link is None or button.link in reader.links]
    waiting = iter([*here, *([_menu(menu, reader)] if menu else [])])
    found = []
    while elements := list(islice(waiting, IN_ACTIONS)):
        found.append({"type": "actions", "elements": _told_apart(elements)})
    return found


def _told_apart(elements: list[Json]) -> list[Json]:
    """The second “x” in a block becomes “x#2”: ids are unique in it."""
    seen: Counter[str] = Counter()
    for element in elements:
        does = element["action_id"]
        seen[does] += 1
        if seen[does] > 1:
            element["action_id"] = f"{does}#{seen[does]}"
    return elements


def _button(button: Button, reader: Reader) -> Json:
    made: Json = {"type": "button", "action_id": button.does, "text": label(button.label, reader, LABEL)}
    if button.about:
        made["value"] = within(button.about, BUTTON_VALUE, f"the subject of button {button.does!r}")
    if button.main:
        made["style"] = "primary"
    if button.link is not None:
        made["url"] = reader.links[button.link]
    if button.confirm is not None:
        made["confirm"] = {
            "title": label(button.label, reader, CONFIRM_TITLE),
            "text": label(button.confirm, reader, CONFIRM_TEXT),
            "confirm": label(YES, reader, CONFIRM_BUTTON),
            "deny": label(CANCEL, reader, CONFIRM_BUTTON),
        }
    return made


def _menu(menu: Menu, reader: Reader) -> Json:
    found = options(menu.options, reader, f"menu {menu.does!r}")
    if menu.aside and len(found) <= IN_OVERFLOW:
        return {"type": "overflow", "action_id": menu.does, "options": found}
    prompt = label(menu.label, reader, PLACEHOLDER)
    return {"type": "static_select", "action_id": menu.does, "placeholder": prompt, "options": found}


def options(found: Sequence[Option], reader: Reader, of: str) -> list[Json]:
    """Raises ValueError where Slack shows none, or not that many."""
    if not 1 <= len(found) <= IN_SELECT:
        raise ValueError(f"{of} has {len(found)} options; Slack shows 1 to {IN_SELECT}")
    return [_option(option, reader, of) for option in found]


def _option(option: Option, reader: Reader, of: str) -> Json:
    """A label that is too long goes on in the description."""
    whole, shown = plain(option.label, reader), label(option.label, reader, LABEL)
    made: Json = {"text": shown, "value": within(option.value, OPTION_VALUE, f"an option's value in {of}")}
    if rest := whole[len(shown["text"]) - 1 :].strip() if shown["text"] != whole else "":
        made["description"] = {**shown, "text": fitted(rest, LABEL)}
    return made


def within(text: str, most: int, what: str) -> str:
    """Raises ValueError for what may not be cut."""
    if units(text) > most:
        raise ValueError(f"{what} has {units(text)} characters; Slack takes {most}")
    return text
