"""The words of the pages that stand around the interview: the way in, the check, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    "title": ("Khảo sát sự hài lòng của người dân", "Citizen satisfaction survey"),
    "error": ("Cần xem lại", "Please check"),
    "enter": ("Nhập mã để trả lời khảo sát", "Enter your code to take the survey"),
    "enter.who": (
        "{department} hỏi ý kiến người dân về sự phục vụ của cơ quan nhà nước ({decision}).",
        "{department} asks citizens for their opinion on public services ({decision}).",
    ),
    "enter.promise": (
        "Tự nguyện, giữ kín. Không thu tiền; không hỏi mã OTP, mật khẩu, số căn cước hay tài khoản.",
        "Voluntary and confidential. No fee; no OTP, password, ID or account number is asked.",
    ),
    "code": ("Mã khảo sát", "Survey code"),
    "code.hint": (
        "8 chữ và số trong tin nhắn hoặc phiếu mời. Viết hoa hay thường đều được.",
        "8 letters and digits in the text message or letter. Capitals or not, both will do.",
    ),
    "begin": ("Bắt đầu hoặc làm tiếp", "Begin or go on"),
    "code.blank": ("Xin nhập mã khảo sát gồm 8 ký tự.", "Please enter the survey code of 8 characters."),
    "code.wrong": (
        "Mã này không đúng, đã hết hạn, hoặc là của phiếu hẹn đã có người trả lời. Xin xem lại lời mời, "
        "hoặc gọi {hotline}.",
        "This code is not right, has expired, or is of a slip that was answered already. Please look at the "
        "invitation again, or call {hotline}.",
    ),
    "code.too_many": (
        "Đã có nhiều mã sai từ nơi này. Xin thử lại sau một giờ, hoặc gọi {hotline}.",
        "Too many wrong codes came from here. Please try again in an hour, or call {hotline}.",
    ),
    "check": ("Kiểm tra lời mời", "Check an invitation"),
    "check.link": (
        "Lời mời này có thật không? Kiểm tra tại đây",
        "Is this invitation genuine? Check it here",
    ),
    "check.code": ("Mã kiểm tra", "Check code"),
    "check.hint": (
        "6 chữ và số sau «Kiểm tra: …, mã» trong lời mời. Không phải mã khảo sát.",
        "6 letters and digits after “To check: …, code” in the invitation. Not the survey code.",
    ),
    "check.button": ("Kiểm tra", "Check"),
    "check.blank": ("Xin nhập mã kiểm tra gồm 6 ký tự.", "Please enter the check code of 6 characters."),
    "check.genuine": ("Lời mời này là thật", "This invitation is genuine"),
    "check.genuine.text": (
        "Lời mời có mã này do {department} gửi, theo {decision}. Muốn hỏi thêm, xin gọi {hotline}.",
        "The invitation with this code was sent by {department} under {decision}. Questions: {hotline}.",
    ),
    "check.never": (
        "Khảo sát không bao giờ thu tiền, hỏi mã OTP, mật khẩu, số căn cước hay tài khoản ngân hàng. Ai hỏi "
        "những điều đó là lừa đảo.",
        "The survey never asks for money, OTP codes, passwords, ID or bank account numbers. Whoever does "
        "is a fraud.",
    ),
    "check.unknown": ("Không có lời mời nào mang mã này", "No invitation has this code"),
    "check.unknown.text": (
        "Xin xem lại từng chữ. Nếu vẫn không đúng, xin đừng làm theo lời mời và gọi {hotline} để báo.",
        "Look at each sign again. If it is still unknown, do not follow the invitation and call {hotline}.",
    ),
    "problems": ("Có chỗ cần xem lại", "Something needs another look"),
    "mistake": ("Lỗi", "Error"),
    "progress": ("Câu {number} trên {total}", "Question {number} of {total}"),
    "optional": ("có thể bỏ trống", "may be left blank"),
    "rank.none": ("chưa chọn", "not chosen"),
    "rank.place": ("Thứ tự của", "Place of"),
    "leave": ("Đóng trang này (máy dùng chung)", "Close this page (shared device)"),
    "code.yours": ("Mã của ông/bà", "Your code"),
    "old": (
        "Trang này đã cũ hoặc đã đóng. Xin nhập lại mã để làm tiếp; câu trả lời trước vẫn được giữ.",
        "This page is old or was closed. Enter your code again to go on; your answers are kept.",
    ),
    "busy": (
        "Máy chủ đang bận, câu trả lời vừa rồi chưa được lưu. Xin quay lại trang trước và gửi lại.",
        "The server is busy and your last answer was not stored. Please go back a page and send it again.",
    ),
    "contact": ("Kiểm tra hoặc cần giúp: gọi {hotline}.", "To check, or for help: call {hotline}."),
    "pv": ("Điều tra viên", "Interviewers"),
    "pv.sign_in": ("Đăng nhập", "Sign in"),
    "pv.sign_out": ("Đăng xuất", "Sign out"),
    "pv.name": ("Tên đăng nhập", "Name"),
    "pv.password": ("Mật khẩu", "Password"),
    "pv.wrong": ("Tên hoặc mật khẩu không đúng.", "Name or password is not right."),
    "pv.too_many": ("Sai quá nhiều lần. Xin thử lại sau một giờ.", "Too many wrong tries. Wait an hour."),
    "pv.list": ("Phiếu được giao cho {who}", "Cases of {who}"),
    "pv.none": ("Chưa có phiếu nào được giao.", "No case was given to you yet."),
    "pv.case": ("Phiếu {case}", "Case {case}"),
    "pv.unit": ("Đơn vị, lĩnh vực", "Unit, service"),
    "pv.state": ("Tình trạng", "State"),
    "pv.check": ("Mã kiểm tra (dùng trong ODK Collect)", "Check code (for ODK Collect)"),
    "pv.again": ("Gọi lại lúc", "Call back at"),
    "pv.person": ("Người trả lời", "Respondent"),
    "pv.phone": ("Điện thoại", "Telephone"),
    "pv.address": ("Địa chỉ", "Address"),
    "pv.attempts": ("Số lần đã liên lạc", "Attempts so far"),
    "pv.rules": (
        "Chỉ hỏi đúng người có tên. Đọc nguyên văn từng câu; không gợi ý, không trả lời thay. Nói rõ đơn "
        "vị hỏi, số quyết định và số điện thoại kiểm tra {hotline}.",
        "Ask only the person named. Read each question as written; do not hint, do not answer for them. "
        "Give the department, the decision and the number to check, {hotline}.",
    ),
    "pv.by_phone": ("Bắt đầu phỏng vấn qua điện thoại", "Begin the interview by telephone"),
    "pv.by_visit": ("Bắt đầu phỏng vấn trực tiếp", "Begin the interview face to face"),
    "pv.outcome": ("Không phỏng vấn được: kết quả liên lạc", "No interview: what came of the contact"),
    "pv.record": ("Ghi kết quả", "Note it"),
    "pv.mode": ("Cách liên lạc", "How contacted"),
    "pv.mode.phone": ("Gọi điện", "By telephone"),
    "pv.mode.visit": ("Đến nơi", "By visit"),
    "pv.back": ("Về danh sách", "Back to the list"),
    "pv.when": (
        "Nếu hẹn gọi lại: ngày giờ, ví dụ 15/11/2024 08:30",
        "To call back: when, e.g. 15/11/2024 08:30",
    ),
    "outcome.choose": ("Xin chọn kết quả.", "Choose an outcome."),
    "outcome.when": (
        "Hẹn gọi lại cần ngày giờ sắp tới, ví dụ 15/11/2024 08:30.",
        "Calling back needs a day and hour to come, for instance 15/11/2024 08:30.",
    ),
    "outcome.no_answer": ("Không ai nghe máy hoặc vắng nhà", "No answer, or nobody at home"),
    "outcome.call_back": ("Hẹn gọi lại", "To be called back"),
    "outcome.refused": ("Từ chối", "Refused"),
    "outcome.wrong_number": ("Số điện thoại sai", "Wrong number"),
    "outcome.wrong_person": ("Không đúng người", "Wrong person"),
    "outcome.moved": ("Đã chuyển đi nơi khác", "Moved away"),
    "outcome.away": ("Đi vắng dài ngày", "Away for long"),
    "outcome.deceased": ("Đã mất", "Deceased"),
    "outcome.incapable": ("Không đủ sức khỏe trả lời", "Unable to answer"),
    "outcome.ineligible": ("Không thuộc đối tượng", "Not eligible"),
}
"""Vietnamese and English of each."""

OUTCOMES = tuple(
    key.partition(".")[2]
    for key in TEXTS
    if key.startswith("outcome.") and key not in {"outcome.choose", "outcome.when"}
)
"""What an interviewer may note, in the order shown."""


def text(key: str, language: str, /, **facts: str) -> str:
    """The text of `key` with its facts; a language that is not known is answered in Vietnamese."""
    told = TEXTS[key][1 if language == "en" else 0]
    for name, fact in facts.items():
        told = told.replace(f"{{{name}}}", fact)
    return told
