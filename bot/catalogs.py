"""The translations, read from the .po files as they stand: there is nothing to compile."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from rituals.words import Sentence

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("rituals", "bot")


@dataclass(frozen=True)
class Catalogs:
    """language -> msgid -> its forms: one, or the singular and the plural. English is the msgid itself."""

    languages: Mapping[str, Mapping[str, tuple[str, ...]]]

    @classmethod
    def load(cls, root: Path = ROOT) -> Catalogs:
        files = sorted(path for folder in FOLDERS for path in (root / folder).rglob("locales/*/LC_MESSAGES/*.po"))
        return _loaded(tuple(files))

    def template(self, sentence: Sentence, language: str) -> str:
        """The sentence in that language with its placeholders; English where there is no translation."""
        forms = self.languages.get(language, {}).get(sentence.msgid)
        if forms is None:
            forms = (sentence.msgid, sentence.many) if sentence.many else (sentence.msgid,)
        # Dutch and English agree on when something is one.
        return forms[-1] if sentence.n != 1 else forms[0]

    def names(self, sentence: Sentence) -> frozenset[str]:
        """Every placeholder of the sentence, in any form of any language."""
        forms = [sentence.msgid, sentence.many]
        forms += [form for texts in self.languages.values() for form in texts.get(sentence.msgid, ())]
        return _names(tuple(forms))


@lru_cache(maxsize=8)
def _loaded(files: tuple[Path, ...]) -> Catalogs:
    languages: dict[str, dict[str, tuple[str, ...]]] = {}
    for path in files:
        texts = languages.setdefault(path.parent.parent.name, {})
        for msgid, forms in _translated(path):
            texts.setdefault(msgid, forms)
    return Catalogs(languages)


def _translated(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    with path.open("rb") as file:
        catalog = read_po(file)
    for message in catalog:
        forms = _each(message.string)
        if message.id and all(forms) and not message.fuzzy:
            yield _each(message.id)[0], forms


def _each(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


@lru_cache(maxsize=4096)
def pieces_of(template: str) -> tuple[tuple[str, str | None], ...]:
    """(literal text, placeholder after it or None), in order."""
    return tuple((literal, name) for literal, name, _, _ in string.Formatter().parse(template))


@lru_cache(maxsize=4096)
def _names(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for form in forms for _, name in pieces_of(form) if name is not None)
