"""A calendar file as another program reads it: by the letter of its format, with another library's time zones."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from dateutil.tz import tzical


@dataclass(frozen=True)
class Read:
    """`lines` by name, of one event; of `TZID` the zone that stands in the file itself."""

    lines: Mapping[str, str]
    start: datetime
    end: datetime

    def __getitem__(self, name: str) -> str:
        return self.lines[name].replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")


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
    zones = tzical(io.StringIO("\n".join(unfolded(content))))
    return [_read(lines, zones) for lines in _each(unfolded(content))]


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
