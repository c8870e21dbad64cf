"""How a session was, as a young person says it: five faces, typed as a number or a word; and when low ones add up."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

BEST: Final = 5
FACES: Final = (5, 4, 3, 2, 1)  # the best first, as they are offered
LOW: Final = 2  # this and what is below
IN_A_ROW: Final = 3

_WORDS: Final[dict[int, str]] = {
    5: "5|five|great|amazing|awesome|brilliant|fantastic|loved it|really good|very good|😀|😃|😄|😁|😍|🤩",
    4: "4|four|good|nice|fun|liked it|🙂|😊|☺",
    3: "3|three|ok|okay|fine|alright|all right|so so|meh|not bad|😐|😑",
    2: "2|two|not so good|not good|not great|not so great|could be better|🙁|☹|😕",
    1: "1|one|bad|awful|terrible|horrible|hated it|really bad|very bad|😞|😢|😭|😡",
}
_FACES: Final = {phrase: face for face, phrases in _WORDS.items() for phrase in phrases.split("|")}
_LONGEST_FIRST: Final = "|".join(re.escape(phrase) for phrase in sorted(_FACES, key=len, reverse=True))
_LEADING: Final = re.compile(rf"(?:it was\s+)?({_LONGEST_FIRST})\ufe0f?(?![\w'’])[\s,.:;!–—-]*(.*)", re.I | re.DOTALL)


def face_in(text: str) -> int | None:
    """The face that the whole text names, 1 (bad) to 5 (great); None where it says anything more."""
    face, rest = face_and_words(text)
    return None if rest else face


def face_and_words(text: str) -> tuple[int | None, str]:
    """The face that the text begins with, and what follows it: "4 it was loud" is 4 with words."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _LEADING.fullmatch(plain)
    if match is None:
        return None, plain
    return _FACES[match[1].casefold()], match[2].strip()


def is_face(number: int) -> bool:
    """Whether the number is one of the five."""
    return 1 <= number <= BEST


def low_in_a_row(faces: Sequence[int]) -> bool:
    """Whether three of these, one after the other, are low: a lead is shown that."""
    return any(all(face <= LOW for face in faces[at : at + IN_A_ROW]) for at in range(len(faces) - IN_A_ROW + 1))
