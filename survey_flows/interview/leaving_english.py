"""Leaving in English: a message of nothing but such words, with an end, or with a "no" to what we do.

`please stop texting me`, `do not contact me again`, `leave me alone`, `delete my number`.
"""

from __future__ import annotations

import re

from survey_flows.interview.normalise import Heard, words

_ALL = words(
    """
    stop please pls plz it this now sending send texting text texts messaging message messages mesage mesages
    msg msgs sms survey surveys me my number phone to from for the your list lists database contacts again
    anymore any more another further contact contacting call calls calling do not don t dont no want wanna
    would like i im leave alone opt out opted take off cancel unsubscribe unsub quit exit end remove removed
    delete never ever spam bother bothering disturb disturbing receive receiving get getting thanks thank you
    asking ask questions question these those that them spamming block blocking blocked just already said
    told if keep will ll report a an of and in with so ok okay hey sir admin team guys here immediately asap
    kindly wish being be interested participate participating enough is all shut up go away am by at
    unsubscribed consent withdraw contacted texted
    messaged called disturbed bothered emails email mail m re ve s hotline
    my data details information permission subscription subscribe
    or you your reporting reported fuck damn bro
    """
)
_ENDS = words(
    """
    stop cancel unsubscribe unsub quit exit end remove removed opt opted leave off delete block blocking
    blocked unsubscribed withdraw enough
    """
)
_NOT = words("no not don dont never")
_ACTS = words(
    """
    receive receiving messaging texting text texts message messages mesage mesages msg msgs sms contact
    contacting call calls calling send sending spam spamming bother bothering disturb disturbing survey
    surveys interested get contacted texted messaged called disturbed bothered
    """
)
_NO_MORE = words("no more")
_LETTERS = re.compile("[a-z]+")
_PARTICLES = re.compile(r"\b(?:nữa|nhé|nha|ạ|đi|nhá|em|ơi|bạn|luôn)\b")
"""What a Vietnamese adds to English: `don't text me nữa`."""


def leaves_in_english(heard: Heard) -> bool:
    """Whether the message, in English throughout, wants to hear no more."""
    line = heard.line if heard.line.isascii() else _PARTICLES.sub(" ", heard.line)
    if not line.isascii():
        return False
    said = frozenset(_LETTERS.findall(line))
    if said == _NO_MORE:
        return True
    if not said or not said <= _ALL:
        return False
    return not _ENDS.isdisjoint(said) or not (_NOT.isdisjoint(said) or _ACTS.isdisjoint(said))
