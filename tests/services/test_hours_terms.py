"""The terms and tutors' hours: what is said and held in the holidays, and what follows when the terms change."""

from datetime import UTC, datetime

from bot import clock
from bot.services import answers, hours, leaving, questions, terms
from tests.services.question_house import CORA, RIFF, TOM, Run, act, config, furnish, promised, said

SETTINGS = config(hours={"tutors": ["Mon-Fri 09:00-18:00"], "holidays": "", "quiet": "off"})
MONDAY = datetime(2026, 11, 30, 10, tzinfo=UTC)
BACK = datetime(2026, 12, 7, 9, tzinfo=UTC)
TERM = "Autumn; 2026-09-02 to 2026-12-18; half-term {}"


def test_in_half_term_tutors_are_out_of_hours_and_a_correction_lets_go(run: Run) -> None:
    """The receipt, the list, the answer and the apology agree; half-term was another week: what waits goes out."""
    clock.travel(MONDAY - clock.now())
    run(furnish)
    act(run, CORA, terms.change, TERM.format("2026-11-30 to 2026-12-04"), SETTINGS)
    number = act(run, RIFF, questions.ask, said(RIFF, "What is a barre?"), SETTINGS).question_id
    [receipt] = run(lambda db: [row.params for row in promised(db, RIFF, "receipt")])
    assert receipt["back_at"] == BACK.timestamp()
    assert run(lambda db: [row.due_at for row in promised(db, TOM, "morning_digest")]) == [BACK]
    late = run(lambda db: [row.due_at for row in promised(db, RIFF, "late_answer")])
    assert late == [BACK.replace(hour=18)]
    sent = act(run, TOM, answers.answer, number, said(TOM, "One finger"), SETTINGS)
    assert sent.leaves == BACK
    assert run(lambda db: [row.due_at for row in promised(db, RIFF, "answer_for_asker")]) == [BACK]
    assert run(hours.tell_if_nobody, SETTINGS) == 0
    act(run, CORA, terms.change, TERM.format("2026-12-01 to 2026-12-04"), SETTINGS)
    now = clock.now()
    assert run(lambda db: [row.due_at <= now for row in promised(db, RIFF, "answer_for_asker")]) == [True]
    assert run(lambda db: [row.due_at <= now for row in promised(db, TOM, "morning_digest")]) == [True]
    assert run(leaving.opens_at, SETTINGS, now) is None


def test_an_apology_names_a_day_on_which_somebody_is_there(run: Run) -> None:
    """Asked in term; then the next days turn out to be a half-term."""
    clock.travel(MONDAY - clock.now())
    run(furnish)
    act(run, RIFF, questions.ask, said(RIFF, "What is a barre?"), SETTINGS)
    act(run, CORA, terms.change, TERM.format("2026-12-01 to 2026-12-04"), SETTINGS)
    [late] = run(lambda db: promised(db, RIFF, "late_answer"))
    assert late.due_at == MONDAY.replace(hour=18)
    assert late.params["back_at"] == BACK.timestamp()
