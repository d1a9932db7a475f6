"""Every sentence has its Dutch one: complete, in use, with the same parts, in our own words, short enough.

`python -m checks.catalogs` tells what is wrong; with `--update` it adds what is missing and drops what is unused.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import normalize, read_po

from checks.msgids import LABELS, PLACEHOLDER, NotLiteral, Used, msgids, placeholders, says_nothing

ROOT = Path(__file__).resolve().parent.parent
HEADER = r'''msgid ""
msgstr ""
"Language: nl\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"'''
# Words of blame, the polite form where we say “je”, and English where a Dutch word exists.
FORBIDDEN = re.compile(
    r"\b(helaas|nog steeds niet|vergeten|u|uw|feedback|meetings?|deadlines?|updates?|performance|targets?|dashboards?"
    r"|team ?leads?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    msgid: str
    many: str
    forms: tuple[str, ...]
    comments: tuple[str, ...] = ()
    fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder's code and the catalogue beside it."""

    file: Path
    code: Sequence[Path]

    def entries(self) -> dict[str, Entry]:
        if not self.file.exists():
            return {}
        with self.file.open("rb") as file:
            catalog = read_po(file)
        found = {}
        for message in catalog:
            if message.id:
                ids, texts = _both(message.id), _both(message.string)
                many = ids[1] if len(ids) > 1 else ""
                found[ids[0]] = Entry(ids[0], many, texts, tuple(message.user_comments), message.fuzzy)
        return found

    def used(self, root: Path) -> list[Used | NotLiteral]:
        return [each for path in self.code for each in msgids(path, path.relative_to(root).as_posix())]


def _both(text: object) -> tuple[str, ...]:
    return tuple(str(each) for each in text) if isinstance(text, tuple | list) else (str(text or ""),)


def folders(root: Path) -> list[Folder]:
    """The edges, the rules that rituals share, and each ritual."""
    rituals = sorted(path for path in (root / "rituals").glob("*/") if path.name not in ("locales", "__pycache__"))
    return [
        Folder(_catalog(root / "bot"), sorted((root / "bot").rglob("*.py"))),
        Folder(_catalog(root / "rituals"), sorted((root / "rituals").glob("*.py"))),
        *(Folder(_catalog(path), sorted(path.rglob("*.py"))) for path in rituals),
    ]


def _catalog(folder: Path) -> Path:
    return folder / "locales" / "nl" / "LC_MESSAGES" / f"{folder.name}.po"


# --- what is wrong ----------------------------------------------------------------------------------------------------
def findings(root: Path = ROOT) -> list[str]:
    found: list[str] = []
    known: dict[str, tuple[Entry, Path]] = {}
    for folder in folders(root):
        entries, used, name = folder.entries(), folder.used(root), folder.file.relative_to(root).as_posix()
        found += [f"{each.where} translates what is no literal text" for each in used if isinstance(each, NotLiteral)]
        sentences = [each for each in used if isinstance(each, Used)]
        found += _missing(sentences, entries)
        found += _of_entries(entries, sentences, name)
        found += _labels(sentences, entries)
        for msgid, entry in entries.items():
            other, place = known.setdefault(msgid, (entry, folder.file))
            if other.forms != entry.forms:
                found.append(f"{name} {msgid!r} is translated differently in {place.relative_to(root).as_posix()}")
    return found


def _missing(sentences: Sequence[Used], entries: Mapping[str, Entry]) -> Iterator[str]:
    seen: set[str] = set()
    for each in sentences:
        if each.msgid in seen or says_nothing(each.msgid):
            continue
        seen.add(each.msgid)
        entry = entries.get(each.msgid)
        if entry is None or not all(entry.forms):
            yield f"{each.where} {each.msgid!r} has no Dutch translation"
        elif entry.fuzzy:
            yield f"{each.where} {each.msgid!r} has a fuzzy translation"
        elif each.many != entry.many and not each.shown_as:
            yield f"{each.where} {each.msgid!r} has another plural in the catalogue"


def _of_entries(entries: Mapping[str, Entry], sentences: Sequence[Used], name: str) -> Iterator[str]:
    names: dict[str, frozenset[str]] = {}
    for each in sentences:
        names[each.msgid] = names.get(each.msgid, frozenset()) | each.names
    for msgid, entry in entries.items():
        if msgid not in names:
            yield f"{name} {msgid!r} is no longer used"
        elif all(entry.forms) and not _same_parts(entry, names[msgid]):
            yield f"{name} {msgid!r} and its translation have other placeholders"
        for form in entry.forms:
            if found := FORBIDDEN.search(PLACEHOLDER.sub("", form)):
                yield f"{name} {msgid!r} says {found[0]!r}"


def _same_parts(entry: Entry, names: frozenset[str]) -> bool:
    """A number may be left out of the singular, and a language may choose among parts of a msgid without words."""
    if says_nothing(entry.msgid):
        return all(placeholders(form) <= names for form in entry.forms)
    own = [placeholders(text) for text in (entry.msgid, entry.many or entry.msgid)]
    free = {"n"} if entry.many else set()
    pairs = zip(entry.forms, own, strict=False)
    return all(placeholders(form) == mine or placeholders(form) ^ mine <= free for form, mine in pairs)


def _labels(sentences: Sequence[Used], entries: Mapping[str, Entry]) -> Iterator[str]:
    for each in sentences:
        if not each.shown_as:
            continue
        what, most = LABELS[each.shown_as]
        for text in (each.msgid, *(entries[each.msgid].forms if each.msgid in entries else ())):
            if len(PLACEHOLDER.sub("", text)) > most:
                yield f"{each.where} {text!r} is longer than the {most} characters of a {each.shown_as}'s {what}"


# --- bringing them up to date -----------------------------------------------------------------------------------------
def update(root: Path = ROOT) -> None:
    """Adds what is missing with an empty translation, drops what is unused; comments stay, and the order."""
    for folder in folders(root):
        entries = folder.entries()
        used = {each.msgid: each for each in folder.used(root) if isinstance(each, Used) and not each.shown_as}
        kept = [entry for msgid, entry in entries.items() if msgid in used]
        new = [
            Entry(each.msgid, each.many, ("", "") if each.many else ("",))
            for each in used.values()
            if each.msgid not in entries and not says_nothing(each.msgid)
        ]
        if new or len(kept) != len(entries):
            folder.file.parent.mkdir(parents=True, exist_ok=True)
            folder.file.write_text("\n\n".join([_header(folder.file), *map(_written, [*kept, *new])]) + "\n")


def _header(file: Path) -> str:
    return file.read_text().split("\n\n", 1)[0].rstrip("\n") if file.exists() else HEADER


def _written(entry: Entry) -> str:
    lines = [f"# {comment}" for comment in entry.comments] + (["#, fuzzy"] if entry.fuzzy else [])
    lines.append(f"msgid {normalize(entry.msgid, width=0)}")
    if not entry.many:
        return "\n".join([*lines, f"msgstr {normalize(entry.forms[0], width=0)}"])
    lines.append(f"msgid_plural {normalize(entry.many, width=0)}")
    return "\n".join([*lines, *(f"msgstr[{at}] {normalize(form, width=0)}" for at, form in enumerate(entry.forms))])


def main(arguments: Sequence[str]) -> int:
    if "--update" in arguments:
        update()
    found = findings()
    print("\n".join(found) or "The catalogues are complete.")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
