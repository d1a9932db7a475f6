import unicodedata
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.texts import Kind, customer_data, cut, length, recognisable, tidy

FAMILY = "👩\u200d👩\u200d👧"
THUMB = "👍🏽"
FLAG = "🇳🇱"
ODD = st.text(
    st.sampled_from(list("ab \t\n\r\x00\u202e\u2066\u200e\u200d\u0301e👩👍🏽🇳🇱\u2028\u200b\ufeff\u00a0")), max_size=30
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hallo \n", "hallo"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("a\n \t\n  \nb", "a\n\nb"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb", "a b"),
        ("a\x00\x07\x1b\x9fb", "ab"),
        ("a\ud800b", "ab"),
        ("\u202eomgekeerd\u202c \u2066los\u2069", "omgekeerd los"),
        ("\u200eab\u200f", "\u200eab\u200f"),
        ("e\u0301e\u0301n", "één"),
        ("e\x00\u0301", "é"),
        (f"goed {FAMILY}{THUMB}{FLAG}", f"goed {FAMILY}{THUMB}{FLAG}"),
        ("\ufeff\u200b hallo \u200b", "hallo"),
        (" \u200b\u200e\ufeff\n", ""),
        ("", ""),
    ],
)
def test_tidy(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@given(st.text() | ODD)
def test_tidy_text_is_tidy(typed: str) -> None:
    kept = tidy(typed)
    assert tidy(kept) == kept == kept.strip()
    assert unicodedata.is_normalized("NFC", kept)
    assert "\n\n\n" not in kept
    assert not {unicodedata.category(c) for c in kept.replace("\n", "")} & {"Cc", "Cs"}


def test_length_counts_code_points() -> None:
    assert length(FAMILY) == 5


BLOCKED = [
    (Kind.EMAIL, "Mail naar jan.jansen@voorbeeld.nl graag"),
    (Kind.EMAIL, "JAN+klacht@Voorbeeld.CO.UK"),
    (Kind.EMAIL, "<mailto:jan@voorbeeld.nl|jan@voorbeeld.nl>"),
    (Kind.EMAIL, "ask for sam_o'neill@example.com."),
    (Kind.EMAIL, "jan (at) voorbeeld.nl"),
    (Kind.EMAIL, "jan\u200b@voorbeeld.nl"),
    (Kind.EMAIL, "rené@café.nl"),
    (Kind.PHONE, "06 1234 5678"),
    (Kind.PHONE, "06-12345678"),
    (Kind.PHONE, "0612345678"),
    (Kind.PHONE, "06 12 34 56 78."),
    (Kind.PHONE, "06.12.34.56.78"),
    (Kind.PHONE, "Bel (020) 123 45 67 terug"),
    (Kind.PHONE, "020 - 1234567"),
    (Kind.PHONE, "0320/123456 7"),
    (Kind.PHONE, "+31 6 1234 5678"),
    (Kind.PHONE, "+31 (0)6-12345678"),
    (Kind.PHONE, "+31612345678"),
    (Kind.PHONE, "0031 6 12345678"),
    (Kind.PHONE, "0031612345678"),
    (Kind.PHONE, "+44 20 7946 0958"),
    (Kind.PHONE, "+1 (555) 123-4567"),
    (Kind.PHONE, "call 555-123-4567 after five"),
    (Kind.PHONE, "555-123-4567"),
    (Kind.PHONE, "6-12345678"),
    (Kind.PHONE, "31612345678"),
    (Kind.PHONE, "tel. 612345679"),
    (Kind.PHONE, "telefoonnummer is 201234568"),
    (Kind.PHONE, "06\u00a01234\u20115678"),
    (Kind.PHONE, "０６１２３４５６７８"),
    (Kind.PHONE, "٠٦١٢٣٤٥٦٧٨"),
    (Kind.PHONE, "op 23-11-2026 om 09:00 belde 0612345678"),
    (Kind.PHONE, "order 77, bel 06-12345678"),
    (Kind.PHONE, "0612345678 0687654321"),
    (Kind.PHONE, "order 06 1234 5678"),
    (Kind.IBAN, "NL91ABNA0417164300"),
    (Kind.IBAN, "nl91 abna 0417 1643 00"),
    (Kind.IBAN, "Op NL91 ABNA 0417 1643 00 is betaald"),
    (Kind.IBAN, "NL91.ABNA.0417.1643.00"),
    (Kind.IBAN, "rekening NL91-ABNA-0417-1643-00, dank"),
    (Kind.IBAN, "DE89 3704 0044 0532 0130 00"),
    (Kind.IBAN, "GB82 WEST 1234 5698 7654 32 please"),
    (Kind.IBAN, "BE68 5390 0754 7034"),
    (Kind.IBAN, "FR1420041010050500013M02606"),
    (Kind.BSN, "bsn 111222333"),
    (Kind.BSN, "123456782"),
    (Kind.BSN, "1234.56.782"),
    (Kind.BSN, "123 456 782"),
    (Kind.BSN, "klant 12 123456782 belde niet"),
    (Kind.BSN, "order 123456782"),
    (Kind.BSN, "010000008"),
    (Kind.BSN, "BSN-nr.123456782"),
]

PASSED = [
    "",
    "De klant wachtte drie dagen op antwoord.",
    "bestelling 20261123001 kwam te laat",
    "order 123456789",
    "ordernummer 0123456789 was zoek",
    "order number 2026-000123-4567",
    "factuur 2026-1123-00017",
    "ticket #4567890123",
    "pakket 3SABCD123456789",
    "invoice no. 0201234567",
    "van 23-11-2026 tot 24-12-2026",
    "23/11/2026 24/11/2026",
    "01-12-2026 09:00",
    "01-12-2026 - 05-12-2026",
    "01-02-26 - 03-02-26",
    "2026-11-23 2026-11-24",
    "2026-01-02 03-04-2026",
    "1-2-2026, 3-4-2026",
    "09.00-10.30 en 10.30-11.45",
    "van 09:00 tot 17:30, 12:00-13:00",
    "€ 1.250.000,00",
    "€ 123.456.782",
    "123.456.782,00 euro omzet",
    "EUR 1 250 000 000",
    "€0612345678",
    "scores 7 8 9 6 5 8 7 9 8",
    "80 85 90 88 92 95 97",
    "112 en 0900-8844",
    "weken 48 49 50 51 52",
    "van 9 naar 12 op 30 punten",
    "NL91 ABNA 0417 1643 01",
    "de 10 beste klanten van deze maand",
    "in 20 dagen is het klaar voor iedereen",
    "123456789",
    "1234567890",
    "12345678",
    "de 19 trouwe bezoekers van deze maand belden ons",
    "app versie 123456789",
    "budget 2026-2027 120.000-150.000",
    "000000000",
    "@sanne kijk je even mee",
    "cijfers @ kantoor",
    "versie 1.2.3.4",
    "postcode 1234 AB",
    "+12 -3 +4 procent",
    "https://medium.com/@naam/tekst",
    "2024-2025-2026",
]


@pytest.mark.parametrize(("kind", "text"), BLOCKED)
def test_customer_data_is_found(kind: Kind, text: str) -> None:
    assert customer_data(text) is kind


@pytest.mark.parametrize("text", PASSED)
def test_ordinary_text_passes(text: str) -> None:
    assert customer_data(text) is None


@given(st.integers(10**7, 10**9 - 1))
def test_nine_digits_are_a_bsn_by_the_11_test(number: int) -> None:
    digits = f"{number:09}"
    total = sum(w * int(d) for w, d in zip([9, 8, 7, 6, 5, 4, 3, 2], digits[:8], strict=True))
    assert (customer_data(f"nummer {digits}") is Kind.BSN) == (total % 11 == int(digits[8]))


@given(st.integers(1, 9 * 10**9))
def test_an_iban_is_found_with_its_check_digits_only(account: int) -> None:
    check = 98 - int("".join(str(int(c, 36)) for c in f"INGB{account:010}NL00")) % 97
    for digits in range(2, 99):
        found = customer_data(f"nl{digits:02} ingb {account:010}")
        assert (found is Kind.IBAN) == (digits % 97 == check % 97)


@given(st.text() | st.text("0123456789 -.@+()/NLnl\n"))
def test_any_text_can_be_checked(text: str) -> None:
    assert customer_data(text) in (None, *Kind)
    assert recognisable(text) in (True, False)


@pytest.mark.parametrize("part", ["12 ", "1 ", "12-12-", "0 ", "a.b", "a@a.", "nl12 ", "order 1-", "tel 1 ", "1.1."])
def test_a_long_text_is_checked_in_time(part: str) -> None:
    text = part * (3000 // len(part))
    began = perf_counter()
    customer_data(text)
    recognisable(text)
    assert perf_counter() - began < 1


@pytest.mark.parametrize(
    "text",
    [
        "mevrouw De Wit belde",
        "Mevrouw de Wit",
        "dhr. Yilmaz",
        "Dhr Yilmaz",
        "de heer J.P. van der Berg",
        "meneer 't Hart",
        "meneer ’t Hart",
        "mw. Özdemir",
        "familie Jansen",
        "dr. El Amrani",
        "Mr Smith",
        "mr Smith",
        "prof. dr. ir. Akkermans",
        "Mrs. O'Neill",
        "Ms Jones called",
        "MEVROUW DE WIT",
        "1234 AB 12",
        "1234AB, 12",
        "1234ab 12",
        "1234 AB huisnummer 7",
        "https://crm.voorbeeld.nl/klant/123",
        "https://voorbeeld.lightning.force.com/case/500",
        "https://voorbeeld.zendesk.com/agent/1",
        "voorbeeld.nl/dossier/12",
        "www.voorbeeld.nl/?customerId=8",
        "<https://voorbeeld.nl/zaak/8|zie hier>",
    ],
)
def test_text_in_which_a_customer_may_be_recognised(text: str) -> None:
    assert recognisable(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mevrouw aan de balie",
        "een meneer met een hond",
        "de heer des huizes",
        "Bakkerij Jansen",
        "Voorbeeld BV was tevreden",
        "MS Teams deed het niet",
        "Ms Teams",
        "postcode 1234 AB",
        "1500 km 3 keer",
        "1500km 3 keer",
        "2000 en 3000",
        "0123 AB 4",
        "1234 SS 5",
        "de klant kreeg een ticket",
        "https://voorbeeld.nl/showcase",
        "https://voorbeeld.nl/klanttevredenheid",
        "https://voorbeeld.nl/over-ons",
        "drie klanten en/of collega's",
    ],
)
def test_text_in_which_nobody_is_recognised(text: str) -> None:
    assert not recognisable(text)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("kort", 4, "kort"),
        ("een twee drie", 13, "een twee drie"),
        ("een twee drie", 12, "een twee…"),
        ("een twee drie", 9, "een twee…"),
        ("een twee drie", 8, "een…"),
        ("eentweedrie", 5, "eent…"),
        ("een", 1, "…"),
        ("   lang", 5, "   l…"),
        (f"a{FAMILY}bcdef", 4, "a…"),
        (f"{FAMILY}bcdef", 3, "…"),
        (f"a{THUMB}bcdef", 3, "a…"),
        (f"{FLAG}{FLAG}bcdef", 4, f"{FLAG}…"),
        (f"{FLAG}{FLAG}bcdef", 5, f"{FLAG}{FLAG}…"),
        ("ae\u0301bcd", 3, "a…"),
    ],
)
def test_cut(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


@given(st.text() | ODD, st.integers(1, 40))
def test_cut_text_is_a_beginning_within_the_limit(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert len(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))


def test_nothing_is_cut_at_zero() -> None:
    with pytest.raises(ValueError, match="one character"):
        cut("abc", 0)
