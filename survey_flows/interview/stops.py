"""Whoever wants to hear no more is understood, however they put it.

Rules (issue: "STOP and its relatives are never missed"; domain.md §5, traps 1, 3 and 8):
1. The grammar of leaving decides (`leaving.py`, with its words in `leaving_words.py`), in English
   `leaving_english.py`.
2. `stop` in a short message is always meant, unless something else stops (`bus stop`).
3. Where any text is an answer, a message about offices, papers or people is one, and a long message
   stops only when it says so in words that are never about anything else.
4. What is said in no form of the grammar is weighed by its signs (`leaning.py`): with very many it is a
   stop whatever else it may be, with many when it means nothing else.
5. A message with a word of leaving or some signs of it that means nothing else is perhaps a stop
   (`may_want_out`): the engine asks.
6. A name is no command: `chị Chặn`, `tên tôi là Hủy`.
"""

from __future__ import annotations

import re

from survey_flows.interview.leaning import ASKS, STOPS, weighed
from survey_flows.interview.leaving import asks_for_another_way, leaves, letters, speaks_of_others
from survey_flows.interview.leaving_english import leaves_in_english
from survey_flows.interview.normalise import Heard, words

_LONGEST_STOP = 6
_LONGEST_BESIDE_TEXT = 8
_OTHER_STOPS = words("xe bus đèn tên bị đường trạm máy không hồ motion game")
_TITLES = words("anh chị ông bà cô chú bác cháu chi ong co chu bac chau")
_NAMED = re.compile(
    "(?<!số )(?<!bỏ )(?<!xóa )(?:tên|ten) (?:\\w+ ){0,2}(?:huy|hủy|chặn|chan|dừng|dung) (?:ạ |nhé |đây )?$"
)
_WITH_A_CAPITAL = re.compile(
    "(?:^|[a-zà-ỹ] )(?:là|la|[Tt]ên|ten|anh|chị|chi|em|con|ông|ong|bà|ba|cô|co|chú|chu|[Bb]ác|[Bb]ac)"
    " (?:Hủy|Huỷ|Huy|Chặn|Chan|Dừng|Dung)(?: |$)"
)
_ASKED_ABOUT = re.compile(
    "(?<!pháp )(?<!phap )(?<!lệnh )(?:stop|hủy|huy|tc|dừng) "
    "(?:thì |thi )?(?:là gì|la gi|nghĩa là gì|nghia la gi|thì sao|là sao|để làm gì|de lam gi)"
)
"""What the command does is asked, not the command given: `stop nghĩa là gì`."""
_LONGEST_DOUBT = 5
_LEAVING = words("dừng ngừng ngưng hủy chặn stop đừng tắt block cấm xóa khỏi")
_OURS = words("nhắn tin khảo số spam phiền")
_STORIES = words("bị xe hồ đèn tên không chưa đã máy cán họ mưa chó bò bi ho khong chua da ten") | {"nghe"}
_DOUBTFUL = words("dừng ngừng ngưng hủy chặn stop tắt block cancel thoát")


def way_out(heard: Heard) -> str:
    """Return by which rule the message says that no more shall come; "" when it does not."""
    if _is_name(heard) or _ASKED_ABOUT.search(heard.spoken) is not None:
        return ""
    said = heard.words
    if "stop" in said and len(said) <= _LONGEST_STOP and _OTHER_STOPS.isdisjoint(said):
        return "stop"
    if asks_for_another_way(letters(heard)):
        return ""
    return leaves(heard) or ("in English" if leaves_in_english(heard) else "")


def way_out_beside_text(heard: Heard) -> str:
    """Return the same where any text is an answer."""
    if len(heard.words) <= _LONGEST_BESIDE_TEXT:
        return way_out(heard)
    return "" if speaks_of_others(heard) else leaves(heard, is_beside_text=True)


def leans_out(heard: Heard, points: int = STOPS) -> str:
    """Return the signs of leaving in a message when they weigh `points` or more; "" otherwise."""
    if _is_name(heard) or _ASKED_ABOUT.search(heard.spoken) is not None:
        return ""
    said = letters(heard)
    if asks_for_another_way(said):
        return ""
    weight, signs = weighed(said)
    return ", ".join(signs) if weight >= points else ""


def _is_name(heard: Heard) -> bool:
    said = heard.words
    return (
        (len(said) == 2 and said[0] in _TITLES)
        or _NAMED.search(heard.spoken) is not None
        or _WITH_A_CAPITAL.search(heard.text) is not None
    )


def may_want_out(heard: Heard) -> bool:
    """Whether a message that means nothing else has a word or signs of leaving in it.

    Of words, it must be short, or name what we do beside them.
    """
    if leans_out(heard, ASKS):
        return True
    said = heard.words
    if not _STORIES.isdisjoint(said):
        return False
    if len(said) <= _LONGEST_DOUBT:
        return not _DOUBTFUL.isdisjoint(said)
    return len(said) <= 2 * _LONGEST_DOUBT and not (_LEAVING.isdisjoint(said) or _OURS.isdisjoint(said))
