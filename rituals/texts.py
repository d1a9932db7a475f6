"""What is checked in and done to what people type."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final

ELLIPSIS: Final = "…"
BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they can turn the text after them
BLANK: Final = "\u200b\u2060\ufeff"  # no width, no meaning at the end of a text
LINE_ENDS: Final = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
ZWJ: Final = "\u200d"


class Kind(Enum):
    """Customer data that blocks a text."""

    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    BSN = "bsn"


def tidy(text: str) -> str:
    """The text as it is kept: NFC, without control characters, bidi overrides and isolates, or space around it.

    Tabs become spaces, any line end `\\n`, several blank lines one. Direction marks (U+200E, U+200F) and the joiners
    inside emoji stay. What shows nothing at all becomes the empty text.
    """
    lines = LINE_ENDS.sub("\n", text).replace("\t", " ").split("\n")
    kept = unicodedata.normalize("NFC", "\n".join("".join(filter(_is_kept, line)).rstrip() for line in lines))
    kept = re.sub(r"\n{3,}", "\n\n", kept)
    while (shorter := kept.strip().strip(BLANK)) != kept:
        kept = shorter
    return kept if any(unicodedata.category(c)[0] not in "CZ" for c in kept) else ""


def _is_kept(char: str) -> bool:
    return char not in BIDI and unicodedata.category(char) not in ("Cc", "Cs")


def length(text: str) -> int:
    """Unicode code points, which is what every minimum and maximum of a text counts."""
    return len(text)


def cut(text: str, limit: int) -> str:
    """At most `limit` code points, the "…" at its end included: at a space if there is one, never inside an emoji.

    Raises ValueError for a limit below 1.
    """
    if limit < 1:
        raise ValueError("a text is cut at one character or more")
    if len(text) <= limit:
        return text
    spaces = [at for at in range(1, limit) if text[at].isspace() and text[:at].strip()]
    return text[: _outside(text, spaces[-1] if spaces else limit - 1)].rstrip() + ELLIPSIS


def begin(text: str, limit: int) -> str:
    """At most its first `limit` code points, not ending inside an emoji unless nothing would be left."""
    return text[: _outside(text, limit) or limit]


def _outside(text: str, at: int) -> int:
    """Where the emoji begins that stands across this place, or the place itself."""
    while 0 < at < len(text) and _is_inside(text, at):
        at -= 1
    return at


def _is_inside(text: str, at: int) -> bool:
    after = text[at]
    if after == ZWJ or text[at - 1] == ZWJ or unicodedata.category(after)[0] == "M" or _is_modifier(after):
        return True
    flags = re.search("[\U0001f1e6-\U0001f1ff]*$", text[:at])
    return "\U0001f1e6" <= after <= "\U0001f1ff" and flags is not None and len(flags[0]) % 2 == 1


def _is_modifier(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"  # skin tones; regional flags


def customer_data(text: str) -> Kind | None:
    """What in the text points at one customer and so blocks it; the first of e-mail, IBAN, phone and BSN.

    A phone number is +…, 00… or a Dutch 0 with nine digits; 06 without its 0; groups such as 555-123-4567; after a word
    such as "tel" or "bel" any nine digits. Dates, times and amounts are none, nor is an unbroken or hyphened number
    after a word such as "order", nor any other unbroken number. A BSN is nine digits that pass the 11-test
    wherever they stand, so one in eleven order numbers of nine digits is refused.
    """
    plain = _plain(text)
    if EMAIL.search(plain):
        return Kind.EMAIL
    if any(_is_iban(found) for found in _ibans(plain)):
        return Kind.IBAN
    bare = NO_CUSTOMER.sub(" ; ", plain)
    if any(pattern.search(ORDER.sub(" ; ", bare)) for pattern in PHONES):
        return Kind.PHONE
    return Kind.BSN if any(_is_bsn(digits) for digits in _nines(bare)) else None


EMAIL: Final = re.compile(r"(?<![\w.+%'-])[\w.+%'-]+\s?(?:@|\(at\)|\[at\])\s?(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)

# Dates, times, amounts and Dutch account numbers with a slip in them: digits that read as a phone number but are none.
NO_CUSTOMER: Final = re.compile(
    r"""(?<!\d)(?<!\d[-./])(?:
        (?:0?[1-9]|[12]\d|3[01])([-./\ ])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d\d|\d\d(?<!\ \d\d))(?![-./]?\d)
      | (?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])(?![-./]?\d)
      | (?:[01]?\d|2[0-3])[.:][0-5][05](?![-./]?\d)
      | \d[\d.,]*\ ?(?:euro|eur\b|€)
    ) | (?:€|\$|£|\b(?:eur|usd)\b)\ ?-?\d[\d.,]*(?:\ \d{3}\b)* | \bnl\d\d\ ?[a-z]{4}\ ?(?:\d\ ?){10}""",
    re.IGNORECASE | re.VERBOSE,
)
ORDER: Final = re.compile(
    r"""(?:\b(?:(?:order|bestel|factuur|artikel|pakket|track|serie|product|claim|polis|offerte|invoice|ref)\w*|bestelling
        |zaak\w*|case|ticket\w*|kenmerk|referentie|sku)\b|\#)(?:\ ?(?:nummer|number|nr|no|id|is)\b)*[\ .:#]{0,3}
        [a-z]{0,4}-?\d+(?:-\d+)*(?![\ .-]?\d)""",
    re.IGNORECASE | re.VERBOSE,
)
CUE: Final = r"\b(?:tel(?:efoon)?(?:nummer|nr)?|mobiel|mobile|gsm|phone(?:\ number)?|call|bel(?:len|t|de)?|whatsapp)\b"
PHONES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w+])(?:\+\ ?|00)[1-9](?:[ \-./()]{0,3}\d){8,14}(?!\d)",
        r"(?<!\w)(?<!\d[-.,])\(?0[ \-./()]{0,2}[1-9](?:[ \-./()]{0,3}\d){8}(?!\d)",
        r"(?<!\w)(?<!\d[-.,])31[ \-]?6(?:[ \-]?\d){8}(?!\d)",
        r"(?<!\w)(?<!\d[-.,])6[ \-]\d(?:[ \-]?\d){7}(?!\d)(?!-\d)",
        r"(?<![\d.-])\(?\d{3}\)?[-. ]{1,2}\d{3}[-.]\d{3,4}(?![-.,]?\d)",
        CUE + r"[^\d\n;]{0,16}\+?\d(?:[ \-./()]{0,3}\d){8,14}(?!\d)",
    )
)
BSN_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)  # the 11-test of the Dutch citizen service number
# Length by country, of the IBAN registry of SWIFT.
IBAN_LENGTHS: Final[Mapping[str, int]] = {
    country: int(size)
    for country, size in re.findall(
        r"([A-Z]{2})(\d\d)",
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 "
        "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 "
        "LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 "
        "SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20",
    )
}
LEAST_IBAN_DIGITS: Final = 8  # an ordinary sentence such as "de 10 beste klanten" has fewer


def _plain(text: str) -> str:
    """Wide and foreign digits as 0-9, any space or dash as the common one, nothing invisible."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    return re.sub(r"[^\S\n]+", " ", re.sub(r"[‐‑‒–—−]", "-", plain))


def _ibans(plain: str) -> Iterator[str]:
    for start in re.finditer(r"(?<![0-9a-z])([a-z]{2})[ .-]?\d\d", plain, re.IGNORECASE):
        rest = IBAN_LENGTHS.get(start[1].upper(), 0) - 1
        run = re.compile(rf"[a-z](?:[ .-]{{0,2}}[a-z0-9]){{{rest}}}(?![a-z0-9])", re.IGNORECASE)
        if rest > 0 and (found := run.match(plain, start.start())):
            yield re.sub("[ .-]", "", found[0]).upper()


def _is_iban(code: str) -> bool:
    digits = "".join(str(int(c, 36)) for c in code[4:] + code[:4])
    return int(digits) % 97 == 1 and sum(c.isdigit() for c in code) >= LEAST_IBAN_DIGITS


def _nines(plain: str) -> Iterator[str]:
    """Nine digits in a row, or in groups of two or more with a space, dot or hyphen between and only spaces around."""
    for run in re.finditer(r"(?<!\d)(?<!\d[.,])\d{2,}(?:[ .-]\d{2,})*(?![.,]?\d)", plain):
        groups = [found.span() for found in re.finditer(r"\d+", run[0])]
        for at, (start, _) in enumerate(groups):
            for _, end in groups[at : at + len(BSN_WEIGHTS) // 2]:
                digits = re.sub(r"\D", "", run[0][start:end])
                around = run[0][:start][-1:] + run[0][end : end + 1]
                if len(digits) == len(BSN_WEIGHTS) and not around.strip():
                    yield digits


def _is_bsn(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(BSN_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


TITLE: Final = (
    r"(?:[Mm]evrouw|MEVROUW|[Mm]evr\.?|[Mm]w\.?|[Mm]eneer|MENEER|[Mm]ijnheer|[Dd]e [Hh]eer|[Dd]hr\.?|[Ff]amilie"
    r"|[Ff]am\.|[Dd]okter|[Dd]rs?\.?|[Pp]rof\.?|[Mm]rs?\.?|Ms\.?|Miss|Mister|Sir|Madam)"
)
BEFORE_SURNAME: Final = (
    r"(?:[^\W\d_]\.\s?|(?:de|den|der|van|von|ter|ten|te|la|le|el|al|bin|'[st]|[dim]r\.|drs\.)\s|\s)*"
)
SURNAME: Final = re.compile(
    rf"(?<!\w){TITLE}\s+(?i:{BEFORE_SURNAME})(?!(?:Teams|Office|Word|Excel|Outlook)\b)([^\W\d_])'?[^\W\d_]"
)
# Capitals, or small letters without a space; units such as "1500km 3" and the letters that are never issued are none.
POSTCODE: Final = re.compile(
    r"(?<![\w.,])[1-9]\d{3}(?:\s?(?!S[ADS])[A-Z]{2}|(?!k[mgwb]|m[blmg]|[cd]m|gb|s[ads])[a-z]{2})"
    r"[\s,]+(?:(?:huisnummer|nummer|nr\.?|no\.?|number|#)\s*)?\d{1,5}(?!\d)"
)
LINK: Final = re.compile(r"(?:https?://|www\.)[^\s<>|]+|(?<![\w@])[\w-]+(?:\.[\w-]+)+/[^\s<>|]+", re.IGNORECASE)
FILE_WORD: Final = re.compile(
    r"(?:klant|crm|dossier|zaak|zaken|ticket|case|customer|cli[eë]nt|patient|relatie)"
    r"(?:en|s)?(?:dossier|nummer|nr|number|no|id|file|kaart|beeld|view|record)?s?\d*"
)
FILE_HOSTS: Final = ("salesforce", "zendesk", "hubspot", "freshdesk", "topdesk", "servicenow", "dynamics", "intercom")


def recognisable(text: str) -> bool:
    """Whether the text might let someone recognise a customer, which is asked once and then goes through.

    A Dutch postcode with a house number after it; a title and a surname with a capital, in Dutch or English; a link of
    which a whole word says that it leads to a customer's file ("klant", "crm", "case" …), or that is of a system in
    which such files are kept.
    """
    plain = _plain(text)
    if POSTCODE.search(plain) or any(_is_file(link) for link in LINK.findall(plain)):
        return True
    return any(found[1].isupper() for found in SURNAME.finditer(plain.replace("’", "'")))


def _is_file(link: str) -> bool:
    words = re.split(r"[\W_]+", re.sub(r"^https?://", "", link.casefold()))
    return any(FILE_WORD.fullmatch(word) or word.startswith(FILE_HOSTS) for word in words)
