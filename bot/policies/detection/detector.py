"""The detector: rules and classifier together, for one message at a time."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, Optional, Self

from bot.policies.detection import contacts
from bot.policies.detection.contacts import Span
from bot.policies.detection.features import buckets
from bot.policies.detection.normal import LONGEST, normal, words
from bot.policies.detection.official import about_an_office
from bot.policies.detection.pieces import pieces
from bot.policies.detection.readable import script, strange_words
from bot.policies.detection.rules import Rules, shipped
from bot.policies.detection.verdict import SEVERITIES, Direction, Severity, Verdict, worse

if TYPE_CHECKING:
    # The classifier's libraries weigh more than the rest of the bot: who judges by rules alone does without.
    from bot.policies.detection.encoder import Encoder
    from bot.policies.detection.model import Classifier, Opinion

_MOST_PIECES: Final = 4
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Detector:
    """Judges messages; after `load` it reads nothing more, and any number of threads may use it."""

    rules: Rules
    classifier: Optional["Classifier"]
    encoder: Optional["Encoder"]
    allowed_links: frozenset[str] = contacts.ALLOWED_LINKS
    allowed_numbers: frozenset[str] = contacts.ALLOWED_NUMBERS

    @classmethod
    def load(
        cls,
        allowed_links: frozenset[str] = contacts.ALLOWED_LINKS,
        allowed_numbers: frozenset[str] = contacts.ALLOWED_NUMBERS,
    ) -> Self:
        """Rules, and the classifier where its encoder is installed; takes about two seconds."""
        try:
            from bot.policies.detection import encoder, model

            classifier, sentences = model.Classifier.shipped(), encoder.SentenceEncoder()
        except (ImportError, OSError) as error:
            _log.warning("detection: rules only, %s", type(error).__name__)
            return cls(shipped(), None, None, allowed_links, allowed_numbers)
        return cls(shipped(), classifier, sentences, allowed_links, allowed_numbers)

    @classmethod
    def by_rules(cls) -> Self:
        """Rules alone: light, and a hundred times as fast."""
        return cls(shipped(), None, None)

    @property
    def complete(self) -> bool:
        """Whether the classifier works besides the rules."""
        return self.classifier is not None and self.encoder is not None

    def judge(self, direction: Direction, text: str) -> Verdict:
        """What is wrong with a message, if anything; never raises, whatever the text."""
        return self.judge_all([(direction, text)])[0]

    def judge_all(self, messages: Sequence[tuple[Direction, str]]) -> list[Verdict]:
        """The same of many, in order: together they are embedded in a third of the time."""
        opinions = self._opinions(messages)
        return [self._verdict(*message, opinion) for message, opinion in zip(messages, opinions, strict=True)]

    def _verdict(self, direction: Direction, text: str, opinion: "Opinion | None") -> Verdict:
        spoken = words(text)
        found = self.rules.applying(direction, spoken)
        severity: Severity = "none"
        category = "none"
        reasons: list[str] = []
        for rule in found:
            severity, category = self._add(rule.category, rule.severity, severity, category)
            reasons.append(f"rule {rule.name}: {rule.why}")
        for kind, grade in self._contacts(direction, text):
            name = "contact_sharing" if direction == "young_person" else "contact_details"
            severity, category = self._add(name, grade, severity, category)
            reasons.append(f"rule contact-in-text: holds a {kind}")
        score = 0.0
        if opinion is not None:
            from bot.policies.detection.model import category_names

            names, score = category_names(direction), opinion.score
            grade = self._grade(direction, opinion)
            if grade != "none":
                likely = names[1 + int(opinion.categories[1:].argmax())]
                severity, category = self._add(likely, grade, severity, category)
                reasons.append(f"classifier: {likely}, {grade}, score {score:.2f}")
        return Verdict(
            category, severity, tuple(dict.fromkeys(reasons)), round(score, 3), self._unread(text, spoken, severity)
        )

    @staticmethod
    def _add(category: str, grade: Severity, severity: Severity, so_far: str) -> tuple[Severity, str]:
        graver = SEVERITIES.index(grade) > SEVERITIES.index(severity)
        return worse(grade, severity), category if graver else so_far

    def _contacts(self, direction: Direction, text: str) -> list[tuple[str, Severity]]:
        spans: list[Span] = contacts.find_contacts(text[:LONGEST], self.allowed_links, self.allowed_numbers)
        if direction == "young_person":
            # A song on some page is masked, and no worry; a way to be reached is one.
            return [
                (span.kind, "medium") for span in spans if span.kind != "link" or contacts.is_private_link(span.text)
            ]
        return [
            (span.kind, "medium" if span.kind == "link" and not contacts.is_private_link(span.text) else "high")
            for span in spans
            if not (span.kind == "phone" and about_an_office(text, span.start))
        ]

    def _opinions(self, messages: Sequence[tuple[Direction, str]]) -> Sequence["Opinion | None"]:
        if self.classifier is None or self.encoder is None:
            return [None] * len(messages)
        from bot.policies.detection.encoder import embed

        typed = [self._pieces(direction, text) for direction, text in messages]
        plain = [[normal(piece) for piece in parts] for parts in typed]
        rows = iter(embed(self.encoder, list(chain(*plain)), list(chain(*typed))))
        return [
            max((self.classifier.opinion(direction, next(rows), buckets(part)) for part in parts), key=_gravest)
            for (direction, _), parts in zip(messages, plain, strict=True)
        ]

    def _pieces(self, direction: Direction, text: str) -> list[str]:
        found = pieces(text)
        if len(found) > _MOST_PIECES and self.classifier is not None:
            # Embedding them all would take too long: those whose wording alone worries most.
            order = self.classifier.most_worrying(direction, [buckets(normal(piece)) for piece in found])
            found = [found[at] for at in order[:_MOST_PIECES]]
        return found

    def _grade(self, direction: Direction, opinion: "Opinion") -> Severity:
        assert self.classifier is not None
        least = self.classifier.thresholds[direction]
        if opinion.score < least.worry:
            return "none"
        if opinion.at_least(2) < least.high:
            return "medium"
        return "immediate" if direction == "young_person" and opinion.at_least(3) >= least.immediate else "high"

    def _unread(self, text: str, spoken: list[str], severity: Severity) -> str | None:
        if len(text) > LONGEST:
            return f"only the first {LONGEST} characters were read"
        # What was found worrying reaches a human anyway; it is the seeming all-clear that must say what it rests on.
        if severity != "none":
            return None
        if (name := script(text)) is not None:
            return f"script: {name}"
        if self.classifier is not None and strange_words(spoken, self.classifier.knows):
            return "language: most words are unknown"
        return None


def _gravest(opinion: "Opinion") -> tuple[float, float]:
    return (opinion.at_least(2), opinion.score) if opinion.score > 0.5 else (0.0, opinion.score)
