"""Holds: a tutor's slip does not arrive, a lead decides, and nobody can have what was refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.errors import NotAllowed, Refusal
from bot.notifications.base import notification_for
from bot.notifications.contacts import second_adult_there
from bot.notifications.content import Media
from bot.services import (
    answers,
    corrections,
    cover,
    hold_decisions,
    holding,
    noticing,
    questions,
    raising,
    rewording,
)
from bot.services.said import Said
from models.concerns import SafetyNote
from models.cover import AlertTestContact
from models.holds import Hold, Unread
from models.people import Role
from models.questions import Entry, EntryState, EntryVersion, Question, QuestionState
from tests.services.safety_house import (
    FINE,
    NUMBER,
    SECRET,
    add_person,
    answer,
    ask,
    config,
    furnish,
    person,
    promised,
    settle,
    words,
)

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def _people(run: Run) -> None:
    run(furnish)


def _held(db: Session, text: str = "text me on 07700 900123", verdict: Any = NUMBER) -> tuple[Entry, Hold]:
    asked = ask(db, "how do i play G?")
    entry = answer(db, asked.question_id, text, verdict)
    return entry, db.scalars(select(Hold).order_by(Hold.id.desc())).first()  # type: ignore[return-value]


def test_a_breach_is_held_and_both_sides_are_told(run: Run) -> None:
    """It is not promised to the young person; the leads are rung; nobody reads why."""

    def check(db: Session) -> None:
        entry, hold = _held(db)
        assert entry.state == EntryState.HELD
        assert entry.question.state == QuestionState.ANSWERED
        assert (hold.words, hold.category) == ("text me on 07700 900123", "contact_details")
        assert not promised(db, "answer_for_asker")
        assert len(promised(db, "hold_alert", "Leah")) == 1
        assert promised(db, "answer_checked", "Riff")
        [status] = promised(db, "answer_status", "Tom")
        [content] = notification_for(status.kind, status.params).compose(db, person(db, "Tom")) or []
        assert content.text is not None
        assert content.text.key == "answer-held"

    run(check)


def test_release_sends_at_once(run: Run) -> None:
    """In one tap, out of working hours too; the record says who."""

    def check(db: Session) -> None:
        entry, hold = _held(db)
        hold_decisions.release(db, person(db, "Leah"), hold.id)
        [row] = promised(db, "answer_for_asker", "Riff")
        assert row.due_at <= clock.now()
        assert notification_for(row.kind, row.params).compose(db, person(db, "Riff"))
        assert entry.state == EntryState.QUEUED
        assert (hold.outcome, hold.decided_by) == ("released", person(db, "Leah").id)
        assert not promised(db, "hold_alert")
        with pytest.raises(Refusal):
            hold_decisions.release(db, person(db, "Leah"), hold.id)

    run(check)


def test_refuse_puts_the_question_back(run: Run) -> None:
    """The tutor reads why; the words never go out, whoever tries."""

    def check(db: Session) -> None:
        entry, hold = _held(db, "our secret", SECRET)
        hold_decisions.refuse(db, person(db, "Leah"), hold.id, "no secrets", config())
        assert entry.state == EntryState.REFUSED
        assert entry.question.state == QuestionState.WAITING
        assert promised(db, "hold_decided", "Tom")
        assert promised(db, "answer_not_sent", "Riff")
        assert not promised(db, "answer_for_asker")
        again = answer(db, entry.question_id, "Press closer to the fret", by="Tess")
        assert again.state == EntryState.QUEUED, "the refused words are in nobody's way, and are shown to nobody"
        with pytest.raises(Refusal):
            answers.undo(db, person(db, "Tom"), entry.id)

    run(check)


def test_nobody_decides_about_their_own_words(run: Run) -> None:
    """Even a lead; and a tutor or a coordinator beside a lead not at all."""

    def check(db: Session) -> None:
        tom = person(db, "Tom")
        from models.people import PersonRole

        tom.role_rows.append(PersonRole(role=Role.LEAD))
        db.flush()
        _, hold = _held(db)
        assert not promised(db, "hold_alert", "Tom")
        assert hold_decisions.holds(db, tom) == []
        with pytest.raises(Refusal):
            hold_decisions.release(db, tom, hold.id)
        for name in ("Tess", "Cora", "Riff"):
            with pytest.raises(NotAllowed):
                hold_decisions.release(db, person(db, name), hold.id)

    run(check)


def test_contact_details_may_be_left_out(run: Run) -> None:
    """By button or by editing the message; the original is kept. Secrecy can't be reworded away."""

    def check(db: Session) -> None:
        tom = person(db, "Tom")
        entry, hold = _held(db)
        rewording.ask(db, tom, hold.id)
        said = Said("text", "Press closer to the fret", 1002, 9001, verdict=FINE)
        assert rewording.reword(db, tom, hold.id, said, config()) is None
        assert (hold.outcome, hold.words) == ("reworded", "text me on 07700 900123")
        assert entry.state == EntryState.REFUSED
        [row] = promised(db, "answer_for_asker", "Riff")
        assert db.get(Entry, row.params["entry_id"]).text == "Press closer to the fret"  # type: ignore[union-attr]

        entry, hold = _held(db)
        edit = Said("text", "Look at the chart", 1002, entry.message_id or 0, verdict=FINE)
        corrections.edit(db, tom, edit, config())
        assert (entry.state, entry.text) == (EntryState.QUEUED, "Look at the chart")
        assert db.scalars(select(EntryVersion.text).where(EntryVersion.entry_id == entry.id)).one() == hold.words

        entry, hold = _held(db, "our secret", SECRET)
        corrections.edit(db, tom, Said("text", "hello", 1002, entry.message_id or 0, verdict=FINE), config())
        assert entry.state == EntryState.HELD
        with pytest.raises(Refusal):
            rewording.ask(db, tom, hold.id)

    run(check)


