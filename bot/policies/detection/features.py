"""What the classifier looks at besides meaning: words, pairs of words and pieces of words, as numbered buckets."""

from typing import Final
from zlib import crc32

BUCKETS: Final = 1 << 14
_LONGEST: Final = 600  # characters; a longer piece is never handed in


def buckets(plain: str) -> list[int]:
    """Buckets of each word, each pair, each pair with a word between, and each run of 3 to 5 letters; sorted."""
    plain = plain[:_LONGEST]
    words = ["<", *plain.split(), ">"]
    found: set[str] = set()
    for at, word in enumerate(words):
        found.add(f"w {word}")
        if at + 1 < len(words):
            found.add(f"p {word} {words[at + 1]}")
        if at + 2 < len(words):
            found.add(f"s {word} {words[at + 2]}")
    for word in words[1:-1]:
        framed = f"<{word}>"
        for size in (3, 4, 5):
            found.update(f"c {framed[i : i + size]}" for i in range(len(framed) - size + 1))
    return sorted({crc32(name.encode("utf-8", "replace")) % BUCKETS for name in found})
