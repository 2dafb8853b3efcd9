"""Every form on every channel, word for word.

A changed wording shows here as what a respondent would read: look at the difference, then write the
transcripts anew with `python -m tests.golden.write_talks`.
"""

from __future__ import annotations

import pytest

from tests.golden.talks import TALKS, TRANSCRIPTS, path_of, transcript


@pytest.mark.parametrize(("code", "channel"), TALKS)
def test_the_conversation_is_the_one_written_down(code: str, channel: str) -> None:
    assert transcript(code, channel) == path_of(code, channel).read_text(encoding="utf-8")


def test_there_is_no_transcript_of_a_form_or_channel_there_is_not() -> None:
    assert {path.name for path in TRANSCRIPTS.iterdir()} == {path_of(*talk).name for talk in TALKS}