def test_an_edit_that_breaks_a_boundary_leaves_the_old_words(run: Run) -> None:
    """They stay until a lead releases the new ones."""

    def check(db: Session) -> None:
        asked = ask(db, "how?")
        entry = answer(db, asked.question_id, "Press closer")
        [row] = promised(db, "answer_for_asker", "Riff")
        settle(db, row, "sent")
        edit = Said("text", "add me on snap", 1002, entry.message_id or 0, verdict=NUMBER)
        corrections.edit(db, person(db, "Tom"), edit, config())
        assert (entry.text, entry.state, entry.version) == ("Press closer", EntryState.DELIVERED, 1)
        hold = db.scalars(select(Hold)).one()
        assert (hold.what, hold.words) == ("edit", "add me on snap")
        assert promised(db, "under_review", "Tom")
        hold_decisions.release(db, person(db, "Leah"), hold.id)
        assert (entry.text, entry.version) == ("add me on snap", 2)

    run(check)


def test_an_album_is_held_whole(run: Run) -> None:
    """Wherever in it the caption stands."""

    def check(db: Session) -> None:
        asked = ask(db, "how?")
        tom = person(db, "Tom")
        for number, (text, verdict) in enumerate((("", FINE), ("call me", NUMBER), ("", FINE))):
            said = Said("photo", text, 1002, 8000 + number, f"file{number}", album="a", verdict=verdict)
            answers.answer(db, tom, asked.question_id, said, config())
        states = db.scalars(select(Entry.state).where(Entry.album == "a")).all()
        assert states == [EntryState.HELD] * 3
        assert not promised(db, "answer_for_asker")
        hold = db.scalars(select(Hold)).one()
        answers.answer(
            db,
            tom,
            asked.question_id,
            Said("photo", "our secret", 1002, 8009, "g", album="b", verdict=SECRET),
            config(),
        )
        late = Said("photo", "call me", 1002, 8010, "h", album="b", verdict=NUMBER)
        answers.answer(db, tom, asked.question_id, late, config())
        assert [one.category for one in db.scalars(select(Hold).order_by(Hold.id))][1:] == ["secrecy_request"]
        hold_decisions.release(db, person(db, "Leah"), hold.id)
        assert len(promised(db, "answer_for_asker")) == 1
        assert len(hold_decisions.read(db, person(db, "Leah"), hold.id).media) == 3

    run(check)


