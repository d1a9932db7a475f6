"""The check of the translations, on small trees of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.catalogs import HEADER, findings, update
from checks.msgids import NotLiteral, Used, msgids

BOT = "bot/locales/nl/LC_MESSAGES/bot.po"
FINE = ("_('Hello {name}', name=x)", 'msgid "Hello {name}"\nmsgstr "Dag {name}"')


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{HEADER}\n\n{text}\n" if name.endswith(".po") else text)
    return root


def found(root: Path, code: str, po: str) -> list[str]:
    return findings(tree(root, {"bot/slack/a.py": code, BOT: po}))


def test_nothing_is_found_where_all_is_well(tmp_path: Path) -> None:
    assert found(tmp_path, *FINE) == []


@pytest.mark.parametrize(
    ("code", "po", "finding"),
    [
        ("_('Hello')", "", "bot/slack/a.py:1 'Hello' has no Dutch translation"),
        ("_('Hello')", 'msgid "Hello"\nmsgstr ""', "bot/slack/a.py:1 'Hello' has no Dutch translation"),
        ("_('Hello')", '#, fuzzy\nmsgid "Hello"\nmsgstr "Dag"', "bot/slack/a.py:1 'Hello' has a fuzzy translation"),
        ("", 'msgid "Hello"\nmsgstr "Dag"', f"{BOT} 'Hello' is no longer used"),
        ("_(hello)", "", "bot/slack/a.py:1 translates what is no literal text"),
        ("_(f'Hello {name}')", "", "bot/slack/a.py:1 translates what is no literal text"),
        ("plural('one', many, 2)", "", "bot/slack/a.py:1 translates what is no literal text"),
        (
            "_('Hello {name}')",
            'msgid "Hello {name}"\nmsgstr "Dag {naam}"',
            f"{BOT} 'Hello {{name}}' and its translation have other placeholders",
        ),
        (
            "_('Hello {name}')",
            'msgid "Hello {name}"\nmsgstr "Dag"',
            f"{BOT} 'Hello {{name}}' and its translation have other placeholders",
        ),
        (
            "_('After {n}')",
            'msgid "After {n}"\nmsgstr "Na"',
            f"{BOT} 'After {{n}}' and its translation have other placeholders",
        ),
        (
            "plural('one', '{n} things', n)",
            'msgid "one"\nmsgid_plural "{n} things"\nmsgstr[0] "één"\nmsgstr[1] "{m} dingen"',
            f"{BOT} 'one' and its translation have other placeholders",
        ),
        (
            "plural('one', '{n} things', n)",
            'msgid "one"\nmsgid_plural "{n} thing"\nmsgstr[0] "één"\nmsgstr[1] "{n} dingen"',
            "bot/slack/a.py:1 'one' has another plural in the catalogue",
        ),
        (
            "plural('one', '{n} things', n)",
            'msgid "one"\nmsgid_plural "{n} things"\nmsgstr[0] "één"\nmsgstr[1] ""',
            "bot/slack/a.py:1 'one' has no Dutch translation",
        ),
        (
            "Sentence('{en}', {'nl': a, 'en': b})",
            'msgid "{en}"\nmsgstr "{de}"',
            f"{BOT} '{{en}}' and its translation have other placeholders",
        ),
    ],
)
def test_what_does_not_fit_is_found(tmp_path: Path, code: str, po: str, finding: str) -> None:
    assert found(tmp_path, code, po) == [finding]


@pytest.mark.parametrize(
    ("code", "po"),
    [
        ("_('{name}: {text}')", ""),
        ("Sentence('{en}', {'nl': a, 'en': b})", 'msgid "{en}"\nmsgstr "{nl}"'),
        ("Sentence(msgid, args)", ""),
        (
            "plural('one', '{n} things', n)",
            'msgid "one"\nmsgid_plural "{n} things"\nmsgstr[0] "één"\nmsgstr[1] "{n} dingen"',
        ),
        (
            "plural('{n} thing', '{n} things', n)",
            'msgid "{n} thing"\nmsgid_plural "{n} things"\nmsgstr[0] "één ding"\nmsgstr[1] "{n} dingen"',
        ),
        ("_('Hello'\n  ' there')", 'msgid "Hello there"\nmsgstr "Dag daar"'),
        ("_('Update {u}')", 'msgid "Update {u}"\nmsgstr "Bijwerken {u}"'),
    ],
)
def test_what_fits_is_not_found(tmp_path: Path, code: str, po: str) -> None:
    assert found(tmp_path, code, po) == []


@pytest.mark.parametrize(
    ("dutch", "word"),
    [
        ("Helaas is het dicht.", "Helaas"),
        ("Je reageerde nog steeds niet.", "nog steeds niet"),
        ("Niet vergeten.", "vergeten"),
        ("Wilt u dit?", "u"),
        ("Uw team", "Uw"),
        ("Geef feedback", "feedback"),
        ("Na de meeting", "meeting"),
        ("De deadline is morgen", "deadline"),
        ("Een update", "update"),
        ("De targets", "targets"),
        ("Je dashboard", "dashboard"),
        ("De team lead", "team lead"),
    ],
)
def test_words_that_we_do_not_use(tmp_path: Path, dutch: str, word: str) -> None:
    assert found(tmp_path, "_('x')", f'msgid "x"\nmsgstr "{dutch}"') == [f"{BOT} 'x' says '{word}'"]


@pytest.mark.parametrize(
    ("code", "most", "what"),
    [
        ("Button(_('{english}'), 'does')", 30, "a Button's label"),
        ("Button(does='x', label=_('{english}'))", 30, "a Button's label"),
        ("shown.Button(_('{english}'), 'does')", 30, "a Button's label"),
        ("YES = _('{english}')\nButton(YES, 'does')", 30, "a Button's label"),
        ("YES: Final = _('{english}')\nButton(YES, 'does')", 30, "a Button's label"),
        ("YES, NO = _('{english}'), no\nButton(YES, 'does')", 30, "a Button's label"),
        ("Form(_('{english}'), ())", 24, "a Form's title"),
        ("Page(_('{english}'), ())", 24, "a Page's title"),
    ],
)
def test_labels_and_titles_are_short_in_both_languages(tmp_path: Path, code: str, most: int, what: str) -> None:
    for english, dutch in (("e" * most, "n" * (most + 1)), ("e" * (most + 1), "n" * most), ("e" * most, "n" * most)):
        po = f'msgid "{english}"\nmsgstr "{dutch}"'
        long = [text for text in (english, dutch) if len(text) > most]
        lines = code.count("\n") + 1
        expected = [f"bot/slack/a.py:{lines} {text!r} is longer than the {most} characters of {what}" for text in long]
        assert found(tmp_path, code.replace("{english}", english), po) == expected


def test_a_text_is_translated_the_same_way_everywhere(tmp_path: Path) -> None:
    ritual = "rituals/dagstart/locales/nl/LC_MESSAGES/dagstart.po"
    files = {
        "bot/a.py": "_('Edit')",
        BOT: 'msgid "Edit"\nmsgstr "Aanpassen"',
        "rituals/dagstart/b.py": "_('Edit')",
        ritual: 'msgid "Edit"\nmsgstr "Wijzigen"',
    }
    assert findings(tree(tmp_path, files)) == [f"{ritual} 'Edit' is translated differently in {BOT}"]


def test_each_folder_has_its_own_catalogue(tmp_path: Path) -> None:
    files = {
        "rituals/shared.py": "_('Shared')",
        "rituals/locales/nl/LC_MESSAGES/rituals.po": 'msgid "Shared"\nmsgstr "Gedeeld"',
        "rituals/dagstart/deep/b.py": "_('Edit')",
        "rituals/dagstart/locales/nl/LC_MESSAGES/dagstart.po": 'msgid "Edit"\nmsgstr "Aanpassen"',
    }
    assert findings(tree(tmp_path, files)) == []
    (tmp_path / "rituals/shared.py").write_text("_('Edit')")
    assert findings(tmp_path) == [
        "rituals/shared.py:1 'Edit' has no Dutch translation",
        "rituals/locales/nl/LC_MESSAGES/rituals.po 'Shared' is no longer used",
    ]


# --- update -----------------------------------------------------------------------------------------------------------
OLD = """# common.hello
msgid "Hello"
msgstr "Dag"

