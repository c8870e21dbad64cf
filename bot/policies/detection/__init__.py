"""Detection: which messages must pull a human in, why, and how urgently; pure once loaded."""

from bot.policies.detection.contacts import Span, find_contacts, mask
from bot.policies.detection.detector import Detector
from bot.policies.detection.verdict import CATEGORIES, SEVERITIES, Direction, Severity, Verdict

__all__ = ["CATEGORIES", "SEVERITIES", "Detector", "Direction", "Severity", "Span", "Verdict", "find_contacts", "mask"]