def test_tutors_media_are_listed_or_held(run: Run) -> None:
    """As the service decides; by default they arrive, and stand on the leads' list."""

    def check(db: Session) -> None:
        asked = ask(db, "how?")
        tom = person(db, "Tom")
        first = answers.answer(db, tom, asked.question_id, Said("voice", "", 1002, 8100, "f"), config())
        assert isinstance(first, answers.Answered)
        assert first.entry.state == EntryState.QUEUED
        assert db.get(Unread, first.entry.id) is not None
        asked = ask(db, "and this?", new=True)
        strict = config(tutor_media="held")
        second = answers.answer(db, tom, asked.question_id, Said("voice", "", 1002, 8101, "f"), strict)
        assert isinstance(second, answers.Answered)
        assert second.entry.state == EntryState.HELD

    run(check)


def test_what_an_edit_exchanges_is_listed_or_held_as_well(run: Run) -> None:
    """A harmless picture that becomes another one, words that become a picture; a caption alone shows nothing new."""

    def check(db: Session) -> None:
        tom, leah = person(db, "Tom"), person(db, "Leah")
        entry = answer(db, ask(db, "how?").question_id, "Press closer")
        [row] = promised(db, "answer_for_asker", "Riff")
        settle(db, row, "sent")
        number = entry.message_id or 0
        corrections.edit(db, tom, Said("photo", "like so", 1002, number, "f1", verdict=FINE), config())
        assert [item.entry_id for item in noticing.unread(db, leah)] == [entry.id]
        assert noticing.look_at(db, leah, entry.id)[1] == (Media("photo", "f1"),)
        corrections.edit(db, tom, Said("photo", "like this", 1002, number, "f1", verdict=FINE), config())
        assert noticing.unread(db, leah) == []
        strict = config(tutor_media="held")
        corrections.edit(db, tom, Said("video", "like that", 1002, number, "f2", verdict=FINE), strict)
        assert (entry.kind, entry.file_id, entry.text) == ("photo", "f1", "like this")
        hold = db.scalars(select(Hold)).one()
        assert hold_decisions.read(db, leah, hold.id).media == (Media("video", "f2"),)
        hold_decisions.release(db, leah, hold.id)
        assert (entry.kind, entry.file_id, entry.text) == ("video", "f2", "like that")

    run(check)


def test_a_name_of_a_file_can_hold_a_number_and_a_sticker_anything(run: Run) -> None:
    """The tutor's is held, and no new caption sets it free; the young person's is not given on."""

    def check(db: Session) -> None:
        tom, riff = person(db, "Tom"), person(db, "Riff")
        number = ask(db, "how?").question_id
        facts = {"name": "ring me 07700900123.pdf"}
        answers.answer(db, tom, number, Said("document", "the notes", 1002, 8200, "f", facts, verdict=FINE), config())
        hold = db.scalars(select(Hold)).one()
        assert hold.category == "contact_details"
        again = Said("document", "only the notes", 1002, 8200, "f", facts, verdict=FINE)
        corrections.edit(db, tom, again, config())
        assert hold.decided_at is None
        corrections.edit(db, tom, replace(again, text="my notes", file_id="g", media={"name": "notes.pdf"}), config())
        assert hold.outcome == "reworded"
        assert (hold.entry.file_id, hold.entry.state) == ("g", EntryState.QUEUED)  # type: ignore[union-attr]
        assert db.get(Unread, hold.entry_id) is not None
        sticker = answers.answer(db, tom, number, Said("sticker", "", 1002, 8201, "s", verdict=FINE), config())
        assert isinstance(sticker, answers.Answered)
        assert db.get(Unread, sticker.entry.id) is not None
        with pytest.raises(Refusal) as refusal:
            questions.ask(db, riff, Said("audio", "", 1003, 8300, "f", {"name": "@riff_plays"}), config())
        assert refusal.value.key == "file-name-refused"
        named = questions.ask(db, riff, Said("audio", "my song", 1003, 8301, "f", {"name": "@riff_plays"}), config())
        assert (named.kind, named.file_id, named.text) == ("text", None, "my song")

    run(check)


