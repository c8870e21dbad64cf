"""The embedded Telegram, for demo, training and tests."""

from bot.sandbox.errors import SandboxError
from bot.sandbox.people import Bubble, Button, Person
from bot.sandbox.phone import Phone
from bot.sandbox.remote import RemotePhones
from bot.sandbox.sandbox import TOKEN, Sandbox

__all__ = ["TOKEN", "Bubble", "Button", "Person", "Phone", "RemotePhones", "Sandbox", "SandboxError"]
