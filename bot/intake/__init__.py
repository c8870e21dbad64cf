"""Telegram to inbox to handlers: stored before it is acknowledged, handled in order within a chat."""
