"""The detector: rules and classifier together, for one message at a time."""

import logging
from dataclasses import dataclass
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
        if self.classifier is not None and self.encoder is not None:
            from bot.policies.detection.model import category_names

            opinion, names = self._opinion(direction, text), category_names(direction)
            score = opinion.score
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

    def _opinion(self, direction: Direction, text: str) -> "Opinion":
        from bot.policies.detection.encoder import embed

        assert self.classifier is not None and self.encoder is not None  # noqa: PT018
        typed = pieces(text)
        if len(typed) > _MOST_PIECES:
            # Embedding them all would take too long: those whose wording alone worries most.
            order = self.classifier.most_worrying(direction, [buckets(normal(piece)) for piece in typed])
            typed = [typed[at] for at in order[:_MOST_PIECES]]
        plain = [normal(piece) for piece in typed]
        rows = embed(self.encoder, plain, typed)
        opinions = [
            self.classifier.opinion(direction, row, buckets(part)) for row, part in zip(rows, plain, strict=True)
        ]
        return max(
            opinions,
            key=lambda opinion: (opinion.at_least(2), opinion.score) if opinion.score > 0.5 else (0.0, opinion.score),
        )

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
