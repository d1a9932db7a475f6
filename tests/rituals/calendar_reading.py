"""A calendar file as other programs read it: a library of its own, and the letter of the format beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from dateutil.tz import tzical
from ical.calendar_stream import IcsCalendarStream

ESCAPED = re.compile(r"\\([n,;\\])")


@dataclass(frozen=True)
class Read:
    """`lines` by name, of one event; of `TZID` the zone that stands in the file itself."""

    lines: Mapping[str, str]
    start: datetime
    end: datetime

    def __getitem__(self, name: str) -> str:
        return ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], self.lines[name])


def unfolded(content: bytes) -> list[str]:
    """Each line ends as the format wants it, and is no longer than it allows."""
    assert content.endswith(b"\r\n")
    raw = content.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line or len(line) > 75 for line in raw)
    return b"\r\n".join(raw).replace(b"\r\n ", b"").decode().split("\r\n")


def method(content: bytes) -> str:
    (line,) = [line for line in unfolded(content) if line.startswith("METHOD:")]
    return line.removeprefix("METHOD:")


def events(content: bytes) -> list[Read]:
    """As the letter of the format has it, with the zone of the file itself; the library must read the same."""
    zones = tzical(io.StringIO("\n".join(unfolded(content))))
    found = [_read(lines, zones) for lines in _each(unfolded(content))]
    letters = [(each.start, each.end, *_words(each)) for each in found]
    assert letters == [(each.start, each.end, *each.words) for each in parsed(content)]
    return found


@dataclass(frozen=True)
class Parsed:
    """`start` and `end` in UTC; `words`: whose event it is, how it stands, its title, place and note."""

    start: datetime
    end: datetime
    words: tuple[str, str, str, str, str]


def parsed(content: bytes) -> list[Parsed]:
    """As a library reads it that didn't write it, and knows the zones by its own tables."""
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    assert str(calendar.method) == method(content)
    return [
        Parsed(
            each.start_datetime.astimezone(UTC),
            each.end_datetime.astimezone(UTC),
            (each.uid or "", each.status or "", each.summary or "", each.location or "", each.description or ""),
        )
        for each in calendar.events
    ]


def _words(each: Read) -> tuple[str, ...]:
    names = ("UID", "STATUS", "SUMMARY", "LOCATION", "DESCRIPTION")
    return tuple(each[name] if name in each.lines else "" for name in names)


def _each(lines: list[str]) -> Iterator[dict[str, str]]:
    found: dict[str, str] | None = None
    for line in lines:
        if line == "BEGIN:VEVENT":
            found = {}
        elif line == "END:VEVENT" and found is not None:
            yield found
            found = None
        elif found is not None:
            name, _, value = line.partition(":")
            assert name not in found, f"{name} stands twice in one event"
            found[name] = value


def _read(lines: Mapping[str, str], zones: tzical) -> Read:
    def moment(name: str) -> datetime:
        (key,) = [each for each in lines if each.partition(";")[0] == name]
        if lines[key].endswith("Z"):
            return datetime.strptime(lines[key], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        zone = zones.get(key.partition("TZID=")[2])
        assert zone is not None, "its zone has no rules in the file"
        return datetime.strptime(lines[key], "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)

    return Read(lines, moment("DTSTART"), moment("DTEND"))