msgid "Gone"
msgstr "Weg"

# Two
# comments
#, fuzzy
msgid ""
"{above}\\n"
"{below} \\"x\\""
msgstr ""
"{above}\\n"
"{below} \\"y\\"" """


def test_update_adds_what_is_missing_drops_what_is_unused_and_keeps_the_rest(tmp_path: Path) -> None:
    code = "_('Hello')\n_('New')\nplural('one', '{n} things', 2)\n_('{name}')\n_('{above}\\n{below} \"x\"')"
    tree(tmp_path, {"bot/slack/a.py": code, BOT: OLD})
    update(tmp_path)
    kept = OLD.replace('msgid "Gone"\nmsgstr "Weg"\n\n', "").rstrip()
    new = 'msgid "New"\nmsgstr ""\n\nmsgid "one"\nmsgid_plural "{n} things"\nmsgstr[0] ""\nmsgstr[1] ""'
    assert (tmp_path / BOT).read_text() == f"{HEADER}\n\n{kept}\n\n{new}\n"
    update(tmp_path)
    assert (tmp_path / BOT).read_text() == f"{HEADER}\n\n{kept}\n\n{new}\n"


def test_update_makes_a_catalogue_where_there_is_none(tmp_path: Path) -> None:
    update(tree(tmp_path, {"bot/a.py": "_('New')"}))
    assert (tmp_path / BOT).read_text() == f'{HEADER}\n\nmsgid "New"\nmsgstr ""\n'
    assert findings(tmp_path) == ["bot/a.py:1 'New' has no Dutch translation"]


def test_update_leaves_a_complete_catalogue_alone(tmp_path: Path) -> None:
    code, po = FINE
    tree(tmp_path, {"bot/slack/a.py": code, BOT: f"{po}\n\n\n"})
    before = (tmp_path / BOT).read_text()
    update(tmp_path)
    assert (tmp_path / BOT).read_text() == before


def test_where_a_text_stands(tmp_path: Path) -> None:
    file = tree(tmp_path, {"a.py": "x\n_('Hello {a}', b=1)\n_()\n"}) / "a.py"
    assert list(msgids(file, "a.py")) == [Used("Hello {a}", "a.py:2", names=frozenset({"a"})), NotLiteral("a.py:3")]
