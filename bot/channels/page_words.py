"""The words of the web pages around the interview, Vietnamese first."""

from __future__ import annotations

from collections.abc import Mapping

PAGE_WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "survey": "Khảo sát sự hài lòng",
        "next": "Tiếp tục",
        "begin": "Bắt đầu",
        "back": "Câu trước",
        "skip": "Bỏ qua câu này",
        "pause": "Làm tiếp sau",
        "stop": "Dừng hẳn, không trả lời nữa",
        "who": "Ai đang hỏi?",
        "why": "Vì sao hỏi tôi?",
        "resume": "Làm tiếp ngay",
        "language": "English",
        "left_out": "Không trả lời câu này",
        "paused": "Đã tạm dừng",
        "paused.text": "Các câu đã trả lời được giữ. Muốn làm tiếp, ông/bà mở lại trang này và nhập mã:",
        "paused.other": "Mã trong tin nhắn mời vẫn dùng được. Cũng có thể trả lời tiếp bằng tin nhắn.",
        "over": "Cảm ơn ông/bà",
        "stopped": "Ông/bà đã yêu cầu dừng. Chúng tôi không hỏi và không nhắn gì nữa.",
        "confirm": "Xin xác nhận",
        "review": "Các câu đã trả lời",
        "consent": "Mời ông/bà góp ý",
        "hint.number": "Viết bằng chữ số.",
        "hint.date": "Ngày/tháng/năm, ví dụ 15/3/2024.",
        "hint.time": "Giờ:phút, ví dụ 08:30.",
        "hint.datetime": "Ngày và giờ, ví dụ 15/3/2024 08:30.",
        "hint.range": "Một số từ {start} đến {end}.",
        "hint.place": "Vĩ độ và kinh độ, ví dụ 21.3281 103.9144.",
        "hint.rank": "Chọn thứ tự cho từng ý: 1 là trước nhất.",
        "hint.several": "Có thể chọn nhiều ý.",
        "hint.at_most": "Chọn tối đa {maximum} ý.",
        "file.image": "Hình",
        "file.audio": "Ghi âm",
        "file.video": "Phim",
        "hint.media": "Trang này chưa nhận được ảnh, ghi âm hay tệp. Xin bấm tiếp để bỏ qua câu này.",
    },
    "en": {
        "survey": "Satisfaction survey",
        "next": "Continue",
        "begin": "Begin",
        "back": "Previous question",
        "skip": "Leave this question out",
        "pause": "Finish later",
        "stop": "Stop for good",
        "who": "Who is asking?",
        "why": "Why me?",
        "resume": "Go on now",
        "language": "Tiếng Việt",
        "left_out": "I do not want to answer this",
        "paused": "Paused",
        "paused.text": "Your answers are kept. To go on, open this page again and enter this code:",
        "paused.other": "The code of the invitation still works. You may also go on by text message.",
        "over": "Thank you",
        "stopped": "You asked us to stop. We ask and send nothing more.",
        "confirm": "Please confirm",
        "review": "Your answers so far",
        "consent": "Your opinion, please",
        "hint.number": "Write it in figures.",
        "hint.date": "Day/month/year, for instance 15/3/2024.",
        "hint.time": "Hour:minute, for instance 08:30.",
        "hint.datetime": "Day and hour, for instance 15/3/2024 08:30.",
        "hint.range": "A number from {start} to {end}.",
        "hint.place": "Latitude and longitude, for instance 21.3281 103.9144.",
        "hint.rank": "Choose a place for each point: 1 comes first.",
        "hint.several": "You may choose several.",
        "hint.at_most": "Choose {maximum} at most.",
        "file.image": "Picture",
        "file.audio": "Recording",
        "file.video": "Film",
        "hint.media": "This page cannot take pictures, recordings or files. Go on to leave it out.",
    },
}
"""What a page says by itself, by language; a language it does not know is answered in Vietnamese."""


def page_word(key: str, language: str) -> str:
    """The text of `key`."""
    return PAGE_WORDS.get(language, PAGE_WORDS["vi"])[key]
