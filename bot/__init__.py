"""The bot: what Backline decides and promises."""

import sys

# What python-telegram-bot imports and we do not use brings a command line along: 3 MB that nobody would ever ask for.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