def test_a_number_in_two_halves_is_held(run: Run) -> None:
    """The second half does not go out; counts in a row do."""

    def check(db: Session) -> None:
        number = ask(db, "how?").question_id
        assert answer(db, number, "start with 07700").state == EntryState.QUEUED
        assert answer(db, number, "1 2 3 4").state == EntryState.QUEUED
        other = ask(db, "and this?", new=True).question_id
        answer(db, other, "07700")
        assert answer(db, other, "900 123").state == EntryState.HELD
        assert db.scalars(select(Hold)).one().category == "contact_details"
        off = config(detection=False)
        assert answer(db, other, "900 123", settings=off).state == EntryState.QUEUED, "people alone look"

    run(check)


def test_words_that_were_edited_after_the_lead_read_them_are_not_released(run: Run) -> None:
    """Not in one tap, and not by a command: they have to be read again."""

    def check(db: Session) -> None:
        tom, leah = person(db, "Tom"), person(db, "Leah")
        entry, hold = _held(db, "it is our song", SECRET)
        hold_decisions.read(db, leah, hold.id)
        clock.travel(timedelta(seconds=1))
        edit = Said("text", "it is our secret, 07700 900123", 1002, entry.message_id or 0, verdict=NUMBER)
        corrections.edit(db, tom, edit, config())
        with pytest.raises(Refusal) as refusal:
            hold_decisions.release(db, leah, hold.id)
        assert refusal.value.key == "hold-edited"
        clock.travel(timedelta(seconds=1))
        assert "07700" in hold_decisions.read(db, leah, hold.id).hold.words
        hold_decisions.release(db, leah, hold.id)
        assert entry.state == EntryState.QUEUED

    run(check)


def test_a_draft_that_becomes_a_picture_is_one(run: Run) -> None:
    """Words that were edited into a picture before they were sent: it is listed like any other."""

    def check(db: Session) -> None:
        tom = person(db, "Tom")
        number = ask(db, "how?").question_id
        kept = answers.draft(db, tom, Said("text", "hello", 1002, 8400, verdict=FINE)).draft
        answers.edit_draft(db, tom, Said("photo", "hello", 1002, 8400, "f", verdict=FINE))
        answers.draft_for(db, tom, kept.id, number)
        sent = answers.send_draft(db, tom, kept.id, config())
        assert isinstance(sent, answers.Answered)
        assert (sent.entry.kind, sent.entry.file_id) == ("photo", "f")
        assert db.get(Unread, sent.entry.id) is not None

    run(check)


def test_a_draft_carries_what_was_found(run: Run) -> None:
    """Sending it later holds it."""

    def check(db: Session) -> None:
        asked = ask(db, "how?")
        tom = person(db, "Tom")
        drafted = answers.draft(db, tom, Said("text", "call me", 1002, 8200, verdict=NUMBER))
        answers.draft_for(db, tom, drafted.draft.id, asked.question_id)
        outcome = answers.send_draft(db, tom, drafted.draft.id, config())
        assert isinstance(outcome, answers.Answered)
        assert outcome.entry.state == EntryState.HELD

    run(check)


