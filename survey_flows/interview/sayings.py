"""What people type beside answers, whole messages by what they mean; `intents.py` reads them.

Written with all diacritics; typing without them is understood, except where that makes another
word (`=`, see `phrases.py`). Phrases are separated by `;`.
"""

from __future__ import annotations

STOP = """
    stop please; please stop; unsub; remove; leave me alone; từ chối hết; =không nhắn; cấm nhắn; cấm gọi;
    stop; stop đi; stop ngay; dừng đi; dừng lại đi; hủy đi; stop all; stopall; hủy; hủy bỏ; huy; tc;
    từ chối; từ chối nhận tin; từ chối nhận tin nhắn;
    từ chối nhận; dừng; dừng lại; dừng lại ngay; =dừng ngay; =dừng hẳn; dừng khảo sát; =xin dừng; ngừng;
    ngừng lại; ngưng; ngưng lại; hủy đăng ký; hủy dk; hủy nhận tin; hủy khảo sát; unsubscribe; quit; end;
    cancel; =chặn; =tôi chặn; chặn số; =chặn luôn; =tôi chặn đây; thôi đừng nhắn; =thôi dừng;
    dừng nhắn tin; ngừng nhắn tin; ngưng nhắn tin; không nhận tin; không nhận tin nữa; không muốn nhận tin;
    không muốn nhận tin nữa; không nhận tin nhắn; không muốn nhận tin nhắn; bỏ số tôi ra; xóa số tôi;
    bỏ số tôi; xóa số; xóa số điện thoại của tôi; đừng làm phiền; stop it; opt out; tôi muốn dừng;
    muốn dừng; cho tôi dừng; tôi muốn hủy; không nhắn nữa; không nhắn tin nữa; không liên lạc nữa;
    không gửi nữa; không gửi tin nữa; remove me;
    s t o p; block; block nha; =chặn đây; =chặn số này; =chặn số đây; yêu cầu dừng; tôi yêu cầu dừng;
    tha cho tôi;
    đừng nữa; =thôi đừng; dừng tin nhắn; dừng nhận tin; ngừng nhận tin; stop ngay đi;
    =dùng lại; không muốn tiếp tục; không tiếp tục; không tiếp tục nữa; không muốn tiếp tục nữa;
    không tiếp tục khảo sát; không muốn tiếp tục khảo sát;
    hủy bỏ khảo sát; hủy luôn; stop tin nhắn; dừng hết; hủy hết; hủy ngay; hủy liền;
    hủy luôn đi; tha cho tôi đi; cho tôi ra; đã bảo là không nhận;
    hủy tin này sao; làm phiền quá nhé thôi đi;
    tắt mấy cái tin này; tắt mấy tin này; tắt mấy cái tin này giúp; dừng khảo sát đi; =xin dừng lại; bỏ theo
    dõi
"""
BACK = """
    quay lại; quay lại câu trước; quay lại câu vừa rồi; back; trở lại; câu trước; câu hồi nãy; lùi lại;
    lui lại; bấm nhầm; chọn nhầm; nhắn nhầm; trả lời nhầm; bấm nhầm rồi; chọn nhầm rồi; gõ nhầm; ấn nhầm;
    nhầm; nhầm rồi; chọn lại; cho chọn lại; trả lời lại; cho sửa; cho sửa lại; sửa; sửa lại; sửa câu trước;
    cho tôi sửa; muốn sửa; tôi muốn sửa; undo; bấm lộn; chọn lộn; cho quay lại; muốn quay lại; câu trước đó;
    nhầm câu trước; bấm sai; bấm sai rồi; bấm nhầm số; chọn nhầm số; gõ nhầm số; ấn nhầm số; bấm lộn số;
    chọn lộn số; bấm sai số; chọn sai; chọn sai rồi;
    quay lại đi; về câu trước; nhấn nhầm; nhầm câu trên; sửa câu trên; đổi câu trả lời; muốn đổi câu trả lời;
    đổi đáp án; sửa đáp án; thay đổi câu trả lời; chọn lại câu trước; trả lời lại câu trước;
    làm lại câu trước;
    làm lại câu vừa rồi; cho làm lại; cho quay lại câu trước; câu vừa rồi; câu trên; lộn câu trước; lộn rồi;
    bấm lộn rồi; chọn lộn rồi; nhắn lộn; nhấn lộn; ấn lộn; gõ sai; nhấn sai; trả lời sai; trả lời sai rồi;
    đánh nhầm; đánh nhầm rồi; gửi nhầm câu trả lời; tôi nhầm; trở về; trở về câu trước; trở lại câu trước
"""
PAUSE = """
    =chiều; =sáng mai; hôm sau; ngày mai trả lời; bữa nào rảnh; hôm nào rảnh; =mốt nhé;
    để sau; để lúc khác; lúc khác; lát nữa; lát; tí nữa; chút nữa; mai; ngày mai; mai trả lời; mai nhé;
    mai tôi trả lời; tối trả lời; tối nay trả lời; chiều trả lời; trưa trả lời; =tối; tối nay; bận; bận lắm;
    bận quá; đang bận; đang bận lắm; giờ đang bận; đang bận việc; bận rồi; hôm khác; để hôm khác; để mai;
    để tối; later; pause; tạm dừng; tạm nghỉ; nghỉ tí; nghỉ chút; chờ chút; chờ tí; đợi chút; đợi tí;
    khi nào rảnh; khi nào rảnh trả lời; rảnh trả lời sau; trả lời sau; lát trả lời; lát nữa trả lời; từ từ;
    busy; chưa rảnh; giờ chưa rảnh; giờ bận; sau nhé; để sau đi; cuối tuần; đang dở tay;
    để tôi làm xong việc đã;
    khi khác; bữa khác; để bữa khác; để khi khác; tuần sau; tối mai; chiều mai; sáng mai; mốt; để hồi khác;
    bây giờ chưa được; giờ chưa được; chưa tiện; giờ chưa tiện; giờ không tiện; không tiện lúc này;
    không phải lúc này; không tiện bây giờ; lúc này chưa tiện; bận tí;
    đợi lát; chờ lát; lát nữa nhé; khi nào rảnh nhắn; rảnh sẽ trả lời; khi rảnh trả lời; có gì trả lời sau;
    trả lời sau được không; sau đi; sau này; để lát; để lát nữa; rảnh rồi trả lời; chốc nữa; lúc nữa; xíu nữa;
    tí nữa nhé; mai mốt; hẹn lúc khác; hẹn hôm khác; hẹn khi khác; tối về trả lời; về nhà trả lời;
    bận mất rồi;
    chiều nay; chiều tối; trưa nay; đang dở việc; đang dở; mắc việc; đang mắc; đang mắc việc; kẹt việc;
    đang kẹt
"""
RESUME = """
    tiếp; tiếp tục; tiếp đi; tiếp tục đi; resume; continue; làm tiếp; hỏi tiếp; hỏi tiếp đi; trả lời tiếp
"""
OTHER_LANGUAGE = """
    english; english please; tiếng anh; nói tiếng anh; tiếng việt; vietnamese; language; ngôn ngữ;
    đổi ngôn ngữ
"""
DONE = "xong; xong rồi; done; chọn xong; chọn xong rồi; hết rồi; đủ rồi; vậy thôi; thế thôi"
SKIP = """
    tế nhị; ngại; skip câu này; next câu; câu này miễn; khỏi câu này; né câu này;
    qua; qua câu khác; qua câu sau; chuyển câu tiếp; chuyển câu khác; chuyển câu; =chuyển; skip; next; pass;
    bỏ qua; bỏ qua câu này; bỏ câu này; bỏ qua đi; câu khác; câu tiếp; câu tiếp theo; câu sau;
    sang câu khác; sang câu tiếp; tiếp theo; không trả lời câu này; không muốn trả lời câu này;
    từ chối trả lời câu này; miễn trả lời; xin miễn; tế nhị quá; câu này tế nhị; câu này tế nhị quá;
    khó nói; khó nói lắm; khó nói quá; không tiện trả lời; không tiện nói; cho qua; cho qua câu này; =né;
    câu khác đi; câu sau đi; miễn bình luận; qua câu này; xin phép không trả lời câu này; bỏ qua nhé;
    khó trả lời;
    khó trả lời quá; ngại nói; ngại trả lời; không muốn nói; câu này khó nói; câu này khó trả lời;
    cho câu khác;
    đổi câu khác; câu kế; câu kế tiếp; chuyển tiếp; chuyển sang câu khác; chuyển qua câu khác; sang câu sau;
    không tiện trả lời câu này; câu này tôi không trả lời; câu này không trả lời; không bình luận; no comment
"""
HELP = """
    mất bao lâu; hết bao lâu; bao nhiêu câu; còn bao nhiêu câu; còn bao nhiêu câu nữa; còn mấy câu nữa; mấy
    câu nữa;
    gọi cho tôi đi; gọi lại cho tôi;
    ủa; ủa gì; ủa sao; sao; sao vậy; là sao z; ý bạn là gì; ý bạn là sao; nhập gì; gõ gì; chọn số nào;
    bấm chỗ nào;
    help; help me; trợ giúp; hướng dẫn; giúp; giúp tôi; giúp với; chưa hiểu; chưa hiểu câu hỏi; không hiểu;
    không hiểu gì; không hiểu gì cả; không hiểu câu hỏi; không hiểu câu này; không hiểu hỏi gì;
    hiểu chết liền; hả; hở; hử; =hả gì; gì; là sao; là sao ta; là sao vậy; nghĩa là gì; nghĩa là sao; là gì;
    hỏi gì; hỏi gì thế; hỏi gì vậy; hỏi cái gì; cái gì; gì vậy; gì thế; gì đấy; gì đó; gì cơ; sao cơ;
    nói gì; nói gì vậy; nói gì thế; trả lời như thế nào; trả lời thế nào; trả lời sao; trả lời kiểu gì;
    làm thế nào; làm sao; bấm vào đâu; bấm ở đâu; bấm sao; chọn sao; ý là sao; ý gì; huh; what; khó hiểu;
    khó hiểu quá; giải thích; giải thích giúp; chỉ tôi với; hướng dẫn tôi; câu này là sao;
    câu này nghĩa là gì; tôi phải làm gì;
    không hiểu ý; chưa hiểu ý; không hiểu lắm; không hiểu gì hết; chọn cái gì; chọn gì; nhắn gì; nhắn sao;
    cái chi;
    chi; cái chi rứa; làm sao đây; làm sao bây giờ; trả lời làm sao; trả lời ra sao; phải làm gì;
    phải trả lời sao;
    phải trả lời như thế nào; phải làm sao; bấm số mấy; bấm gì; bấm cái gì; bấm thế nào; bấm như thế nào;
    chọn thế nào; chọn số mấy; nói lại; nói lại đi; nhắc lại; nhắc lại đi; nhắc lại câu hỏi; hỏi lại;
    hỏi lại đi;
    giải thích đi; giải thích giúp tôi; câu hỏi là gì; câu hỏi gì; ý là gì; nghĩa là như thế nào;
    nghe không hiểu;
    đọc không hiểu; không biết bấm; không biết bấm sao; không biết làm; không biết làm sao;
    không biết trả lời kiểu gì;
    không rõ câu hỏi; giúp đỡ; cứu; cần giúp; cần trợ giúp; cần hướng dẫn; xin hướng dẫn; nói rõ hơn;
    nói rõ hơn đi;
    gì thế này; cái gì cơ; cái gì vậy; cái gì thế này; cái gì thế; cái gì đây; gì đây; hỏi vậy là sao;
    không hiểu câu này lắm; khó hiểu lắm; mơ hồ quá
"""
WHO = """
    who; who are you; who is this; ai; ai đây; ai đấy; ai đó; ai vậy; ai thế; ai vậy nhỉ; ai gọi;
    ai gọi vậy; ai nhắn; ai nhắn vậy; ai nhắn thế; ai hỏi; ai hỏi vậy; ai hỏi đấy; ai kêu hỏi vậy;
    ai kêu hỏi; ai gửi; ai gửi vậy; số ai; số ai đây; số ai vậy; số của ai; số lạ; số nào đây; số gì đây;
    bên nào; bên nào vậy; bên nào gọi; bên nào đây; bên nào nhắn; cơ quan nào; cơ quan nào vậy;
    cơ quan nào đây; ở đâu gọi; ở đâu vậy; đâu đấy; mày là ai; bạn là ai; anh là ai; chị là ai; em là ai;
    ông là ai; các anh là ai; các bạn là ai; ai hỏi tôi; ai đang hỏi; ai đang nhắn; đây là ai; là ai;
    là ai vậy; là ai đây; người hay máy; máy hay người; robot à; bot à; đứa nào vậy; đứa nào đấy;
    đứa nào đây; đứa nào; thằng nào đấy; ai đang nhắn tin; xin hỏi ai đây; cho hỏi ai đây; who r u;
    ai nhắn đây; ai gọi đây; ai gọi đấy; ai hỏi đây; cơ quan nào hỏi; cơ quan nào nhắn; đơn vị nào;
    đơn vị nào đây;
    tổ chức nào; tổ chức nào vậy; công ty nào; công ty nào đấy; bên nào hỏi; bên nào đấy; xin hỏi ai;
    xin hỏi ai đấy;
    cho hỏi ai; bạn tên gì; tên gì; bạn là ai vậy; chú là ai; cô là ai; cháu là ai; mấy người là ai;
    bạn ở đâu;
    từ đâu; gọi từ đâu; nhắn từ đâu; bot hả; robot hả; máy à; máy hả; là máy à; là bot à; người thật không;
    người thật à; có phải người không; là người hay máy; người hay bot; người hay robot;
    là người thật hay máy; ai rứa;
    bạn là người hay máy; trả lời tự động à; máy trả lời à; bạn là cơ quan nào; bạn bên nào; thằng nào;
    con nào; ai nói
"""
WHY = """
    why; why me; vì sao; tại sao; vì sao hỏi tôi; tại sao hỏi tôi; sao lại hỏi tôi; sao hỏi tôi;
    hỏi để làm gì; hỏi làm gì; để làm gì; khảo sát để làm gì; khảo sát làm gì; mục đích gì; mục đích là gì;
    sao lại là tôi; sao chọn tôi; khảo sát gì; khảo sát gì vậy; khảo sát cái gì; hỏi chuyện gì; về việc gì;
    alo khảo sát gì vậy; bạn ơi khảo sát gì vậy; alo bạn ơi khảo sát gì vậy; việc gì vậy; việc gì; có việc
    gì; chuyện gì; chuyện gì vậy
"""
SCAM = """
    scam; lừa; lừa à; lừa đảo; lừa đảo à; lừa đảo hả; lại lừa đảo; lại lừa; lừa nhau à; công an đây;
    báo công an; tôi báo công an; gọi công an; spam; spam à; giả mạo; giả mạo à; tin nhắn rác; =rác;
    có thật không; thật không; thật không vậy; có phải lừa đảo không; có tin được không; đừng lừa tôi;
    mạo danh; mạo danh à; fake;
    scam à; scam hả; lừa tiền à; lừa hả; tính lừa hả; lừa tôi à; không tin; không tin được; không tin đâu;
    khó tin;
    có đáng tin không; đáng tin không; tin được không; có tin được không vậy; có phải thật không;
    có phải giả mạo không;
    thật hay giả; thật hay lừa; giả à; không cung cấp thông tin; không cung cấp thông tin đâu;
    không cho thông tin đâu;
    không bị lừa đâu; không mắc lừa đâu; virus à; link lừa à; có lừa không; có lừa đảo không;
    lừa đảo chắc luôn; bịp;
    bịp bợm; không lừa được tôi đâu; nghi lừa đảo; chắc lừa đảo; đồ lừa đảo; bọn lừa đảo
"""
PAY = """
    nhiêu tiền; được nhiêu tiền; được bao nhiêu tiền một tin; có free không; được gì không;
    tiền đâu; có tiền không; được tiền không; có được tiền không; bao nhiêu tiền; được bao nhiêu tiền;
    được bao nhiêu; có quà không; được gì; tôi được gì; có được gì không; có trả tiền không; trả tiền không;
    có mất tiền không; mất tiền không; có mất phí không; mất phí không; có tốn tiền không; tốn tiền không;
    có tính phí không; có tính tiền không; tốn phí không; phí bao nhiêu; cho tiền không; có cho tiền không;
    tiền bồi dưỡng đâu; khi nào có tiền; bao giờ có tiền; có thù lao không;
    trả lời được gì; tốn bao nhiêu; mất bao nhiêu; bao nhiêu tiền một tin; hết bao nhiêu tiền;
    có tốn gì không;
    tốn tiền à; mất tiền à; có tốn kém không; miễn phí không; có miễn phí không; miễn phí à; trả tiền đi;
    cho tiền đi;
    cho tiền thì trả lời; trả bao nhiêu; có thưởng không; có thưởng gì không; có quà gì không; quà đâu;
    thưởng đâu;
    được cái gì; có lợi gì; lợi gì cho tôi; có lợi gì không; có tiền thì trả lời; trả lời có tiền không;
    trả lời có được tiền không; trả lời được bao nhiêu; có hỗ trợ gì không; khảo sát có tiền không
"""
PRIVACY = """
    ai cho số tôi; ai cho số; ai cho số điện thoại; ai cho số của tôi; lấy số ở đâu; lấy số tôi ở đâu;
    lấy đâu ra số tôi; sao có số tôi; sao biết số tôi; sao biết tôi; sao biết số; có ghi tên tôi không;
    có ghi tên không; có ghi âm không; có bị lộ không; có bảo mật không; bảo mật không; có giữ kín không;
    có ai biết không; cán bộ có biết không; có an toàn không; ẩn danh không; có ẩn danh không; ai đọc;
    ai đọc được; ai xem được; trả lời có bị gì không; có bị gì không; có sao không;
    có lưu tên không; có giữ bí mật không; nói thật có sao không; trả lời có bị sao không;
    trả lời có sao không;
    có bị ghi lại không; có bị theo dõi không; có kín không; có bảo mật thông tin không;
    bảo mật thông tin không;
    có bị gọi lên không; có bị trù dập không; có bị trù không; có bị làm khó không; có bị phạt không;
    có bị bắt không;
    có lộ không; có bị lộ tên không; có lộ tên không; có công khai không; có biết tôi là ai không; ai xem;
    sao có số của tôi; sao có tên tôi; sao biết tên tôi; sao lại có số tôi; tại sao có số tôi;
    đào đâu ra số tôi;
    ai cung cấp số tôi; ai đưa số tôi; lấy thông tin tôi ở đâu; thông tin có an toàn không; có tiết lộ không
"""
INSULT = """
    rảnh hơi; đồ rảnh hơi; thằng khùng; con khùng; rảnh vl; rảnh vãi; đồ ăn hại; ăn hại; ăn no không có việc
    gì làm; ăn no không có việc làm; mẹ
    bọn điên; bọn điên;
    lũ điên;     thần kinh; ngu vãi; ngu như bò; cút mẹ mày đi; cút mẹ mày; mẹ kiếp;
    chó má; phiền bỏ mẹ; làm trò; dm m;
    vl thật;
    nhảm vl; dm mày; dm chúng mày; xàm xàm; xàm; xàm lông; xàm xí; ăn no rửng mỡ; rửng mỡ; ủa điên; bỏ
    mẹ; bố mày; con mẹ mày; im mẹ đi; đm mày; lắm chuyện;
    mất thời gian quá;
    biến; biến đi; cút; cút đi; cút xéo; dm; vl; dcm; dcmm; cc; cl; cmm; cặc; ngu; đồ ngu; ngu vl; điên;
    điên à; khùng; rảnh quá; rảnh quá ha; rảnh à; rảnh háng; vớ vẩn; vớ va vớ vẩn; xàm; xàm xí; nhảm;
    nhảm nhí; tào lao; phiền quá; phiền phức; mất thời gian; hâm; hâm à; dở hơi; fuck; fuck you; shit;
    im đi; im mồm; câm mồm;
    rỗi hơi; đồ điên; mất dạy; vô học; bố láo; láo; óc chó; phiền vl; clt; mẹ mày; địt mẹ; địt; đéo; =đụ;
    đồ khùng;
    đồ chó; =chó; bố đời; thần kinh; dở người; nhiều chuyện; lắm chuyện; rách việc; xàm l; xàm vl; xàm quá;
    nhảm quá;
    tào lao quá; ngu thế; ngu quá; ngu ngốc; ngáo; khốn nạn; đồ khốn; chết đi; đi chết đi; hâm à; vãi;
    vãi l; cái l;
    đồ hâm; im; bớt xàm; đồ rảnh; rảnh ghê; rảnh thế; rảnh vậy; rảnh nhỉ; phiền ghê; bực cả mình; cmn
"""
GREETING = """
    hello; hi; hí; hê lô; alo; alô; a lô; chào; xin chào; chào bạn; chào em; chào anh; chào chị; chào cháu;
    dạ chào; hey; dạ em nghe; tôi nghe; em nghe; nghe đây; tôi nghe đây; dạ nghe; nghe; tôi đây; em đây;
    có tôi đây; huy đây;
    alo nghe đây; dạ em đây; dạ tôi nghe; chào buổi sáng; chào buổi chiều; chào buổi tối; kính chào; a lo;
    alo ai đấy;
    nghe nè; nghe rồi; đang nghe; tôi đang nghe; hê lô; helo; helu; hế lô; good morning; dạ có em đây;
    có em đây;
    chào cán bộ; chào anh chị; chào các bạn; chào mọi người; chào ad; dạ alo; vâng tôi nghe; vâng nghe;
    có mặt; hi hi
"""
THANKS = """
    cảm ơn; cám ơn; ok cảm ơn; cảm ơn nhiều; cảm ơn bạn; cảm ơn em; cảm ơn cháu; cám ơn nhiều; xin cảm ơn;
    vâng cảm ơn; thank you; rồi cảm ơn; được rồi cảm ơn; cảm ơn nhà nước;
    cảm ơn cán bộ; cảm ơn chương trình; cảm ơn các bạn; cảm ơn anh; cảm ơn chị; cảm ơn đã hỏi;
    cảm ơn đã quan tâm;
    cảm ơn lắm; cảm ơn rất nhiều; chân thành cảm ơn; xin chân thành cảm ơn; trân trọng cảm ơn; đa tạ;
    cảm ơn ad;
    cảm ơn bạn nhiều; cảm ơn em nhiều; cảm ơn trước; thank you so much; many thanks; rất cảm ơn; tôi cảm ơn
"""
CANNOT_READ = """
    không đọc được; không đọc được chữ; không biết chữ; không biết đọc; không biết tiếng kinh;
    không biết tiếng việt; không rành tiếng kinh; tiếng thái; tiếng mông; tiếng hmông; tiếng mường;
    tiếng dao; tôi mù chữ; mù chữ; kuv tsis paub; tsis paub; tsis to taub; không nhìn rõ; chữ nhỏ quá;
    mắt kém; không đeo kính; i dont understand; i don't understand;
    không biết chữ đâu; không nói được tiếng kinh; không nói được tiếng việt; không hiểu tiếng kinh;
    không hiểu tiếng việt; không rành tiếng việt; không rành chữ; speak english; no vietnamese; in english;
    english version; tôi là người mông; tôi là người thái; tôi là người dao; người dân tộc; tôi người dân tộc;
    có tiếng mông không; có tiếng thái không; có tiếng dân tộc không; tiếng dân tộc; tiếng khmer; tiếng tày;
    tiếng nùng; tiếng ê đê; mắt kém không đọc được; chữ nhỏ quá không đọc được; không đọc được tiếng việt;
    không thấy chữ; không thạo tiếng kinh; không thạo chữ; không học chữ; không được đi học; mắt mờ;
    mắt mờ lắm
"""
DO_NOT_KNOW = """
    biết chết liền; nhớ chết liền; chịu chết; sao biết; chưa có ý kiến; không có biết; biết đâu mà nói;
    nhớ sao hết; biết đâu mà trả lời; sao mà nhớ; không có ấn tượng; không ấn tượng;
    cũng không biết;
    không nhớ gì hết; không nhớ luôn; không nhớ chỗ nào; không nhớ nộp ở đâu; không nhớ ở đâu;
    không đếm nổi; không biết nào;
    biết gì nào; không nhớ hẹn ngày nào; không rõ có đúng hẹn không; không nhớ có giấy không;
    không nhớ có không;
    không biết; không biết nữa; không biết được; không biết trả lời sao; không nhớ; không nhớ nữa;
    không nhớ rõ; không nhớ được; không rõ; không rõ lắm; không rõ nữa; không để ý; không để tâm;
    không chắc; không chắc lắm; chưa rõ; chưa biết; chịu; chịu thôi; chịu luôn; chịu không biết; chẳng biết;
    chẳng nhớ; chẳng rõ; =quên; =quên rồi; =quên mất; =quên mất rồi; biết đâu được; ai biết;
    ai biết được; biết gì mà đánh giá; biết gì mà trả lời; biết gì đâu; có biết gì đâu; có biết đâu;
    đâu có biết; đâu biết; đâu có nhớ; sao mà biết; sao biết được; làm sao biết; làm sao mà biết;
    làm sao nhớ được; khó đánh giá; không đánh giá được; không có ý kiến; dk; don't know; dont know; idk;
    không nắm được; không nắm rõ; không biết gì; không biết gì cả; không biết gì đâu; không trả lời được;
    không nhớ đâu; không biết đâu; lâu quá không nhớ; lâu rồi không nhớ; =lâu quá quên rồi;
    không biết chọn gì; không biết chọn cái nào;
    sao mà biết được; ai mà biết; ai mà biết được; biết sao được; làm sao biết được;
    khó nói quá không biết chọn gì;
    không biết đánh giá sao; không biết đánh giá thế nào; không biết trả lời thế nào; không biết chọn sao;
    không rành;
    không rành lắm; không biết luôn; không nhớ rõ lắm; không nhớ lắm; không biết rõ; không biết rõ lắm;
    không nhớ ra;
    không nhớ mấy lần; không nhớ bao nhiêu lần; không nhớ ngày; không nhớ ngày nào; không nhớ ngày hẹn;
    không để ý ngày; không để ý ngày hẹn; không nhớ đi mấy lần; không đếm; bó tay; pó tay; =quên ngày rồi;
    không biết gọi là gì; không nhớ tên; không nhớ nổi; lâu quá không nhớ nổi; lâu quá quên rồi;
    lâu quá quên mất;
    không biết mần răng; mần răng mà biết; răng mà biết; răng biết được; không biết chi; không biết chi hết;
    không biết gì hết; không biết gì về cái này; không biết cái này; không theo dõi; không chú ý;
    không quan sát;
    không nhận xét được; không đánh giá nổi; không nắm; không tường; nhớ không ra; nhớ không nổi;
    nhớ gì nổi; nhớ sao nổi;
    sao nhớ được; sao nhớ nổi; ai nhớ; ai mà nhớ; có nhớ gì đâu; nhớ đâu; đâu nhớ; đâu có để ý; tôi chịu;
    em chịu
"""
DOES_NOT_APPLY = """
    na; n a; không áp dụng; không áp dụng với tôi; không áp dụng với em; không thuộc trường hợp này;
    không thuộc trường hợp; không liên quan;
    không có góp ý nên không biết; tôi không góp ý bao giờ; không góp ý bao giờ; chưa góp ý bao giờ;
    chưa bao giờ góp ý; không góp ý; chưa góp ý; =không dùng; không sử dụng; =không dùng đến;
    =tôi không dùng; không có cái đó; không phải trường hợp của tôi; không đúng trường hợp của tôi;
    không gặp; không gặp trường hợp này;
    không thuộc trường hợp của tôi; không liên quan đến tôi; không liên quan tới tôi;
    chưa góp ý bao giờ nên không biết;
    chưa từng góp ý; chưa từng góp ý nên không biết; không có góp ý gì nên không đánh giá; chưa góp ý lần nào;
    không góp ý lần nào; không góp ý nên không biết; không sử dụng dịch vụ đó; không dùng dịch vụ;
    không sử dụng dịch vụ; không dùng dịch vụ đó;
    =chưa dùng;
    =chưa dùng bao giờ; chưa sử dụng; chưa sử dụng bao giờ; không gặp bao giờ; không có trường hợp đó;
    không phải trường hợp này; không góp ý gì nên không biết; không nằm trong trường hợp này
"""
REFUSES = """
    không trả lời; không trả lời nữa; không muốn trả lời; không muốn trả lời nữa; không tham gia;
    không tham gia nữa; không muốn tham gia; không muốn tham gia nữa; từ chối trả lời; từ chối tham gia;
    từ chối khảo sát; không khảo sát; không khảo sát nữa; không làm nữa; không làm khảo sát; không hợp tác;
    không đồng ý tham gia; không quan tâm; không có nhu cầu; không rảnh; không rảnh đâu; không có thời gian;
    không thích; không thích trả lời; không thích tham gia; không muốn; để yên cho tôi; để tôi yên;
    cho tôi yên; thôi không trả lời nữa; thôi không làm nữa; không đánh giá; =nghỉ; nghỉ khỏe;
    nghỉ đi cho khỏe; nghỉ cho khỏe; =miễn; không hơi đâu; hơi đâu mà trả lời; tôi không trả lời; không nói;
    không nói đâu; thôi khỏi; =khỏi; không cần; không cần đâu; không dám trả lời; không dám;
    không trả lời nữa đâu; không trả lời đâu; không tham gia khảo sát; không tham gia đâu;
    không muốn trả lời đâu;
    thôi không tham gia đâu; thôi không tham gia; thôi không cần; thôi không làm; xin từ chối trả lời;
    kệ tôi; mặc tôi;
    không làm; không làm đâu; không khảo sát gì hết; không trả lời gì hết; không nói gì hết;
    rảnh đâu mà trả lời;
    ai rảnh mà trả lời; không hứng thú; không có hứng; không quan tâm đâu; không thích làm;
    không thích khảo sát;
    không có time; hết hứng; không dư hơi; tôi không muốn tham gia khảo sát; không muốn làm;
    không muốn khảo sát;
    không muốn tham gia khảo sát; xin phép không tham gia; xin không tham gia; xin từ chối tham gia; xin kiếu;
    không muốn nói chuyện; không muốn bị hỏi; không có nghĩa vụ trả lời; không chơi; dẹp; dẹp đi
"""
WRONG_PERSON = """
    không phải tôi; không phải tôi đâu; không phải số tôi; nhầm số; nhầm số rồi; nhầm người; nhầm người rồi;
    sai số; sai số rồi; sai người; sai người rồi; lộn số; lộn số rồi; lộn người; gọi nhầm; gọi nhầm rồi;
    gọi nhầm số; gọi nhầm số rồi; nhắn nhầm số; nhắn nhầm số rồi; nhắn nhầm người; nhầm máy; nhầm máy rồi;
    wrong number; wrong person; tôi không phải người đó; không phải người đó; không phải người này;
    không có ai tên đó; không ai tên đó; ở đây không có ai tên đó; số này của người khác;
    số này không phải của tôi; đây không phải số của;
    không quen người này; không biết người này; không quen; tôi không quen người này; không biết ai tên đó;
    mới mua sim; mới mua sim này; sim mới; sim mới mua; tôi mới mua sim này; sim này mới mua; số mới mua;
    số này tôi mới mua; số này mới mua; gửi nhầm; gửi nhầm rồi; gửi nhầm người; gửi nhầm người rồi;
    gửi nhầm số;
    nhắn lộn số; gọi lộn số; lộn số rồi; lộn người rồi; nhầm thuê bao; nhầm máy rồi; số công ty; số cơ quan;
    đổi chủ rồi; số đổi chủ rồi; số này đổi chủ rồi; đây không phải tôi; tôi không phải chủ số này;
    nhầm nhà rồi
"""
MOVED = """
    chuyển đi rồi; đã chuyển đi; chuyển nhà rồi; chuyển chỗ ở rồi; chuyển đi nơi khác;
    chuyển đi nơi khác rồi; không còn ở đây; không ở đây nữa; không còn ở đây nữa; dọn đi rồi;
    đi nơi khác rồi; chuyển vào nam rồi; chuyển khỏi xã rồi; đã chuyển chỗ ở; không sống ở đây nữa;
    chuyển khẩu rồi; chuyển hộ khẩu rồi; chuyển hộ khẩu đi rồi; chuyển khẩu đi rồi; chuyển chỗ rồi;
    chuyển nhà;
    không ở xã này nữa; không ở địa phương nữa; không ở nhà đó nữa; không ở đó nữa; không còn ở đó nữa;
    không còn ở xã nữa; giờ ở tỉnh khác; giờ ở nơi khác; chuyển đi lâu rồi; chuyển đi từ lâu; đi khỏi xã rồi
"""
AWAY = """
    đi làm ăn xa; đi làm ăn xa rồi; đi nước ngoài; đi nước ngoài rồi; đang ở nước ngoài;
    đi xuất khẩu lao động; đi công tác dài ngày; đi xa rồi; đi vắng lâu ngày; đi vắng dài ngày; đi bộ đội;
    đi nghĩa vụ; đi nghĩa vụ quân sự; =đi tù; =đi tù rồi; đi xklđ
"""
INELIGIBLE = """
    tới giờ chưa có; đến giờ chưa có; giờ vẫn chưa có; đang làm chưa xong; giấy chưa có; hồ sơ còn treo;
    đã nhận được đâu;
    đã lấy được đâu; đã trả kết quả đâu; còn đang làm; vẫn đang làm; không có kết quả; chưa xong hồ sơ;
    chưa làm xong;
    chưa có kết quả; chưa nhận được kết quả; chưa nhận kết quả; chưa được nhận kết quả; chưa lấy kết quả;
    chưa lấy được kết quả; chưa được kết quả; chưa thấy kết quả; vẫn chưa có kết quả; chưa có kết quả gì;
    đã có kết quả đâu; có kết quả đâu; chưa được trả kết quả; hồ sơ còn đang giải quyết;
    hồ sơ đang giải quyết; hồ sơ vẫn đang giải quyết; hồ sơ chưa xong; hồ sơ chưa giải quyết xong;
    chưa làm xong hồ sơ; hồ sơ đang chờ; vẫn đang chờ kết quả; đang chờ kết quả; còn chờ kết quả;
    chưa làm thủ tục gì; chưa làm thủ tục nào; tôi có làm thủ tục gì đâu; có làm thủ tục gì đâu;
    không làm thủ tục gì; không làm thủ tục nào; chưa từng làm thủ tục; tôi không làm thủ tục gì;
    chưa bao giờ làm thủ tục; chưa đi làm thủ tục; chưa trả kết quả;
    đang chờ; vẫn đang chờ; vẫn chờ; còn đang chờ; đang giải quyết; vẫn đang giải quyết; đang xử lý;
    vẫn đang xử lý;
    hồ sơ đang xử lý; hồ sơ vẫn đang xử lý; hồ sơ còn đang xử lý; chưa trả; chưa trả gì; đã trả đâu;
    đã có đâu;
    vẫn chưa có; vẫn chưa xong; vẫn chưa trả; chưa ai trả; chưa ai trả kết quả; chưa xong; chưa lấy;
    chưa lấy được;
    chưa lấy được giấy; chưa nhận; chưa được nhận; chưa nhận được; chưa có giấy; đã có kết quả đâu mà hỏi;
    có kết quả đâu mà hỏi; chưa có kết quả mà hỏi; chưa có kết quả sao biết; hồ sơ vẫn chưa xong;
    hồ sơ vẫn chưa giải quyết; hồ sơ chưa giải quyết; hồ sơ chưa được giải quyết; chưa giải quyết xong;
    chưa được giải quyết; có làm gì đâu; chưa làm gì; tôi chưa làm hồ sơ; chưa nộp hồ sơ; chưa nộp gì cả
"""
DECEASED = """
    qua đời rồi; đã qua đời; chết rồi; đã mất; mất năm ngoái; người này mất rồi;
    bố em mất rồi; mẹ em mất rồi; ông cụ khuất núi rồi; khuất núi rồi; về với tổ tiên rồi; đã khuất; đã chết;
    không còn nữa; không còn trên đời; đã từ trần; chủ số này mất rồi; chủ máy mất rồi; cụ mất rồi;
    bà cụ mất rồi
"""
INCAPABLE = """
    ốm nặng; ốm nặng lắm; bị tai biến; lẫn rồi; già lẫn rồi; bị lẫn; không minh mẫn; nằm viện;
    đang nằm viện; bệnh nặng; ốm liệt giường
"""
