"""The storyboards, pictures and sounds of the sample clips; `make_clips.py` puts them together."""
