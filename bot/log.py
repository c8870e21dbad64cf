"""Logging to standard error: with a correlation id, without tokens, names or anybody's words."""

import logging
import re
import sys
from contextvars import ContextVar

correlation: ContextVar[str] = ContextVar("correlation", default="-")
_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.correlation = correlation.get()
        return _TOKEN.sub("<token>", super().format(record))

    def formatException(self, ei: object) -> str:
        """The places of a traceback without its values: an exception's words may quote a person."""
        error, lines, told = ei[1], [], set()  # type: ignore[index]
        while error is not None and id(error) not in told:
            told.add(id(error))
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            step = error.__traceback__
            while step is not None:
                lines.append(f"  at {step.tb_frame.f_code.co_filename}:{step.tb_lineno}")
                step = step.tb_next
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def setup(level: str = "INFO") -> None:
    """Sends every log line to standard error; libraries speak only when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s [%(correlation)s] %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # httpx writes whole addresses, and a Bot API address contains the token.
    for noisy in ("httpx", "httpcore", "telegram", "apscheduler", "alembic", "aiohttp"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
