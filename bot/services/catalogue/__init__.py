"""The lesson catalogue: a TOML or CSV file, read whole or refused with every fault named."""

from bot.services.catalogue.entries import Catalogue, Chapter, LessonEntry, Series, Video
from bot.services.catalogue.faults import CatalogueFaults, Fault
from bot.services.catalogue.fields import INSTRUMENTS, LEVELS, parse_time, show_time
from bot.services.catalogue.reading import Progress, read_catalogue

__all__ = [
    "INSTRUMENTS",
    "LEVELS",
    "Catalogue",
    "CatalogueFaults",
    "Chapter",
    "Fault",
    "LessonEntry",
    "Progress",
    "Series",
    "Video",
    "parse_time",
    "read_catalogue",
    "show_time",
]
