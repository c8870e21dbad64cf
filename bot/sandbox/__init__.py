"""The embedded Telegram, for demo, training and tests.

async with Sandbox([Person(11, "Ada", "Young person")]) as sandbox:
    ...                                  # a bot with api_url=sandbox.url and token=sandbox.token
    phone = sandbox.phone(11)
    await phone.start("CODE")
    await phone.wait("Welcome")          # the first message of the bot since this phone's last act
    await phone.press_first()
"""

from bot.sandbox.errors import SandboxError
from bot.sandbox.people import Bubble, Button, Person
from bot.sandbox.phone import Phone
from bot.sandbox.remote import RemotePhones
from bot.sandbox.sandbox import TOKEN, Sandbox

__all__ = ["TOKEN", "Bubble", "Button", "Person", "Phone", "RemotePhones", "Sandbox", "SandboxError"]
