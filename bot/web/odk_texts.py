"""What ODK Collect shows: how the check code is asked for, and what became of a form that was sent."""

from __future__ import annotations

from collections.abc import Mapping

CHECK_CODE_LABELS: Mapping[str, str] = {
    "vi": "Mã kiểm tra in trong thư hoặc tin nhắn mời (6 chữ và số)",
    "en": "Check code in the letter or message of invitation (6 letters and digits)",
}

TEXTS: Mapping[str, tuple[str, str]] = {
    "taken": ("Đã nhận phiếu. Cảm ơn!", "The form was received. Thank you!"),
    "repeated": ("Phiếu này đã nhận trước đó.", "This form had been received before."),
    "case": (
        "Đã giữ phiếu nhưng chưa tính: mã kiểm tra không thuộc người được giao cho ông/bà."
        " Xin báo người phụ trách.",
        "The form is kept but does not count yet: its check code belongs to nobody assigned to you."
        " Please tell your supervisor.",
    ),
    "over": (
        "Đã giữ phiếu riêng: người này đã trả lời xong hoặc đã xin thôi. Xin báo người phụ trách.",
        "The form is kept apart: this person has answered already or asked to be left alone."
        " Please tell your supervisor.",
    ),
    "form": (
        "Đã giữ phiếu riêng: không phải mẫu phiếu của người này. Xin tải lại mẫu và báo người phụ trách.",
        "The form is kept apart: it is not this person's form. Please download the forms again"
        " and tell your supervisor.",
    ),
    "checks": (
        "Đã giữ phiếu riêng: có câu trả lời không hợp lệ với mẫu phiếu. Xin báo người phụ trách.",
        "The form is kept apart: an answer does not pass the form's own checks. Please tell your supervisor.",
    ),
    "wave": (
        "Đã giữ phiếu riêng: đợt khảo sát không còn nhận trả lời. Xin báo người phụ trách.",
        "The form is kept apart: the survey takes no answers any more. Please tell your supervisor.",
    ),
    "unreadable": ("Tệp gửi lên không phải phiếu đã điền.", "What was sent is no filled-in form."),
    "wrong": ("Tên hoặc mật khẩu không đúng.", "The name or the password is not right."),
    "too_many": (
        "Đã sai nhiều lần. Xin thử lại sau một giờ.",
        "Too many wrong tries. Please try again in an hour.",
    ),
    "too_large": (
        "Phiếu và tệp kèm theo quá lớn (tối đa 10 MB).",
        "The form with its files is too large (10 MB at most).",
    ),
    "busy": ("Máy chủ đang bận, xin gửi lại sau ít phút.", "The server is busy; please send it again later."),
    "insecure": (
        "Máy chủ này chưa có HTTPS nên không nhận mật khẩu của ODK Collect.",
        "This server has no HTTPS yet, so it takes no password from ODK Collect.",
    ),
    "unknown": ("Không có mẫu phiếu này.", "There is no such form."),
}


def text(key: str, language: str) -> str:
    """What to show, in `language` ("en", otherwise Vietnamese)."""
    vietnamese, english = TEXTS[key]
    return english if language == "en" else vietnamese
