"""What the linter says about choices and wordings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from survey_flows.questionnaire.linting.wordings import ERROR, NOTE, WARNING, Wording

CHOICES: Final[Mapping[str, Wording]] = {
    "unused-list": Wording(
        WARNING,
        "không câu hỏi nào dùng danh sách “{list}”",
        "xóa, hoặc ghi vào cột type",
        "no question uses the list “{list}”",
        "remove it, or name it in a type",
    ),
    "choice-without-list": Wording(
        ERROR,
        "lựa chọn “{found}” không thuộc danh sách nào",
        "điền list_name",
        "the choice “{found}” belongs to no list",
        "fill in list_name",
    ),
    "choice-without-code": Wording(
        ERROR,
        "lựa chọn của danh sách “{list}” không có mã",
        "điền cột name",
        "a choice of the list “{list}” has no code",
        "fill in name",
    ),
    "duplicate-code": Wording(
        ERROR,
        "mã “{found}” đã có ở dòng {row} trong danh sách {list}",
        "mỗi lựa chọn một mã",
        "the code “{found}” is already in row {row} of the list {list}",
        "give each choice its own code",
    ),
    "blank-in-code": Wording(
        ERROR,
        "mã “{found}” có dấu cách; câu chọn nhiều ý nối các mã bằng dấu cách",
        "viết {instead}",
        "the code “{found}” has a blank, which separates the codes of several choices",
        "write {instead}",
    ),
    "blank-in-single-code": Wording(
        WARNING,
        "mã “{found}” có dấu cách",
        "viết {instead}",
        "the code “{found}” has a blank",
        "write {instead}",
    ),
    "stop-word": Wording(
        WARNING,
        "“{found}” trùng với từ dùng để dừng khảo sát",
        "dùng từ khác",
        "“{found}” is a word that stops the interview",
        "use another word",
    ),
    "duplicate-label": Wording(
        WARNING,
        "“{found}” giống hệt lựa chọn ở dòng {row} của danh sách {list}",
        "viết cho phân biệt được",
        "“{found}” reads like the choice in row {row} of the list {list}",
        "word them apart",
    ),
}
TEXTS: Final[Mapping[str, Wording]] = {
    "not-on-channel": Wording(
        ERROR,
        "kiểu “{type}” không trả lời được qua kênh {channel} mà kế hoạch dùng",
        "bỏ câu này, hoặc bỏ kênh ấy khỏi kế hoạch",
        "a “{type}” cannot be answered on {channel}, which the plan uses",
        "leave it out, or take the channel out of the plan",
    ),
    "only-a-picture": Wording(
        ERROR,
        "“{file}” không gửi được qua kênh {channel} mà kế hoạch dùng, và dòng này không có lời nào",
        "viết vào cột label điều hình hay tiếng ấy nói, ví dụ “Xe buýt”",
        "“{file}” is not sent on {channel}, which the plan uses, and the row has no words",
        "write into the label what the picture or recording says, for instance “Bus”",
    ),
    "picture-left-out": Wording(
        NOTE,
        "kênh {channel} không gửi hình, tiếng (“{file}”): người ở đó chỉ đọc lời",
        "viết lời sao cho không cần xem, nghe cũng hiểu",
        "{channel} sends no pictures or recordings (“{file}”): people there read the words alone",
        "word it so that it is understood without them",
    ),
    "missing-label": Wording(
        ERROR,
        "dòng này không có lời để hiện",
        "điền cột label",
        "a row without words to show",
        "fill in the label",
    ),
    "missing-translation": Wording(
        ERROR,
        "thiếu {what} bằng ngôn ngữ “{language}”",
        "thêm cột {known} || điền ô này",
        "no {what} in “{language}”",
        "add the column {known} || fill in the cell",
    ),
    "untranslated": Wording(
        WARNING,
        "{what} có ở ngôn ngữ khác mà thiếu ở “{language}”",
        "thêm cột {known} || điền ô này",
        "{what} is there in another language and not in “{language}”",
        "add the column {known} || fill in the cell",
    ),
    "not-gsm-7": Wording(
        ERROR,
        "SMS không mang được {found}",
        "viết không dấu, dùng dấu câu thường",
        "an SMS cannot carry {found}",
        "write without diacritics, with plain punctuation",
    ),
    "too-long-text": Wording(
        WARNING,
        "dài {length} ký tự; một tin {channel} mang được {most}",
        "rút ngắn, hoặc tách thành ghi chú",
        "{length} characters; one message on {channel} carries {most}",
        "shorten it, or move part into a note",
    ),
    "over-sms-budget": Wording(
        WARNING,
        "lời SMS dài {length} ký tự, quá 3 tin ({most})",
        "rút ngắn",
        "the SMS wording has {length} characters, more than 3 parts ({most})",
        "shorten it",
    ),
    "too-many-choices": Wording(
        ERROR,
        "danh sách {list} có {count} lựa chọn; một thẻ {channel} hiện được {most}",
        "chia theo cấp bằng choice_filter (tỉnh, huyện, xã), hoặc hỏi bằng text",
        "the list {list} has {count} choices; one card on {channel} shows {most}",
        "ask by levels with choice_filter (province, district, commune), or with text",
    ),
    "too-long-list": Wording(
        ERROR,
        "câu hỏi cùng {count} lựa chọn dài {length} ký tự; một tin {channel} mang được {most}",
        "chia theo cấp bằng choice_filter (tỉnh, huyện, xã), hoặc hỏi bằng text",
        "the question with {count} choices has {length} characters; one message on {channel} carries {most}",
        "ask by levels with choice_filter (province, district, commune), or with text",
    ),
    "list-over-sms-budget": Wording(
        WARNING,
        "câu hỏi cùng {count} lựa chọn dài {length} ký tự, quá 3 tin SMS ({most})",
        "rút ngắn, chia theo cấp bằng choice_filter, hoặc hỏi bằng text",
        "the question with {count} choices has {length} characters, more than 3 parts of SMS ({most})",
        "shorten it, ask by levels with choice_filter, or with text",
    ),
    "long-choice": Wording(
        WARNING,
        "lựa chọn dài {length} ký tự; nút trên {channel} hiện được {most}",
        "rút ngắn",
        "the choice has {length} characters; a button on {channel} shows {most}",
        "shorten it",
    ),
}
