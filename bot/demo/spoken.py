"""Days and times as one says them, in Dutch and in English."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from babel.dates import format_date

from bot.demo.tongue import Both, Language, Tongue
from bot.stage import ZONE

HOURS: Final[dict[Language, tuple[str, ...]]] = {
    "nl": ("twaalf", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf"),
    "en": ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
}
MINUTES: Final[dict[int, Both]] = {  # `next` is the hour after this one
    0: Both("{hour} uur", "{hour} o'clock"),
    5: Both("vijf over {hour}", "five past {hour}"),
    10: Both("tien over {hour}", "ten past {hour}"),
    15: Both("kwart over {hour}", "quarter past {hour}"),
    20: Both("tien voor half {next}", "twenty past {hour}"),
    25: Both("vijf voor half {next}", "twenty-five past {hour}"),
    30: Both("half {next}", "half past {hour}"),
    35: Both("vijf over half {next}", "twenty-five to {next}"),
    40: Both("tien over half {next}", "twenty to {next}"),
    45: Both("kwart voor {next}", "quarter to {next}"),
    50: Both("tien voor {next}", "ten to {next}"),
    55: Both("vijf voor {next}", "five to {next}"),
}
HOLIDAYS: Final[dict[str, Both]] = {
    "new_year": Both("Nieuwjaarsdag", "New Year's Day"),
    "good_friday": Both("Goede Vrijdag", "Good Friday"),
    "easter": Both("Eerste paasdag", "Easter Sunday"),
    "easter_monday": Both("Tweede paasdag", "Easter Monday"),
    "kings_day": Both("Koningsdag", "King's Day"),
    "liberation_day": Both("Bevrijdingsdag", "Liberation Day"),
    "ascension": Both("Hemelvaartsdag", "Ascension Day"),
    "whitsun": Both("Eerste pinksterdag", "Whit Sunday"),
    "whit_monday": Both("Tweede pinksterdag", "Whit Monday"),
    "christmas": Both("Eerste kerstdag", "Christmas Day"),
    "boxing_day": Both("Tweede kerstdag", "Boxing Day"),
}
AND: Final = Both(" en ", " and ")


def clock(tongue: Tongue, moment: datetime) -> str:
    """In figures where the minutes are no multiple of five."""
    local = moment.astimezone(ZONE)
    if local.minute not in MINUTES:
        return f"{local:%H:%M}"
    hours = HOURS[tongue.language]
    return tongue(MINUTES[local.minute]).format(hour=hours[local.hour % 12], next=hours[(local.hour + 1) % 12])


def weekday(tongue: Tongue, day: date) -> str:
    return str(format_date(day, "EEEE", locale=tongue.language))


def full(tongue: Tongue, day: date) -> str:
    """“30 november”."""
    return str(format_date(day, "d MMMM", locale=tongue.language))


def days(tongue: Tongue, first: date, last: date) -> str:
    """“donderdag en vrijdag”, or the one day."""
    return tongue(AND).join(weekday(tongue, day) for day in dict.fromkeys((first, last)))


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
