"""Texts: every key that the code names is there and can be filled, no key twice, and nothing from outside is markup."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Visitor
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config
from bot.delivery.render import _bare
from bot.notifications.menus import _MENUS
from bot.policies.fields import clean_text
from bot.services.people import INSTRUMENTS
from bot.texts import FOLDER, Texts, t
from models.people import Role
from models.questions import EntryState, QuestionState
from tests.unit.text_calls import calls, words_in_code

_FOR_STAFF = {"calendars", "desk", "figures", "oversight", "practice", "saved", "search", "stats", "terms"}
_SIGNALS = {"alert", "alert-again", "hold-alert", "hold-alert-again", "cleared-line"}
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\ufe0f]+")
TEXTS = Texts(ZoneInfo("Europe/London"), "Backline")
FILES = sorted(FOLDER.glob("*/*.ftl"))


def _messages(path: Path) -> list[ast.Message]:
    return [entry for entry in FluentParser().parse(path.read_text("utf-8")).body if isinstance(entry, ast.Message)]


MESSAGES = {message.id.name: message for path in FILES if path.parent.name == "en" for message in _messages(path)}


class _Gaps(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


def _gaps_of(key: str) -> set[str]:
    found = _Gaps()
    found.visit(MESSAGES[key])
    return found.names - {"service"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_is_sound(path: Path) -> None:
    """No line of it is junk to Fluent, and every text says something."""
    body = FluentParser().parse(path.read_text("utf-8")).body
    junk = [entry.content[:80] for entry in body if isinstance(entry, ast.Junk)]
    assert not junk
    assert all(message.value is not None for message in _messages(path))


def test_no_key_stands_in_two_files() -> None:
    """The second would silently be the one that is shown, or not."""
    for language in {path.parent.name for path in FILES}:
        keys = [message.id.name for path in FILES if path.parent.name == language for message in _messages(path)]
        assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_every_text_that_the_code_names_is_there() -> None:
    """By its key, or by a family of keys such as t(f"state-{…}")."""
    missing = [
        f"{call.place}: {call.pattern}"
        for call in calls()
        if not (call.pattern in {re.escape(key) for key in MESSAGES} if call.exact else _family(call.pattern))
    ]
    assert not missing


def _family(pattern: str) -> list[str]:
    return [key for key in MESSAGES if re.fullmatch(pattern, key)]


def test_whoever_names_a_text_fills_its_gaps() -> None:
    """A gap that is left open is an error at the moment when somebody waits for the words."""
    unfilled = []
    for call in calls():
        if call.gaps is not None and call.exact:
            key = next(key for key in MESSAGES if re.escape(key) == call.pattern)
            if not _gaps_of(key) <= call.gaps:
                unfilled.append(f"{call.place}: {key} lacks {sorted(_gaps_of(key) - call.gaps)}")
    assert not unfilled


def test_no_text_is_left_over() -> None:
    """Words that nobody can read any more are removed with what said them."""
    named = words_in_code()
    families = [call.pattern for call in calls() if not call.exact]
    stems = {word for word in named if re.fullmatch(r"[a-z]+(-[a-z0-9]+)*-", word)}
    unused = [
        key
        for key in MESSAGES
        if key not in named
        and not any(re.fullmatch(family, key) for family in families)
        and not any(key.startswith(stem) for stem in stems)
    ]
    assert not unused


def test_families_are_complete() -> None:
    """Where the code makes a key of a state, a role or a command, each of them has its text."""
    wanted = [f"state-{state}" for state in QuestionState]
    wanted += [f"role-{role}" for role in Role] + [f"home-{role}" for role in Role]
    wanted += [f"help-{role.value.replace('_', '-')}" for role in Role]
    wanted += [f"menu-{command}" for commands in _MENUS.values() for command in commands]
    wanted += [f"instrument-{name}" for name in INSTRUMENTS]
    answers = set(EntryState) - {EntryState.RECEIVED, EntryState.HELD, EntryState.REFUSED}
    wanted += [f"answer-{state}" for state in answers]
    kinds = ("text", "photo", "video", "voice", "audio", "document", "animation", "video-note", "sticker")
    wanted += [f"kind-{kind}" for kind in kinds]
    assert [key for key in wanted if key not in MESSAGES] == []


def test_no_text_is_in_italics_or_underlined() -> None:
    """Both are hard to read for some, on any phone."""
    shared = re.compile(r"<(i|u|em|ins)>")
    assert [path.name for path in FILES if shared.search(path.read_text("utf-8"))] == []


def test_an_emoji_stands_at_the_end_of_a_line_and_never_for_words() -> None:
    """In everything that young people may read; staff's signals (alerts, what to mind) come first, with their words."""
    wrong = []
    for path in FILES:
        for line in path.read_text("utf-8").splitlines() if path.stem not in _FOR_STAFF else ():
            words = line.partition(" = ")[2] or line
            for found in _EMOJI.finditer(words):
                last = not _EMOJI.sub("", words[found.end() :]).strip()
                alone = not re.search(r"\w", words[: found.start()])
                if (alone or not last) and line.partition(" = ")[0] not in _SIGNALS and found[0] not in "✓✕⚠":
                    wrong.append(f"{path.name}: {line.strip()}")
    assert wrong == []