def test_words_that_are_no_answer(run: Run) -> None:
    """A title is held, and may be used as it is once a lead has released it."""

    def check(db: Session) -> None:
        tom = person(db, "Tom")
        hold = holding.hold_words(db, tom, words("Meet me alone", SECRET), "title", config())
        assert not holding.may_use(db, tom, "title", "Meet me alone")
        hold_decisions.release(db, person(db, "Leah"), hold.id)
        assert holding.may_use(db, tom, "title", "Meet me alone")
        assert not holding.may_use(db, tom, "title", "Meet me alone tonight")
        assert promised(db, "hold_decided", "Tom")

    run(check)


# --- two adults ---


def test_answers_wait_for_a_second_adult(run: Run) -> None:
    """Both sides are told; when a lead is there again they leave by themselves."""

    def check(db: Session) -> None:
        leah, cora = person(db, "Leah"), person(db, "Cora")
        cover.ask_absence(db, leah, clock.now() + timedelta(days=1))
        assert not second_adult_there(db, person(db, "Tom").id)
        asked = ask(db, "how?")
        entry = answer(db, asked.question_id, "Press closer")
        assert entry.state == EntryState.ALONE
        assert not promised(db, "answer_for_asker")
        assert promised(db, "answer_checked", "Riff")
        assert promised(db, "answer_status", "Tom")
        assert hold_decisions.release_alone(db, config()) == 0
        cover.end_absence(db, leah)
        assert hold_decisions.release_alone(db, config()) == 1
        assert entry.state == EntryState.QUEUED
        assert promised(db, "answer_for_asker", "Riff")
        assert cora.left_at is None

    run(check)


def test_an_answer_on_its_way_waits_as_well(run: Run) -> None:
    """The lead goes between the answer and its leaving."""

    def check(db: Session) -> None:
        asked = ask(db, "how?")
        entry = answer(db, asked.question_id, "Press closer")
        [row] = promised(db, "answer_for_asker", "Riff")
        cover.ask_absence(db, person(db, "Leah"), clock.now() + timedelta(days=1))
        assert not notification_for(row.kind, row.params).compose(db, person(db, "Riff"))
        settle(db, row, "dropped")
        assert db.get(Entry, entry.id).state == EntryState.ALONE  # type: ignore[union-attr]
        cover.end_absence(db, person(db, "Leah"))
        assert hold_decisions.release_alone(db, config()) == 1
        [row] = promised(db, "answer_for_asker", "Riff")
        assert notification_for(row.kind, row.params).compose(db, person(db, "Riff"))

    run(check)


def test_without_leads_a_coordinator_is_the_second_adult(run: Run) -> None:
    """And where nobody else is there at all, the service says so in its configuration."""

    def check(db: Session) -> None:
        person(db, "Leah").left_at = clock.now()
        asked = ask(db, "how?")
        assert answer(db, asked.question_id, "Press closer").state == EntryState.QUEUED
        person(db, "Cora").left_at = clock.now()
        asked = ask(db, "and now?", new=True)
        assert answer(db, asked.question_id, "So").state == EntryState.ALONE
        asked = ask(db, "and so?", new=True)
        small = config(second_adult=False, second_adult_reason="one adult runs this service")
        assert answer(db, asked.question_id, "So", settings=small).state == EntryState.QUEUED
        assert hold_decisions.release_alone(db, small) == 1

    run(check)


def test_an_absence_needs_another_leads_yes(run: Run) -> None:
    """Until then they are on duty; one's own yes does not count."""

    def check(db: Session) -> None:
        leah, dep = person(db, "Leah"), add_person(db, "Dep", Role.LEAD, 1010)
        absence = cover.ask_absence(db, leah, clock.now() + timedelta(days=3))
        assert absence.accepted_at is None
        assert promised(db, "absence_asked", "Dep")
        with pytest.raises(Refusal):
            cover.answer_absence(db, leah, absence.id, True)
        with pytest.raises(NotAllowed):
            cover.answer_absence(db, person(db, "Cora"), absence.id, True)
        cover.answer_absence(db, dep, absence.id, True)
        assert promised(db, "absence_answered", "Leah")
        other = cover.ask_absence(db, dep, clock.now() + timedelta(days=1))
        assert other.accepted_at is not None, "there is no other lead on duty to ask"
        with pytest.raises(Refusal):
            cover.ask_absence(db, leah, clock.now() - timedelta(minutes=1))

    run(check)


