"""Concerns: what opens one, who is rung, what joins, and a record that nobody can change unseen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.help import FeltWrong
from bot.errors import NotAllowed, Refusal
from bot.notifications.base import notification_for
from bot.notifications.concerns import concern_now
from bot.policies.judgements import Judgement
from bot.services import concern_work, concerns, noticing, safety_help, safety_notes
from bot.services.audit import record
from models import chain
from models.announcements import Announcement, Reached
from models.concerns import Concern, ConcernEvent, SafetyNote
from models.holds import Unjudged, Unread
from models.outbox import OutboxRow
from models.people import PersonRole, Role
from models.questions import Entry, Question, QuestionState
from models.sessions import Session as MusicSession
from tests.services.safety_house import (
    FINE,
    HARM,
    HOME,
    NOW,
    SAD,
    add_person,
    answer,
    ask,
    config,
    furnish,
    person,
    promised,
    sent,
    settle,
    words,
)

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def _people(run: Run) -> None:
    run(furnish)


def _only(db: Session) -> Any:
    now = concern_now(db, db.scalars(select(Concern.id)).one())
    assert now is not None
    return now


def test_high_rings_the_lead_and_says_the_card(run: Run) -> None:
    """At once, to the lead alone; the coordinator comes a quarter of an hour later, if nobody has it."""

    def check(db: Session) -> None:
        entry = ask(db, "i want to hurt myself", HARM)
        now = _only(db)
        assert (now.category, now.severity, now.opened.words) == (HARM.category, "high", "i want to hurt myself")
        assert now.opened.entry_id == entry.id
        assert now.opened.details["reasons"] == list(HARM.reasons)
        [alert] = promised(db, "concern_alert", "Leah")
        assert alert.due_at <= clock.now()
        assert alert.priority == 0
        [later] = promised(db, "concern_alert", "Cora")
        assert later.due_at - clock.now() > timedelta(minutes=14)
        assert not promised(db, "concern_alert", "Tom")
        cards = db.scalars(select(SafetyNote).order_by(SafetyNote.id)).all()
        assert [card.card for card in cards] == ["card-worry", "card-nobody-yet"]
        assert {row.person_id for row in promised(db, "safety_message")} == {person(db, "Riff").id}
        assert promised(db, "entry_for_tutor", "Tom"), "the music question still reaches a tutor"

    run(check)


def test_medium_goes_to_the_list_silently(run: Run) -> None:
    """Nobody is rung, the young person gets no card, and the lead finds it."""

    def check(db: Session) -> None:
        ask(db, "everything is too much", SAD)
        assert not promised(db, "concern_alert")
        assert not promised(db, "safety_message")
        found = concern_work.open_concerns(db, person(db, "Leah"))
        assert [now.severity for now in found.concerns] == ["medium"]

    run(check)


def test_an_alert_shows_number_severity_and_alias_only(run: Run) -> None:
    """Neither words, nor category, nor name."""

    def check(db: Session) -> None:
        ask(db, "i want to hurt myself", HARM)
        [row] = promised(db, "concern_alert", "Leah")
        [content] = notification_for(row.kind, row.params).compose(db, person(db, "Leah")) or []
        assert content.text is not None
        shown = {name: value for name, value in content.text.args.items() if name != "severity"}
        assert shown == {"ref": "C1", "alias": "Otter-12", "messages": 1}
        keys = [button.text.key for line in content.rows for button in line]
        assert keys == ["button-i-have-it", "button-read", "button-reply", "button-wrong-alarm", "button-help-now"]

    run(check)


def test_it_rings_again_until_somebody_has_it(run: Run) -> None:
    """Each ring promises the next; "I have it" drops them all, and tells the young person."""

    def check(db: Session) -> None:
        ask(db, "i want to hurt myself", HARM)
        [row] = promised(db, "concern_alert", "Leah")
        sent(db, row)
        [again] = promised(db, "concern_alert", "Leah")
        assert again.params["round"] == 1
        assert timedelta(minutes=4) < again.due_at - clock.now() <= timedelta(minutes=5)
        concern_work.acknowledge(db, person(db, "Leah"), 1)
        assert not promised(db, "concern_alert")
        notes = db.scalars(select(SafetyNote.card).order_by(SafetyNote.id)).all()
        assert notes == ["card-worry", "card-nobody-yet", "card-has-it"]
        [_, nobody, _] = promised(db, "safety_message")
        assert not notification_for(nobody.kind, nobody.params).compose(db, person(db, "Riff")), "somebody has it"
        kinds = [event.kind for event in _only(db).events]
        assert kinds == ["opened", "told", "acknowledged"]

    run(check)


def test_whoever_cannot_be_reached_hurries_the_next(run: Run) -> None:
    """The lead has blocked the bot: the coordinator is rung now, not in a quarter of an hour."""

    def check(db: Session) -> None:
        ask(db, "i want to hurt myself", HARM)
        [row] = promised(db, "concern_alert", "Leah")
        settle(db, row, "blocked")
        [next_] = promised(db, "concern_alert", "Cora")
        assert next_.due_at <= clock.now()

    run(check)


def test_without_a_lead_the_coordinator_is_rung(run: Run) -> None:
    """And can do what a lead does with it."""

    def check(db: Session) -> None:
        person(db, "Leah").left_at = clock.now()
        ask(db, "i want to hurt myself", HARM)
        [row] = promised(db, "concern_alert", "Cora")
        assert row.due_at <= clock.now()
        assert concern_work.acknowledge(db, person(db, "Cora"), 1).taken is not None

    run(check)


def test_a_coordinator_beside_a_lead_sees_nothing(run: Run) -> None:
    """Not even that there is a concern."""

    def check(db: Session) -> None:
        ask(db, "i want to hurt myself", HARM)
        cora = person(db, "Cora")
        for look in (lambda: concern_work.open_concerns(db, cora), lambda: concern_work.read(db, cora, 1)):
            with pytest.raises(NotAllowed):
                look()
        for name in ("Tom", "Riff"):
            with pytest.raises(NotAllowed):
                concern_work.acknowledge(db, person(db, name), 1)

    run(check)


def test_an_alert_about_an_adult_never_reaches_that_adult(run: Run) -> None:
    """Even where that adult is the only lead: it goes past them, and does not exist for them."""

    def check(db: Session) -> None:
        leah = person(db, "Leah")
        concerns.open_concern(
            db,
            config(),
            person=person(db, "Riff"),
            source="wrong",
            category="told",
            severity="high",
            words="she asked for my number",
            adult=leah,
        )
        assert not promised(db, "concern_alert", "Leah")
        [row] = promised(db, "concern_alert", "Cora")
        assert row.due_at <= clock.now()
        assert not notification_for(row.kind, row.params).compose(db, leah)
        assert concern_work.open_concerns(db, leah).count == 0
        for try_it in (concern_work.read, concern_work.acknowledge, concern_work.keep_question):
            with pytest.raises(Refusal) as refusal:
                try_it(db, leah, 1)
            assert refusal.value.key == "no-such-concern"
        sent(db, row)
        assert concern_work.read(db, person(db, "Cora"), 1).concern.adult_id == leah.id

    run(check)


def test_what_is_told_past_the_tutor_passes_a_lead_who_teaches_them(run: Run) -> None:
    """ "Your tutor does not see it": not even one who is a lead as well, unless nobody else is there."""

    def check(db: Session) -> None:
        riff, leah, cora = (person(db, name) for name in ("Riff", "Leah", "Cora"))
        safety_help.talk(db, riff, words("hello"), config())
        assert promised(db, "concern_alert", "Leah")
        leah.role_rows.append(PersonRole(role=Role.TUTOR))
        db.flush()
        ask(db, "How do I tune?")
        answer(db, 1, "Turn the pegs", by="Leah").delivered_at = clock.now()
        safety_help.talk(db, riff, words("can we talk about my lessons"), config())
        safety_help.felt_wrong(db, riff, 0, words("she laughed at me"), config())
        assert len(promised(db, "concern_alert", "Leah")) == 1
        assert concern_work.open_concerns(db, leah).count == 1
        for row in promised(db, "concern_alert", "Cora")[-2:]:
            assert row.due_at <= clock.now()
            sent(db, row)
        assert {now.concern.adult_id for now in concern_work.open_concerns(db, cora).concerns} == {leah.id}
        cora.blocked_at = clock.now()
        safety_help.talk(db, riff, words("I am not safe"), config())
        assert len(promised(db, "concern_alert", "Leah")) == 2

    run(check)


def test_who_wrote_to_a_session_does_not_hear_that_it_felt_wrong(run: Run) -> None:
    """Not even as the next contact; and nobody can name a message that was not theirs."""

    def check(db: Session) -> None:
        riff, cora = person(db, "Riff"), person(db, "Cora")
        meeting = MusicSession(
            title="Club", tutor=person(db, "Tom"), zone="Europe/London", first_local="2027-01-05T16:00", minutes=45,
            frequency="once", created_at=clock.now(),
        )  # fmt: skip
        message = Announcement(session=meeting, author=cora, text="Be there", written_at=clock.now())
        db.add_all([meeting, message])
        db.flush()
        with pytest.raises(Refusal):
            safety_help.felt_wrong(db, riff, -message.id, None, config())
        db.add(Reached(announcement_id=message.id, person_id=riff.id, state="delivered"))
        db.flush()
        safety_help.felt_wrong(db, riff, FeltWrong.about_message(message.id).entry, None, config())
        assert {row.person_id for row in promised(db, "concern_alert")} == {person(db, "Leah").id}
        assert _only(db).opened.details["exact"] == [f"S{meeting.id}: Be there"]
        assert _only(db).concern.adult_id == cora.id

    run(check)


def test_more_of_the_same_joins(run: Run) -> None:
    """The same or a neighbouring category within hours joins and rings nobody anew; another matter does not."""

    def check(db: Session) -> None:
        ask(db, "i want to hurt myself", HARM)
        for row in promised(db, "concern_alert", "Leah"):
            sent(db, row)
        before = len(promised(db, "concern_alert"))
        ask(db, "everything is too much", SAD)
        ask(db, "i really want to hurt myself", HARM)
        now = _only(db)
        assert now.messages == 3
        assert now.severity == "high"
        assert len(promised(db, "concern_alert")) == before
        ask(db, "he hits my mum", HOME)
        assert len(db.scalars(select(Concern)).all()) == 2

    run(check)


def test_graver_rings_anew(run: Run) -> None:
    """What somebody has rings again when it becomes immediate; what was on the list rings when it becomes high."""

    def check(db: Session) -> None:
        ask(db, "everything is too much", SAD)
        ask(db, "i want to hurt myself", HARM)
        assert _only(db).severity == "high"
        assert len(promised(db, "concern_alert", "Leah")) == 1
        assert next(note.card for note in db.scalars(select(SafetyNote).order_by(SafetyNote.id))) == "card-worry"
        concern_work.acknowledge(db, person(db, "Leah"), 1)
        assert not promised(db, "concern_alert")
        ask(db, "tonight", NOW)
        now = _only(db)
        assert now.severity == "immediate"
        assert now.taken is None
        assert len(promised(db, "concern_alert", "Leah")) == 1
        first, *_, again = [row for row in promised(db, "safety_message", "Riff") if row.due_at > clock.now()]
        clock.travel(timedelta(minutes=11))

        def is_said(row: OutboxRow) -> bool:
            return bool(notification_for(row.kind, row.params).compose(db, person(db, "Riff")))

        assert (is_said(first), is_said(again)) == (False, True), "nobody has what has rung anew"
        concern_work.acknowledge(db, person(db, "Leah"), 1)
        assert not is_said(again)

    run(check)


def test_after_hours_or_when_closed_it_is_a_new_one(run: Run) -> None:
    """What was closed stays closed, and yesterday's does not swallow today's."""

    def ask_harm(db: Session) -> None:
        ask(db, "i want to hurt myself", HARM)

    run(ask_harm)
    run(lambda db: concern_work.resolve(db, person(db, "Leah"), 1, "spoke with them"))
    run(ask_harm)
    clock.travel(timedelta(hours=13))
    run(ask_harm)
    assert run(lambda db: db.scalars(select(Concern.id)).all()) == [1, 2, 3]


def test_it_was_about_music_marks_and_closes_nothing(run: Run) -> None:
    """The concern stays open and goes on ringing."""

    def check(db: Session) -> None:
        ask(db, "this riff kills me", HARM)
        riff = person(db, "Riff")
        note = db.scalars(select(SafetyNote.id).order_by(SafetyNote.id)).first()
        safety_notes.it_was_music(db, riff, note)
        safety_notes.it_was_music(db, riff, note)
        now = _only(db)
        assert now.music
        assert now.outcome is None
        assert not now.quiet
        assert [event.kind for event in now.events].count("music") == 1
        with pytest.raises(Refusal):
            safety_notes.show_note(db, person(db, "Tom"), note)

    run(check)


def test_a_reply_reaches_the_young_person_and_every_lead(run: Run) -> None:
    """No adult writes to a child alone: where there is no other lead, the coordinator sees the words."""

    def check(db: Session) -> None:
        ask(db, "i want to hurt myself", HARM)
        concern_work.reply(db, person(db, "Leah"), 1, "I am here.")
        [row] = promised(db, "lead_replied")
        assert row.person_id == person(db, "Cora").id
        [content] = notification_for(row.kind, row.params).compose(db, person(db, "Cora")) or []
        assert content.text is not None
        assert content.text.args["words"] == "I am here."
        add_person(db, "Dep", Role.LEAD, 1010)
        concern_work.reply(db, person(db, "Leah"), 1, "Thank you for telling us.")
        note = db.scalars(select(SafetyNote).order_by(SafetyNote.id.desc())).first()
        assert note is not None
        [*_, hidden] = promised(db, "safety_message", "Riff")
        assert notification_for(hidden.kind, hidden.params).author_id(db) == note.by_id, "held while she is suspended"
        assert (note.words, note.person_id) == ("Thank you for telling us.", person(db, "Riff").id)
        assert len(promised(db, "lead_replied", "Dep")) == 1
        assert not promised(db, "lead_replied", "Leah")
        assert len(promised(db, "lead_replied", "Cora")) == 1
        assert not promised(db, "concern_alert"), "whoever replies has it"
        safety_notes.show_note(db, person(db, "Riff"), note.id)
        safety_notes.write_back(db, person(db, "Riff"), note.id, words("ok thanks"), config())
        assert [event.kind for event in _only(db).events][-2:] == ["reply_shown", "wrote"]
        assert not db.scalars(select(Entry).where(Entry.text == "ok thanks")).all(), "never in the tutors' queue"
        assert promised(db, "concern_more", "Leah")

    run(check)


def test_referring_starts_a_clock_of_one_working_day(run: Run) -> None:
    """And an answer stops it."""

    def check(db: Session) -> None:
        leah = person(db, "Leah")
        ask(db, "i want to hurt myself", HARM)
        concern_work.refer(db, leah, 1, "MASH, reference 7", config())
        [due] = promised(db, "referral_due", "Leah")
        assert due.due_at - clock.now() >= timedelta(hours=23)
        about = notification_for(due.kind, due.params)
        assert about.compose(db, leah)
        concern_work.answered(db, leah, 1, "they visit tomorrow")
        db.expire_all()
        assert not about.compose(db, leah)
        assert not promised(db, "concern_alert")

    run(check)


def test_the_lead_holds_the_music_question(run: Run) -> None:
    """It leaves the queue, more words do not bring it back, and closing the concern does."""

    def check(db: Session) -> None:
        leah = person(db, "Leah")
        entry = ask(db, "i want to hurt myself, and how do i play G", HARM)
        concern_work.keep_question(db, leah, 1)
        concern_work.keep_question(db, leah, 1)
        told = [note.card for note in db.scalars(select(SafetyNote))]
        assert told.count("card-question-kept") == 1, "a tutor does not answer it for now"
        ask(db, "hello?", FINE)
        question = db.get(Question, entry.question_id)
        assert question is not None
        assert question.state == QuestionState.KEPT
        assert len(question.entries) == 2
        assert len(promised(db, "entry_for_tutor", "Tom")) == 1
        concern_work.resolve(db, leah, 1, "all well")
        assert question.state == QuestionState.WAITING

    run(check)


# --- what detection could not judge at once, and what no machine can read ---


def test_what_was_taken_unjudged_is_judged_afterwards(run: Run) -> None:
    """The row waits in a table; the concern that comes of it rings as ever."""

    def check(db: Session) -> None:
        entry = ask(db, "i want to hurt myself", None)
        assert noticing.unjudged(db, 10) == [noticing.Unheard(entry.id, "i want to hurt myself", None, "en")]
        noticing.judged(db, [(entry.id, HARM, "i want to hurt myself")], config())
        assert _only(db).opened.entry_id == entry.id
        assert db.get(Unjudged, entry.id) is None
        ask(db, "how do i play G", None, config(detection=False))
        assert not noticing.unjudged(db, 10), "switched off, nothing waits for it"

    run(check)


def test_words_that_became_no_entry_are_overheard(run: Run) -> None:
    """A search, or a mistyped command; once, and not again for what a thread has."""

    def check(db: Session) -> None:
        noticing.overhear(db, 1003, words("i want to die", NOW), config())
        assert _only(db).severity == "immediate"
        said = words("i want to die", NOW)
        from bot.services import questions

        questions.ask(db, person(db, "Riff"), said, config(), new=True)
        noticing.overhear(db, 1003, said, config())
        assert _only(db).messages == 2
        noticing.overhear(db, 1002, words("i want to die", NOW), config())
        assert _only(db).messages == 2, "a tutor is no young person"

    run(check)


def test_voice_and_other_scripts_are_listed_for_a_person(run: Run) -> None:
    """And leave the list when a lead has looked, which the young person's receipt says."""

    def check(db: Session) -> None:
        from bot.services import questions
        from bot.services.said import Said
        from models.outbox import SentMessage

        riff, leah = person(db, "Riff"), person(db, "Leah")
        voice = questions.ask(db, riff, Said("voice", "", 1003, 5001, "file"), config())
        script = ask(db, "не знаю", Judgement(unread="script"))
        assert [(item.entry_id, item.why) for item in noticing.unread(db, leah)] == [
            (voice.id, "voice"),
            (script.id, "script"),
        ]
        db.add(
            SentMessage(chat_id=1003, message_id=77, subject_kind="receipt", subject_id=voice.id, sent_at=clock.now())
        )
        db.flush()
        entry, media = noticing.look_at(db, leah, voice.id)
        assert (entry.id, media[0].file_id) == (voice.id, "file")
        assert [item.entry_id for item in noticing.unread(db, leah)] == [script.id]
        assert db.get(Unread, voice.id).seen_by == leah.id  # type: ignore[union-attr]
        assert promised(db, "heard_receipt", "Riff")
        with pytest.raises(NotAllowed):
            noticing.unread(db, person(db, "Cora"))

    run(check)


