"""What may be said at any moment, whatever is being asked: stop, who, later, wrong person …

Rules enforced here (domain.md §5):
1. Never decide on the first word: `không nhắn nữa` stops, `không hiểu` asks for help, `không phải
   tôi` is the wrong person.
2. A command is the whole message. `hồ sơ bị hủy`, `tôi bị từ chối hồ sơ`, `Huy đây`, `dừng xe mua
   rau` are not commands.
3. `DUNG` in capitals is written as commands are written and stops; `dung` may be `đúng` and only
   proposes to stop, and not even that where `đúng` would be an answer.
4. Whatever would end the interview is a report that the engine makes sure of first.
"""

from __future__ import annotations

from collections.abc import Mapping

from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Command
from survey_flows.interview.normalise import Heard
from survey_flows.interview.phrases import Phrasebook, bare_answer, line_of, patterns
from survey_flows.interview.reading import Aside, NoValue, Told, Wish
from survey_flows.interview.reading import Report as R
from survey_flows.interview.state import MissingKind

Intent = Aside | Wish | Told | NoValue

_COMMANDS: Mapping[Intent, str] = {
    Wish(
        Command.STOP
    ): "stop;stop all;stopall;hủy;hủy bỏ;huy;tc;từ chối;từ chối nhận tin;từ chối nhận tin nhắn;từ chối nhận"
    ";dừng;dừng lại;dừng lại ngay;dừng ngay;dừng hẳn;dừng khảo sát;xin dừng;ngừng;ngừng lại;ngưng;ngưng lại"
    ";hủy đăng ký;hủy dk;hủy nhận tin;hủy khảo sát;unsubscribe;quit;end;cancel;chặn;tôi chặn;chặn số;chặn luôn"
    ";tôi chặn đây;thôi đừng nhắn;thôi dừng;dừng nhắn tin;ngừng nhắn tin;ngưng nhắn tin;không nhận tin;không nhận tin nữa"
    ";không muốn nhận tin;không muốn nhận tin nữa;không nhận tin nhắn;không muốn nhận tin nhắn;bỏ số tôi ra;xóa số tôi"
    ";bỏ số tôi;xóa số;xóa số điện thoại của tôi;đừng làm phiền;stop it;opt out;tôi muốn dừng;muốn dừng;cho tôi dừng"
    ";tôi muốn hủy;không nhắn nữa;không nhắn tin nữa;không liên lạc nữa;không gửi nữa;không gửi tin nữa;remove me",
    Wish(
        Command.BACK
    ): "quay lại;quay lại câu trước;quay lại câu vừa rồi;back;trở lại;câu trước;câu hồi nãy;lùi lại;lui lại"
    ";bấm nhầm;chọn nhầm;nhắn nhầm;trả lời nhầm;bấm nhầm rồi;chọn nhầm rồi;gõ nhầm;ấn nhầm;nhầm;nhầm rồi;chọn lại;cho chọn lại"
    ";trả lời lại;cho sửa;cho sửa lại;sửa;sửa lại;sửa câu trước;cho tôi sửa;muốn sửa;tôi muốn sửa;undo;bấm lộn;chọn lộn"
    ";cho quay lại;muốn quay lại;câu trước đó;nhầm câu trước;bấm sai;bấm sai rồi;chọn sai;chọn sai rồi",
    Wish(
        Command.PAUSE
    ): "để sau;để lúc khác;lúc khác;lát nữa;lát;tí nữa;chút nữa;mai;ngày mai;mai trả lời;mai nhé;mai tôi trả lời"
    ";tối trả lời;tối nay trả lời;chiều trả lời;trưa trả lời;tối;tối nay;bận;bận lắm;bận quá;đang bận;đang bận lắm;giờ đang bận"
    ";đang bận việc;bận rồi;hôm khác;để hôm khác;để mai;để tối;later;pause;tạm dừng;tạm nghỉ;nghỉ tí;nghỉ chút;chờ chút;chờ tí"
    ";đợi chút;đợi tí;khi nào rảnh;khi nào rảnh trả lời;rảnh trả lời sau;trả lời sau;lát trả lời;lát nữa trả lời;từ từ;busy"
    ";chưa rảnh;giờ chưa rảnh;giờ bận;sau nhé;để sau đi;cuối tuần;đang dở tay;để tôi làm xong việc đã",
    Wish(
        Command.RESUME
    ): "tiếp;tiếp tục;tiếp đi;tiếp tục đi;resume;continue;làm tiếp;hỏi tiếp;hỏi tiếp đi;trả lời tiếp",
    Wish(
        Command.LANGUAGE
    ): "english;english please;tiếng anh;nói tiếng anh;tiếng việt;vietnamese;language;ngôn ngữ;đổi ngôn ngữ",
    Wish(Command.DONE): "xong;xong rồi;done;chọn xong;chọn xong rồi;hết rồi;đủ rồi;vậy thôi;thế thôi",
    Wish(
        Command.SKIP
    ): "qua;qua câu khác;qua câu sau;chuyển câu tiếp;chuyển câu khác;chuyển câu;chuyển;skip;next;pass;bỏ qua"
    ";bỏ qua câu này;bỏ câu này;bỏ qua đi;câu khác;câu tiếp;câu tiếp theo;câu sau;sang câu khác;sang câu tiếp;tiếp theo"
    ";không trả lời câu này;không muốn trả lời câu này;từ chối trả lời câu này;miễn trả lời;xin miễn;tế nhị quá;câu này tế nhị"
    ";câu này tế nhị quá;khó nói;khó nói lắm;khó nói quá;không tiện trả lời;không tiện nói;cho qua;cho qua câu này;né",
    Aside(
        Asked.HELP
    ): "help;help me;trợ giúp;hướng dẫn;giúp;giúp tôi;giúp với;chưa hiểu;chưa hiểu câu hỏi;không hiểu"
    ";không hiểu gì;không hiểu gì cả;không hiểu câu hỏi;không hiểu câu này;không hiểu hỏi gì;hiểu chết liền;hả;hở;hử;hả gì;gì"
    ";là sao;là sao ta;là sao vậy;nghĩa là gì;nghĩa là sao;là gì;hỏi gì;hỏi gì thế;hỏi gì vậy;hỏi cái gì;cái gì;gì vậy;gì thế"
    ";gì đấy;gì đó;gì cơ;sao cơ;nói gì;nói gì vậy;nói gì thế;trả lời như thế nào;trả lời thế nào;trả lời sao;trả lời kiểu gì"
    ";làm thế nào;làm sao;bấm vào đâu;bấm ở đâu;bấm sao;chọn sao;ý là sao;ý gì;huh;what;khó hiểu;khó hiểu quá;giải thích"
    ";giải thích giúp;chỉ tôi với;hướng dẫn tôi;câu này là sao;câu này nghĩa là gì;tôi phải làm gì",
    Aside(
        Asked.WHO
    ): "who;who are you;who is this;ai;ai đây;ai đấy;ai đó;ai vậy;ai thế;ai vậy nhỉ;ai gọi;ai gọi vậy;ai nhắn;ai nhắn vậy"
    ";ai nhắn thế;ai hỏi;ai hỏi vậy;ai hỏi đấy;ai kêu hỏi vậy;ai kêu hỏi;ai gửi;ai gửi vậy;số ai;số ai đây;số ai vậy;số của ai"
    ";số lạ;số nào đây;số gì đây;bên nào;bên nào vậy;bên nào gọi;bên nào đây;bên nào nhắn;cơ quan nào;cơ quan nào vậy"
    ";cơ quan nào đây;ở đâu gọi;ở đâu vậy;đâu đấy;mày là ai;bạn là ai;anh là ai;chị là ai;em là ai;ông là ai;các anh là ai"
    ";các bạn là ai;ai hỏi tôi;ai đang hỏi;ai đang nhắn;đây là ai;là ai;là ai vậy;là ai đây;người hay máy;máy hay người"
    ";robot à;bot à;đứa nào vậy;đứa nào đấy;đứa nào đây;đứa nào;thằng nào đấy;ai đang nhắn tin;xin hỏi ai đây;cho hỏi ai đây;who r u",
    Aside(
        Asked.WHY
    ): "why;why me;vì sao;tại sao;vì sao hỏi tôi;tại sao hỏi tôi;sao lại hỏi tôi;sao hỏi tôi;hỏi để làm gì"
    ";hỏi làm gì;để làm gì;khảo sát để làm gì;khảo sát làm gì;mục đích gì;mục đích là gì;sao lại là tôi;sao chọn tôi"
    ";khảo sát gì;khảo sát gì vậy;khảo sát cái gì;hỏi chuyện gì;về việc gì;việc gì vậy;việc gì;có việc gì;chuyện gì;chuyện gì vậy",
    Aside(
        Asked.SCAM
    ): "scam;lừa;lừa à;lừa đảo;lừa đảo à;lừa đảo hả;lại lừa đảo;lại lừa;lừa nhau à;công an đây;báo công an"
    ";tôi báo công an;gọi công an;spam;spam à;giả mạo;giả mạo à;tin nhắn rác;rác;có thật không;thật không;thật không vậy"
    ";có phải lừa đảo không;có tin được không;đừng lừa tôi;mạo danh;mạo danh à;fake",
    Aside(
        Asked.PAY
    ): "tiền đâu;có tiền không;được tiền không;có được tiền không;bao nhiêu tiền;được bao nhiêu tiền;được bao nhiêu"
    ";có quà không;được gì;tôi được gì;có được gì không;có trả tiền không;trả tiền không;có mất tiền không;mất tiền không"
    ";có mất phí không;mất phí không;có tốn tiền không;tốn tiền không;có tính phí không;có tính tiền không;tốn phí không"
    ";phí bao nhiêu;cho tiền không;có cho tiền không;tiền bồi dưỡng đâu;khi nào có tiền;bao giờ có tiền;có thù lao không",
    Aside(
        Asked.PRIVACY
    ): "ai cho số tôi;ai cho số;ai cho số điện thoại;ai cho số của tôi;lấy số ở đâu;lấy số tôi ở đâu;lấy đâu ra số tôi"
    ";sao có số tôi;sao biết số tôi;sao biết tôi;sao biết số;có ghi tên tôi không;có ghi tên không;có ghi âm không;có bị lộ không"
    ";có bảo mật không;bảo mật không;có giữ kín không;có ai biết không;cán bộ có biết không;có an toàn không;ẩn danh không"
    ";có ẩn danh không;ai đọc;ai đọc được;ai xem được;trả lời có bị gì không;có bị gì không;có sao không",
    Aside(
        Asked.INSULT
    ): "biến;biến đi;cút;cút đi;cút xéo;dm;vl;dcm;dcmm;cc;cl;cmm;cặc;ngu;đồ ngu;ngu vl;điên;điên à;khùng;rảnh quá;rảnh quá ha"
    ";rảnh à;rảnh háng;vớ vẩn;vớ va vớ vẩn;xàm;xàm xí;nhảm;nhảm nhí;tào lao;phiền quá;phiền phức;mất thời gian;hâm;hâm à;dở hơi;fuck;fuck you;shit;im đi;im mồm;câm mồm",
    Aside(
        Asked.GREETING
    ): "hello;hi;hí;hê lô;alo;alô;a lô;chào;xin chào;chào bạn;chào em;chào anh;chào chị;chào cháu;dạ chào;hey;dạ em nghe"
    ";tôi nghe;em nghe;nghe đây;tôi nghe đây;dạ nghe;nghe;tôi đây;em đây;có tôi đây;huy đây",
    Aside(
        Asked.THANKS
    ): "cảm ơn;cám ơn;ok cảm ơn;cảm ơn nhiều;cảm ơn bạn;cảm ơn em;cảm ơn cháu;cám ơn nhiều;xin cảm ơn;vâng cảm ơn;thank you"
    ";rồi cảm ơn;được rồi cảm ơn;cảm ơn nhà nước",
    Aside(
        Asked.LANGUAGE
    ): "không đọc được;không đọc được chữ;không biết chữ;không biết đọc;không biết tiếng kinh;không biết tiếng việt"
    ";không rành tiếng kinh;tiếng thái;tiếng mông;tiếng hmông;tiếng mường;tiếng dao;tôi mù chữ;mù chữ;kuv tsis paub;tsis paub"
    ";tsis to taub;không nhìn rõ;chữ nhỏ quá;mắt kém;không đeo kính;i dont understand;i don't understand",
    NoValue(
        MissingKind.DONT_KNOW
    ): "không biết;không biết nữa;không biết được;không biết trả lời sao;không nhớ;không nhớ nữa;không nhớ rõ;không nhớ được"
    ";không rõ;không rõ lắm;không rõ nữa;không để ý;không để tâm;không chắc;không chắc lắm;chưa rõ;chưa biết;chịu;chịu thôi;chịu luôn"
    ";chịu không biết;chẳng biết;chẳng nhớ;chẳng rõ;quên;quên rồi;quên mất;quên mất rồi;biết đâu;biết đâu được;ai biết;ai biết được"
    ";biết gì mà đánh giá;biết gì mà trả lời;biết gì đâu;có biết gì đâu;có biết đâu;đâu có biết;đâu biết;đâu có nhớ;sao mà biết"
    ";sao biết được;làm sao biết;làm sao mà biết;làm sao nhớ được;khó đánh giá;không đánh giá được;không có ý kiến;dk;don't know"
    ";dont know;idk;không nắm được;không nắm rõ;không biết gì;không biết gì cả;không biết gì đâu;không trả lời được;không nhớ đâu"
    ";không biết đâu;lâu quá không nhớ;lâu rồi không nhớ;lâu quá quên rồi;không biết chọn gì;không biết chọn cái nào",
    NoValue(
        MissingKind.NOT_APPLICABLE
    ): "na;n a;không áp dụng;không thuộc trường hợp này;không thuộc trường hợp;không liên quan;không có góp ý nên không biết"
    ";tôi không góp ý bao giờ;không góp ý bao giờ;chưa góp ý bao giờ;chưa bao giờ góp ý;không góp ý;chưa góp ý;không dùng;không sử dụng;không dùng đến"
    ";tôi không dùng;không có cái đó;không phải trường hợp của tôi;không đúng trường hợp của tôi;không gặp;không gặp trường hợp này",
    Told(
        R.REFUSES
    ): "không trả lời;không trả lời nữa;không muốn trả lời;không muốn trả lời nữa;không tham gia;không tham gia nữa;không muốn tham gia"
    ";không muốn tham gia nữa;từ chối trả lời;từ chối tham gia;từ chối khảo sát;không khảo sát;không khảo sát nữa;không làm nữa;không làm khảo sát"
    ";không hợp tác;không đồng ý tham gia;không quan tâm;không có nhu cầu;không rảnh;không rảnh đâu;không có thời gian;không thích"
    ";không thích trả lời;không thích tham gia;không muốn;để yên cho tôi;để tôi yên;cho tôi yên;thôi không trả lời nữa;thôi không làm nữa;không đánh giá"
    ";nghỉ;nghỉ khỏe;nghỉ đi cho khỏe;nghỉ cho khỏe;miễn;không hơi đâu;hơi đâu mà trả lời;tôi không trả lời;không nói;không nói đâu;thôi khỏi;khỏi"
    ";không cần;không cần đâu;không dám trả lời;không dám",
    Told(
        R.WRONG_PERSON
    ): "không phải tôi;không phải tôi đâu;không phải số tôi;nhầm số;nhầm số rồi;nhầm người;nhầm người rồi;sai số;sai số rồi;sai người"
    ";sai người rồi;lộn số;lộn số rồi;lộn người;gọi nhầm;gọi nhầm rồi;gọi nhầm số;gọi nhầm số rồi;nhắn nhầm số;nhắn nhầm số rồi;nhắn nhầm người;nhầm máy"
    ";nhầm máy rồi;wrong number;wrong person;tôi không phải người đó;không phải người đó;không phải người này;không có ai tên đó;không ai tên đó"
    ";ở đây không có ai tên đó;số này của người khác;số này không phải của tôi;đây không phải số của",
    Told(
        R.MOVED
    ): "chuyển đi rồi;đã chuyển đi;chuyển nhà rồi;chuyển chỗ ở rồi;chuyển đi nơi khác;chuyển đi nơi khác rồi;không còn ở đây;không ở đây nữa"
    ";không còn ở đây nữa;dọn đi rồi;đi nơi khác rồi;chuyển vào nam rồi;chuyển khỏi xã rồi;đã chuyển chỗ ở;không sống ở đây nữa",
    Told(
        R.AWAY
    ): "đi làm ăn xa;đi làm ăn xa rồi;đi nước ngoài;đi nước ngoài rồi;đang ở nước ngoài;đi xuất khẩu lao động;đi công tác dài ngày;đi xa rồi"
    ";đi vắng lâu ngày;đi vắng dài ngày;đi bộ đội;đi nghĩa vụ;đi nghĩa vụ quân sự;đi tù;đi tù rồi;đi xklđ",
    Told(
        R.INELIGIBLE
    ): "chưa có kết quả;chưa nhận được kết quả;chưa nhận kết quả;chưa được nhận kết quả;chưa lấy kết quả;chưa lấy được kết quả;chưa được kết quả"
    ";chưa thấy kết quả;vẫn chưa có kết quả;chưa có kết quả gì;đã có kết quả đâu;có kết quả đâu;chưa được trả kết quả;hồ sơ còn đang giải quyết"
    ";hồ sơ đang giải quyết;hồ sơ vẫn đang giải quyết;hồ sơ chưa xong;hồ sơ chưa giải quyết xong;chưa làm xong hồ sơ;hồ sơ đang chờ;vẫn đang chờ kết quả"
    ";đang chờ kết quả;còn chờ kết quả;chưa làm thủ tục gì;chưa làm thủ tục nào;tôi có làm thủ tục gì đâu;có làm thủ tục gì đâu;không làm thủ tục gì"
    ";không làm thủ tục nào;chưa từng làm thủ tục;tôi không làm thủ tục gì;chưa bao giờ làm thủ tục;chưa đi làm thủ tục;chưa trả kết quả",
    Told(R.DECEASED): "qua đời rồi;đã qua đời;chết rồi;đã mất;mất năm ngoái;người này mất rồi",
    Told(
        R.INCAPABLE
    ): "ốm nặng;ốm nặng lắm;bị tai biến;lẫn rồi;già lẫn rồi;bị lẫn;không minh mẫn;nằm viện;đang nằm viện;bệnh nặng;ốm liệt giường",
}

