"""What the interview says for a chat, said for a page: a page has buttons where a message has command words.

Rules. The interview's texts (`survey_flows/interview/texts.py`) are written for whoever sends messages; on a
page "send STOP" beside a button that stops would mislead. Each passage here stands in such a text and is
replaced by one that names the button, as `page_words.py` labels it. Formats ("send the numbers in order")
are not here: a page says itself how a field is filled in. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.channels.page_words import PAGE_WORDS
from survey_flows.interview.texts import TEXTS

_HELP = {"vi": TEXTS["about.help"][0], "en": TEXTS["about.help"][1]}
ON_PAGE: Mapping[str, Mapping[str, str]] = {
    "vi": {
        _HELP["vi"]: (
            "Xin chọn hoặc điền câu trả lời rồi bấm «{next}». Bấm «{back}» để sửa, «{pause}» để tạm nghỉ, "
            "«{stop}» để thôi. Điện thoại hỗ trợ: {hotline}."
        ),
        "Nhắn HUY lúc nào cũng được để dừng hẳn.": "Muốn thôi lúc nào cũng được: bấm «{stop}».",
        "Nhắn HUY để chúng tôi không nhắn nữa.": "Bấm «{stop}» thì chúng tôi không hỏi, không nhắn nữa.",
        "Xin nhắn lại theo câu hỏi dưới đây.": "Xin trả lời lại câu hỏi dưới đây.",
        "Nút vừa bấm thuộc thẻ cũ.": "Trang vừa gửi là trang cũ.",
        "xin nhắn bất kỳ để tiếp tục.": "xin bấm «{resume}».",
        "rồi bấm «Xong».": "rồi bấm «{next}».",
        "Xin nhắn đúng một số, từ": "Xin chọn đúng một ý, từ",
        "Xin nhắn các số, từ": "Xin chọn các ý, từ",
        ", cách nhau bằng dấu cách.": ".",
        "hoặc nhắn «bỏ qua», «quay lại», «để sau».": "hoặc bấm «{skip}», «{back}», «{pause}».",
        "bằng chữ, số hoặc nút.": "bằng chữ hoặc số.",
        "đúng loại tin ghi dưới đây": "đúng loại câu trả lời ghi dưới đây",
        "Có lẽ nhắn tin không tiện cho ông/bà.": "Có lẽ trả lời như thế này không tiện cho ông/bà.",
        "hoặc nhắn «tiếp» khi muốn làm tiếp.": "hoặc bấm «{resume}» khi muốn làm tiếp.",
        "xin nhắn «tiếp».": "xin bấm «{resume}».",
        "Nhắn «giữ nguyên» nếu đúng.": "Nếu đúng, xin bấm «{next}».",
        " hoặc nhắn «sửa câu {example}».": ".",
        "Xin nhắn tên thứ tiếng muốn dùng.": "Bấm nút ở đầu trang để đổi tiếng.",
        "xin nhắn «bỏ qua».": "xin bấm «{skip}».",
        "hoặc nhắn «để sau».": "hoặc bấm «{pause}».",
        "Xin chỉ nhắn một con số": "Xin chỉ điền một con số",
        "xin nhắn «tham gia lại». Cần hỏi, xin gọi": "xin gọi",
    },
    "en": {
        _HELP["en"]: (
            "Choose or fill in your answer, then press «{next}». Press «{back}» to correct, «{pause}» to "
            "pause, «{stop}» to end. Help by phone: {hotline}."
        ),
        "Send STOP at any time to end for good.": "To end at any time, press «{stop}».",
        "Send STOP and we will not write again.": "Press «{stop}» and we will not write again.",
        "That button belongs to an older card.": "The page you sent was an older one.",
        "Send any message to go on.": "Press «{resume}» when you are ready.",
        "then press «Done».": "then press «{next}».",
        "Please send just one number, from": "Please choose just one, from",
        "Please send the numbers, from": "Please choose from",
        ", with blanks between.": ".",
        "or type «skip», «back» or «later».": "or press «{skip}», «{back}» or «{pause}».",
        "with a number or a button.": "or with a number.",
        "the kind of message named below": "the kind of answer named below",
        "Messages may not suit you.": "Answering this way may not suit you.",
        "or type «continue» when you want to go on.": "or press «{resume}» when you want to go on.",
        "To go on now, type «continue».": "To go on now, press «{resume}».",
        "Type «keep» if that is right.": "If that is right, press «{next}».",
        "type «change question {example}». To go on: «continue».": "press it.",
        "Type the name of the language you want.": "The button at the top changes the language.",
        "To leave it out, type «skip».": "To leave it out, press «{skip}».",
        "or type «later».": "or press «{pause}».",
        "Please send just a number": "Please fill in just a number",
        "type «take part again». To ask, call": "please call",
    },
}
"""By language: the passage for messages, and the one for a page; `{next}` and the like are page words."""


def _compiled(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The passages as they stand once the interview filled in its example, and what stands there instead."""
    labels, pairs = PAGE_WORDS[language], []
    for passage, instead in ON_PAGE[language].items():
        told = re.sub(r"\{(\w+)\}", lambda found: labels.get(found[1], found[0]), instead)
        pairs.append((re.compile(re.escape(passage).replace(r"\{example\}", "[^»]*")), told))
    return tuple(pairs)


_PASSAGES = {language: _compiled(language) for language in ON_PAGE}


def on_page(text: str, language: str) -> str:
    """`text` with its instructions to send or tap something told as what a page has.

    >>> on_page("Thank you. Send any message to go on.", "en")
    'Thank you. Press «Go on now» when you are ready.'
    """
    for passage, instead in _PASSAGES.get(language, _PASSAGES["vi"]):
        text = passage.sub(instead, text)
    return text
