"""Turns of phrase that tell a wish, a report or a remark wherever they stand in a message.

In the notation of `phrases.Turns`, in the order they are looked for: what is said about the answers
of others (a coached answer) comes first. Leaving is not here (`leaving.py`). No turn decides on one
word alone unless that word has no other use (`otp`, `qua đời`).
"""

from __future__ import annotations

from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Command
from survey_flows.interview.reading import Aside, NoValue, Report, Told, Wish
from survey_flows.interview.state import MissingKind
from survey_flows.interview.turns_about_persons import TURNS_ABOUT_PERSONS
from survey_flows.interview.turns_of_questions import (
    ASKING_ABOUT_DATA,
    ASKING_ABOUT_MONEY,
    ASKING_HELP,
    ASKING_WHETHER_IT_IS_A_SCAM,
    ASKING_WHO,
)

_FORGOTTEN = (
    "mấy/bao_nhiêu/ngày/ngày_nào/ngày_hẹn/tên/lần/nào/gì/đi/chỗ/chỗ_nào/ở_đâu/ai/rõ/lắm/"
    "đi_mấy_lần/chính_xác/mất/rồi"
)

TURNS: tuple[tuple[Aside | Wish | Told | NoValue, tuple[str, ...]], ...] = (
    (NoValue(MissingKind.DONT_KNOW), ("^ .. .. quên mất/hết/sạch rồi? $",)),
    ASKING_HELP,
    (
        Aside(Asked.INTEGRITY),
        (
            "bấm/trả_lời/chấm/điền/đánh_giá hộ/giùm/dùm/thay",
            "bấm/trả_lời/điền/đánh_giá giúp tôi/bố/mẹ/bà/ông/chồng/vợ/em/con",
            "dặn/=bảo/yêu_cầu/bắt/ép/nhờ/nhắc/kêu/chỉ .. chấm/chọn/bấm/đánh_giá/ghi/trả_lời",
            "=dặn/yêu_cầu/bắt/ép/nhắc/nhờ/kêu .. phải? hài_lòng",
            "nhắn/gọi phải/nhớ chọn/chấm/bấm/đánh_giá",
            "=bảo/dặn/kêu/nhắc cho/đánh/ghi/nhắn .. 4/5/điểm/sao/hài_lòng/tốt",
            "tôi/em/con/cháu gõ/bấm/trả_lời/nhắn/điền thay/giùm/hộ ông/bà/bố/mẹ/ba/má/cha/ngoại/nội/chồng/vợ",
            "làm/bấm/trả_lời/điền giùm/hộ/giúp cho ông/bà/bố/mẹ/ba/má/chồng/vợ/cụ/ông_nội/bà_nội",
            "=bao phải? chấm/chọn/bấm/đánh_giá",
            "chỉ_đạo .. chấm/chọn/bấm/đánh_giá/đánh",
            "chồng/vợ/con/cháu/con_gái/con_trai .. bấm/trả_lời/chấm/nhắn cho tôi/mình/ông/bà/bố/mẹ/cụ/ba/má",
            "trả_lời/bấm/điền/làm/nhắn thay/hộ/giùm/giúp tôi/bố/mẹ/bà/ông/chồng/vợ/em/con/cụ/ba/má/cha/"
            "anh/chị/bác",
            "bảo .. phải hài_lòng",
            "^ con/cháu/em/vợ/chồng/con_dâu/con_rể/con_trai/con_gái .. bấm/trả_lời/điền/nhắn giúp/hộ/"
            "giùm/thay .. $",
            "năn_nỉ/vận_động .. chấm/cho/đánh_giá/chọn",
        ),
    ),
    ASKING_WHETHER_IT_IS_A_SCAM,
    ASKING_ABOUT_DATA,
    ASKING_ABOUT_MONEY,
    *TURNS_ABOUT_PERSONS,
    (
        Wish(Command.PAUSE),
        (
            "^ tôi/em/giờ/bây_giờ/mình/lúc_này? đang bận/gặt/lái/họp/ăn/làm/đi/ngủ/cấy/nấu/cày/chở/dạy/"
            "học/chăn/bế/tập/chạy/đưa/đón/trông"
            "/tắm/ốm/nằm/lội/phun/bán/giặt/xây/trực/đám/dở .. $",
            "^ tôi/em/mình/anh/chị/bà? đang ở/ngoài/trên/trong đồng/ruộng/ngoài_đồng/chợ/rẫy/đường"
            "/công_ty/ngoài/nương/viện/xe/"
            "ngoài_ruộng .. $",
            "^ khi_nào/lúc_nào/bao_giờ/hôm_nào rảnh/rỗi/tiện .. $",
            "^ tôi? rảnh/rỗi .. trả_lời/nhắn/làm .. $",
            "^ =tối/chiều/mai/lát/trưa/tí/cuối_tuần/tuần_sau/hôm_khác/khi_khác/lúc_khác/bữa_khác rảnh/"
            "về? tôi/em/mình? trả_lời/nhắn/làm/tính",
            "^ để .. trả_lời sau $",
            "^ .. đang .. =mai/sáng_mai/=tối/lát/chiều/tí/trưa nữa/nay/mai? tôi/em/anh/chị? trả_lời/"
            "nhắn/gọi/nhé/hỏi/làm .. $",
            "^ .. =tối/mai/chiều/lát .. nhắn/gọi/hỏi lại $",
            "^ .. xin? trả_lời sau $",
            "^ .. đang .. .. hết/xong .. trả_lời .. $",
            "^ .. đang .. .. mốt/mai/tuần_sau hỏi/nhắn/gọi lại .. $",
            "^ đang giao/lái/chạy/đứng/ngồi .. $",
            "^ .. bận .. để sau .. $",
            "^ .. bận .. .. =tối/mai/chiều/lát .. trả_lời/nhắn/gọi .. $",
            "^ .. đang .. .. lát/tí/chút nữa? $",
            "^ .. đi .. rồi .. =tối/mai/chiều/lát .. nhắn/gọi/hỏi lại $",
            "^ đợi/chờ/để tôi/em/mình/anh/chị/bác/cô? ăn/tắm/nấu/làm/xong/về/họp/chở/đón .. đã/"
            "cái_đã/xong .. $",
            "^ dừng/ngưng/nghỉ/khoan lát/tí/chút .. $",
            "^ để =chiều/=tối/mai/lát/trưa .. .. trả_lời/nhắn/làm .. $",
            "^ =tối/chiều/mai/lát/trưa/tí .. trả_lời/nhắn/làm .. $",
            "^ để =tối/mai/lát/chiều/hôm .. $",
            "^ để/chờ/đợi/hẹn/thôi_để/bận/đợi_tôi/chờ_tôi =tí/chút/lát/lúc/mai/mốt/chiều/=tối/trưa/"
            "sáng_mai/tối_nay/tuần_sau/hôm_sau/hôm_khác/bữa_khác/cuối_tuần/khi_khác/hồi nữa/nay/mai/"
            "khác? .. $",
            "^ =tí/chút/lát/mai/mốt/chiều/=tối/trưa/sáng_mai/tối_nay/tuần_sau/hôm_sau/bữa_nào/hôm_nào/"
            "khi_nào/lúc_nào/khi/lúc/mai_mốt nữa? tôi/em? rảnh/trả_lời/nhắn/làm/rỗi .. $",
            "^ hôm/bữa/tuần/tháng/lần sau/khác $",
            "^ .. đang .. =tí/lát/=tối/chiều/mai/trưa về/nữa/rảnh? trả_lời/nhắn/làm .. $",
            "^ không/chưa rảnh/tiện/được =tối/chiều/mai/lát/tí .. $",
            "^ .. =nhắn/gọi/hỏi/gửi lại? sau/mai/tối_nay/tuần_sau/hôm_sau/lúc_khác/hôm_khác/buổi_khác .. $",
            "^ .. =mai/=tối/chiều/trưa_mai/tối_nay/chiều_nay/sáng_mai/tuần_sau/hôm_sau/lát hãy? gọi/nhắn/hỏi/"
            "làm/trả_lời .. $",
            "^ .. tạm_dừng/tạm_ngưng/tạm_ngừng/tạm_nghỉ tí/chút/lát/đã/nhé/ở_đây/để .. $",
            "^ đừng/khoan/từ_từ vội/đã/để .. $",
            "^ .. để/cho tôi/em/mình/bác suy_nghĩ/nghĩ .. đã/thêm $",
            "^ tôi/em/mình/bác? đang nghỉ/nghỉ_trưa/nghỉ_ngơi .. $",
            "^ .. từ_từ đã $",
            "^ bận tí/lắm/quá/rồi/chút .. $",
            "^ giờ/bây_giờ/hiện .. bận .. $",
            "^ tôi/em/mình/giờ/bây_giờ/anh/chị? đang =hái/cạo/nhậu/phơi/sửa/tắm/chữa/khám/cưới/thi/gánh/"
            "câu/quét/lau/rửa/thu_hoạch/tưới/chăm/bế/dắt .. $",
            "^ đang ở/trong/ngoài/trên bệnh_viện/cơ_quan/trường/nhà_thờ/chùa/nhà_máy/xưởng/ga/sân_bay/"
            "xa/quê/cuộc_họp .. $",
        ),
    ),
    (
        Wish(Command.BACK),
        (
            "^ câu vừa_rồi/trước/=nãy/hồi_nãy/lúc_nãy/vừa_nãy/ban_nãy",
            "^ hồi_nãy/lúc_nãy/vừa_nãy/ban_nãy/nãy .. nhầm/sai/lộn",
            "^ tôi/em? muốn/cho/xin/cần sửa/đổi/chọn_lại/trả_lời_lại/quay_lại .. $",
            "^ sửa lại? câu .. $",
            "^ đổi câu_trả_lời .. $",
            "^ cho_tôi/cho_em/cho/cho_mình sửa/đổi/quay_lại/chọn_lại/làm_lại .. $",
            "^ tôi/em/mình/chú/chị/anh/bác/cô/bà/ông/cháu? bấm/chọn/ấn lộn/nhầm/sai .. cho .. lại .. $",
            "^ tôi/em/mình? bấm/chọn/nhấn/ấn/gõ/nhắn/trả_lời/đánh lộn/nhầm/sai .. $",
            "^ nhầm/lộn câu .. $",
            "^ nhầm/lộn/sai rồi? .. câu trước/vừa_rồi/hồi_nãy/trên .. $",
            "^ lui/lùi/quay/trở lại câu .. $",
            "^ tôi/em? muốn/cho/xin/cần sửa .. .. $",
            "^ nhầm/lộn/sai rồi? .. mới đúng $",
            "^ .. bấm/chọn/ấn/gõ nhầm/lộn .. chọn 1/2/3/4/5 .. $",
            "^ cho tôi/em/chú/cô/bác/chị/anh/mình? bấm/chọn/ấn lại $",
            "^ ghi/gõ/viết/bấm/lỡ_tay nhầm/sai/lộn .. sửa/chọn/quay lại .. $",
            "^ lỡ tay? bấm/chọn/ấn nhầm/sai/lộn .. .. $",
            "^ gửi/nhắn/bấm/chọn nhầm/lộn .. chọn/sửa/làm lại $",
            "^ nhầm/lộn/sai rồi .. sửa/đổi/chọn .. $",
            "^ hủy/bỏ/xóa câu_trả_lời/câu/đáp_án trước/vừa_rồi/hồi_nãy/lúc_nãy/nãy/trên .. $",
            "^ cho tôi? sửa",
            "^ tôi? bấm/chọn/trả_lời nhầm câu .. $",
            "^ quay_lại câu .. $",
            "^ .. sửa/đổi/lui/lùi/quay/trở/trả_lời/chọn/làm lại/giùm/giúp/hộ/về? lại? câu trước/trên/"
            "vừa_rồi/hồi_nãy/lúc_nãy/vừa_nãy .. $",
            "^ .. câu trước/trên/vừa_rồi/hồi_nãy/lúc_nãy/vừa_nãy .. nhầm/sai/lộn/lại/sửa/đổi/mới_đúng/"
            "chứ .. $",
            "^ go/take_me back $",
            "^ previous .. $",
        ),
    ),
    (
        Aside(Asked.COMPLAINT),
        (
            "^ tôi? muốn/xin/cần kiến_nghị/khiếu_nại/phản_ánh/tố_cáo/góp_ý .. $",
            "bị từ_chối .. hồ_sơ",
            "^ tôi/em/mình/hồ_sơ? bị từ_chối .. $",
            "bị =hủy/từ_chối/trả_lại/trả_về/ngâm kết_quả/hồ_sơ/giấy/đơn",
            "=hủy/từ_chối/trả/trả_lại/không_nhận hồ_sơ/kết_quả/tiếp/giải_quyết .. không/vô_lý/mà/vô_cớ",
            "họ/cán_bộ/nhân_viên/xã/ủy_ban =hủy/từ_chối/trả/trả_lại/không_nhận hồ_sơ/kết_quả/tiếp/giấy"
            "/không_tiếp",
            "họ/cán_bộ/nhân_viên/lãnh_đạo .. đòi/vòi/quát/nạt/hách_dịch/mắng/chửi/nhũng_nhiễu/bỏ_về/bỏ_đi"
            "/làm_phiền/gây_khó_dễ/cửa_quyền",
            "hồ_sơ .. bị =dừng/tạm_dừng/treo giải_quyết/lại?",
            "hẹn .. đến/tới/mà .. mới có/xong/trả/được",
            "hồ_sơ .. tháng/tuần/năm .. không/chưa giải_quyết/xong/ai",
            "đi .. lần/bảy_lượt .. không xong",
            "họ/cán_bộ dừng/ngừng/nghỉ tiếp/làm_việc dân/sớm/từ/lúc?",
            "hồ_sơ .. bị .. hủy/trả_lại/từ_chối/mất/thất_lạc",
            "không ai nghe máy",
            "bắt/bắt_tôi/bắt_dân .. đi_lại/chờ/bổ_sung/về",
            "thiếu giấy_tờ .. bắt",
            "hồ_sơ/nộp .. tháng/năm/tuần .. chưa xong/có/được",
            "tố_cáo",
            "khiếu_nại",
            "làm/bị mất .. hồ_sơ",
            "mất hồ_sơ",
            "^ muốn kiến_nghị/khiếu_nại/phản_ánh/tố_cáo .. $",
            "tôi/em/dân đề_nghị/kiến_nghị/phản_ánh/tố_cáo",
            "^ phản_ánh cán_bộ",
            "cán_bộ .. quát/quát_tháo/nạt/chửi/mắng/hành dân/tôi/mọi_người",
            "đi lại .. lần .. chưa/không/vẫn .. xong/được",
            "đi .. lần .. vẫn/mà chưa/không xong/được",
            "chờ/đợi .. buổi/ngày/tiếng/sáng/tháng/tuần .. không .. ai/tiếp/gặp",
            "vẫn chưa xong",
            "hết .. lần này .. lần khác",
            "trả lại .. lần",
            "gọi .. không ai",
            "giờ/nay vẫn? chưa thấy/có/xong",
            "^ .. tôi/em? muốn/cần/xin/cho_tôi gửi/làm/viết/nộp/gặp/nêu? .. phản_ánh/khiếu_nại/tố_cáo/"
            "kiến_nghị/kêu_oan/đơn .. $",
            "hồ_sơ/giấy/giấy_tờ/sổ .. bị .. mất/trả_về/trả_lại/ngâm/hủy/thất_lạc/từ_chối/làm_mất/sai",
            "bị ngâm/hành .. tháng/tuần/năm/ngày",
            "không ai trả_lời/giải_thích/giải_quyết/tiếp",
        ),
    ),
    (
        Aside(Asked.LANGUAGE),
        (
            "không biết .. tiếng kinh/việt/phổ_thông",
            "kuv tsis",
            "kuv hais",
            "lus hmoob",
            "tsis paub",
            "nói tiếng thái/mông/mường/dao/anh",
            "có tiếng thái/mông/mường/dao/anh/dân_tộc/khmer/tày/nùng không",
            "không .. đọc được .. chữ",
            "không biết chữ",
            "^ .. không .. đọc/rành/biết/hiểu/thạo/nói .. chữ/tiếng_kinh/tiếng_việt/tiếng_phổ_thông .. $",
            "^ .. tiếng thái/mông/h_mông/hmông/mường/dao/khmer/khơ_me/tày/nùng/ê_đê/dân_tộc/gia_rai/"
            "ba_na/chăm .. $",
            "^ .. english .. $",
            "^ .. chữ nhỏ/bé/mờ .. $",
            "^ .. mắt mờ/kém .. $",
            "^ .. không .. nhìn/thấy/đọc được/thấy/nổi chữ? $",
            "^ .. i don t speak/understand .. $",
            "^ .. không đeo kính .. $",
        ),
    ),
    ASKING_WHO,
    (
        Told(Report.INELIGIBLE),
        (
            "^ .. hồ_sơ tôi/em/của_tôi? vẫn/còn/vẫn_còn/chưa? đang/chưa/được? giải_quyết/xử_lý/xong/chờ/"
            "thụ_lý xong? $",
            "^ tôi/em? vẫn/mới? chưa được/ai/thấy/lấy/nhận? có/trả/nhận/lấy/thấy/được kết_quả/giấy/sổ .. $",
            "^ đã/có .. kết_quả đâu ..",
            "^ .. hồ_sơ/giấy/kết_quả tôi/em/của_tôi? đang/còn_đang/vẫn_đang làm/xử_lý/giải_quyết/chờ/ký"
            "/trình .. $",
            "^ hồ_sơ/giấy/sổ còn/vẫn/đang ở/trên/tại .. chưa .. $",
            "^ .. kêu/bảo/nói chờ/đợi .. chưa .. $",
            "^ chưa xong họ/cán_bộ/xã/người_ta .. .. $",
            "^ .. chưa lấy/nhận/có .. đang/vẫn/còn chờ/đợi .. $",
            "^ tôi/em? vẫn? chưa tới/đến ngày/hạn/hẹn hẹn/lấy/trả? $",
            "^ tôi/em? vẫn? chưa được? trả/nhận/lấy/giải_quyết được? kết_quả? $",
            "^ .. nên/mà chưa/vẫn_chưa có/nhận/xong kết_quả? $",
            "^ tôi/em/mình? mới/vừa nộp/làm .. chưa có/nhận/xong/ra/được kết_quả/gì/xong? .. $",
        ),
    ),
    (
        Wish(Command.SKIP),
        (
            "^ xin/cho/xin_phép/cho_em/cho_tôi? bỏ_qua/qua/chuyển/miễn câu này/khác .. $",
            "^ không muốn/tiện/thể? trả_lời câu này .. $",
            "^ câu này xin/tôi/em? bỏ_qua/qua/không_trả_lời/khó_nói/tế_nhị/không_tiện .. $",
            "^ .. bỏ_qua/qua/skip/next/=né/khỏi/miễn/chuyển/bỏ/cho_qua/cho_bỏ_qua câu này/sau/khác/tiếp_theo/"
            "tiếp? giùm/đi/nhé/luôn? $",
            "^ từ_chối/dừng/né/bỏ câu này .. $",
            "^ câu này miễn/khỏi/bỏ/qua/bỏ_qua .. $",
            "^ cho/xin bỏ_qua .. $",
            "^ .. bỏ_qua/cho_qua giùm/giúp/hộ? em/tôi/mình? câu này .. $",
        ),
    ),
    (
        NoValue(MissingKind.DONT_KNOW),
        (
            "^ tôi/em/mình/bà? không/không_thể/chẳng biết/nhớ/rõ phải/nên/là? trả_lời/đánh_giá/chọn/nói"
            "/gọi/chấm/cho"
            " sao/thế_nào/gì/mấy/là_gì/như_thế_nào nữa/cả/đâu/luôn? $",
            "^ tôi/em/mình/bà? không/không_còn/chẳng/chưa nhớ/biết/rõ/nắm rõ/được/chính_xác/chắc?"
            f" {_FORGOTTEN}? {_FORGOTTEN}? {_FORGOTTEN}? nữa/cả/đâu/luôn? $",
            "^ tôi/em/mình? không để_ý ngày/lắm/mấy/đến/gì/chuyện/cái/giấy? đó/này/hẹn/tờ? nên?"
            " không_nhớ/không_biết? $",
            "^ tôi/em/mình? không nhớ có được/bị/giấy/giấy_hẹn/phiếu/góp_ý/ai/phải/đi/nộp .."
            " không/hay_không/chưa $",
            "^ tôi/em/mình? không nhớ nữa/rõ/nổi? lâu rồi/quá .. $",
            "^ tôi/em/mình/hôm_đó/lúc_đó? tôi/em? không để_ý $",
            "^ tôi/em/mình? không nhớ/rõ là? đúng/sớm/trễ hay .. $",
            "^ tôi/em/mình? quên rồi/luôn/hẳn $",
            "^ .. tôi/em/cô/bà/ông/chú/bác/ngoại/mình không để_ý/=rành/rõ $",
            "^ không biết sao nữa? $",
            "^ .. già/lâu rồi/quá không nhớ nữa? $",
            "^ không biết tại/vì/do? chồng/vợ/con/bố/mẹ/anh/chị tôi/em/mình? đi nộp/làm .. $",
            "^ tôi/em/mình? cũng không biết/nhớ/rõ nữa/lắm? $",
            "^ biết nào/đâu/gì mà nói/trả_lời/chấm $",
            "^ .. câu/cái/chuyện/vụ này tôi/em/mình? không nắm/rành/biết .. $",
            "^ có biết gì/cái_gì nào/đâu $",
            "^ ai biết đâu .. $",
            "^ tôi/em/mình? quên mất? tiêu/sạch/béng .. $",
            "^ tôi/em/mình? không nhớ nộp/làm/gửi ở? chỗ/đâu/nơi nào? nữa? $",
            "^ tôi/em/mình? lâu quá/rồi nên/tôi/em? quên/quên_rồi/quên_mất/không_nhớ rồi/nữa/rõ/lắm?"
            f" {_FORGOTTEN}? {_FORGOTTEN}? $",
            f"^ tôi/em/mình? chịu? quên/không_nhớ/không_biết {_FORGOTTEN}? {_FORGOTTEN}? {_FORGOTTEN}?"
            " rồi/nữa/hẹn? $",
            "^ tôi/em/mình? làm_sao/sao/đâu/có tôi/em/mà? biết/nhớ được/nổi? đâu? $",
            "^ tôi/em/mình? biết sao/gì/thế_nào/làm_sao/đâu_mà mà? nói/trả_lời/chấm/đánh_giá/được $",
        ),
    ),
    (
        NoValue(MissingKind.NOT_APPLICABLE),
        (
            "^ tôi/em/mình? chưa/không/chưa_từng/chưa_bao_giờ/không_hề có? góp_ý/kiến_nghị/phản_ánh/gặp/"
            "sử_dụng bao_giờ/lần_nào/gì? nên/thì/mà/sao không/chưa? .. đánh_giá/biết .. $",
            "^ tôi/em/mình? chưa_từng/chưa_bao_giờ/chưa phản_ánh/góp_ý/kiến_nghị gì? cả/hết/"
            "bao_giờ/lần_nào $",
            "^ tôi/em/mình? chưa/không dùng/sử_dụng .. bao_giờ/lần_nào $",
            "^ tôi/em/mình? có góp_ý/kiến_nghị/phản_ánh bao_giờ/lần_nào đâu $",
            "^ tôi/em/mình? có góp_ý/kiến_nghị/phản_ánh/gặp gì? đâu mà biết/đánh_giá/chấm .. $",
        ),
    ),
    (
        Told(Report.REFUSES),
        (
            "^ .. không thèm/muốn/thích/rảnh/hứng/dư_hơi/cần/rảnh_mà/rảnh_để? trả_lời/tham_gia/khảo_sát/"
            "làm_khảo_sát/đánh_giá"
            " khảo_sát? nữa/đâu/gì_hết/gì/hết/cả? đâu? $",
            "^ .. rảnh/thời_gian/thì_giờ đâu .. $",
            "^ .. không có/còn? thì_giờ/thời_gian/time/hứng/nhu_cầu .. $",
            "^ .. lấy đâu .. thời_gian/thì_giờ $",
            "^ không/chẳng hơi đâu? .. $",
            "^ tôi/em/mình? bận/mắc/kẹt/đau/ốm/già .. không tham_gia/trả_lời/làm/khảo_sát được/nổi .. $",
            "^ thôi tôi/em/mình? không rảnh .. $",
            "^ thôi tôi/em/mình? không làm/trả_lời/tham_gia .. $",
            "^ tôi/em/mình/nhà_tôi? xin? không tham_gia/trả_lời/khảo_sát được/nổi đâu? $",
        ),
    ),
    (
        Aside(Asked.THANKS),
        (
            "^ cảm_ơn em/cháu/con/bạn/anh/chị/cán_bộ/các_em/các_cháu nhiều/nha/lắm? nhé/nha/ạ? $",
            "^ dạ/vâng/ok/xin/rất/em/tôi/rồi/ừ/chân_thành/dạ_em/mình/thôi/ok_em? xin/rất/"
            "chân_thành? cảm_ơn .. .. $",
        ),
    ),
    (
        Aside(Asked.GREETING),
        (
            "^ dạ/xin/kính? chào .. $",
            "^ alo alo/nghe/ạ/ai/đây? .. $",
            "^ dạ/vâng/tôi/em/con? em/tôi/con/cháu? nghe đây/nè/ạ/rồi? $",
        ),
    ),
)
