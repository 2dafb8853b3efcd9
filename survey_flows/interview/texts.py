"""Every text the interview itself says, beside the questionnaire: Vietnamese first.

Rules:
1. Each text stands in three wordings, in this order: `vi`, `en`, and `sms`, the Vietnamese without
   diacritics and short (a question together with its notice should stay within three parts).
2. `{department}`, `{decision}` and `{hotline}` stay in the texts as they are: whoever renders a
   prompt for a channel puts the facts of the survey in their place. `{minutes}`, `{reading}`,
   `{names}` and `{maximum}` are filled here.
3. The first thing a respondent reads says who asks, why, how long, that it is voluntary and
   confidential, that no money and no code is ever asked for, where to check, and how to stop
   (domain.md §6, "Invitation rules").
"""

from __future__ import annotations

from collections.abc import Mapping

from survey_flows.interview.texts_answering import ANSWERING

PLACEHOLDERS = ("{department}", "{decision}", "{hotline}")
"""What a renderer puts facts in place of."""

_SAID: Mapping[str, tuple[str, str, str]] = {
    "introduction": (
        (
            "{department} xin hỏi ý kiến ông/bà về sự phục vụ của cơ quan nhà nước ({decision}), để nơi "
            "chưa tốt phục vụ tốt hơn. Khoảng {minutes} phút, tự nguyện; câu trả lời được giữ kín, không gắn "
            "với tên. Không thu tiền, không hỏi mã OTP, số căn cước hay tài khoản. Cần kiểm tra, xin gọi "
            "{hotline}. Nhắn HUY lúc nào cũng được để dừng hẳn."
        ),
        (
            "{department} asks for your opinion on the service of public bodies "
            "({decision}), so that services get better. About {minutes} minutes, voluntary; answers are "
            "confidential and kept apart from your name. We never ask for money, codes, ID or account "
            "numbers. To check, call {hotline}. Send STOP at any time to end for good."
        ),
        (
            "{department} hoi y kien ve su phuc vu cua co quan ({decision}). ~{minutes} phut, tu "
            "nguyen, giu kin, khong thu tien, khong hoi OTP, CCCD. Kiem tra: {hotline}. Dung: soan HUY."
        ),
    ),
    "assurance": (
        (
            "Không thu tiền, không hỏi mã OTP hay số căn cước. Kiểm tra: {hotline}. Nhắn HUY lúc nào cũng "
            "được để dừng hẳn."
        ),
        "No fee, no codes or ID numbers asked. To check: {hotline}. Send STOP at any time to end for good.",
        "Khong thu tien, khong hoi OTP, CCCD. Kiem tra: {hotline}. Dung han: HUY.",
    ),
    "about.who": (
        (
            "Đây là khảo sát mức độ hài lòng của người dân do {department} thực hiện theo {decision}. "
            "Xin gọi {hotline} để kiểm tra."
        ),
        (
            "This is the citizen satisfaction survey run by {department} under {decision}. Call "
            "{hotline} to check."
        ),
        "Khao sat cua {department} theo {decision}. Kiem tra: {hotline}.",
    ),
    "about.why": (
        (
            "Ông/bà được chọn theo thứ tự trong danh sách lập cho khảo sát này. Ý kiến của "
            "ông/bà được cộng chung với mọi người để biết nơi nào cần phục vụ tốt hơn."
        ),
        (
            "You were picked by a fixed rule from the list made for this survey. Your answers "
            "are added to everybody's, to see where service must improve."
        ),
        ("Ong/ba duoc chon theo thu tu trong danh sach khao sat. Y kien chi dung de phuc vu tot hon."),
    ),
    "about.help": (
        (
            "Xin chọn một nút, hoặc nhắn số hay chữ của câu trả lời. Nhắn «quay lại» hay «sửa câu 3» để "
            "sửa, «xem lại» để xem các câu đã trả lời, «để sau» để tạm nghỉ, «bỏ qua» nếu không muốn trả "
            "lời câu này, HUY để dừng hẳn. Điện thoại hỗ trợ: {hotline}."
        ),
        (
            "Answer by the number or the words of a choice. Type «back» or «change question 3» to correct, "
            "«my answers» to see them, «later» to pause, «skip» to leave this one out, «tieng Viet» for "
            "Vietnamese, STOP to end for good. Help by phone: {hotline}."
        ),
        (
            "Nhan so cua cau tra loi. QUAY LAI, SUA CAU 3: sua. XEM LAI. DE SAU: nghi. BO QUA. CODAU: chu "
            "co dau. ENGLISH. HUY: dung han. Ho tro: {hotline}."
        ),
    ),
    "about.privacy": (
        (
            "Tên và số điện thoại của ông/bà được giữ riêng, tách khỏi câu trả lời; cơ quan được đánh "
            "giá không xem được. Số của ông/bà có trong danh sách lập cho khảo sát. Chi tiết: {hotline}."
        ),
        (
            "Your name and number are kept apart from your answers; the office you rate cannot see them. "
            "Your number is on the list made for this survey. Details: {hotline}."
        ),
        "Ten va so dien thoai giu rieng, co quan duoc danh gia khong xem duoc. Chi tiet: {hotline}.",
    ),
    "about.pay": (
        "Khảo sát không thu tiền. Về cước tin nhắn và tiền bồi dưỡng trả lời, xin gọi {hotline}.",
        "The survey costs nothing. About message fees and the answer fee, please call {hotline}.",
        "Khao sat khong thu tien. Hoi ve cuoc tin nhan, boi duong: {hotline}.",
    ),
    "about.scam": (
        (
            "Ông/bà cẩn thận là đúng. Chúng tôi không bao giờ hỏi mã OTP, mật khẩu, số căn cước, số tài "
            "khoản hay chuyển tiền. Xin gọi {department}, {hotline}, trước khi trả lời."
        ),
        (
            "You are right to be careful. We never ask for codes, passwords, ID or account numbers, or "
            "transfers. Please call {department}, {hotline}, before you answer."
        ),
        "Chung toi khong bao gio hoi OTP, mat khau, CCCD, tai khoan. Xin goi {hotline} de kiem tra.",
    ),
    "about.complaint": (
        (
            "Phản ánh của ông/bà rất cần được giải quyết đúng nơi: xin gọi {hotline}. Phiếu này chỉ hỏi "
            "mức độ hài lòng."
        ),
        (
            "Your complaint deserves the right office: please call {hotline}. This form only asks how "
            "satisfied you are."
        ),
        "Phan anh xin goi {hotline} de duoc giai quyet. Phieu nay chi hoi muc hai long.",
    ),
    "about.integrity": (
        (
            "Xin để chính ông/bà trả lời, theo đúng ý mình: không ai được trả lời thay hay dặn trước. Ai "
            "ép, xin báo {hotline}."
        ),
        (
            "Please answer yourself and as you think: nobody may answer for you or tell you what to say. "
            "If someone does, call {hotline}."
        ),
        "Xin tu tra loi theo dung y minh, khong ai duoc tra loi thay. Neu bi ep: {hotline}.",
    ),
    "about.insult": (
        "Xin lỗi đã làm phiền ông/bà. Nhắn HUY để chúng tôi không nhắn nữa.",
        "Sorry for the trouble. Send STOP and we will not write again.",
        "Xin loi da lam phien. Soan HUY de khong nhan tin nua.",
    ),
    "about.language": (
        "Cần người hỏi trực tiếp hoặc bằng tiếng dân tộc, xin gọi {hotline}.",
        "If you would rather be asked by a person or in another language, please call {hotline}.",
        "Can nguoi hoi truc tiep hoac bang tieng dan toc: {hotline}.",
    ),
    "about.tongues": (
        "Phiếu này có: {names}. Xin nhắn tên thứ tiếng muốn dùng.",
        "This form comes in: {names}. Type the name of the language you want.",
        "Phieu nay co: {names}. Xin nhan ten thu tieng muon dung.",
    ),
    "about.greeting": (
        "Chào ông/bà.",
        "Hello.",
        "Chao ong/ba.",
    ),
    "about.thanks": (
        "Cảm ơn ông/bà.",
        "Thank you.",
        "Cam on ong/ba.",
    ),
    "about.later": (
        "",
        "",
        "",
    ),
    "misread.UNCLEAR": (
        "Xin lỗi, chúng tôi chưa hiểu. Xin chọn trong các câu trả lời dưới đây.",
        "Sorry, we did not understand. Please choose from the answers below.",
        "Xin loi, chua hieu. Xin chon so duoi day.",
    ),
    "misread.open": (
        "Xin lỗi, chúng tôi chưa hiểu. Xin nhắn lại theo câu hỏi dưới đây.",
        "Sorry, we did not understand. Please answer the question below.",
        "Xin loi, chua hieu. Xin tra loi lai.",
    ),
    "misread.BATCH": (
        "Mỗi lần xin trả lời một câu. Câu hiện tại:",
        "One question at a time, please. The present one:",
        "Moi lan xin tra loi mot cau.",
    ),
    "misread.OVERLIMIT": (
        "Câu này chọn tối đa {maximum}. Xin bỏ bớt.",
        "Choose {maximum} at most, please.",
        "Xin chon toi da {maximum}.",
    ),
    "misread.CONSTRAINT": (
        "Câu trả lời này chưa phù hợp. Xin xem lại.",
        "This answer does not fit. Please check it.",
        "Cau tra loi chua phu hop. Xin xem lai.",
    ),
    "misread.REQUIRED": (
        "Cần câu trả lời này để hỏi tiếp cho đúng.",
        "This answer is needed to ask the right questions next.",
        "Can cau tra loi nay de hoi tiep.",
    ),
    "misread.COUNT": (
        "Số câu trả lời chưa khớp với số câu hỏi. Xin trả lời đủ từng câu, theo đúng thứ tự.",
        "There are not as many answers as questions. Please answer each, in order.",
        "Chua du cau tra loi. Xin tra loi du, dung thu tu.",
    ),
    "misread.RANGE": (
        "Có số không nằm trong các lựa chọn. Xin trả lời lại.",
        "One of the numbers is not among the choices. Please answer again.",
        "Co so khong hop le. Xin tra loi lai.",
    ),
    "late.noted": (
        "Câu đó đã được ghi nhận. Muốn sửa, xin bấm «Câu trước».",
        "That answer is already noted. To change it, go back.",
        "Cau do da ghi nhan.",
    ),
    "late.old": (
        "Nút vừa bấm thuộc thẻ cũ. Câu hiện tại:",
        "That button belongs to an older card. The present question:",
        "Cau hien tai:",
    ),
    "back.first": (
        "Đây là câu đầu tiên.",
        "This is the first question.",
        "Day la cau dau tien.",
    ),
    "back.closed": (
        "Phiếu đã hoàn thành nên không sửa được nữa.",
        "The form is complete and can no longer be changed.",
        "Phieu da xong, khong sua duoc nua.",
    ),
    "paused": (
        (
            "Vâng, ông/bà cứ làm việc đã. Các câu đã trả lời được giữ nguyên. Khi rảnh, xin nhắn bất kỳ "
            "để tiếp tục."
        ),
        "Of course, take your time. Your answers are kept. Send any message to go on.",
        "Vang, cac cau da tra loi duoc giu. Khi ranh, nhan TIEP de tiep tuc.",
    ),
    "resumed": (
        "Xin tiếp tục:",
        "Let us go on:",
        "Xin tiep tuc:",
    ),
    "empty": (
        "Xin chọn ít nhất một ý rồi bấm «Xong».",
        "Please tick at least one, then press «Done».",
        "Xin chon it nhat mot so.",
    ),
    "confirm.answer": (
        "Ý ông/bà là: {reading}?",
        "Do you mean: {reading}?",
        "Y ong/ba la: {reading}?",
    ),
    "confirm.refuses": (
        "Ông/bà không muốn trả lời khảo sát này nữa, đúng không?",
        "You do not want to answer this survey any more, is that right?",
        "Ong/ba khong muon tra loi nua, dung khong?",
    ),
    "confirm.stops": (
        "Ông/bà muốn dừng hẳn và không nhận tin nữa, đúng không?",
        "You want to stop and get no more messages, is that right?",
        "Ong/ba muon dung han va khong nhan tin nua?",
    ),
    "confirm.wrong_person": (
        "Số điện thoại này không phải của người được mời, đúng không?",
        "This number does not belong to the person invited, is that right?",
        "So nay khong phai cua nguoi duoc moi?",
    ),
    "confirm.ineligible": (
        "Ông/bà chưa có kết quả, hoặc không có việc được hỏi ở đây, đúng không?",
        "You have no result yet, or what is asked about does not concern you, is that right?",
        "Ong/ba chua co ket qua, hoac khong co viec duoc hoi?",
    ),
    "confirm.moved": (
        "Người được hỏi đã chuyển đi nơi khác, đúng không?",
        "The person we look for has moved away, is that right?",
        "Nguoi duoc hoi da chuyen di noi khac?",
    ),
    "confirm.away": (
        "Người được hỏi đi vắng lâu ngày, không trả lời được, đúng không?",
        "The person we look for is away for long and cannot answer, is that right?",
        "Nguoi duoc hoi di vang lau ngay?",
    ),
    "confirm.deceased": (
        "Xin chia buồn cùng gia đình. Người được hỏi đã qua đời, đúng không?",
        "Our condolences. The person we look for has died, is that right?",
        "Xin chia buon. Nguoi duoc hoi da qua doi?",
    ),
    "confirm.incapable": (
        "Người được hỏi không đủ sức khỏe để trả lời, đúng không?",
        "The person we look for is not well enough to answer, is that right?",
        "Nguoi duoc hoi khong du suc khoe de tra loi?",
    ),
    "yes": (
        "Đúng",
        "Yes",
        "Dung",
    ),
    "no": (
        "Không phải",
        "No",
        "Khong phai",
    ),
    "acknowledge": (
        "Đã rõ",
        "Understood",
        "Da ro",
    ),
    "disagree": (
        "Không tham gia",
        "I do not take part",
        "Khong tham gia",
    ),
    "closing.complete": (
        "Phiếu đã hoàn thành. {department} cảm ơn ông/bà đã dành thời gian góp ý!",
        "The form is complete. {department} thanks you for your time!",
        "Phieu da hoan thanh. {department} cam on ong/ba!",
    ),
    "closing.refused": (
        "Vâng, cảm ơn ông/bà đã cho biết. Chúng tôi sẽ không hỏi lại về khảo sát này.",
        "Thank you for telling us. We will not ask again about this survey.",
        "Vang, cam on ong/ba. Chung toi se khong hoi lai ve khao sat nay.",
    ),
    "closing.stopped": (
        "Đã dừng: chúng tôi sẽ không nhắn cho ông/bà nữa. Xin cảm ơn.",
        "Stopped: we will not write to you again. Thank you.",
        "Da dung: chung toi se khong nhan tin nua. Xin cam on.",
    ),
    "closing.wrong_person": (
        "Cảm ơn đã cho biết. Xin lỗi vì đã làm phiền; chúng tôi sẽ không nhắn vào số này nữa.",
        "Thank you for telling us, and sorry for the trouble; we will not write to this number again.",
        "Cam on da cho biet, xin loi da lam phien. Chung toi se khong nhan vao so nay nua.",
    ),
    "closing.ineligible": (
        (
            "Cảm ơn ông/bà. Khảo sát này không dành cho trường hợp của ông/bà, nên xin dừng ở đây. Cần "
            "người đọc và hỏi giúp, hay muốn góp ý thêm, xin gọi {hotline}."
        ),
        (
            "Thank you. This survey is not meant for a case like yours, so we end here. If you need "
            "somebody to read to you, or have more to say, please call {hotline}."
        ),
        (
            "Cam on ong/ba. Khao sat nay khong danh cho truong hop cua ong/ba. Can nguoi doc giup hay "
            "gop y them: {hotline}."
        ),
    ),
    "closing.over": (
        "Khảo sát này đã xong, ông/bà không cần trả lời gì thêm. Muốn hỏi hay góp ý, xin gọi {hotline}.",
        "This survey is over for you; nothing more is asked. To ask or tell us something, call {hotline}.",
        "Khao sat nay da xong, ong/ba khong can tra loi gi them. Muon hoi, gop y: {hotline}.",
    ),
    "closing.again": (
        "Nếu chọn nhầm, hoặc muốn trả lời khảo sát này, xin nhắn «tham gia lại». Cần hỏi, xin gọi {hotline}.",
        (
            "If that was a slip, or you would like to answer after all, type «take part again». To ask, call "
            "{hotline}."
        ),
        "Neu chon nham hoac muon tra loi, soan THAM GIA LAI. Can hoi: {hotline}.",
    ),
    "closing.unavailable": (
        "Cảm ơn đã cho biết. Chúng tôi sẽ không hỏi lại về khảo sát này.",
        "Thank you for telling us. We will not ask again about this survey.",
        "Cam on da cho biet. Chung toi se khong hoi lai.",
    ),
    "command.back": (
        "◀ Câu trước",
        "◀ Back",
        "Cau truoc",
    ),
    "command.pause": (
        "⏸ Để sau",
        "⏸ Later",
        "De sau",
    ),
    "command.resume": (
        "▶ Tiếp tục",
        "▶ Go on",
        "Tiep tuc",
    ),
    "command.who": (
        "Ai đang hỏi?",
        "Who is asking?",
        "Ai hoi?",
    ),
    "command.why": (
        "Vì sao hỏi tôi?",
        "Why me?",
        "Vi sao?",
    ),
    "command.help": (
        "Trợ giúp",
        "Help",
        "Tro giup",
    ),
    "command.stop": (
        "Dừng hẳn",
        "Stop",
        "Huy",
    ),
    "command.done": (
        "✔ Xong",
        "✔ Done",
        "Xong",
    ),
    "command.skip": (
        "Bỏ qua câu này",
        "Skip this one",
        "Bo qua",
    ),
    "command.language": (
        "English",
        "Tiếng Việt",
        "English",
    ),
}

TEXTS: Mapping[str, tuple[str, str, str]] = {**_SAID, **ANSWERING}
"""Every text by its key, in the three wordings."""
