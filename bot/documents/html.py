"""A transcript as one HTML file that needs nothing else: it reads on a phone, and prints."""

from html import escape

from bot.documents.transcript import Line, Thread, Transcript

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; border-top: 1px solid; padding-top: 1rem; }
ol { list-style: none; padding: 0; } li { margin: 0 0 1rem; padding-left: .75rem; border-left: .25rem solid; }
li.young { border-color: #2a7; } li.staff { border-color: #47c; }
.who { font-weight: 600; } .words { white-space: pre-wrap; overflow-wrap: anywhere; margin: .1rem 0; }
.note, .earlier, .about, .made, time { opacity: .8; } .earlier { white-space: pre-wrap; margin: .1rem 0 0 1rem; }
@media print { li { break-inside: avoid; } body { max-width: none; } }
"""


def to_html(transcript: Transcript) -> bytes:
    """The document in UTF-8; whatever anybody said is escaped."""
    threads = "".join(map(_thread, transcript.threads)) or f"<p>{escape(transcript.nothing)}</p>"
    document = (
        f'<!DOCTYPE html>\n<html lang="{escape(transcript.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # Nothing in it may reach out, whatever was said.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(transcript.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(transcript.title)}</h1>\n<p class="made">{escape(transcript.made)}</p>\n'
        f"{threads}</main>\n</body>\n</html>\n"
    )
    return document.encode("utf-8", "replace")


def _thread(thread: Thread) -> str:
    about = f'<p class="about">{escape(thread.about)}</p>\n' if thread.about else ""
    lines = "".join(map(_line, thread.lines))
    return f"<section>\n<h2>{escape(thread.heading)}</h2>\n{about}<ol>\n{lines}</ol>\n</section>\n"


def _line(line: Line) -> str:
    note = f' <span class="note">({escape(line.note)})</span>' if line.note else ""
    earlier = "".join(f'<p class="earlier">{escape(words)}</p>' for words in line.earlier)
    return (
        f'<li class="{"young" if line.young else "staff"}"><span class="who">{escape(line.who)}</span>'
        f' · <time>{escape(line.when)}</time>{note}<p class="words" dir="auto">{escape(line.words)}</p>{earlier}</li>\n'
    )
