"""The bot: what Backline decides and promises."""
