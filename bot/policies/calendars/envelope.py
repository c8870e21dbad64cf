"""A look at a file's bytes before any library sees them: size, encoding, and whether it is whole."""

from typing import Final

from bot.policies.calendars.shapes import LARGEST_FILE, MOST_EVENTS, BadCalendar

# What may stand inside what, as far as it matters: anything else in a calendar is left alone.
_DEEPEST: Final = 3


def opened(data: bytes) -> str:
    """The file as text; BadCalendar where it is too large, no calendar, cut off, or holds too much."""
    if len(data) > LARGEST_FILE:
        raise BadCalendar("too-large", most=LARGEST_FILE // 1_000_000)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:400].count(0) > 100:
        raise BadCalendar("encoding" if b"B\0E\0G\0" in data[:64] or b"\0B\0E\0G" in data[:64] else "not-one")
    is_one = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"
    if not is_one:
        raise BadCalendar("not-one")
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise BadCalendar("encoding") from None
    if "\0" in text:
        raise BadCalendar("not-one")
    _check_whole(text)
    return text


def _check_whole(text: str) -> None:
    """Every BEGIN has its END, and nothing stands where it must not; a recursion would be the library's undoing."""
    inside: list[str] = []
    events = 0
    for line in text.splitlines():
        verb, _, name = line.partition(":")
        name = name.strip().upper()
        if verb.upper() == "BEGIN":
            if (name == "VCALENDAR") == bool(inside) or (name == "VEVENT" and inside != ["VCALENDAR"]):
                raise BadCalendar("nested")
            inside.append(name)
            events += name == "VEVENT"
            if len(inside) > _DEEPEST:
                raise BadCalendar("nested")
            if events > MOST_EVENTS:
                raise BadCalendar("too-many", most=MOST_EVENTS)
        elif verb.upper() == "END" and (not inside or inside.pop() != name):
            raise BadCalendar("nested")
    if inside:
        raise BadCalendar("cut-off")
    if not events:
        raise BadCalendar("empty")
