import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogs import Catalogs
from bot.frozen import freeze, thaw
from bot.i18n import Reader, plain
from rituals.called import Called
from rituals.names import Colleague, marked, named_in, restored, shortened, stored, told, typed, without
from rituals.words import Person, Sentence, Someone, Told, Typed, holds_typed

OMAR, ZOE = Called("U1", "Omar El Amrani", handle="oelamrani"), Called("U2", "Zoë de Wit", handle="@zoe.w")
NAMES = {"U1": "Omar El Amrani", "U2": "Zoë de Wit"}
CATALOGS = Catalogs.load()


def found(text: str, *chosen: Called) -> list[object]:
    return [part if isinstance(part, str) else part.ids for part in marked(text, chosen or (OMAR, ZOE))]


def reads(text: str, *agreed: str, language: str = "nl") -> str:
    parts = told(marked(text, (OMAR, ZOE)), agreed)
    sentence = Sentence("“{text}”", {"text": parts})
    return plain(sentence, Reader(language, NAMES, {}, {}, CATALOGS)).strip("“”")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Omar belde terug.", [("U1",), " belde terug."]),
        ("Dank OMAR el  amrani!", ["Dank ", ("U1",), "!"]),
        ("zoe en Zoë", [("U2",), " en ", ("U2",)]),
        ("Zoe\u0308 hielp", [("U2",), " hielp"]),
        ("vraag @oelamrani of @zoe.w", ["vraag ", ("U1",), " of ", ("U2",)]),
        ("Omar's idee, dat van Omar’s team", [("U1",), "'s idee, dat van ", ("U1",), "’s team"]),
        ("de Omar-actie", ["de ", ("U1",), "-actie"]),
        ("Omaro, Komar en Omar2", ["Omaro, Komar en Omar2"]),
        ("El Amrani belde", ["El Amrani belde"]),
        ("", []),
    ],
)
def test_whole_words_that_name_a_chosen_colleague(text: str, parts: list[object]) -> None:
    assert found(text) == parts


def test_a_double_name_is_another_person() -> None:
    jan, both = Called("U3", "Jan Smit"), Called("U4", "Jan-Willem Bos")
    assert found("Jan en Jan-Willem", jan) == [("U3",), " en Jan-Willem"]
    assert found("Anne-Jan", jan) == ["Anne-Jan"]
    assert found("JAN-WILLEM en jan", jan, both) == [("U4",), " en ", ("U3",)]


def test_quotes_and_hyphens_in_a_name() -> None:
    curly = Called("U8", "D’Arcy O’Neil‑Bos")
    assert found("d'arcy en D’ARCY o'neil-bos", curly) == [("U8",), " en ", ("U8",)]


def test_without_a_name_there_is_nothing_to_find() -> None:
    assert found("Omar", Called("U5", "")) == ["Omar"]
    assert found("een . punt", Called("U5", "\u200b", handle="@")) == ["een . punt"]


def test_two_who_are_called_the_same_both_have_to_agree() -> None:
    one, other = Called("U6", "Jan Smit"), Called("U7", "Jan Bos")
    parts = marked("Jan en Jan Bos", (one, other))
    assert [part for part in parts if not isinstance(part, str)] == [
        Colleague(("U6", "U7"), "Jan"),
        Colleague(("U7",), "Jan Bos"),
    ]
    assert told(parts, {"U7"}).parts == (Someone(), Typed(" en "), Typed("Jan Bos"))
    assert told(parts, {"U6", "U7"}).parts[0] == Typed("Jan")


@pytest.mark.parametrize(
    ("text", "nl", "en"),
    [
        (
            "Omar belde. Omar luisterde.",
            "Een collega belde. Een collega luisterde.",
            "A colleague belde. A colleague luisterde.",
        ),
        (
            "Fijn dat omar belde!\nOmar!",
            "Fijn dat een collega belde!\nEen collega!",
            "Fijn dat a colleague belde!\nA colleague!",
        ),
        ("“Omar?” zei ze", "Een collega?” zei ze", "A colleague?” zei ze"),
    ],
)
def test_before_consent_it_reads_as_a_colleague(text: str, nl: str, en: str) -> None:
    assert (reads(text), reads(text, language="en")) == (nl, en)


def test_after_consent_it_reads_as_the_name() -> None:
    assert reads("Omar en zoe belden.", "U1") == "Omar en een collega belden."
    assert reads("omár en zoe belden.", "U1", "U2") == "omár en zoe belden."
    assert reads("omar en Omar", "U2") == "Een collega en een collega"


def test_who_has_not_agreed_stands_in_nothing_that_is_sent() -> None:
    parts = told(marked("Omar en zoe", (OMAR, ZOE)), {"U2"})
    assert "U1" not in str(freeze(parts))
    assert "mar" not in str(freeze(parts))
    assert thaw(freeze(parts)) == parts
    assert holds_typed(Sentence("{text}", {"text": parts}))


def test_who_is_known_to_nobody_reads_as_a_colleague_even_with_consent() -> None:
    parts = Told((Person("U9"), Typed(" hielp. "), Person("U9")))
    assert plain(parts, Reader("nl", {}, {}, {}, CATALOGS)) == "Een collega hielp. Een collega"


