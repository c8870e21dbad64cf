"""The first invitations: nobody knows a coordinator's numeric id, but everybody can open a link."""

from telegram.error import TelegramError

from bot.client import make_client
from bot.config import Config
from bot.errors import ConfigurationError, Refusal
from bot.services.invitations import invite
from models.database import Database
from models.people import Role


async def make_links(config: Config, role: str, count: int, days: int | None) -> list[str]:
    """One-use links; where Telegram can't tell the bot's name, the bare /start commands."""
    if role not in list(Role):
        raise ConfigurationError(f"ROLE {role}: there is no such role; {', '.join(Role)}")
    wanted = Role(role)
    days = days or (config.joining.days_valid if wanted == Role.YOUNG_PERSON else None)
    database = Database(config.database.url)
    try:
        codes = await database.write(invite, None, wanted, count, days)
    except Refusal as refusal:
        raise ConfigurationError(f"--count {count}: {refusal.key}") from refusal
    finally:
        database.close()
    username = await _username(config)
    return [f"https://t.me/{username}?start={code}" if username else f"/start {code}" for code in codes]


async def _username(config: Config) -> str | None:
    if not config.telegram.token:
        return None
    client = make_client(config.telegram.token, config.telegram.api_url)
    await client.initialize()
    try:
        me = await client.call("getMe", _timeout=5)
    except TelegramError:
        return None
    finally:
        await client.shutdown()
    return str(me["username"])
