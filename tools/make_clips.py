"""Make the sample lessons' clips: `python tools/make_clips.py [KEY …]`, a minute or two for all of them.

Needs ffmpeg with libx264 on the path and, in an environment of its own,
`pip install pillow font-fredoka-one font-hanken-grotesk` (both fonts under the SIL Open Font License).
The bot needs none of this: the clips are in the repository. The modules in `tools/clips` work out the sounds
sample by sample and draw the pictures frame by frame. At the end the lengths and chapters of the sample
catalogue are compared with the storyboards. The same versions of Pillow and ffmpeg make the same bytes.
"""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from clips import guitar, keyboards, rhythm
from clips.canvas import HEIGHT, WIDTH
from clips.story import Clip

SAMPLES = Path(__file__).resolve().parent.parent / "bot" / "samples"
FRAMES = 15  # a second
EXACT = [
    "-map_metadata",
    "-1",
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    "-flags:a",
    "+bitexact",
    "-threads",
    "1",
]
PICTURE = [
    "-c:v",
    "libx264",
    "-profile:v",
    "baseline",
    "-preset",
    "veryslow",
    "-pix_fmt",
    "yuv420p",
    "-g",
    "150",
]
COLOURS = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
SOUND = ["-c:a", "aac", "-ac", "1"]
LARGEST, LARGEST_LOW = 300_000, 80_000  # bytes


def main(keys: list[str]) -> int:
    """Make the clips asked for (or all); 1 if one is too large or the catalogue disagrees, else 0."""
    folder = SAMPLES / "clips"
    folder.mkdir(exist_ok=True)
    clips = [*guitar.clips(), *keyboards.clips(), *rhythm.clips()]
    problems = []
    for clip in clips:
        if keys and clip.key not in keys:
            continue
        for file, limit in make(clip, folder):
            size = file.stat().st_size
            print(f"{file.name:36} {size / 1000:6.1f} kB")
            if size > limit:
                problems.append(f"{file.name} is larger than {limit} bytes")
    problems += disagreements(clips)
    print(*problems, sep="\n")
    return 1 if problems else 0


def make(clip: Clip, folder: Path) -> list[tuple[Path, int]]:
    """The clip's files, each with the size that it may have."""
    full, low = folder / f"{clip.key}.mp4", folder / f"{clip.key}-low.mp4"
    with tempfile.TemporaryDirectory() as scratch:
        sound, film = Path(scratch) / "sound.wav", Path(scratch) / "film.mkv"
        clip.track.save(sound)
        draw(clip, film)
        encode(film, sound, full, clip.seconds, ["-crf", "25"], ["-b:a", "48k", "-ar", "44100"], "")
        if not clip.low_data:
            return [(full, LARGEST)]
        encode(
            film,
            sound,
            low,
            clip.seconds,
            ["-crf", "31"],
            ["-b:a", "20k", "-ar", "22050"],
            "fps=8,scale=320:180:flags=lanczos,",
        )
    return [(full, LARGEST), (low, LARGEST_LOW)]


def draw(clip: Clip, film: Path) -> None:
    """All frames, without loss."""
    size = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FRAMES)]
    command = [
        "ffmpeg",
        "-y",
        "-loglevel",
        "error",
        *size,
        "-i",
        "-",
        "-c:v",
        "ffv1",
        "-pix_fmt",
        "bgr0",
        str(film),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for number in range(clip.seconds * FRAMES):
            encoder.stdin.write(clip.draw(number / FRAMES).pixels())
        encoder.stdin.close()
        if encoder.wait():
            raise SystemExit(f"ffmpeg could not keep the frames of {clip.key}")


def encode(
    film: Path, sound: Path, out: Path, seconds: int, picture: list[str], voice: list[str], reshape: str
) -> None:
    """One MP4 that starts to play before it is loaded whole."""
    view = ["-vf", f"{reshape}scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"]
    command = [
        "ffmpeg",
        "-y",
        "-loglevel",
        "error",
        "-i",
        str(film),
        "-i",
        str(sound),
        *view,
        *PICTURE,
        *picture,
        *COLOURS,
    ]
    command += [*SOUND, *voice, *EXACT, "-t", str(seconds), "-movflags", "+faststart", str(out)]
    subprocess.run(command, check=True)


def disagreements(clips: list[Clip]) -> list[str]:
    """Where the sample catalogue says something else than the storyboards."""
    catalogue = tomllib.loads((SAMPLES / "lessons.toml").read_text(encoding="utf-8"))
    lessons = {lesson["id"]: lesson for lesson in catalogue["lesson"]}
    found = [f"{key} is in the catalogue and has no storyboard" for key in lessons.keys() - {one.key for one in clips}]
    for clip in clips:
        told = lessons.get(clip.key, {})
        drawn = {
            "length": f"0:{clip.seconds:02d}",
            "video": f"clips/{clip.key}.mp4",
            "low_data": f"clips/{clip.key}-low.mp4" if clip.low_data else None,
            "chapters": [{"at": f"0:{one.at:02d}", "title": one.name} for one in clip.sections],
        }
        for name, value in drawn.items():
            if told.get(name) != value:
                found.append(f"{clip.key}: {name} is {told.get(name)} in the catalogue and {value} in the clip")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