def test_a_capital_takes_the_beginning_of_a_sentence() -> None:
    parts = Told((Someone(), Typed("("), Someone()))
    assert plain(parts, Reader("nl", {}, {}, {}, CATALOGS)) == "Een collega(een collega"


def test_its_writer_edits_the_names() -> None:
    parts = marked("omar hielp Zoe", (OMAR, ZOE))
    assert typed(parts) == "omar hielp Zoe"
    assert marked(typed(parts), (OMAR, ZOE)) == parts
    assert named_in(parts) == {"U1", "U2"}


def test_where_nothing_is_kept_of_a_colleague_nobody_can_be_named() -> None:
    parts = without(marked("omar hielp Zoe", (OMAR, ZOE)), "U1")
    assert told(parts, {"U1", "U2"}).parts == (Someone(), Typed(" hielp "), Typed("Zoe"))
    assert restored(stored(parts)) == parts
    assert "mar" not in str(stored(parts))
    assert typed(parts) == "… hielp Zoe"


def test_a_long_text_is_cut_on_one_line_whatever_stands_in_it() -> None:
    parts = told(
        marked("Omar\nbelde de klant zelf terug en zoe bleef er de hele middag rustig bij", (OMAR, ZOE)), {"U1"}
    )
    assert shortened(parts, 400).parts[1] == Typed(" belde de klant zelf terug en ")
    assert plain(shortened(parts, 30), Reader("nl", NAMES, {}, {}, CATALOGS)) == "Omar belde de klant zelf…"
    assert (
        plain(shortened(parts, 40), Reader("nl", NAMES, {}, {}, CATALOGS))
        == "Omar belde de klant zelf terug en een collega…"
    )


@given(
    st.lists(st.sampled_from(["Omar", "zoë", "Amrani", " ", "-", "\u0308", "İ", "ﬀ", "ß", "@", ".", "x"])).map("".join)
)
def test_the_rest_stays_as_it_was_typed(text: str) -> None:
    parts = marked(text, (OMAR, ZOE))
    assert restored(stored(parts)) == parts
    rest = [part for part in parts if isinstance(part, str)]
    at = 0
    for part in rest:
        at = text.index(part, at) + len(part)
    if not named_in(parts):
        assert "".join(rest) == text


def hidden(text: str, *names: str) -> str:
    """As anybody reads it before anyone agreed."""
    parts = told(marked(text, [Called(f"U{n}", name) for n, name in enumerate(names)]), ())
    return plain(parts, Reader("nl", {}, {}, {}, CATALOGS))


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Yıldız Demir", ["Yıldız", "YILDIZ", "Yildiz", "yıldız demir"]),
        ("Işıl Kaya", ["Isil", "IŞIL", "işıl"]),
        ("Ilse Bos", ["ılse", "ILSE", "İlse"]),
        ("Łukasz Nowak", ["Lukasz", "łukasz"]),
        ("Søren Bæk", ["Soren", "SØREN", "Soren Baek"]),
        ("Haddad, Karim", ["Karim", "Karim Haddad", "Haddad, Karim"]),
        ("drs. Tarik Aydin", ["Tarik", "Tarik Aydin", "drs. Tarik Aydin"]),
        ("Karim (KCC Noord)", ["Karim", "Karim (KCC Noord)"]),
        ("Jan Willem Visser", ["Jan Willem", "Jan", "Jan Willem Visser", "JAN-WILLEM", "JanWillem"]),
        ("Anne-Marie Smit", ["Anne-Marie", "Anne Marie", "Annemarie", "anne_marie"]),
        ("Omar Haddad", ["Omar-Haddad", "omar.haddad", "Omar_Haddad", "_Omar_", "*Omar*", "@Omar", "ｏｍａｒ"]),
    ],
)
def test_a_name_however_it_is_written(name: str, texts: list[str]) -> None:
    for text in texts:
        read = hidden(f"Gisteren hielp {text}.", name)
        assert read.replace("_", "").replace("*", "") == "Gisteren hielp een collega.", (text, read)


def test_a_possessive_without_an_apostrophe() -> None:
    assert hidden("Omars geduld en José's klant", "Omar Haddad", "José Vega") == (
        "Een collega's geduld en een collega's klant"
    )
    assert hidden("Josés klant, Omar Haddads idee", "Omar Haddad", "José Vega") == (
        "Een collega's klant, een collega's idee"
    )
    assert hidden("Jos hielp mee", "Jo Bakker") == "Jos hielp mee"


def test_a_possessive_reads_as_written_once_they_agree() -> None:
    parts = marked("Omars geduld", (OMAR,))
    assert plain(told(parts, {"U1"}), Reader("nl", NAMES, {}, {}, CATALOGS)) == "Omars geduld"
    assert restored(stored(parts)) == parts


def test_emphasis_at_the_start_of_a_sentence() -> None:
    assert hidden("*Omar* belde. _Omar_ bleef.", "Omar Haddad") == "*Een collega* belde. _Een collega_ bleef."


def test_two_whose_names_can_be_written_alike_both_have_to_agree() -> None:
    parts = marked("Annemarie belde", (Called("U1", "Anne-Marie Smit"), Called("U2", "Annemarie Bos")))
    assert parts[0] == Colleague(("U1", "U2"), "Annemarie")
