import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.grammar import nearest, normal, split

WORDS = st.text("abcd", max_size=6)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  Sla   OVER\t", "sla over"),
        ("Één privé-café", "een prive-cafe"),
        ("“Als” ‘dan’", "\"als\" 'dan'"),
        ("foto´s", "foto's"),
        ("Straße", "strasse"),
        ("İSTANBUL", "istanbul"),
        ("\u200bhelp\u200e", "help"),
        ("sla\u00a0over", "sla over"),
        ("", ""),
    ],
)
def test_normal(typed: str, expected: str) -> None:
    assert normal(typed) == expected


@given(st.text())
def test_what_is_normal_stays_so(typed: str) -> None:
    once = normal(typed)
    assert normal(once) == once


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("help", "help"),
        ("hlep", "help"),
        ("HÉLP", "help"),
        ("helpp", "help"),
        ("hep", "help"),
        ("privcy", "privacy"),
        ("prviayc", "privacy"),
        ("prxxxcy", None),
        ("zzzzzz", None),
        ("", None),
        ("x", None),
        ("rl", "rol"),
        ("onboardng", "Onboarding"),
    ],
)
def test_nearest(word: str, expected: str | None) -> None:
    assert nearest(word, ["help", "privacy", "rol", "role", "Onboarding", "me"]) == expected


def test_the_first_of_equals_is_nearest() -> None:
    assert nearest("rox", ["rol", "rob"]) == "rol"
    assert nearest("rox", ["rob", "rol"]) == "rob"
    assert nearest("role", ["rolt", "role"]) == "role"


def test_the_distance_can_be_set() -> None:
    assert nearest("hxxp", ["help"]) == "help"
    assert nearest("hxxp", ["help"], distance=1) is None


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways(left: str, right: str) -> None:
    assert (nearest(left, [right]) is None) == (nearest(right, [left]) is None)


@given(st.text("abcdef", min_size=3, max_size=8), st.data())
def test_a_swap_is_one_slip(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert nearest(swapped, [word], distance=1) == word


PHRASES = ["sla over", "sla", "rol", "rol geef", "afwezig weg", "privé"]


@pytest.mark.parametrize(
    ("typed", "phrase", "rest"),
    [
        ("sla over morgen", "sla over", "morgen"),
        ("Sla  OVER   Morgen Vroeg ", "sla over", "Morgen Vroeg"),
        ("sla nu", "sla", "nu"),
        ("sla", "sla", ""),
        ("slaover", None, "slaover"),
        ("rol geef  lead  <@U1|jan> ", "rol geef", "lead  <@U1|jan>"),
        ("ROL", "rol", ""),
        ("prive “Zó”", "privé", "“Zó”"),
        ("iets anders", None, "iets anders"),
        ("  ", None, ""),
        ("sla over\nEerste regel\n\nTweede", "sla over", "Eerste regel\n\nTweede"),
    ],
)
def test_split(typed: str, phrase: str | None, rest: str) -> None:
    assert split(typed, PHRASES) == (phrase, rest)


@given(st.sampled_from(PHRASES), st.text())
def test_the_rest_stays_as_typed(phrase: str, rest: str) -> None:
    found, left = split(f"{phrase.upper()} | {rest}", PHRASES)
    assert (found, left) == (phrase, f"| {rest}".strip())


def test_without_phrases_nothing_is_found() -> None:
    assert split("help mij", []) == (None, "help mij")