_TURNS: tuple[tuple[Intent, tuple[str, ...]], ...] = (
    (
        Aside(Asked.INTEGRITY),
        (
            "bấm/trả_lời/chấm/điền/đánh_giá hộ/giùm/dùm/thay",
            "bấm/trả_lời/điền/đánh_giá giúp tôi/bố/mẹ/bà/ông/chồng/vợ/em/con",
            "dặn/bảo/yêu_cầu/bắt/ép/nhờ/nhắc/kêu/chỉ .. chấm/chọn/bấm/đánh_giá/ghi/trả_lời",
            "dặn/yêu_cầu/bắt/ép/nhắc .. phải? hài_lòng",
            "bảo .. phải hài_lòng",
        ),
    ),
    (
        Aside(Asked.SCAM),
        (
            "lừa_đảo",
            "đừng hòng lừa/lừa_tôi",
            "mã otp",
            "otp",
            "đừng .. lừa",
            "báo công_an",
            "định lừa",
            "chiêu lừa",
            "trò lừa",
        ),
    ),
    (
        Aside(Asked.PRIVACY),
        (
            "ai cho .. số .. tôi",
            "lấy .. số .. ở_đâu/đâu",
            "thông_tin .. lộ",
            "có .. bị trù_dập/trù_úm/gây_khó_dễ/trả_thù không $",
            "bị trù_dập không",
            "có .. ghi tên",
            "sao .. biết/có số .. tôi",
        ),
    ),
    (
        Aside(Asked.PAY),
        (
            "^ .. mất/tốn/tính/trừ phí/tiền/cước .. không $",
            "nhắn_tin/sms .. mất/tốn/tính phí/tiền/cước",
            "tiền bồi_dưỡng .. đâu/chưa",
        ),
    ),
    (
        Wish(Command.STOP),
        (
            "^ xin? đừng/chớ/cấm/thôi_đừng .. nhắn/gửi/gọi/làm_phiền/spam/quấy_rầy/nhắn_tin",
            "^ thôi/ngừng/ngưng/dừng nhắn/gửi/gọi/làm_phiền",
            "^ không/không_được/không_muốn .. nhắn/nhắn_tin/nhận_tin .. nữa",
            "^ xóa/bỏ/gỡ .. số .. tôi",
            "^ tôi? chặn số/số_này/nhé/đấy/đây",
            "^ hủy/từ_chối nhận/đăng_ký .. $",
        ),
    ),
    (
        Told(R.DECEASED),
        (
            "^ .. ông/bà/bố/mẹ/anh/chị/chồng/vợ/cha/má/con/em/ấy/ý/này/tôi mất rồi/năm_ngoái/lâu_rồi $",
            "qua_đời",
            "từ_trần",
            "^ .. ông/bà/bố/mẹ/anh/chị/chồng/vợ/cha/ấy/người/này .. chết rồi $",
            "^ .. ông/bà/bố/mẹ/anh/chị/chồng/vợ/cha/ấy/người/này đã mất",
        ),
    ),
    (
        Told(R.WRONG_PERSON),
        (
            "^ tôi không_phải .. $",
            "^ số này của chồng/vợ/con/bố/mẹ/anh/chị/em/công_ty/cháu/bạn/người .. $",
            "^ số .. công_ty cũ .. $",
            "^ .. không_phải số của tôi $",
            "^ .. không_phải .. chủ số",
            "^ .. nhầm số .. $",
        ),
    ),
    (
        Told(R.MOVED),
        (
            "^ ông/bà/anh/chị/nó/bố/mẹ/người .. chuyển đi .. $",
            "^ .. không còn ở đây .. $",
            "^ .. chuyển .. sống/ở nơi/tỉnh khác .. $",
        ),
    ),
    (
        Wish(Command.PAUSE),
        (
            "^ đang/giờ_đang/bây_giờ_đang bận/gặt/lái/họp/ăn/làm/đi/ngủ/cấy/nấu/cày/chở/dạy/học/chăn/bế/trông .. $",
            "^ để .. trả_lời sau $",
            "^ tối/chiều/mai/lát/trưa/tí .. trả_lời/nhắn/làm .. $",
            "^ để tối/mai/lát/chiều/hôm .. $",
        ),
    ),
    (
        Wish(Command.BACK),
        (
            "^ câu vừa_rồi/trước/nãy/hồi_nãy .. $",
            "^ cho .. sửa .. $",
            "^ tôi? bấm/chọn/trả_lời nhầm câu .. $",
            "^ quay_lại câu .. $",
        ),
    ),
    (
        Aside(Asked.COMPLAINT),
        (
            "^ tôi? muốn/xin/cần kiến_nghị/khiếu_nại/phản_ánh/tố_cáo/góp_ý .. $",
            "bị từ_chối .. hồ_sơ",
            "hồ_sơ .. bị .. hủy/trả_lại/từ_chối/mất/thất_lạc",
            "không ai nghe máy",
            "bắt/bắt_tôi/bắt_dân .. đi_lại/chờ/bổ_sung/về",
            "thiếu giấy_tờ .. bắt",
            "hồ_sơ/nộp .. tháng/năm/tuần .. chưa xong/có/được",
            "tố_cáo",
            "khiếu_nại",
        ),
    ),
    (
        Aside(Asked.LANGUAGE),
        (
            "không biết .. tiếng kinh/việt/phổ_thông",
            "kuv tsis",
            "tsis paub",
            "nói tiếng thái/mông/mường/dao/anh",
        ),
    ),
    (Aside(Asked.WHO), ("^ tin? nhắn? của ai", "^ số .. của ai")),
)

