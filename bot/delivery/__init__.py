"""Outbox to Telegram: claim, compose, render, send, settle."""
