"""A calendar file as another program would read it: this code knows nothing of the one that
writes, nor of the library that it uses."""

import datetime
import io

from dateutil import tz


def lines_of(words: bytes) -> list[str]:
    """The lines of a file, after RFC 5545 3.1: CRLF, 75 octets at most, no character in two."""
    assert words.endswith(b"\r\n")
    physical = words[:-2].split(b"\r\n")
    for line in physical:
        assert len(line) <= 75, line
        assert b"\n" not in line, line
        assert b"\r" not in line, line
        line.decode()  # a character that was cut in two would not be UTF-8
    joined = []
    for line in physical:
        if line[:1] in {b" ", b"\t"}:
            joined[-1] += line[1:]
        else:
            joined.append(line)
    return [line.decode() for line in joined]


def parts_of(words: bytes, kind: str) -> list[dict[str, str]]:
    """The components of a kind, each as {name with its parameters: value as it is written}."""
    found, inside = [], None
    for line in lines_of(words):
        if line == f"BEGIN:{kind}":
            inside = {}
        elif line == f"END:{kind}":
            found.append(inside)
            inside = None
        elif inside is not None:
            name, _colon, value = line.partition(":")
            assert name not in inside or kind == "VTIMEZONE", name  # each once
            inside[name] = value
    return found


def events_of(words: bytes) -> list[dict[str, str]]:
    return parts_of(words, "VEVENT")


def zones_of(words: bytes) -> tz.tzical:
    return tz.tzical(io.StringIO("\n".join(lines_of(words))))


def start_of(words: bytes) -> datetime.datetime:
    """When the only event begins, in UTC, by the file's own time zone: dateutil reads that."""
    (event,) = events_of(words)
    (name,) = (name for name in event if name.startswith("DTSTART;TZID="))
    zones = zones_of(words)
    local = datetime.datetime.strptime(event[name], "%Y%m%dT%H%M%S")  # noqa: DTZ007
    return local.replace(tzinfo=zones.get(name.partition("=")[2])).astimezone(datetime.UTC)
