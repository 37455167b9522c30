"""How a meetup's time is said to people, the same on pages, in mails and in calendar words.

An in-person event lives in its own zone: the wall clock there comes first, a reader's own clock is only ever
added. Nothing here reads a clock or a locale, so that a sentence depends on its arguments alone.

With `all_day` a time is a date, or several: from midnight to the midnight after the last day. A date is the
same wherever one stands, so no zone ever moves it.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Long enough for the way home to cross the change, and for a guest who wakes up with a wrong clock.
WAY_HOME = timedelta(hours=6)
NIGHT_BEFORE = timedelta(hours=12)

# Farther away than this, a date without its year would be taken for one already past.
A_DATE_NEEDS_ITS_YEAR_AFTER = timedelta(days=300)


def sentence(local_start: datetime, local_end: datetime, zone: str, *, all_day: bool = False) -> str:
    """As in `Sat 14 Mar 2026, 19:00 to 21:00 · New York time`."""
    if all_day:
        return f"{days(local_start, local_end)}, all day · {place_time(zone)}"
    parts = [f"{day(local_start, year=True)}, {hours(local_start, local_end)}", place_time(zone)]
    remark = clock_change(local_start, local_end, zone)
    return " · ".join([*parts, remark] if remark else parts)


def days(local_start: datetime, local_end: datetime) -> str:
    """As in `Sat 14 Mar 2026`, `Sat 14 to Mon 16 Mar 2026`, `Tue 30 Jun to Wed 1 Jul 2026`."""
    last = local_end - timedelta(days=1)
    if last <= local_start:
        return day(local_start, year=True)
    if (last.year, last.month) == (local_start.year, local_start.month):
        return f"{WEEKDAYS[local_start.weekday()]} {local_start.day} to {day(last, year=True)}"
    return f"{day(local_start, year=last.year != local_start.year)} to {day(last, year=True)}"


def hours(local_start: datetime, local_end: datetime, *, all_day: bool = False) -> str:
    """As in `19:00 to 21:00`, `19:00 to 01:00 next day`, `19:00 to Mon 16 Mar, 12:00`, `all day`."""
    if all_day:
        last = local_end - timedelta(days=1)
        return "all day" if last <= local_start else f"all day, to {day(last)}"
    nights = (local_end.date() - local_start.date()).days
    if nights == 0:
        return f"{clock(local_start)} to {clock(local_end)}"
    # A party that ends at breakfast is still the same night out; a weekend away needs its last day.
    if nights == 1 and local_end - local_start < timedelta(hours=24):
        return f"{clock(local_start)} to {clock(local_end)} next day"
    year = local_end.year != local_start.year
    return f"{clock(local_start)} to {day(local_end, year=year)}, {clock(local_end)}"


def short(local_start: datetime, *, today: date | None = None, all_day: bool = False) -> str:
    """Sat 14 Mar 19:00, for subjects and lists; far from `today` with the year."""
    far = today is not None and abs(local_start.date() - today) > A_DATE_NEEDS_ITS_YEAR_AFTER
    if all_day:
        return day(local_start, year=far)
    return f"{day(local_start, year=far)}{',' if far else ''} {clock(local_start)}"


def moment(at: datetime, zone: str, now: datetime) -> str:
    """14:00, Fri 06:00 or Sat 14 Mar 06:00 on the wall of the place: as much of the date as it takes."""
    place = ZoneInfo(zone)
    local, today = at.astimezone(place), now.astimezone(place).date()
    away = abs((local.date() - today).days)
    if not away:
        return clock(local)
    if away < 7:
        return f"{WEEKDAYS[local.weekday()]} {clock(local)}"
    return short(local, today=today)


def left(until: datetime, now: datetime) -> str:
    """2 hours 5 minutes: what is left of a time, in full minutes."""
    minutes = max(0, int((until - now).total_seconds()) // 60)
    parts = [_counted(minutes // 60, "hour"), _counted(minutes % 60, "minute")]
    return " ".join(filter(None, parts)) or "less than a minute"


def _counted(number: int, unit: str) -> str:
    return "" if not number else f"{number} {unit}{'s' if number > 1 else ''}"


def relative_day(local_start: datetime, zone: str, now: datetime) -> str:
    """Today, Tomorrow or the date, as the calendar on the event's wall says."""
    away = (local_start.date() - now.astimezone(ZoneInfo(zone)).date()).days
    return {0: "Today", 1: "Tomorrow"}.get(away) or day(local_start)


def for_viewer(local_start: datetime, zone: str, viewer_zone: str | None, *, all_day: bool = False) -> str:
    """20:00 for you (Berlin), or nothing where both clocks agree at that instant."""
    if all_day or not viewer_zone:
        return ""
    here = local_start.replace(tzinfo=ZoneInfo(zone))
    there = here.astimezone(UTC).astimezone(ZoneInfo(viewer_zone))
    if here.utcoffset() == there.utcoffset():
        return ""
    hour = clock(there) if there.date() == here.date() else f"{day(there)}, {clock(there)}"
    return f"{hour} for you ({city(viewer_zone)})"


def clock_change(local_start: datetime, local_end: datetime, zone: str) -> str:
    """Says so when the clocks jump during the event, on the way home, or in the night before, and which hour
    is meant when the clock shows it twice."""
    place = ZoneInfo(zone)
    if double := [clock(local) for local in (local_start, local_end) if comes_twice(local, zone)]:
        return f"clocks go back: the first {double[0]} is meant"
    start, end = (moment.replace(tzinfo=place).astimezone(UTC) for moment in (local_start, local_end))
    offsets = [
        moment.astimezone(place).utcoffset() for moment in (start - NIGHT_BEFORE, start, end + WAY_HOME)
    ]
    if offsets[1] != offsets[2]:
        return "clocks change that night"
    return "clocks change the night before" if offsets[0] != offsets[1] else ""


def comes_twice(local: datetime, zone: str) -> bool:
    """The clock of the zone shows it, goes back, and shows it again."""
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    return first.astimezone(UTC) < second.astimezone(UTC)


def day(moment: date, *, year: bool = False) -> str:
    """Sat 14 Mar, with its year where asked."""
    words = f"{WEEKDAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]}"
    return f"{words} {moment.year}" if year else words


def clock(moment: datetime | time) -> str:
    return f"{moment.hour:02}:{moment.minute:02}"


def iso(local: datetime, zone: str, *, all_day: bool = False) -> str:
    """2026-03-14T19:00:00-04:00 or 2026-03-14, for the datetime attribute; people never read it."""
    if all_day:
        return local.date().isoformat()
    return local.replace(tzinfo=ZoneInfo(zone)).isoformat(timespec="seconds")


def place_time(zone: str) -> str:
    """As in `New York time`."""
    name = city(zone)
    return name if name.startswith("UTC") else f"{name} time"


def city(zone: str) -> str:
    """The zone as people say it: New York, Port-au-Prince, UTC, UTC-5."""
    area, _, last = zone.rpartition("/")
    if zone in {"UTC", "Zulu", "UCT", "Universal", "GMT", "Greenwich"} or area == "Etc":
        return _fixed_offset(last)
    return last.replace("_", " ")


def _fixed_offset(name: str) -> str:
    # Etc/GMT+5 is five hours *behind* UTC: POSIX counts westward.
    sign = {"+": "-", "-": "+"}.get(name[3:4], "")
    hours_away = name[4:].lstrip("0")
    return f"UTC{sign}{hours_away}" if name.startswith("GMT") and hours_away else "UTC"
