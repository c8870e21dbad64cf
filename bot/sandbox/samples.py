"""Small real media for those who only need something to send: a tone, a test card, a coloured picture."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode

from bot.sandbox.params import Upload

# One second of a tone, Opus.
VOICE = b64decode(
    "T2dnUwACAAAAAAAAAAAAAAAAAAAAAAIotXIBE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAAAAAAABAAAASZW+VAEuT3"
    "B1c1RhZ3MGAAAAZmZtcGVnAQAAABQAAABlbmNvZGVyPUxhdmMgbGlib3B1c09nZ1MAAIC7AAAAAAAAAAAAAAIAAACQ4mALMg0VExIQ"
    "Dw0QEBAPExISEBIODxMQDg0OFhcMDg4ODQ4PDA0NCw0MDQ0ODgsLDA4MCw0NCINtgtAc/epJ/gE/wAinGl2KmC5fWspQj0PpJrkNsG"
    "40QAihLxDkXfvcBAxIvcap4Y+Dh0AIoTjQdzKqVz3/XFtn7EHwh4AIoTjQdzKqXlgh3SiI4cNACKFIA0bVUnPaiQlRYtZYCKE40Hcy"
    "qlwzVzYLOQihLxDkXfvcBvI+vXWEjBAIoTjQdzKqVr1bWvlXq15QCKE40Hcyqmb1W80andvvYgihLxDkXfvF3pCme/VaIAihONB3Mq"
    "pWmfIYN7F5dcGmTNAIoTjQdzKqXlLMGuRYSjgAIXgIoTjQdzKqVr7yIHSBnXEvEIIIoTjQdzKqXqnVBoVxON2nCKFIA0bVUn1a6rP1"
    "iz+0bpfACKE40Hcyql6puJx1TYAIoS8Q5F3738uAbgjJVUAIoTjO/AZGOE9PlUJxTLJoyFoUCKE40Hcyql6QAeaw70vZNwihSANG1V"
    "Jz2oR/vJxMCKE40Hcyql6puILtwAihLxDkXfvfy3v7xejQCKL5JTToqUdFTArZLJaW41E7mQJvsAikSLrsSrIDOFpXu7dwA7501f2V"
    "WbUzCKPT5LHlsyDtbgi7CKPT5LG7ApCGsz25drAIo9PkseWzIO11GXmDQAij0+Sx5bMg7W4NoFnACKKBLvwCMxg2xTnyoAg6lEWeMT"
    "DIS8N+2T3QCDquAmrKg4eHp7mlEBhACDtktZ4xOJquhw4oCDtktZ4xOKDk4L8GQAg7ZLWeLzBG6rdoCvAIO2S1ni8AgBpOwAg7YXai"
    "nmc3ZBWNbmEIO2S1njE4mq6HDygIO2S1njEwvxkCbxsYCDtktZ4vMFNMu+wE2Ag7ZLWeLvtyjyZHV3qzCDthdqKeS+qRcAW5TZAIO2"
    "S1njE85lcznQg7ZLWeMTBG0b3ZCDtktZ4vMEZnB0g3CDtktZ4u+wyOuc+V9EAIO2F2op5nUadxGGMIO2S1njE4n7OU7Qg7ZLWeMTC/"
    "GQJvGxgIO2S1ni8wU0y77ATYT2dnUwAEuLwAAAAAAAAAAAAAAwAAAP7HEg8BEAiDbYGKk2oWQe4hR1CKA+A="
)
# The same, MP3.
MUSIC = b64decode(
    "/+MYxAANIJaceUwAAAgLdwL3ve973vSlKUpSnXve97/O007EMCYEwJiOf8OBAEMTh///nOn3f0ghy/uxAAwf4Y6VJoiwyxM//+MYxA"
    "YOcPKUAZRQAOOaK1HKELf4WeEcgd4wBjwknAO+SEaSHgdCKJzCSAyBRFYRQiv/yEej044iEv+EgaEp0Gn//////////+MYxAcN6KZA"
    "Ad4AAP/////5UlsAgAk1hCAIYEIKBg1gtGDmI8Yc8ixjCCGGF6CYYGYGgOAjL7g4A1IV1Or///fVgRe0wIIy/+MYxAoM2KY0AAa8RC"
    "SNAlOPYMMAUs23aCzPQD/MJ0EIwMgCygApRNE5UrDrH////////q/9Vf//+AF5p6NHTwMuHOQ4MNMQ/+MYxBENMKY0AAa8RBN4R/00"
    "MQyzC0A6MEcBswHgEjAEAILPpeMDx////////3//rf//+Tt6l0DgEwITApsDIcEj0GEB0UYH/+MYxBcMeKY0AAb8RCMASA6hYC4AgH"
    "hgAZEAImyx2///////////1P//+IsySNLhGLDGaInDXGF0GObXrKpngBLmE2A4GA0h/+MYxCAMOKY4AAa8RMAuluocwFpWH///////"
    "///X///5Q4bDH7YAYZpzeGEKIOah0FplnhnmDkB0YFIC5gHAFFkEH2IOXir//+MYxCoKGKY8AAZ8RP/5c4qYRaEwg8wqwyG8wPRnDK"
    "wxeMXcUIwKAXwaBAKgBqTSZVE2t///////////rv//+CVtIMlujGhD/+MYxDwMMKY4AAa8REgU6pIw5gZTghOJNIgEUFDDCwSBgLgA"
    "hUAVDxbLCsP/////////+qr5FBZYjwSYM6AFPgZ64YO4tppQ/+MYxEYMkKY0AAa8RFhplIiPmDMCsYE4EpgIAIGAEAAW/UsZfjX///"
    "jTOUVizJiCJj1BpMpg3i9GiVbEZLokxgrApmAiAwnq/+MYxE4K2KY4AAU8RM2SRViZbfX4KsYT9TSCABh4DEMCPMMgC43KyEDP+AkM"
    "KkAMwPgADAVAFBIAaExfbRNf/////////9D//+MYxF0KIKY4AAa8RP/+shwYkEIAt7AwCgpAwLgUAwNAfA1xfZAybl/AxthzAwthBB"
    "YDYaOBgLAKFh4o7SQCf////9xHjddr/+MYxG8MuKY4AAH8QP////3TYGmLCKN+vIzSacbjKTYXtipb8wEfA0AClf9b+AiwogUgOQMU"
    "Sv//x3kkOQmF0lzpt///mhxE/+MYxHcMOKZEAVYAAN1gQgf/+sCEAuBA4f//lQIHA8BDRJ///5pDzSoGss09aarVttZW15o6MnbLly"
    "65yDUDqMkiSetGTzJi/+MYxIEYSZ6MKZtoAPMrVq13GlxoUNxBsQVwU7IbiL8FdCpMQU1FMy4xMDCqqqqqqqqqqqqqqqqqqqqqqqqq"
    "qqqqqqqqqqqq/+MYxFoNILaEQcwIAaqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
    "qqqqqq"
)
# One second of a test card, H.264.
CLIP = b64decode(
    "AAAAIGZ0eXBpc29tAAACAGlzb21pc28yYXZjMW1wNDEAAANUbW9vdgAAAGxtdmhkAAAAAAAAAAAAAAAAAAAD6AAAA+gAAQAAAQAAAA"
    "AAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAAAqN0"
    "cmFrAAAAXHRraGQAAAADAAAAAAAAAAAAAAABAAAAAAAAA+gAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAABAAAAAAAAAA"
    "AAAAAAAABAAAAAAEAAAABAAAAAAAAkZWR0cwAAABxlbHN0AAAAAAAAAAEAAAPoAAAQAAABAAAAAAIbbWRpYQAAACBtZGhkAAAAAAAA"
    "AAAAAAAAAAAoAAAAKABVxAAAAAAALWhkbHIAAAAAAAAAAHZpZGUAAAAAAAAAAAAAAABWaWRlb0hhbmRsZXIAAAABxm1pbmYAAAAUdm"
    "1oZAAAAAEAAAAAAAAAAAAAACRkaW5mAAAAHGRyZWYAAAAAAAAAAQAAAAx1cmwgAAAAAQAAAYZzdGJsAAAAwnN0c2QAAAAAAAAAAQAA"
    "ALJhdmMxAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAEAAQABIAAAASAAAAAAAAAABDExhdmMgbGlieDI2NAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAGP//AAAAOGF2Y0MBZAAK/+EAGmdkAAqscgREJsBEAAADAAQAAAMAKDxIlhGAAQAHaOhDglLIsP34+AAAAAAQcGFzcAAAAAEA"
    "AAABAAAAFGJ0cnQAAAAAAAAnOAAAJzgAAAAYc3R0cwAAAAAAAAABAAAABQAACAAAAAAUc3RzcwAAAAAAAAABAAAAAQAAADhjdHRzAA"
    "AAAAAAAAUAAAABAAAQAAAAAAEAACgAAAAAAQAAEAAAAAABAAAAAAAAAAEAAAgAAAAAHHN0c2MAAAAAAAAAAQAAAAEAAAAFAAAAAQAA"
    "AChzdHN6AAAAAAAAAAAAAAAFAAAEfAAAADsAAAAOAAAAFgAAAAwAAAAUc3RjbwAAAAAAAAABAAADhAAAAD11ZHRhAAAANW1ldGEAAA"
    "AAAAAAIWhkbHIAAAAAAAAAAG1kaXJhcHBsAAAAAAAAAAAAAAAACGlsc3QAAAAIZnJlZQAABO9tZGF0AAACrwYF//+r3EXpvebZSLeW"
    "LNgg2SPu73gyNjQgLSBjb3JlIDE2NCByMzA5NSBiYWVlNDAwIC0gSC4yNjQvTVBFRy00IEFWQyBjb2RlYyAtIENvcHlsZWZ0IDIwMD"
    "MtMjAyMiAtIGh0dHA6Ly93d3cudmlkZW9sYW4ub3JnL3gyNjQuaHRtbCAtIG9wdGlvbnM6IGNhYmFjPTEgcmVmPTE2IGRlYmxvY2s9"
    "MTowOjAgYW5hbHlzZT0weDM6MHgxMzMgbWU9dW1oIHN1Ym1lPTEwIHBzeT0xIHBzeV9yZD0xLjAwOjAuMDAgbWl4ZWRfcmVmPTEgbW"
    "VfcmFuZ2U9MjQgY2hyb21hX21lPTEgdHJlbGxpcz0yIDh4OGRjdD0xIGNxbT0wIGRlYWR6b25lPTIxLDExIGZhc3RfcHNraXA9MSBj"
    "aHJvbWFfcXBfb2Zmc2V0PS0yIHRocmVhZHM9MiBsb29rYWhlYWRfdGhyZWFkcz0xIHNsaWNlZF90aHJlYWRzPTAgbnI9MCBkZWNpbW"
    "F0ZT0xIGludGVybGFjZWQ9MCBibHVyYXlfY29tcGF0PTAgY29uc3RyYWluZWRfaW50cmE9MCBiZnJhbWVzPTggYl9weXJhbWlkPTIg"
    "Yl9hZGFwdD0yIGJfYmlhcz0wIGRpcmVjdD0zIHdlaWdodGI9MSBvcGVuX2dvcD0wIHdlaWdodHA9MiBrZXlpbnQ9MjUwIGtleWludF"
    "9taW49NSBzY2VuZWN1dD00MCBpbnRyYV9yZWZyZXNoPTAgcmNfbG9va2FoZWFkPTYwIHJjPWNyZiBtYnRyZWU9MSBjcmY9MzUuMCBx"
    "Y29tcD0wLjYwIHFwbWluPTAgcXBtYXg9NjkgcXBzdGVwPTQgaXBfcmF0aW89MS40MCBhcT0xOjEuMDAAgAAAAcVliIEAE//PEaNb/9"
    "D2p7TWnEd80Mag05eWISUcjDZyYA5H5JahRgnRuo48dPtYugFeKaolJz514TMO5XCNTb99rFRnTZbrTCiGK7+7gwwoGtKyuWEsdvmp"
    "5vTynZo/DlA5FLMztF0rXxrhtn5eCqC4bcKbaw2UjsJdZyXxF5H4LvN6+mHVd2oXtNRV+aFPNUfrpmOfCVP7SM1yI6SGOQ+qQ6MXS0"
    "ULXJdrO0gp5LOD11KrnGZGln7J4JILrduDkDP3yFbNvCO3V7x3itFjPtcgPvqj+4QJGaZpqQCUUvQ3kq3CQYqkrbzcXc6YvK4nmDGP"
    "+i4d/arsH8YDAGC4y9a6XBUQZYSv9X3q6xyvlRhcLjqfc16C9ywiznchM4Qngsjzo5Kx3Tp2FBnaFRTsKccDwGPiUN3V0KSsun+Xzm"
    "BvggJU+HHuC0XxFg8wBbWJMECE/8vyfFubiXSH0hiAK0KvcqIhMLJLk2BC4gpYHhyk7ZEGpuWytZuOodjnINLi7EWgBRLAM6L2NlqN"
    "8pHAHiwLJnD71G+9aVVQA8Z7MQm2Lts6zr2wcts6SHCD/og/l0HotYCPyBI6kijP8rMc1atwTjh/aoEAAAA3QZoIjYjPfoPWQmaqFZ"
    "33EABBcZI9HVQNiMEYeWWmYlSuQX0VTQwPCyrD9XFl5vdVjSiUzJRaQAAAAApBnhBHER+8XARVAAAAEgGeGCaIz8O2JoupBFHU40qN"
    "gAAAAAgBnhhtSM+LgQ=="
)
# An orange square, WebP.
STICKER = b64decode(
    "UklGRloAAABXRUJQVlA4IE4AAAAwBACdASpAAEAAPpFIoEwlpCMiIggAsBIJaQDRroB+AAAQN1NQBXiFuQAA/uyXj/+sr+ZX8yv98j"
    "//G7cYb76PsISfw+x5JZonQPJEAAA="
)

_MIMES = {
    "photo": "image/png",
    "voice": "audio/ogg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "audio": "audio/mpeg",
    "animation": "video/mp4",
    "document": "text/plain",
    "sticker": "image/webp",
}
_NAMES = {"audio": "tone.mp3", "video": "card.mp4", "animation": "card.mp4", "document": "notes.txt"}


def picture(number: int = 0, width: int = 640, height: int = 480) -> bytes:
    """A PNG of one colour, a different one for each number."""
    colour = bytes((60 + number * 53 % 190, 130 + number * 31 % 120, 200 - number * 71 % 190))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + colour * width) * height, 1)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def upload(kind: str, content: bytes | None = None, number: int = 0, name: str = "") -> Upload:
    """A file of that kind, with bytes of one's own or the sample's."""
    if content is None:
        content = _content(kind, number)
    return Upload(name or _NAMES.get(kind, f"file_{number}"), _MIMES.get(kind, ""), content)


def _content(kind: str, number: int) -> bytes:
    match kind:
        case "photo":
            return picture(number)
        case "voice":
            return VOICE
        case "audio":
            return MUSIC
        case "sticker":
            return STICKER
        case "document":
            return f"Notes, page {number + 1}\n".encode()
    return CLIP
