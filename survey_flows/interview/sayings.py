"""What people type beside answers, whole messages by what they mean; `intents.py` reads them.

Written with all diacritics; typing without them is understood, except where that makes another
word (`=`, see `phrases.py`). Phrases are separated by `;`.
"""

from __future__ import annotations

STOP = """
    stop; stop đi; stop ngay; =dừng đi; dừng lại đi; hủy đi; stop all; stopall; hủy; hủy bỏ; huy; tc;
    từ chối; từ chối nhận tin; từ chối nhận tin nhắn;
    từ chối nhận; dừng; dừng lại; dừng lại ngay; =dừng ngay; =dừng hẳn; dừng khảo sát; =xin dừng; ngừng;
    ngừng lại; ngưng; ngưng lại; hủy đăng ký; hủy dk; hủy nhận tin; hủy khảo sát; unsubscribe; quit; end;
    cancel; =chặn; =tôi chặn; =chặn số; =chặn luôn; =tôi chặn đây; thôi đừng nhắn; =thôi dừng;
    dừng nhắn tin; ngừng nhắn tin; ngưng nhắn tin; không nhận tin; không nhận tin nữa; không muốn nhận tin;
    không muốn nhận tin nữa; không nhận tin nhắn; không muốn nhận tin nhắn; bỏ số tôi ra; xóa số tôi;
    bỏ số tôi; xóa số; xóa số điện thoại của tôi; đừng làm phiền; stop it; opt out; tôi muốn dừng;
    muốn dừng; cho tôi dừng; tôi muốn hủy; không nhắn nữa; không nhắn tin nữa; không liên lạc nữa;
    không gửi nữa; không gửi tin nữa; remove me
"""
BACK = """
    quay lại; quay lại câu trước; quay lại câu vừa rồi; back; trở lại; câu trước; câu hồi nãy; lùi lại;
    lui lại; bấm nhầm; chọn nhầm; nhắn nhầm; trả lời nhầm; bấm nhầm rồi; chọn nhầm rồi; gõ nhầm; ấn nhầm;
    nhầm; nhầm rồi; chọn lại; cho chọn lại; trả lời lại; cho sửa; cho sửa lại; sửa; sửa lại; sửa câu trước;
    cho tôi sửa; muốn sửa; tôi muốn sửa; undo; bấm lộn; chọn lộn; cho quay lại; muốn quay lại; câu trước đó;
    nhầm câu trước; bấm sai; bấm sai rồi; chọn sai; chọn sai rồi
"""
PAUSE = """
    để sau; để lúc khác; lúc khác; lát nữa; lát; tí nữa; chút nữa; mai; ngày mai; mai trả lời; mai nhé;
    mai tôi trả lời; tối trả lời; tối nay trả lời; chiều trả lời; trưa trả lời; =tối; tối nay; bận; bận lắm;
    bận quá; đang bận; đang bận lắm; giờ đang bận; đang bận việc; bận rồi; hôm khác; để hôm khác; để mai;
    để tối; later; pause; tạm dừng; tạm nghỉ; nghỉ tí; nghỉ chút; chờ chút; chờ tí; đợi chút; đợi tí;
    khi nào rảnh; khi nào rảnh trả lời; rảnh trả lời sau; trả lời sau; lát trả lời; lát nữa trả lời; từ từ;
    busy; chưa rảnh; giờ chưa rảnh; giờ bận; sau nhé; để sau đi; cuối tuần; đang dở tay;
    để tôi làm xong việc đã
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
    qua; qua câu khác; qua câu sau; chuyển câu tiếp; chuyển câu khác; chuyển câu; =chuyển; skip; next; pass;
    bỏ qua; bỏ qua câu này; bỏ câu này; bỏ qua đi; câu khác; câu tiếp; câu tiếp theo; câu sau;
    sang câu khác; sang câu tiếp; tiếp theo; không trả lời câu này; không muốn trả lời câu này;
    từ chối trả lời câu này; miễn trả lời; xin miễn; tế nhị quá; câu này tế nhị; câu này tế nhị quá;
    khó nói; khó nói lắm; khó nói quá; không tiện trả lời; không tiện nói; cho qua; cho qua câu này; =né
"""
HELP = """
    help; help me; trợ giúp; hướng dẫn; giúp; giúp tôi; giúp với; chưa hiểu; chưa hiểu câu hỏi; không hiểu;
    không hiểu gì; không hiểu gì cả; không hiểu câu hỏi; không hiểu câu này; không hiểu hỏi gì;
    hiểu chết liền; hả; hở; hử; =hả gì; gì; là sao; là sao ta; là sao vậy; nghĩa là gì; nghĩa là sao; là gì;
    hỏi gì; hỏi gì thế; hỏi gì vậy; hỏi cái gì; cái gì; gì vậy; gì thế; gì đấy; gì đó; gì cơ; sao cơ;
    nói gì; nói gì vậy; nói gì thế; trả lời như thế nào; trả lời thế nào; trả lời sao; trả lời kiểu gì;
    làm thế nào; làm sao; bấm vào đâu; bấm ở đâu; bấm sao; chọn sao; ý là sao; ý gì; huh; what; khó hiểu;
    khó hiểu quá; giải thích; giải thích giúp; chỉ tôi với; hướng dẫn tôi; câu này là sao;
    câu này nghĩa là gì; tôi phải làm gì
"""
WHO = """
    who; who are you; who is this; ai; ai đây; ai đấy; ai đó; ai vậy; ai thế; ai vậy nhỉ; ai gọi;
    ai gọi vậy; ai nhắn; ai nhắn vậy; ai nhắn thế; ai hỏi; ai hỏi vậy; ai hỏi đấy; ai kêu hỏi vậy;
    ai kêu hỏi; ai gửi; ai gửi vậy; số ai; số ai đây; số ai vậy; số của ai; số lạ; số nào đây; số gì đây;
    bên nào; bên nào vậy; bên nào gọi; bên nào đây; bên nào nhắn; cơ quan nào; cơ quan nào vậy;
    cơ quan nào đây; ở đâu gọi; ở đâu vậy; đâu đấy; mày là ai; bạn là ai; anh là ai; chị là ai; em là ai;
    ông là ai; các anh là ai; các bạn là ai; ai hỏi tôi; ai đang hỏi; ai đang nhắn; đây là ai; là ai;
    là ai vậy; là ai đây; người hay máy; máy hay người; robot à; bot à; đứa nào vậy; đứa nào đấy;
    đứa nào đây; đứa nào; thằng nào đấy; ai đang nhắn tin; xin hỏi ai đây; cho hỏi ai đây; who r u
"""
WHY = """
    why; why me; vì sao; tại sao; vì sao hỏi tôi; tại sao hỏi tôi; sao lại hỏi tôi; sao hỏi tôi;
    hỏi để làm gì; hỏi làm gì; để làm gì; khảo sát để làm gì; khảo sát làm gì; mục đích gì; mục đích là gì;
    sao lại là tôi; sao chọn tôi; khảo sát gì; khảo sát gì vậy; khảo sát cái gì; hỏi chuyện gì; về việc gì;
    việc gì vậy; việc gì; có việc gì; chuyện gì; chuyện gì vậy
"""
SCAM = """
    scam; lừa; lừa à; lừa đảo; lừa đảo à; lừa đảo hả; lại lừa đảo; lại lừa; lừa nhau à; công an đây;
    báo công an; tôi báo công an; gọi công an; spam; spam à; giả mạo; giả mạo à; tin nhắn rác; =rác;
    có thật không; thật không; thật không vậy; có phải lừa đảo không; có tin được không; đừng lừa tôi;
    mạo danh; mạo danh à; fake
"""
PAY = """
    tiền đâu; có tiền không; được tiền không; có được tiền không; bao nhiêu tiền; được bao nhiêu tiền;
    được bao nhiêu; có quà không; được gì; tôi được gì; có được gì không; có trả tiền không; trả tiền không;
    có mất tiền không; mất tiền không; có mất phí không; mất phí không; có tốn tiền không; tốn tiền không;
    có tính phí không; có tính tiền không; tốn phí không; phí bao nhiêu; cho tiền không; có cho tiền không;
    tiền bồi dưỡng đâu; khi nào có tiền; bao giờ có tiền; có thù lao không
"""
PRIVACY = """
    ai cho số tôi; ai cho số; ai cho số điện thoại; ai cho số của tôi; lấy số ở đâu; lấy số tôi ở đâu;
    lấy đâu ra số tôi; sao có số tôi; sao biết số tôi; sao biết tôi; sao biết số; có ghi tên tôi không;
    có ghi tên không; có ghi âm không; có bị lộ không; có bảo mật không; bảo mật không; có giữ kín không;
    có ai biết không; cán bộ có biết không; có an toàn không; ẩn danh không; có ẩn danh không; ai đọc;
    ai đọc được; ai xem được; trả lời có bị gì không; có bị gì không; có sao không
"""
INSULT = """
    biến; biến đi; cút; cút đi; cút xéo; dm; vl; dcm; dcmm; cc; cl; cmm; cặc; ngu; đồ ngu; ngu vl; điên;
    điên à; khùng; rảnh quá; rảnh quá ha; rảnh à; rảnh háng; vớ vẩn; vớ va vớ vẩn; xàm; xàm xí; nhảm;
    nhảm nhí; tào lao; phiền quá; phiền phức; mất thời gian; hâm; hâm à; dở hơi; fuck; fuck you; shit;
    im đi; im mồm; câm mồm
"""
GREETING = """
    hello; hi; hí; hê lô; alo; alô; a lô; chào; xin chào; chào bạn; chào em; chào anh; chào chị; chào cháu;
    dạ chào; hey; dạ em nghe; tôi nghe; em nghe; nghe đây; tôi nghe đây; dạ nghe; nghe; tôi đây; em đây;
    có tôi đây; huy đây
"""
THANKS = """
    cảm ơn; cám ơn; ok cảm ơn; cảm ơn nhiều; cảm ơn bạn; cảm ơn em; cảm ơn cháu; cám ơn nhiều; xin cảm ơn;
    vâng cảm ơn; thank you; rồi cảm ơn; được rồi cảm ơn; cảm ơn nhà nước
"""
CANNOT_READ = """
    không đọc được; không đọc được chữ; không biết chữ; không biết đọc; không biết tiếng kinh;
    không biết tiếng việt; không rành tiếng kinh; tiếng thái; tiếng mông; tiếng hmông; tiếng mường;
    tiếng dao; tôi mù chữ; mù chữ; kuv tsis paub; tsis paub; tsis to taub; không nhìn rõ; chữ nhỏ quá;
    mắt kém; không đeo kính; i dont understand; i don't understand
"""
DO_NOT_KNOW = """
    không biết; không biết nữa; không biết được; không biết trả lời sao; không nhớ; không nhớ nữa;
    không nhớ rõ; không nhớ được; không rõ; không rõ lắm; không rõ nữa; không để ý; không để tâm;
    không chắc; không chắc lắm; chưa rõ; chưa biết; chịu; chịu thôi; chịu luôn; chịu không biết; chẳng biết;
    chẳng nhớ; chẳng rõ; =quên; =quên rồi; =quên mất; =quên mất rồi; biết đâu; biết đâu được; ai biết;
    ai biết được; biết gì mà đánh giá; biết gì mà trả lời; biết gì đâu; có biết gì đâu; có biết đâu;
    đâu có biết; đâu biết; đâu có nhớ; sao mà biết; sao biết được; làm sao biết; làm sao mà biết;
    làm sao nhớ được; khó đánh giá; không đánh giá được; không có ý kiến; dk; don't know; dont know; idk;
    không nắm được; không nắm rõ; không biết gì; không biết gì cả; không biết gì đâu; không trả lời được;
    không nhớ đâu; không biết đâu; lâu quá không nhớ; lâu rồi không nhớ; =lâu quá quên rồi;
    không biết chọn gì; không biết chọn cái nào
"""
DOES_NOT_APPLY = """
    na; n a; không áp dụng; không thuộc trường hợp này; không thuộc trường hợp; không liên quan;
    không có góp ý nên không biết; tôi không góp ý bao giờ; không góp ý bao giờ; chưa góp ý bao giờ;
    chưa bao giờ góp ý; không góp ý; chưa góp ý; =không dùng; không sử dụng; =không dùng đến;
    =tôi không dùng; không có cái đó; không phải trường hợp của tôi; không đúng trường hợp của tôi;
    không gặp; không gặp trường hợp này
"""
REFUSES = """
    không trả lời; không trả lời nữa; không muốn trả lời; không muốn trả lời nữa; không tham gia;
    không tham gia nữa; không muốn tham gia; không muốn tham gia nữa; từ chối trả lời; từ chối tham gia;
    từ chối khảo sát; không khảo sát; không khảo sát nữa; không làm nữa; không làm khảo sát; không hợp tác;
    không đồng ý tham gia; không quan tâm; không có nhu cầu; không rảnh; không rảnh đâu; không có thời gian;
    không thích; không thích trả lời; không thích tham gia; không muốn; để yên cho tôi; để tôi yên;
    cho tôi yên; thôi không trả lời nữa; thôi không làm nữa; không đánh giá; =nghỉ; nghỉ khỏe;
    nghỉ đi cho khỏe; nghỉ cho khỏe; =miễn; không hơi đâu; hơi đâu mà trả lời; tôi không trả lời; không nói;
    không nói đâu; thôi khỏi; =khỏi; không cần; không cần đâu; không dám trả lời; không dám
"""
WRONG_PERSON = """
    không phải tôi; không phải tôi đâu; không phải số tôi; nhầm số; nhầm số rồi; nhầm người; nhầm người rồi;
    sai số; sai số rồi; sai người; sai người rồi; lộn số; lộn số rồi; lộn người; gọi nhầm; gọi nhầm rồi;
    gọi nhầm số; gọi nhầm số rồi; nhắn nhầm số; nhắn nhầm số rồi; nhắn nhầm người; nhầm máy; nhầm máy rồi;
    wrong number; wrong person; tôi không phải người đó; không phải người đó; không phải người này;
    không có ai tên đó; không ai tên đó; ở đây không có ai tên đó; số này của người khác;
    số này không phải của tôi; đây không phải số của
"""
MOVED = """
    chuyển đi rồi; đã chuyển đi; chuyển nhà rồi; chuyển chỗ ở rồi; chuyển đi nơi khác;
    chuyển đi nơi khác rồi; không còn ở đây; không ở đây nữa; không còn ở đây nữa; dọn đi rồi;
    đi nơi khác rồi; chuyển vào nam rồi; chuyển khỏi xã rồi; đã chuyển chỗ ở; không sống ở đây nữa
"""
AWAY = """
    đi làm ăn xa; đi làm ăn xa rồi; đi nước ngoài; đi nước ngoài rồi; đang ở nước ngoài;
    đi xuất khẩu lao động; đi công tác dài ngày; đi xa rồi; đi vắng lâu ngày; đi vắng dài ngày; đi bộ đội;
    đi nghĩa vụ; đi nghĩa vụ quân sự; =đi tù; =đi tù rồi; đi xklđ
"""
INELIGIBLE = """
    chưa có kết quả; chưa nhận được kết quả; chưa nhận kết quả; chưa được nhận kết quả; chưa lấy kết quả;
    chưa lấy được kết quả; chưa được kết quả; chưa thấy kết quả; vẫn chưa có kết quả; chưa có kết quả gì;
    đã có kết quả đâu; có kết quả đâu; chưa được trả kết quả; hồ sơ còn đang giải quyết;
    hồ sơ đang giải quyết; hồ sơ vẫn đang giải quyết; hồ sơ chưa xong; hồ sơ chưa giải quyết xong;
    chưa làm xong hồ sơ; hồ sơ đang chờ; vẫn đang chờ kết quả; đang chờ kết quả; còn chờ kết quả;
    chưa làm thủ tục gì; chưa làm thủ tục nào; tôi có làm thủ tục gì đâu; có làm thủ tục gì đâu;
    không làm thủ tục gì; không làm thủ tục nào; chưa từng làm thủ tục; tôi không làm thủ tục gì;
    chưa bao giờ làm thủ tục; chưa đi làm thủ tục; chưa trả kết quả
"""
DECEASED = "qua đời rồi; đã qua đời; chết rồi; đã mất; mất năm ngoái; người này mất rồi"
INCAPABLE = """
    ốm nặng; ốm nặng lắm; bị tai biến; lẫn rồi; già lẫn rồi; bị lẫn; không minh mẫn; nằm viện;
    đang nằm viện; bệnh nặng; ốm liệt giường
"""
