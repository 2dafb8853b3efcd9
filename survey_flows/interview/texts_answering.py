"""What the interview says about answering itself: formats, screens, changing answers, resting, buttons.

Part of the catalogue of `texts.py`, under the same rules; here `{count}`, `{number}`, `{last}`,
`{numbers}`, `{start}`, `{end}`, `{step}`, `{example}`, `{left}` are filled by the interview too.
"""

from __future__ import annotations

from collections.abc import Mapping

ANSWERING: Mapping[str, tuple[str, str, str]] = {
    "misread.spelled": (
        "Chúng tôi vẫn chưa hiểu. Xin nhắn đúng một số, từ 1 đến {count}, như ghi dưới đây.",
        "We still did not understand. Please send just one number, from 1 to {count}, as listed below.",
        "Van chua hieu. Xin nhan dung mot so, tu 1 den {count}.",
    ),
    "misread.spelled_many": (
        "Chúng tôi vẫn chưa hiểu. Xin nhắn các số, từ 1 đến {count}, cách nhau bằng dấu cách.",
        "We still did not understand. Please send the numbers, from 1 to {count}, with blanks between.",
        "Van chua hieu. Xin nhan cac so tu 1 den {count}, cach nhau bang dau cach.",
    ),
    "misread.person": (
        (
            "Câu này chúng tôi chưa hiểu được, lỗi ở chúng tôi. Xin gọi {hotline} để có người hỏi trực "
            "tiếp; hoặc nhắn «bỏ qua», «quay lại», «để sau»."
        ),
        (
            "We could not make out this answer; the fault is ours. Call {hotline} to be asked by a "
            "person, or type «skip», «back» or «later»."
        ),
        "Chung toi chua hieu. Xin goi {hotline} de co nguoi hoi, hoac nhan BO QUA, QUAY LAI, DE SAU.",
    ),
    "misread.person_needed": (
        (
            "Câu này chúng tôi chưa hiểu được, lỗi ở chúng tôi. Xin gọi {hotline} để có người hỏi trực "
            "tiếp, hoặc nhắn «để sau»."
        ),
        "We could not make out this answer; the fault is ours. Call {hotline} to be asked by a person, "
        "or type «later».",
        "Chung toi chua hieu. Xin goi {hotline} de co nguoi hoi, hoac nhan DE SAU.",
    ),
    "misread.consent": (
        "Tham gia hay không là tùy ông/bà.",
        "Taking part is up to you.",
        "Tham gia hay khong la tuy ong/ba.",
    ),
    "resume.waits": (
        "Câu này đang chờ câu trả lời. Không muốn trả lời, xin nhắn «bỏ qua».",
        "This question waits for an answer. To leave it out, type «skip».",
        "Cau nay dang cho tra loi. Khong muon: BO QUA.",
    ),
    "consent.again": (
        "Xin cho biết có đồng ý trả lời khảo sát không?",
        "Do you agree to answer the survey?",
        "Xin cho biet co dong y tra loi khao sat khong?",
    ),
    "misread.again": (
        "Chúng tôi vẫn chưa ghi được câu trả lời.",
        "We still could not record an answer.",
        "Van chua ghi duoc.",
    ),
    "misread.number": (
        "Chúng tôi vẫn chưa hiểu. Xin chỉ nhắn một con số, ví dụ 3.",
        "We still did not understand. Please send just a number, for example 3.",
        "Van chua hieu. Xin chi nhan mot con so, vd 3.",
    ),
    "page.blank": (
        "Câu này chưa có câu trả lời. Nếu không muốn trả lời, xin bấm tiếp lần nữa.",
        "This question has no answer yet. To leave it out, just go on once more.",
        "Cau nay chua co tra loi.",
    ),
    "page.needed": (
        "Cần câu trả lời này để hỏi tiếp cho đúng. Xin chọn hoặc điền.",
        "This answer is needed to ask the right questions next. Please choose or fill in.",
        "Can cau tra loi nay de hoi tiep.",
    ),
    "page.unread": (
        "Chưa đọc được câu trả lời này. Xin chọn hoặc điền lại.",
        "This answer could not be read. Please choose or fill in again.",
        "Chua doc duoc cau tra loi nay.",
    ),
    "page.not_here": (
        "Trang này chưa nhận được ảnh, ghi âm hay tệp. Xin bỏ qua câu này.",
        "This page cannot take pictures, recordings or files. Please leave this question out.",
        "Trang nay chua nhan duoc tep.",
    ),
    "misread.RANKING": (
        "Xin xếp đủ mọi ý, mỗi ý một lần.",
        "Please put every point in order, each once.",
        "Xin xep du moi y, moi y mot lan.",
    ),
    "misread.KIND": (
        "Câu này xin trả lời bằng chữ, số hoặc nút.",
        "Please answer this question in words, with a number or a button.",
        "Cau nay xin tra loi bang chu hoac so.",
    ),
    "misread.other_kind": (
        "Câu này cần đúng loại tin ghi dưới đây.",
        "This question needs the kind of message named below.",
        "Cau nay can dung loai tin ghi duoi day.",
    ),
    "stuck": (
        (
            "Có lẽ nhắn tin không tiện cho ông/bà. Chúng tôi xin dừng ở đây; các câu đã trả lời được giữ. "
            "Xin gọi {hotline} để có người hỏi trực tiếp, hoặc nhắn «tiếp» khi muốn làm tiếp."
        ),
        (
            "Messages may not suit you. We pause here; your answers are kept. Call {hotline} to be asked "
            "by a person, or type «continue» when you want to go on."
        ),
        "Chung toi xin tam nghi, cau tra loi duoc giu. Xin goi {hotline} de co nguoi hoi, hoac soan TIEP.",
    ),
    "welcome_back": (
        "Cảm ơn ông/bà đã trở lại. Các câu đã trả lời vẫn được giữ. Nhắn HUY lúc nào cũng được để dừng hẳn.",
        "Thank you for coming back. Your answers were kept. Send STOP at any time to end for good.",
        "Cam on ong/ba da tro lai, cac cau da tra loi van giu. Dung han: HUY.",
    ),
    "rest": (
        (
            "Cảm ơn ông/bà. Hôm nay xin dừng ở đây, còn {left} câu, hôm khác chúng tôi hỏi tiếp. Muốn trả "
            "lời luôn, xin nhắn «tiếp»."
        ),
        (
            "Thank you. That is enough for today; {left} questions remain and we ask them another day. To "
            "go on now, type «continue»."
        ),
        "Cam on ong/ba, hom nay den day. Con {left} cau, hom khac hoi tiep. Tra loi luon: soan TIEP.",
    ),
    "format.date": ("Ví dụ: 31/12/2024", "For example: 31/12/2024", "Vd: 31/12/2024"),
    "format.time": ("Ví dụ: 8h30, 2 giờ chiều", "For example: 8:30, 14:00", "Vd: 8h30"),
    "format.datetime": ("Ví dụ: 31/12/2024 8h30", "For example: 31/12/2024 8:30", "Vd: 31/12/2024 8h30"),
    "format.rank": (
        "Xếp từ quan trọng nhất: bấm lần lượt, hoặc nhắn các số theo thứ tự ({example}).",
        "Most important first: send the numbers in order ({example}), or choose one after the other.",
        "Nhan du cac so theo thu tu, quan trong nhat truoc, vd {example}",
    ),
    "format.range": (
        "Một số từ {start} đến {end}.",
        "A number from {start} to {end}.",
        "Nhan mot so tu {start} den {end}",
    ),
    "format.range_step": (
        "Một số từ {start} đến {end}, cách nhau {step}.",
        "A number from {start} to {end} in steps of {step}.",
        "Nhan mot so tu {start} den {end}, cach {step}",
    ),
    "format.barcode": (
        "Xin nhắn dãy số hoặc chữ in dưới mã.",
        "Please type the digits or letters printed below the code.",
        "Xin nhan day so in duoi ma.",
    ),
    "format.geopoint": (
        "Xin gửi vị trí bằng nút đính kèm, hoặc nhắn «bỏ qua».",
        "Please send your location with the attachment button, or type «skip».",
        "Khong gui vi tri qua SMS duoc: nhan BO QUA.",
    ),
    "format.image": (
        "Xin gửi một ảnh, hoặc nhắn «bỏ qua».",
        "Please send a picture, or type «skip».",
        "Khong gui anh qua SMS duoc: nhan BO QUA.",
    ),
    "format.audio": (
        "Xin gửi một đoạn ghi âm, hoặc nhắn «bỏ qua».",
        "Please send a voice message, or type «skip».",
        "Khong gui ghi am qua SMS duoc: nhan BO QUA.",
    ),
    "format.video": (
        "Xin gửi một đoạn phim ngắn, hoặc nhắn «bỏ qua».",
        "Please send a short video, or type «skip».",
        "Khong gui phim qua SMS duoc: nhan BO QUA.",
    ),
    "format.file": (
        "Xin gửi một tệp, hoặc nhắn «bỏ qua».",
        "Please send a file, or type «skip».",
        "Khong gui tep qua SMS duoc: nhan BO QUA.",
    ),
    "default.offer": (
        "Chúng tôi ghi sẵn: {reading}. Nhắn «giữ nguyên» nếu đúng.",
        "We have noted: {reading}. Type «keep» if that is right.",
        "Ghi san: {reading}. Dung thi nhan GIU NGUYEN.",
    ),
    "keep.nothing": (
        "Câu này chưa có câu trả lời để giữ.",
        "There is no answer to keep yet.",
        "Cau nay chua co cau tra loi.",
    ),
    "page.reply": (
        "Trả lời {count} câu trong một tin, theo thứ tự, ví dụ {example} (0: không áp dụng, KB: không biết).",
        "Answer all {count} in one message, in order, e.g. {example} (0: does not apply, dk: don't know).",
        "Tra loi {count} so trong 1 tin, vd {example} (0: ko ap dung, KB: ko biet)",
    ),
    "page.reply_again": (
        "Trả lời {count} câu trong một tin, ví dụ {example}.",
        "Answer all {count} in one message, e.g. {example}.",
        "Tra loi {count} so trong 1 tin, vd {example}",
    ),
    "page.missing": (
        "Còn thiếu câu {numbers}.",
        "Still missing: {numbers}.",
        "Con thieu cau {numbers}.",
    ),
    "page.count": (
        "Cần đủ {count} câu trả lời trong một tin, theo thứ tự. Hoặc ghi rõ số câu: {example}.",
        "We need {count} answers in one message, in order. Or name each question: {example}.",
        "Can du {count} cau tra loi theo thu tu. Hoac ghi ro so cau: {example}",
    ),
    "page.each": (
        "Mỗi câu cần một câu trả lời riêng, ví dụ {example}.",
        "Each question needs its own answer, e.g. {example}.",
        "Moi cau mot cau tra loi rieng, vd {example}",
    ),
    "page.unclear": (
        "Chưa hiểu câu {numbers}. Xin trả lời lại.",
        "We did not understand {numbers}. Please answer again.",
        "Chua hieu cau {numbers}. Xin tra loi lai.",
    ),
    "page.singly": (
        "Chúng tôi xin hỏi từng câu cho dễ.",
        "Let us take them one by one.",
        "Xin hoi tung cau cho de.",
    ),
    "confirm.leave_all": (
        "Ông/bà muốn bỏ qua cả {count} câu này?",
        "Do you want to leave out all {count} of these?",
        "Ong/ba muon bo qua ca {count} cau nay?",
    ),
    "left_out": ("không trả lời", "no answer", "khong tra loi"),
    "jump.unknown": (
        "Chưa có câu {number} để sửa: mới hỏi đến câu {last}.",
        "There is no question {number} to change yet: we are at question {last}.",
        "Chua co cau {number}: moi hoi den cau {last}.",
    ),
    "review.heading": (
        "Các câu ông/bà đã trả lời. Muốn sửa, xin bấm vào câu đó hoặc nhắn «sửa câu {example}».",
        "Your answers so far. To change one, type «change question {example}». To go on: «continue».",
        "Da tra loi. Muon sua: soan SUA CAU {example}. Tiep: soan TIEP.",
    ),
    "review.empty": (
        "Chưa có câu trả lời nào.",
        "There are no answers yet.",
        "Chua co cau tra loi nao.",
    ),
    "review.earlier": ("⋯ các câu trước", "⋯ earlier ones", "truoc do"),
    "accents.on": (
        "Từ nay tin nhắn có dấu. Đổi lại: nhắn KHONGDAU.",
        "Messages keep their diacritics from now on. To change back: KHONGDAU.",
        "Tu nay tin nhan co dau. Doi lai: KHONGDAU.",
    ),
    "accents.off": (
        "Từ nay tin nhắn không dấu. Đổi lại: nhắn CODAU.",
        "Messages come without diacritics from now on. To change back: CODAU.",
        "Tu nay tin nhan khong dau. Doi lai: CODAU.",
    ),
    "command.keep": ("▶ Giữ nguyên", "▶ Keep it", "Giu nguyen"),
    "command.review": ("☰ Xem lại", "☰ My answers", "Xem lai"),
    "command.diacritics": ("Có dấu / không dấu", "Diacritics on/off", "Codau/khongdau"),
}