# --- the record ---


def test_the_record_cannot_be_changed_unseen(run: Run) -> None:
    """Not through the models at all; and a change made in the database shows in `check`."""

    def fill(db: Session) -> None:
        ask(db, "i want to hurt myself", HARM)
        concern_work.acknowledge(db, person(db, "Leah"), 1)
        record(db, None, "something", "person:1", count=3)

    run(fill)
    found = run(chain.verify)
    assert found.broken is None
    assert found.length >= 3

    def change(db: Session) -> None:
        event = db.scalars(select(ConcernEvent)).first()
        assert event is not None
        event.words = "nothing"
        db.flush()

    with pytest.raises(RuntimeError, match="record"):
        run(change)
    for damage in (
        "UPDATE concern_events SET words = 'nothing' WHERE id = 1",
        "UPDATE concern_events SET severity = 'medium' WHERE id = 1",
        "DELETE FROM concern_events WHERE kind = 'acknowledged'",
        "UPDATE concerns SET adult_id = 2 WHERE id = 1",
        "UPDATE audit SET action = 'other' WHERE id = (SELECT min(id) FROM audit)",
        "DELETE FROM audit WHERE id = (SELECT max(id) - 1 FROM audit)",
        "UPDATE audit SET prev = '0' WHERE id = (SELECT max(id) FROM audit)",
    ):

        def damaged(db: Session, damage: str = damage) -> str | None:
            with db.begin_nested() as savepoint:
                db.execute(text(damage))
                db.expire_all()
                broken = chain.verify(db).broken
                savepoint.rollback()
            return broken

        assert run(damaged) is not None, damage
    assert run(chain.verify).broken is None


def test_two_deeds_at_once_make_one_chain(run: Run, database_url: str) -> None:
    """On both databases, however many write at the same time."""
    import asyncio

    from models.database import Database

    async def many() -> None:
        database = Database(database_url)
        try:
            await asyncio.gather(
                *(database.write(lambda db, n=n: record(db, None, "deed", f"thing:{n}")) for n in range(60))
            )
        finally:
            await asyncio.to_thread(database.close)

    before = run(chain.verify).length
    asyncio.run(many())
    found = run(chain.verify)
    assert found.broken is None
    assert found.length == before + 60
