"""A conversation as a document: what it holds, with every word already in the reader's language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One thing that was said; `earlier` is what it said before its edits, `note` what became of it."""

    who: str
    when: str
    words: str
    note: str
    young: bool
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thread:
    """One question with everything said about it."""

    heading: str
    about: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Transcript:
    """A whole conversation. `nothing` stands where there are no threads, `page` is how a page number reads."""

    title: str
    made: str
    nothing: str
    not_drawn: str  # said in the PDF where its font lacks a character
    page: str
    language: str
    threads: tuple[Thread, ...]
