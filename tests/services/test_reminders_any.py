"""Ten years of anybody's sessions and choices: each reminder once, at its local minute, never in quiet hours."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random, SystemRandom
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, orm, select

from bot import clock
from bot.config import Config
from bot.delivery import rows
from bot.errors import Refusal
from bot.policies.durations import parse_duration
from bot.policies.hours import QuietHours
from bot.policies.recurrence import Recurrence
from bot.policies.session_line import SessionLine
from bot.services import enrolments, reminder_choices, replies, session_changes, sessions, timetable
from bot.texts import Texts
from models.attendance import Attendance
from models.audit import AuditEntry
from models.outbox import PENDING, OutboxRow
from models.people import Person
from models.sessions import Enrolment, Occurrence, Session
from tests.services.session_house import OTTER, TUTOR, WREN, as_somebody, config, deliver, go_to
from tests.services.session_house import people as cast

Run = Callable[..., Any]
YEARS = 10
PEOPLE = (OTTER, WREN)
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe")
WISHES = ("10m", "1h", "1d", "2h", "evening", "morning")
QUIET = ("off", "20:00-08:00", "21:30-07:00", "22:00-10:00", "16:00-09:00", "01:00-02:30")
# Nothing is to be learned from shrinking ten years: the seed tells all.
DEEDS = ("choose", "quiet", "move", "move all", "cancel", "restart", "take out", "enrol", "late")


def afresh(db: orm.Session) -> None:
    """Nothing is left of the example before."""
    for table in (OutboxRow, Attendance, Enrolment, Occurrence, Session, AuditEntry):
        db.execute(delete(table))
    if db.get(Person, TUTOR) is None:
        cast(db)
    for person in db.scalars(select(Person)):
        person.remind_before = person.quiet = person.reminders_off_at = None
    db.flush()
    db.expire_all()


def rings_at(wish: str, start: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """When it should ring by the wall clock, said in other words than the policy says it."""
    local = start.astimezone(zone)
    if wish == "evening":
        wanted = (local.replace(tzinfo=None) - timedelta(days=1)).replace(hour=18, minute=0, tzinfo=zone)
    elif wish == "morning":
        wanted = local.replace(hour=8, minute=0, fold=0)
        while is_quiet(wanted, quiet, zone):
            wanted = (wanted.astimezone(UTC) + timedelta(minutes=1)).astimezone(zone)
        return wanted.astimezone(UTC)
    else:
        wanted = start - parse_duration(wish)
    instant = wanted.astimezone(UTC)
    while is_quiet(instant, quiet, zone):
        instant -= timedelta(minutes=1)
    return instant


def is_quiet(instant: datetime, quiet: QuietHours, zone: ZoneInfo) -> bool:
    """Whether the wall clock shows a time of the quiet span."""
    if quiet.span is None:
        return False
    wall = instant.astimezone(zone)
    now = timedelta(hours=wall.hour, minutes=wall.minute)
    begins, ends = quiet.span
    return begins <= now < ends if begins < ends else now >= begins or now < ends


class Life:
    """A service over years, told at each minute that matters, with what everybody heard."""

    def __init__(self, db: orm.Session, service: Config) -> None:
        self.db = db
        self.service = service
        self.zone = service.service.zone
        self.texts = Texts(self.zone, "Backline")
        self.heard: Counter[tuple[int, int, datetime, datetime]] = Counter()
        self.said: Counter[str | None] = Counter()
        self.asked = 0

    def until(self, end: datetime) -> None:
        """Lets time pass from one reminder to the next."""
        while clock.now() < end:
            timetable.write_out_some(self.db, self.service)
            soonest = self.db.scalar(select(func.min(OutboxRow.due_at)).where(OutboxRow.state == PENDING))
            go_to(min([end, clock.now() + timedelta(days=30), *([soonest] if soonest else [])]))
            self.deliver()

    def deliver(self) -> None:
        """What is due now: true, in time, audible by this person's own hours, and for a place that they have."""
        for item in deliver(self.db, self.texts):
            if item.kind != "session_reminder" or item.person == TUTOR or item.starts is None:
                continue
            self.heard[item.person, item.occurrence, item.starts, item.due_at] += 1
            self.said[item.key] += 1
            occurrence = self.db.get_one(Occurrence, item.occurrence)
            person = self.db.get_one(Person, item.person)
            place = self.db.get_one(Enrolment, (occurrence.session_id, item.person))
            quiet = QuietHours.of(person.quiet, self.service.hours.quiet_hours)
            assert occurrence.cancelled_at is None
            assert place.left_at is None
            assert clock.now() < occurrence.starts_at == item.starts
            assert abs(clock.now() - item.due_at) < timedelta(seconds=90)
            assert not is_quiet(item.due_at, quiet, self.zone)

    def expected_to_wait(self) -> set[tuple[int, int, datetime]]:
        """What must stand in the outbox, by the wall clocks alone: of the same minute one, and none that was heard.

        Quiet hours that end earlier than they did do not make a reminder ring again that came before them.
        """
        expected = set()
        for person_id in PEOPLE:
            person = self.db.get_one(Person, person_id)
            quiet = QuietHours.of(person.quiet, self.service.hours.quiet_hours)
            places = select(Enrolment.session_id).where(Enrolment.person_id == person_id, Enrolment.left_at.is_(None))
            coming = select(Occurrence).where(
                Occurrence.session_id.in_(places),
                Occurrence.cancelled_at.is_(None),
                Occurrence.starts_at > clock.now(),
            )
            for occurrence in self.db.scalars(coming):
                for wish in person.remind_before or self.service.reminders.before:
                    if (
                        f"reminder:{occurrence.id}:{person_id}:{wish}:{int(occurrence.starts_at.timestamp())}"
                        in self.said
                    ):
                        continue
                    due = rings_at(wish, occurrence.starts_at, quiet, self.zone)
                    if clock.now() + timedelta(minutes=1) < due < occurrence.starts_at:
                        expected.add((person_id, occurrence.id, due))
        return expected

    def waiting(self) -> set[tuple[int, int, datetime]]:
        """What stands there; what asks once more is not among the wishes."""
        found = self.db.execute(
            select(OutboxRow.person_id, OutboxRow.params, OutboxRow.due_at).where(
                OutboxRow.kind == "session_reminder",
                OutboxRow.state == PENDING,
                OutboxRow.person_id.in_(PEOPLE),
                OutboxRow.due_at > clock.now() + timedelta(minutes=1),
                ~OutboxRow.dedup_key.contains(":again:"),
            )
        )
        return {(row.person_id, row.params["occurrence_id"], row.due_at) for row in found}

    def do(self, deed: str, pick: int) -> None:
        """Something that people do in ten years."""
        db, service = self.db, self.service
        person = PEOPLE[pick % 2]
        numbers = db.scalars(select(Session.id).order_by(Session.id.desc()).limit(2)).all()
        number = numbers[pick // 2 % len(numbers)]
        match deed:
            case "choose":
                chosen = [wish for place, wish in enumerate(WISHES) if pick >> place & 1] or ["usual"]
                as_somebody(db, person, reminder_choices.typed, ", ".join(chosen), service)
            case "quiet":
                as_somebody(db, person, reminder_choices.quiet, QUIET[pick // 3 % len(QUIET)], service)
            case "restart":
                db.flush()
                rows.take(db, dict(rows.candidates(db)))
                rows.release_in_flight(db)
            case "enrol":
                as_somebody(db, TUTOR, enrolments.enrol_one, number, person, service)
            case "take out":
                as_somebody(db, TUTOR, enrolments.take_out, number, person)
            case "late":
                occurrence = as_somebody(db, person, replies.next_own, number)
                asked = as_somebody(db, person, replies.later_typed, number, service)
                assert asked.at is None or clock.now() < asked.at < occurrence.starts_at
                self.asked += asked.at is not None
            case _:
                times = as_somebody(db, TUTOR, session_changes.times, number, 4).times
                one = times[pick % len(times)]
                if deed == "cancel":
                    as_somebody(db, TUTOR, session_changes.cancel, one.id, "ill", False)
                else:
                    local = datetime.fromisoformat(one.local) + timedelta(minutes=15 * (pick % 200 - 100))
                    as_somebody(db, TUTOR, session_changes.move, one.id, local, deed == "move all", service)


# (month, day) a fortnight before the clocks change in the north, and in the south.
SEASONS = ((3, 12), (10, 10))


def test_ten_years_of_reminders(run: Run) -> None:
    seed = SystemRandom().randrange(2**32)
    print(f"seed: {seed}")  # shown where it fails: nothing could be learned from shrinking ten years
    chance = Random(seed)
    zone = chance.choice(ZONES)
    service = config(zone, quiet=chance.choice(QUIET), before=["1d", "1h"], horizon="2w")

    def example(db: orm.Session) -> None:
        afresh(db)
        go_to(datetime(2027, 1, 4, 12, tzinfo=UTC))
        life = Life(db, service)
        for place in range(2 * YEARS):
            first = datetime(2027 + place // 2, *SEASONS[place % 2])
            life.until(first.replace(tzinfo=UTC) - timedelta(days=3))
            until = (first + timedelta(weeks=3)).date()
            local = first + timedelta(days=chance.randrange(7), minutes=15 * chance.randrange(96))
            recurrence = Recurrence(chance.choice(["weekly", "fortnightly"]), until)  # type: ignore[arg-type]
            line = SessionLine("Band", local, timedelta(minutes=45), recurrence, None, needs_confirmation=False)
            card = as_somebody(db, TUTOR, sessions.create, line, service)
            for person in PEOPLE:
                as_somebody(db, TUTOR, enrolments.enrol_one, card.session.id, person, service)
            for _ in range(chance.randint(1, 3)):
                life.until(clock.now() + timedelta(hours=chance.randrange(200)))
                try:
                    life.do(chance.choice(DEEDS), chance.randrange(10**4))
                except Refusal:
                    pass  # nothing left to change, or nobody to take out
                life.deliver()
                timetable.write_out_some(db, service)
                assert life.waiting() == life.expected_to_wait()
        life.until(clock.now() + timedelta(weeks=6))
        assert max(life.heard.values()) == 1
        assert max(life.said.values()) == 1

    run(example)


def test_what_came_before_quiet_hours_does_not_ring_again_when_they_end_earlier(run: Run) -> None:
    """Found by ten years: told at 15:59 of what begins at 05:15, and then no quiet hours any more."""
    service = config(quiet="16:00-09:00", before=["1h"])

    def example(db: orm.Session) -> None:
        afresh(db)
        go_to(datetime(2027, 1, 11, 12, tzinfo=UTC))
        life = Life(db, service)
        line = SessionLine(
            "Band", datetime(2027, 1, 13, 5, 15), timedelta(hours=1), Recurrence("once"), None, needs_confirmation=False
        )
        card = as_somebody(db, TUTOR, sessions.create, line, service)
        as_somebody(db, TUTOR, enrolments.enrol_one, card.session.id, OTTER, service)
        life.until(datetime(2027, 1, 12, 16, 30, tzinfo=UTC))
        assert [due.hour for _, _, _, due in life.heard] == [15]
        as_somebody(db, OTTER, reminder_choices.quiet, "off", service)
        assert life.waiting() == set()

    run(example)