def test_no_text_holds_a_helplines_number() -> None:
    """They stand in the configuration, where a service can put them right."""
    numbers = [re.sub(r"\D", "", line.reach) for line in Config().helplines]
    for path in FILES:
        digits = re.sub(r"(?<=\d)\s(?=\d)", "", path.read_text("utf-8"))
        assert [number for number in numbers if len(number) > 3 and number in digits] == [], path.name


def test_what_young_people_read_in_trouble_is_in_short_sentences() -> None:
    """Reading age 9 to 11: one idea a sentence, and common words."""
    texts = [key for key in MESSAGES if re.match("card-|talk-|wrong-|paused|cleared|receipt-|voice-|answer-being", key)]
    assert len(texts) > 25
    for key in texts:
        plain = re.sub(r"<[^>]+>|[{][^}]*[}]", "X", FluentSerializer().serialize_entry(MESSAGES[key]).partition("=")[2])
        if key.startswith(("card-", "talk-", "wrong-")):
            # No cheerful picture, no promise of secrecy, nothing that judges or names a method.
            assert not _EMOJI.search(plain), key
            assert not re.search(
                r"secret|promise|tell nobody|pills|cut |why did|your fault(?<!not your fault)", plain
            ), key
        for sentence in re.split(r"[.?!:]\s|\n", plain):
            words = re.findall(r"[\w']+", sentence)
            assert len(words) <= 22, sentence
            assert not [word for word in words if len(word) > 12], sentence


def test_nothing_from_outside_is_markup() -> None:
    """A name like <b> arrives as those three characters; plain texts for buttons escape nothing."""
    name = '<b>&amp;</b> "x" <a href="tg://user?id=1">'
    html = TEXTS.html(t("words", words=name))
    assert html == '&lt;b&gt;&amp;amp;&lt;/b&gt; "x" &lt;a href="tg://user?id=1"&gt;'
    assert TEXTS.plain(t("button-words", words=name)) == f"{name}"
    nested = TEXTS.html(t("joined-lines", lines=[t("words", words="<i>"), "<u>"]))
    assert nested == "&lt;i&gt;\n&lt;u&gt;"


@given(st.text(max_size=6000))
def test_any_words_arrive_whole(words: str) -> None:
    """However long, and whatever is in them: what a person wrote is what the other reads, cleaned of controls."""
    assert _bare(TEXTS.html(t("words", words=words))) == clean_text(words)
    twice = TEXTS.html(t("joined-lines", lines=[t("words", words=words), words]))
    assert _bare(twice) == clean_text(words) + "\n" + clean_text(words)


@given(
    st.text(alphabet="\ue000\ue0010123456789x", max_size=40), st.text(alphabet="\ue000\ue0010123456789x", max_size=3000)
)
def test_words_cannot_be_taken_for_the_marks_of_long_words(short: str, long: str) -> None:
    """The characters that mark where long words go in are ordinary ones when a person sends them."""
    shown = TEXTS.html(t("joined-lines", lines=[t("words", words=short), t("words", words=long)]))
    assert shown == f"{short}\n{long}"


def test_values_are_shown_as_people_read_them() -> None:
    """Times in the service's zone, lists as lines, durations in words; what is missing is nothing."""
    at = datetime(2026, 7, 1, 17, 30, tzinfo=UTC)
    assert TEXTS.html(t("words", words=at)) == "Wed 1 Jul, 18:30"
    assert TEXTS.html(t("words", words=date(2026, 12, 3))) == "Thu 3 Dec 2026"
    assert TEXTS.html(t("words", words=timedelta(minutes=45))) == "45 minutes"
    assert TEXTS.html(t("words", words=["a", "b"])) == "a\nb"
    assert TEXTS.html(t("words", words=None)) == ""


def test_a_mistake_in_a_text_is_an_error_and_not_a_strange_message() -> None:
    """A key that is not there, and a gap that is not filled, are found before anybody reads them."""
    for wrong in (t("no-such-text"), t("answer-queued", number=1)):
        with pytest.raises(LookupError):
            TEXTS.html(wrong)


def test_an_unknown_language_falls_back() -> None:
    """Whoever reads a language that has no text yet reads English."""
    assert TEXTS.html(t("old-button"), "xx") == TEXTS.html(t("old-button"), "en")
