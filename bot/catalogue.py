"""Every text of the application that a citizen or an officer reads: Vietnamese first, English beside.

The interview's own texts live with the engine; here are the letters around it (invitation,
reminder, notices) and what officers read on the command line. Placeholders are `{name}` and are
filled by `say`; citizens' letters are plain text without links, and fit GSM-7 once unaccented.
"""

from __future__ import annotations

from collections.abc import Mapping

_TEXTS: Mapping[str, tuple[str, str]] = {
    # ------------------------------------------------------------------ letters to citizens
    "letter.invite": (
        "{department} ({decision}) mời ông/bà góp ý về dịch vụ {service} tại {unit}: khoảng {minutes} "
        "phút, tự nguyện, bảo mật, không mất phí, không hỏi OTP. "
        "Trả lời: {keyword} {code} gửi {reply_number}{telegram}. "
        "Kiểm tra: {hotline}, mã {check}. Ngừng: HUY",
        "{department} ({decision}) invites you to rate the service {service} of {unit}: about {minutes} "
        "minutes, voluntary, confidential, free, no OTP asked. "
        "Reply {keyword} {code} to {reply_number}{telegram}. "
        "To check: {hotline}, code {check}. To stop: HUY",
    ),
    "letter.invite.answer": ("{keyword} {code} gửi {reply_number}", "{keyword} {code} to {reply_number}"),
    "letter.invite.answer.zalo": (
        "nhắn mã {code} cho Zalo {oa_name}",
        "by sending the code {code} to {oa_name} on Zalo",
    ),
    "letter.invite.telegram": (
        " hoặc gửi mã {code} cho @{bot_name} trên Telegram",
        " or send the code {code} to @{bot_name} on Telegram",
    ),
    "letter.invite.zalo": (
        " hoặc nhắn mã {code} cho Zalo {oa_name}",
        " or send the code {code} to {oa_name} on Zalo",
    ),
    "letter.reminder": (
        "{department} ({decision}) xin nhắc: ông/bà chưa góp ý về dịch vụ {service} tại {unit}. "
        "Trả lời: {keyword} {code} gửi {reply_number}{telegram}. Kiểm tra: {hotline}. Ngừng: HUY",
        "{department} ({decision}): a reminder that your opinion on {service} of {unit} is still missing. "
        "Reply {keyword} {code} to {reply_number}{telegram}. To check: {hotline}. To stop: HUY",
    ),
    "letter.invite.household": (
        "{department} ({decision}) mời ông/bà thay mặt hộ góp ý về chính sách, dịch vụ công ở {unit}: khoảng "
        "{minutes} phút, tự nguyện, bảo mật, không mất phí, không hỏi OTP. "
        "Trả lời: {keyword} {code} gửi {reply_number}{telegram}. "
        "Kiểm tra: {hotline}, mã {check}. Ngừng: HUY",
        "{department} ({decision}) invites you to speak for your household on public policies and services "
        "in {unit}: about {minutes} minutes, voluntary, confidential, free, no OTP asked. "
        "Reply {keyword} {code} to {reply_number}{telegram}. "
        "To check: {hotline}, code {check}. To stop: HUY",
    ),
    "letter.reminder.household": (
        "{department} ({decision}) xin nhắc: ông/bà chưa thay mặt hộ góp ý về chính sách, dịch vụ công ở "
        "{unit}. Trả lời: {keyword} {code} gửi {reply_number}{telegram}. Kiểm tra: {hotline}. Ngừng: HUY",
        "{department} ({decision}): a reminder that your household's opinion on public policies and "
        "services in {unit} is still missing. Reply {keyword} {code} to {reply_number}{telegram}. To "
        "check: {hotline}. To stop: HUY",
    ),
    "letter.invite.zns": (
        "{department} ({decision}) mời ông/bà góp ý về dịch vụ {service} tại {unit}: khoảng {minutes} "
        "phút, tự nguyện, bảo mật, không mất phí, không hỏi OTP. Để trả lời, nhắn mã {code} cho Zalo "
        "{oa_name}, hoặc nhắn {keyword} {code} đến {reply_number}. Kiểm tra: {hotline}, mã {check}. Ngừng: "
        "nhắn HUY.",
        "{department} ({decision}) invites you to rate the service {service} of {unit}: about {minutes} "
        "minutes, voluntary, confidential, free, no OTP asked. To answer send the code {code} to "
        "{oa_name} on Zalo, or {keyword} {code} to {reply_number}. To check: {hotline}, code {check}. To "
        "stop: send HUY.",
    ),
    "letter.reminder.zns": (
        "{department} ({decision}) xin nhắc: ông/bà chưa góp ý về dịch vụ {service} tại {unit}. Nhắn mã "
        "{code} cho Zalo {oa_name}, hoặc {keyword} {code} đến {reply_number}. Kiểm tra: {hotline}. "
        "Ngừng: nhắn HUY.",
        "{department} ({decision}): a reminder that your opinion on {service} of {unit} is still "
        "missing. Send the code {code} to {oa_name} on Zalo, or {keyword} {code} to {reply_number}. To "
        "check: {hotline}. To stop: send HUY.",
    ),
    "letter.invite.household.zns": (
        "{department} ({decision}) mời ông/bà thay mặt hộ góp ý về chính sách, dịch vụ công ở {unit}: "
        "khoảng {minutes} phút, tự nguyện, bảo mật, không mất phí, không hỏi OTP. Để trả lời, nhắn mã "
        "{code} cho Zalo {oa_name}, hoặc nhắn {keyword} {code} đến {reply_number}. Kiểm tra: {hotline}, mã "
        "{check}. Ngừng: nhắn HUY.",
        "{department} ({decision}) invites you to speak for your household on public policies and "
        "services in {unit}: about {minutes} minutes, voluntary, confidential, free, no OTP asked. To "
        "answer send the code {code} to {oa_name} on Zalo, or {keyword} {code} to {reply_number}. To "
        "check: {hotline}, code {check}. To stop: send HUY.",
    ),
    "letter.reminder.household.zns": (
        "{department} ({decision}) xin nhắc: ông/bà chưa thay mặt hộ góp ý về chính sách, dịch vụ công ở "
        "{unit}. Nhắn mã {code} cho Zalo {oa_name}, hoặc {keyword} {code} đến {reply_number}. Kiểm tra: "
        "{hotline}. Ngừng: nhắn HUY.",
        "{department} ({decision}): a reminder that your household's opinion on public policies and "
        "services in {unit} is still missing. Send the code {code} to {oa_name} on Zalo, or {keyword} "
        "{code} to {reply_number}. To check: {hotline}. To stop: send HUY.",
    ),
    "letter.resume.zns": (
        "{department}: ông/bà đang trả lời dở phiếu góp ý. Nhắn TIEP cho Zalo {oa_name} hoặc đến "
        "{reply_number}, nơi ông/bà đang trả lời, để làm tiếp. Kiểm tra: {hotline}. Ngừng: nhắn HUY.",
        "{department}: your questionnaire is not finished. Send TIEP to {oa_name} on Zalo or to "
        "{reply_number}, where you were answering, to go on. To check: {hotline}. To stop: send HUY.",
    ),
    "letter.sitting.zns": (
        "{department} xin hỏi tiếp phiếu góp ý hôm trước, chỉ vài câu. Nhắn TIEP cho Zalo {oa_name} hoặc đến "
        "{reply_number}, nơi ông/bà đang trả lời. Kiểm tra: {hotline}. Ngừng: nhắn HUY.",
        "{department}: the next few questions of your questionnaire. Send TIEP to {oa_name} on Zalo or to "
        "{reply_number}, where you were answering. To check: {hotline}. To stop: send HUY.",
    ),
    "letter.resume": (
        "{department}: ông/bà đang trả lời dở phiếu khảo sát. Nhắn bất kỳ để tiếp tục, HUY để ngừng. "
        "Kiểm tra: {hotline}.",
        "{department}: your questionnaire is not finished. Send any message to go on, HUY to stop. "
        "To check: {hotline}.",
    ),
    "letter.sitting": (
        "{department} xin hỏi tiếp phiếu góp ý hôm trước, chỉ vài câu. Nhắn TIEP để bắt đầu, HUY để ngừng. "
        "Kiểm tra: {hotline}.",
        "{department}: the next few questions of your questionnaire. Send TIEP to begin, HUY to stop. "
        "To check: {hotline}.",
    ),
    "letter.code_wanted": (
        "Chào ông/bà. Để bắt đầu, xin gửi mã khảo sát gồm 8 ký tự trong tin nhắn mời của {department}. "
        "Không có mã? Gọi {hotline} để kiểm tra.",
        "Hello. To begin, please send the 8-character code from the invitation of {department}. "
        "No code? Call {hotline} to check.",
    ),
    "letter.code_unknown": (
        "Mã này không đúng hoặc đã được dùng ở nơi khác. Xin xem lại tin nhắn mời, hoặc gọi {hotline}.",
        "This code is not right or is in use elsewhere. Please check the invitation, or call {hotline}.",
    ),
    "letter.number_unknown": (
        "Số điện thoại này không có trong danh sách được mời lần này. Nếu có mã khảo sát 8 ký tự, xin gửi "
        "mã; cần hỏi, xin gọi {hotline}.",
        "This number is not among those invited this time. If you have an 8-character code, please send it; "
        "to ask, call {hotline}.",
    ),
    "letter.number_not_own": (
        "Xin gửi số của chính ông/bà bằng nút bên dưới, hoặc gửi mã khảo sát 8 ký tự trong tin nhắn mời.",
        "Please show your own number with the button below, or send the 8-character code of the invitation.",
    ),
    "letter.edited": (
        "Sửa tin nhắn đã gửi không làm đổi câu trả lời. Muốn đổi, xin bấm hoặc nhắn Quay lại rồi trả lời "
        "lại.",
        "Editing a sent message does not change an answer. To change it, tap or send Back and answer again.",
    ),
    "button.show_number": ("Dùng số điện thoại của tôi", "Use my phone number"),
    "letter.place_taken": (
        "Cảm ơn ông/bà đã muốn tham gia lại. Phần này đã có người khác trả lời đủ nên chúng tôi không hỏi "
        "thêm. Muốn góp ý, xin gọi {hotline}.",
        "Thank you for wanting to take part again. Enough people have answered meanwhile, so we do not ask "
        "more. To tell us something, please call {hotline}.",
    ),
    "letter.slip_over": (
        "Mã phiếu hẹn này đã có người trả lời, chưa đến ngày mở hoặc đã hết hạn. Cần hỏi, xin gọi {hotline}.",
        "The code of this slip was answered already, is not open yet or has expired. To ask, call {hotline}.",
    ),
    "letter.closed": (
        "Đợt khảo sát đã kết thúc. Cảm ơn ông/bà đã quan tâm. {department}, {hotline}.",
        "The survey is over. Thank you for your interest. {department}, {hotline}.",
    ),
    "page.paused": (
        "Phiếu đang tạm dừng, các câu đã trả lời được giữ.",
        "The questionnaire is paused; your answers are kept.",
    ),
    "page.stopped": (
        "Ông/bà đã yêu cầu dừng. Chúng tôi không hỏi và không nhắn gì nữa.",
        "You asked us to stop. We ask and send nothing more.",
    ),
    "letter.unreadable": (
        "Xin ông/bà trả lời bằng chữ, số hoặc nút bấm; chúng tôi chưa đọc được ảnh, giọng nói hay tệp.",
        "Please answer with words, digits or buttons; pictures, voice and files can't be read here yet.",
    ),
}


def say(key: str, language: str = "vi", /, **values: object) -> str:
    """The text of `key` in `language` with its placeholders filled; a missing key is a bug (KeyError)."""
    text = _TEXTS[key][1 if language == "en" else 0]
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def keys() -> tuple[str, ...]:
    """Every key of the catalogue."""
    return tuple(_TEXTS)
