"""`python -m bot detect`: judges messages from standard input, one JSON line each."""

import json
from typing import TextIO

from bot.policies.detection import CATEGORIES, Detector


def judge_lines(source: TextIO, sink: TextIO) -> bool:
    """Writes a verdict for each line, in order; a bad line gets a line with "error", and then the answer is False."""
    detector = Detector.load()
    fine = True
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        answer = _judge(detector, line, number)
        fine = fine and "error" not in answer
        sink.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sink.flush()
    return fine


def _judge(detector: Detector, line: str, number: int) -> dict[str, object]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": f"line {number}: not JSON"}
    if not isinstance(asked, dict):
        return {"error": f"line {number}: not an object"}
    direction, text = asked.get("direction"), asked.get("text")
    if direction not in CATEGORIES:
        return {"error": f"line {number}: direction must be one of {', '.join(CATEGORIES)}"}
    if not isinstance(text, str):
        return {"error": f"line {number}: text must be a string"}
    verdict = detector.judge(direction, text)
    answer: dict[str, object] = {
        "category": verdict.category,
        "severity": verdict.severity,
        "reasons": list(verdict.reasons),
    }
    if verdict.unread is not None:
        answer["unread"] = verdict.unread
    return answer