_BOOK: Phrasebook[Intent] = Phrasebook(_COMMANDS)
_PATTERNS = tuple((intent, patterns(turns)) for intent, turns in _TURNS)

_RIGHT_IS_AN_ANSWER = frozenset({"punct", "yesno", "yn_harass", "yn_fee", "yn_feedback", "consent"})
_COMMANDS_OF_OPEN_QUESTIONS = frozenset(
    {Command.STOP, Command.BACK, Command.PAUSE, Command.SKIP, Command.RESUME, Command.LANGUAGE}
)
_ASIDES_OF_OPEN_QUESTIONS = frozenset({Asked.HELP, Asked.WHO, Asked.SCAM})

LONGEST = 16
"""Messages of more words are stories: only turns of phrase in them are looked for."""


def intent_of(heard: Heard, vocabulary: str) -> Intent | None:
    """Return what is said beside answering, or None. `vocabulary` is the item's reading."""
    if heard.plain == ("dung",):
        return _dung(heard, vocabulary)
    if len(heard.words) <= LONGEST:
        found = _BOOK.find(heard) or _BOOK.find(bare_answer(heard))
        if found is not None:
            return found
    line = line_of(heard)
    for intent, pattern in _PATTERNS:
        if pattern.search(line):
            return intent
    return None


def intent_beside_text(heard: Heard) -> Intent | None:
    """Return what is said beside answering an open question: there, most words are the answer."""
    if len(heard.words) > 5:
        return None
    found = _BOOK.find(heard) or _BOOK.find(bare_answer(heard))
    match found:
        case Wish(command) if command in _COMMANDS_OF_OPEN_QUESTIONS:
            return found
        case Aside(about) if about in _ASIDES_OF_OPEN_QUESTIONS:
            return found
        case NoValue():
            return found
        case _:
            return None


def _dung(heard: Heard, vocabulary: str) -> Intent | None:
    """`dung`: see rule 3. `dừng` is in the phrasebook, `đúng` in the vocabularies."""
    if heard.words != ("dung",):
        return _BOOK.find(heard)
    if heard.text.strip(" .!") == "DUNG":
        return Wish(Command.STOP)
    return None if vocabulary in _RIGHT_IS_AN_ANSWER else Told(R.STOPS)
