"""Write the transcripts anew, to be read before they are committed: `python -m tests.golden.write_talks`."""

from __future__ import annotations

from tests.golden.talks import TALKS, TRANSCRIPTS, path_of, transcript


def write_talks() -> None:
    """Play every form on every channel and write what was said."""
    TRANSCRIPTS.mkdir(exist_ok=True)
    for code, channel in TALKS:
        path_of(code, channel).write_text(transcript(code, channel), encoding="utf-8")


if __name__ == "__main__":
    write_talks()
