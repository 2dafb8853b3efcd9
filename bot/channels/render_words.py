"""The few words a channel adds to a prompt by itself, Vietnamese first."""

from __future__ import annotations

from collections.abc import Mapping

from survey_flows.interview.inputs import Command

COMMAND_LABELS: Mapping[str, Mapping[Command, str]] = {
    "vi": {
        Command.BACK: "◀ Câu trước",
        Command.PAUSE: "⏸ Để sau",
        Command.RESUME: "▶ Tiếp tục",
        Command.WHO: "Ai đang hỏi?",
        Command.WHY: "Vì sao hỏi tôi?",
        Command.HELP: "Trợ giúp",
        Command.STOP: "Dừng hẳn",
        Command.DONE: "✔ Xong",
        Command.SKIP: "Bỏ qua câu này",
        Command.LANGUAGE: "English",
        Command.KEEP: "▶ Giữ nguyên",
        Command.REVIEW: "☰ Xem lại",
        Command.DIACRITICS: "Có dấu / không dấu",
    },
    "en": {
        Command.BACK: "◀ Back",
        Command.PAUSE: "⏸ Later",
        Command.RESUME: "▶ Continue",
        Command.WHO: "Who is asking?",
        Command.WHY: "Why me?",
        Command.HELP: "Help",
        Command.STOP: "Stop",
        Command.DONE: "✔ Done",
        Command.SKIP: "Skip this one",
        Command.LANGUAGE: "Tiếng Việt",
        Command.KEEP: "▶ Keep it",
        Command.REVIEW: "☰ My answers",
        Command.DIACRITICS: "Diacritics on/off",
    },
}
"""Labels of standing buttons, used when a prompt brings none of its own."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "reply_one": "Tra loi bang so, vd: 1",
        "reply_many": "Chon mot hay nhieu so, vd: 1 3",
        "commands": "Soan TRO GIUP hoac HUY (dung han)",
    },
    "en": {
        "reply_one": "Reply with a number, e.g. 1",
        "reply_many": "Reply with one or more numbers, e.g. 1 3",
        "commands": "Send HELP for help, STOP to stop",
    },
}
"""What an SMS adds to a question, by language; GSM alphabet only."""

ACCENTED_WORDS: Mapping[str, str] = {
    "reply_one": "Trả lời bằng số, vd: 1",
    "reply_many": "Chọn một hay nhiều số, vd: 1 3",
    "commands": "Soạn TRO GIUP hoặc HUY (dừng hẳn)",
}
"""The same for a Vietnamese reader who asked for diacritics."""

CHAT_WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "reply_one": "Xin nhắn số của câu trả lời, ví dụ: 1",
        "reply_many": "Xin nhắn một hay nhiều số, ví dụ: 1 3",
        "reply_value": "Xin nhắn một trong các số: ",
        "commands": "Cũng có thể nhắn: quay lại · bỏ qua · để sau · ai đang hỏi · HUY (dừng hẳn)",
        "question": "Câu",
    },
    "en": {
        "reply_one": "Please send the number of your answer, e.g. 1",
        "reply_many": "Please send one or more numbers, e.g. 1 3",
        "reply_value": "Please send one of these numbers: ",
        "commands": "You may also type: back · skip · later · who are you · STOP (for good)",
        "question": "Question",
    },
}
"""What a chat with few buttons (Zalo) adds to a question, by language."""
