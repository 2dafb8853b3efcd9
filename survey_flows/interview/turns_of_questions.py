"""Turns of phrase by which people ask us something: what is meant, who asks, whether it is a fraud, …

In the notation of `phrases.Turns`; `turns_of_phrase.py` puts them in their order among the others.
"""

from __future__ import annotations

from survey_flows.interview.events import Asked
from survey_flows.interview.reading import Aside

_ASK = (
    "gì/sao/thế_nào/như_thế_nào/kiểu_gì/ra_sao/đâu/ở_đâu/vào_đâu/ở_nào/nào/chỗ_nào/số_mấy/số_nào/mấy/làm_sao"
)
_CLOSING = "vậy/thế/đây/đó/bây_giờ/trời/ạ?"

Asking = tuple[Aside, tuple[str, ...]]

ASKING_HELP: Asking = (
    Aside(Asked.HELP),
    (
        "^ tôi/em/mình/cháu/bà/ông? không/chưa/khó/chẳng hiểu .. $",
        "^ tôi/em/mình? không/chưa rõ .. câu_hỏi/câu_này/ý .. $",
        f"^ phải/nên/tôi/em/thì? phải/nên? bấm/chọn/nhập/gõ/nhắn/trả_lời/ấn/nhấn/làm {_ASK} {_CLOSING} $",
        f"^ câu_hỏi/câu/ý/bạn/thế/vậy? này/bạn/là/có? là/nghĩa_là/nghĩa/ý_là {_ASK} {_CLOSING} $",
        f"^ hỏi gì/chi/cái_gì/khó_hiểu/kiểu_gì {_CLOSING} $",
        "^ câu_hỏi/câu_này/câu/hỏi .. khó hiểu .. $",
        "^ 1/2/3/4/5 là gì ..",
        "^ .. không/chưa/chẳng biết/rành cách trả_lời/làm/bấm/nhắn/chọn .. $",
        "^ .. chưa/không rõ .. bấm/chọn/trả_lời .. mấy/sao/gì .. .. $",
        "^ trả_lời thế_nào/sao/làm_sao .. đúng .. $",
        "^ .. chưa/không hiểu .. bấm/chọn/trả_lời số? mấy/sao/gì .. $",
        "^ chỉ/bày/hướng_dẫn .. cách .. $",
        "^ soạn/nhắn/bấm .. để làm_gì .. $",
        "^ .. stop/hủy/tc/dừng là_gì/nghĩa_là_gì/thì_sao/là_sao/để_làm_gì .. $",
        "^ làm_sao/thế_nào/cách_nào để/mà trả_lời/làm/bấm/nhắn .. $",
        "^ gửi/trả_lời/nhắn/bấm .. bằng_cách_nào/cách_nào $",
        "^ .. nhắn/bấm/gõ số hay nhắn/bấm/gõ? chữ .. $",
        "^ giải_thích/hướng_dẫn/chỉ/giúp/bày giùm/giúp/cho/tôi/em/mình/cháu/bà/cách/với .. $",
        "^ sao/là_sao/gì/thế_là_sao vậy/thế $",
        "^ nói/giải_thích rõ .. $",
        "^ .. hỏi/nói/nghe/đọc/câu/câu_hỏi .. không có? hiểu .. $",
        "^ là? chọn/bấm/nhắn số .. hả/à/phải_không $",
        "^ .. không hiểu câu/cái .. .. $",
        "^ đọc .. không ra/hiểu .. $",
        "^ hướng_dẫn/giải_thích/nói lại .. $",
    ),
)
ASKING_WHETHER_IT_IS_A_SCAM: Asking = (
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
        "định/tính/toan lừa",
        "không/đừng .. bị/mắc lừa",
        "tin_nhắn/link/bọn/đồ/lại/toàn/chắc/nghi/giống lừa/lừa_đảo/giả/giả_mạo/rác",
        "lừa tiền/dân/người/tôi/gạt",
        "^ không/đừng_hòng/không_đời_nào cung_cấp/đưa/cho thông_tin/mã/số_tài_khoản/mật_khẩu ..",
        "link .. virus/độc/lừa",
        "^ có .. lừa/lừa_đảo/giả/giả_mạo/thật/đáng_tin không $",
        "^ .. giả_danh/giả_mạo/mạo_danh .. $",
        "^ tin/tin_nhắn rác .. $",
        "^ đa_cấp .. $",
        "^ hack .. $",
        "định/tính/toan/muốn .. hack/chiếm/trộm .. tài_khoản/tiền/zalo/thông_tin/máy",
        "^ .. is/are/looks/a/this .. scam/scammer/scammers/fraud/phishing/fake .. $",
        "^ có thật không .. $",
        "^ .. không/đừng_hòng/không_đời_nào bấm/đọc/cho/đưa/cung_cấp .. link/mã/otp/thông_tin/"
        "tài_khoản/mật_khẩu .. $",
        "^ .. không .. lừa được/nổi/tôi .. $",
        "^ lừa ai/à/hả/nhau/đảo/tiền .. $",
        "^ .. =giả/lừa .. à/hả/không/phải_không/đúng_không $",
        "^ .. đa_cấp/lừa_gạt/bịp .. $",
    ),
)
ASKING_ABOUT_DATA: Asking = (
    Aside(Asked.PRIVACY),
    (
        "ai cho .. số .. tôi",
        "lấy .. số .. ở_đâu/đâu",
        "thông_tin .. lộ",
        "có .. bị trù_dập/trù_úm/gây_khó_dễ/trả_thù không $",
        "bị trù_dập không",
        "^ .. góp_ý/nói_thật/chấm/trả_lời/khai .. có bị .. .. không $",
        "^ .. có xóa/lưu/giữ .. thông_tin/số/dữ_liệu/câu_trả_lời .. không $",
        "^ .. lưu/giữ .. bao_lâu/ở_đâu/đâu .. .. $",
        "^ .. ẩn_danh/bảo_mật/bí_mật .. không .. $",
        "^ số .. lấy đâu/đâu_ra/ở_đâu .. $",
        "^ .. có thấy/xem/đọc .. câu_trả_lời/tôi .. không $",
        "^ .. lỡ/nhỡ/nếu .. biết .. thì_sao/sao $",
        "có .. ghi tên",
        "sao .. biết/có/lấy số/tên .. tôi",
        "lấy .. số .. ở_đâu/đâu/đâu_ra",
        "ai cho/cung_cấp/đưa/cho_phép .. số/thông_tin",
        "^ có .. lộ/bảo_mật/bí_mật/ẩn_danh/ghi_âm/lưu/theo_dõi .. không $",
        "^ .. có biết/xem/đọc .. tôi .. không $",
        "^ .. có bị .. gì/sao/phạt/trù/trù_dập/gọi/bắt không $",
        "^ trả_lời/nói_thật/nói .. có .. bị/sao/ảnh_hưởng .. không $",
        "ai .. đọc/xem/biết câu_trả_lời/được_câu_trả_lời/tôi_trả_lời/trả_lời/tin_này",
        "ai .. đọc được",
        "có ai biết",
        "^ .. số/tên/số_điện_thoại/thông_tin .. tôi .. ở_đâu/đâu/đâu_ra/ở_đâu_ra .. $",
        "^ .. sao/tại_sao/vì_sao .. có/biết/lấy .. số/tên/số_điện_thoại/thông_tin .. $",
        "^ .. lấy/kiếm/có số/số_điện_thoại .. ở_đâu/đâu .. $",
        "^ .. thông_tin/câu_trả_lời/trả_lời .. ai .. xem/đọc/biết .. $",
        "^ ai .. xem/đọc được/thấy .. $",
        "^ .. có .. để/ghi/lưu/lộ/công_khai .. tên/danh_tính/lại/thông_tin .. không $",
        "^ .. cán_bộ/xã/họ/phường/huyện/người_ta .. có đọc/xem/thấy được/thấy? .. không $",
        "^ dữ_liệu/thông_tin/số .. dùng/làm/để .. gì/việc_gì .. $",
        "^ căn_cứ .. nào .. .. số/thông_tin .. $",
        "^ dữ_liệu/thông_tin/câu_trả_lời .. đưa/gửi/cho/tới/đến .. ai .. $",
        "^ nếu/lỡ/mà? .. từ_chối/không_trả_lời .. có bị .. không $",
        "^ .. có .. kín/kín_đáo/bí_mật/bảo_mật/an_toàn/ẩn_danh .. không $",
        "^ .. bị .. trù_dập/trù/ghim/lộ/phạt/gây_khó_dễ không/thì_sao/sao .. $",
        "^ .. lỡ/nếu/nhỡ .. biết thì_sao $",
        "^ bảo_mật .. sao/không .. $",
    ),
)
ASKING_ABOUT_MONEY: Asking = (
    Aside(Asked.PAY),
    (
        "^ .. mất/tốn/tính/trừ phí/tiền/cước .. không $",
        "nhắn_tin/sms .. mất/tốn/tính phí/tiền/cước",
        "tiền bồi_dưỡng .. đâu/chưa",
        "^ .. có/được .. tiền/quà/thưởng/thù_lao/hỗ_trợ .. không $",
        "^ .. có .. mất/tốn/tính/trừ .. phí/tiền/cước/gì không $",
        "^ .. bao_nhiêu tiền .. $",
        "^ .. tiền/quà/thưởng/công/tiền_công/thù_lao/phí/cước đâu/bao_nhiêu/nhiêu/sao .. $",
        "^ .. được/mất/tốn/hết/trả bao_nhiêu .. $",
        "^ trả_lời .. được gì .. $",
        "^ .. .. có .. mất/tốn/tính/trừ tiền/phí/cước .. không $",
        "^ trả_lời .. có được .. .. không $",
        "^ trả_lời .. được mấy/bao_nhiêu đồng/tiền .. $",
        "^ .. có .. free/miễn_phí/trả_công/công/cước/thù_lao không .. $",
        "^ có/được .. quà/thưởng/tiền/thù_lao .. không .. $",
        "^ .. bao_nhiêu tiền/cước/phí .. $",
    ),
)
ASKING_WHO: Asking = (
    Aside(Asked.WHO),
    (
        "^ tin? nhắn? của ai",
        "^ đơn_vị/cơ_quan/bên/tổ_chức nào .. khảo_sát .. $",
        "^ ở? .. hay .. nhắn/gọi/hỏi/gửi đấy/đây/vậy/thế/đó $",
        "^ zalo/nick/tài_khoản/tin_nhắn/số này? của ai/bên_nào/cơ_quan_nào .. $",
        "^ .. người_thật/người/cán_bộ hay máy/bot/robot/tổng_đài/máy_móc .. $",
        "^ bạn/em/anh/chị/cô/chú/cháu là cán_bộ/nhân_viên/người/bên .. hả/à/không/phải_không $",
        "^ số .. của ai",
        "^ xin/cho/cho_tôi hỏi ai/bạn_là_ai/đây_là_ai/bên_nào/đơn_vị_nào ..",
        "^ cơ_quan/đơn_vị/tổ_chức/bên/công_ty nào hỏi/nhắn/gọi/gửi/khảo_sát/đây/vậy/thế/đấy? đấy/"
        "vậy/thế/đây? $",
        "^ ai nhắn/gọi/hỏi/gửi/kêu/bảo tin/tôi/nhắn/hỏi? đấy/vậy/thế/đây/đó? $",
        "^ bạn/em/anh/chị/mày/chú/cô/cháu/ông/bà/mấy_người/các_anh/các_bạn/đây là ai/cơ_quan_nào/"
        "đơn_vị_nào/bên_nào ..",
        "^ .. bên/đơn_vị/cơ_quan/tổ_chức/công_ty/nhà_mạng nào/gì .. $",
        "^ bên/đơn_vị/cơ_quan nào .. xã/huyện/tỉnh hay .. $",
        "^ bên/đơn_vị/cơ_quan/ai nào? nhắn/gửi/gọi .. .. vậy/thế/đấy/đây/đó $",
        "^ .. ở/từ đơn_vị/cơ_quan/bên/công_ty/phòng nào .. $",
        "^ ai .. nhắn/gọi/hỏi/sai/bảo/kêu/gửi/trả_lời nhắn/hỏi/gọi/tin? đây/vậy/thế/đó/đấy? $",
        "^ ai cho nhắn/gọi/hỏi .. $",
        "^ .. là thằng_nào/đứa_nào/con_nào/ai_vậy/ai_thế .. $",
        "^ số lạ/nào .. $",
        "^ con/mày/bạn/em/cháu/m/anh/chị là ai .. .. $",
        "^ thằng/con/đứa nào .. đây/đấy/vậy/thế/đó $",
        "^ ở? sở/phòng/xã/huyện/cơ_quan nào .. nhắn/gọi/gửi/hỏi .. $",
        "^ .. máy/bot/chatbot/robot/tự_động/tin_nhắn_tự_động/người_thật à/hả/không/ha .. $",
        "^ .. máy/tin_nhắn/trả_lời tự_động .. $",
        "^ .. là máy/bot/robot/người_thật .. $",
        "^ xin_lỗi/bạn_ơi/em_ơi/alo .. ai .. $",
    ),
)