def test_the_weekly_test(run: Run) -> None:
    """Not before a whole week's moment has come, once a week, to every contact; a tap confirms it."""

    def check(db: Session) -> None:
        assert cover.run_test(db, config()) is None, "nobody was here yet when it was due"
        clock.travel(timedelta(days=7))
        test = cover.run_test(db, config())
        assert test is not None
        assert cover.run_test(db, config()) is None
        assert {name for name in ("Leah", "Cora", "Tom") if promised(db, "alert_test", name)} == {"Leah", "Cora"}
        for row in promised(db, "alert_test"):
            settle(db, row, "sent")
        cover.confirm_test(db, person(db, "Leah"), test.id)
        with pytest.raises(Refusal):
            cover.confirm_test(db, person(db, "Tom"), test.id)
        tested = cover.last_test(db)
        assert tested is not None
        assert (tested.contacts, tested.sent, tested.confirmed) == (2, 2, 1)
        assert db.scalars(select(AlertTestContact)).all()
        clock.travel(timedelta(days=7))
        assert cover.run_test(db, config()) is not None
        assert cover.run_test(db, config(test_alert="off")) is None

    run(check)


# --- a tutor raises a concern ---


def test_a_raised_concern_hides_the_words_from_other_tutors(run: Run) -> None:
    """The question stays in the queue, the leads are rung, the young person is told who knows."""

    def check(db: Session) -> None:
        from bot.notifications.entries import for_tutor

        asked = ask(db, "my stepdad scares me. and how do i play G?")
        tom, tess = person(db, "Tom"), person(db, "Tess")
        said = Said("text", "x", 1002, 9100)
        ref, alias = raising.raise_concern(db, tom, asked.question_id, "sounds unsafe at home", said, config())
        assert (ref, alias) == ("C1", "Otter-12")
        question = db.get(Question, asked.question_id)
        assert question is not None
        assert question.state == QuestionState.WAITING
        assert promised(db, "concern_alert", "Leah")
        told, later = promised(db, "safety_message", "Riff")
        assert [db.get_one(SafetyNote, row.params["note_id"]).card for row in (told, later)] == [
            "card-tutor-told",
            "card-not-taken-yet",
        ]
        assert later.due_at - told.due_at >= timedelta(minutes=10)

        def shown(to: Any) -> str:
            return str(for_tutor(db, asked, to)[0].text)

        assert "stepdad" in shown(tom)
        assert "stepdad" not in shown(tess)
        with pytest.raises(NotAllowed):
            raising.raise_concern(db, person(db, "Riff"), asked.question_id, "x", said, config())

    run(check)


def test_tutors_see_contact_details_masked(run: Run) -> None:
    """In words; the record keeps the original."""

    def check(db: Session) -> None:
        from bot.notifications.entries import for_tutor

        asked = ask(db, "call me on 07700 900123 about the C chord x32010")
        shown = str(for_tutor(db, asked, person(db, "Tom"))[0].text)
        assert "900123" not in shown
        assert "x32010" in shown
        assert "07700 900123" in asked.text
        ask(db, "its 07700", new=True)
        half = ask(db, "900 123 ok?")
        assert "••• ok?" in str(for_tutor(db, half, person(db, "Tom"))[0].text)
        assert "1 2 3 4 now" in str(for_tutor(db, ask(db, "1 2 3 4 now"), person(db, "Tom"))[0].text)

    run(check)
