"""The three yes-or-no questions that people answer in other words: harassed, paid, gave feedback.

Rules (domain.md §4.0 and §5): each has its own phrases and turns; `yes_no.py` looks at them before the words
that answer any such question. A yes here accuses somebody, so a mere hint of one is only probable.
"""

from __future__ import annotations

from survey_flows.interview.meanings import Meaning, perhaps, plain
from survey_flows.interview.phrases import Phrasebook, Turns

_HARASSED: Phrasebook[Meaning] = Phrasebook(
    {
        plain("yes"): """
        có bị; bị; có gây khó; bị làm khó; bị làm khó dễ; có làm khó dễ; bị gây khó; bị gây khó dễ;
        có gây khó dễ; bị hạch sách; bị nhũng nhiễu; có bị làm khó; có bị gây khó; có bị hạch sách;
        có bị gây khó dễ
        """,
        plain("no"): """
        không gây khó; không bị; không có chuyện đó; không bị làm khó; không gây khó dễ; không làm khó;
        không bị gây khó; không ai bắt bẻ; không ai bắt bẻ gì; không có ai nói nặng; không ai nói nặng;
        không làm khó dễ; không ai gây khó; không ai làm khó; không bị gây khó dễ
        """,
        perhaps("yes"): """
        cau có; hành lên hành xuống; hành; quát; quát mắng; khó chịu; hách dịch; hạch sách; thái độ;
        bị hành; làm khó; gây khó; nhũng nhiễu; quan liêu; có thái độ
        """,
        perhaps("no"): """
        không sao; tốt lắm; tốt; nhiệt tình; bình thường; rất tốt; ok; dễ chịu; vui vẻ; thoải mái;
        không vấn đề gì; ổn
        """,
    }
)
_PAID: Phrasebook[Meaning] = Phrasebook(
    {
        plain("yes"): """
        có đòi; có đòi thêm tiền; có gợi ý; bị đòi; bị đòi tiền; bị đòi thêm tiền; có bị đòi; có đòi tiền;
        có đưa; có đưa tiền; có bị gợi ý; có gợi ý đưa tiền
        """,
        plain("no"): """
        không ai đòi; không mất thêm đồng nào; không mất đồng nào; không đòi; không ai đòi tiền;
        không ai đòi gì; không ai gợi ý; không gợi ý; không mất thêm tiền; không phải đưa; không đưa;
        không mất tiền; không đòi thêm; không bị đòi; không tốn thêm đồng nào
        """,
        perhaps("yes"): """
        biết ý thì đưa; bồi dưỡng; bồi dưỡng chút đỉnh; bồi dưỡng một chút; mình tự nguyện đưa;
        tự nguyện đưa; cảm ơn chút ít; có cảm ơn; có bồi dưỡng; lót tay; có lót tay; phong bì; có phong bì;
        cà phê; mất thêm tiền; tiền trà nước; trà nước
        """,
        perhaps("no"): "đúng giá; đúng phí; đúng lệ phí; miễn phí; không sao; minh bạch",
    }
)
_GAVE_FEEDBACK: Phrasebook[Meaning] = Phrasebook(
    {
        plain("yes"): """
        có góp ý; có kiến nghị bằng văn bản; có kiến nghị bằng văn bản rồi; có kiến nghị; có phản ánh; đã
        góp ý; có gọi đường dây nóng; có kiến nghị trên cổng;
        có gửi đơn; có phản ánh trên cổng; có góp ý rồi; có góp ý trực tiếp; có phản ánh rồi
        """,
        plain("no"): """
        không có ý kiến gì; không góp ý; chưa góp ý; không có góp ý; không kiến nghị; không phản ánh;
        không góp ý gì; chưa bao giờ góp ý; không có đóng góp ý kiến; không có gì góp ý;
        không đóng góp ý kiến;
        ý kiến gì đâu; ý kiến có gì đâu; không dám góp ý; không dám góp ý gì; không dám góp ý gì hết; không
        có đóng góp gì; không có gì để góp ý; không góp ý bao giờ; tôi không góp ý bao giờ;
        chưa góp ý bao giờ; không có ý kiến; chưa từng góp ý; không có kiến nghị gì
        """,
        perhaps("yes"): """
        góp ý rồi; gọi đường dây nóng; viết đơn; góp ý miệng; nói miệng; góp ý trực tiếp; kiến nghị rồi;
        phản ánh rồi
        """,
        perhaps("no"): "không cần góp ý",
    }
)
_TROUBLE = "khó/khó_dễ/khó_khăn/phiền/phiền_hà/phiền_phức/nhũng_nhiễu/hạch_sách/sách_nhiễu/vòi_vĩnh/hành"
_MONEY = "tiền/phí/gì/đồng_nào/xu_nào/thêm/khoản_nào"
_OPINION = "góp_ý/kiến_nghị/phản_ánh/ý_kiến/khiếu_nại/đề_xuất"
TURNS_OF_SPECIAL = {
    "yn_harass": {
        "no": Turns(
            [
                "^ cán_bộ? không/chưa/không_hề/chưa_hề/chưa_từng/chưa_bao_giờ/không_có/không_thấy"
                " ai/cán_bộ/chuyện/ai_bị? có/bị? ai/cán_bộ? gây/làm/gây_ra/bị?"
                f" {_TROUBLE} gì/dễ/chi? tôi/dân/cho_tôi/ai/cho_dân/mình/em? cả/hết/đâu? $",
                "^ không/chưa/không_hề/chưa_bao_giờ/chưa_hề/chưa_từng bị/thấy/gặp gì/bao_giờ/lần_nào?"
                " cả/hết/đâu? $",
                "^ không/không_hề có chuyện gây/làm? khó/khó_dễ/đó/này $",
                "^ không có bị gì? $",
                "^ không khó_dễ/khó/phiền gì $",
            ]
        ),
        "yes": Turns(
            [
                "^ cán_bộ? có/đã/có_bị/bị cán_bộ/họ? gây/làm/bị/bị_gây/bị_làm?"
                f" {_TROUBLE} dễ/cho_tôi/tôi/dân/nhiều/lắm/đấy? mấy/nhiều/2/3/một/hai/ba? lần? $",
                "^ có/bị làm/gây? khó/khó_dễ/hạch_sách/hạch_họe/nhũng_nhiễu/nhũng_nhiễu_nhiều/hành_nhiều $",
                "^ có bị/cán_bộ/bị_cán_bộ? làm/gây khó/khó_dễ/khó_khăn/phiền_hà tôi/em/cho_tôi/nhiều? $",
                "^ bị hành .. nhiều lần $",
                "^ có bị 1/2/3/một/hai/ba/mấy/vài lần $",
                "^ có bị đuổi/mắng/quát/nạt/chửi .. $",
                "^ họ/cán_bộ? có/đã? gây/làm khó/khó_dễ/khó_khăn/phiền_hà tôi/dân/cho_tôi/cho_dân/em $",
                "^ có cán_bộ làm/gây khó/khó_dễ/phiền_hà tôi/cho_tôi/dân? $",
            ]
        ),
    },
    "yn_fee": {
        "no": Turns(
            [
                "^ không/chưa/không_hề/không_có/chưa_hề/cán_bộ_không ai? ai/bị/phải/có? mất/tốn/đưa/đòi/"
                "đòi_hỏi/trả/chi/vòi/"
                f"vòi_vĩnh/nộp/gợi_ý/nhận/lấy/đóng {_MONEY}? {_MONEY}? {_MONEY}? cả/hết/đâu? $",
                "^ không một đồng/xu nào/nào_cả? $",
                "^ không ai bắt/ép/kêu đưa/nộp/đóng/chi tiền/thêm/gì? .. $",
                "^ không thêm đồng/xu/gì/tiền nào? hết/cả? $",
                "^ không có tiền/phí/khoản thêm/ngoài/nào? hết/cả? $",
                "^ .. không/không_có/đâu_có lấy/nhận/đòi tiền/thêm/đồng/gì .. đồng/nào/của/tôi/mình? .. $",
                "^ có ai lấy/đòi/nhận đồng/tiền nào/gì đâu $",
                "^ không/không_có/không_hề_có chuyện đòi/vòi/thu/gợi_ý/xin/vòi_vĩnh tiền/thêm/gì/tiền_nong?"
                " tiền/gì? đâu? $",
                "^ không/chưa/không_hề phải? bỏ/chi/móc/đưa/tốn/mất/lòi thêm? tiền? ra? đồng/xu/cắc nào"
                " cả/hết? $",
                "^ không/chưa/không_hề ai/bị/có/cán_bộ? thu/hỏi/xin/lấy/đòi/nhắc thêm/tiền/gì/gì_thêm/phí/"
                "thêm_gì/thêm_tiền/thêm_phí/thêm_đồng_nào? tôi/dân/mình? cả/hết/đâu? $",
                "^ không/chưa/không_hề mất/tốn/đưa/nộp/trả thêm/một? đồng/xu/khoản/cái nào/gì thêm/cả? $",
            ]
        ),
        "yes": Turns(
            [
                "^ họ/cán_bộ? có/có_bị/đã/có_phải/bị/phải_có đưa/đòi/vòi/vòi_vĩnh/gợi_ý"
                " thêm/tiền/phong_bì? tiền/phí/ngoài? ngoài/lệ_phí? lệ_phí? $",
                "^ họ/cán_bộ? có/có_bị/đã/có_phải/bị/phải_có mất/chi/nộp/trả/tốn/đóng"
                " thêm/phong_bì/tiền_ngoài/phí_ngoài/ngoài tiền/phí/ngoài/lệ_phí? lệ_phí? $",
                "^ họ/cán_bộ? có bắt/kêu/bảo/đòi nộp/đưa/đóng/chi thêm tiền/phí? .. $",
                "^ họ/cán_bộ? có? đòi/vòi/gợi_ý thêm/đưa? tiền/thêm $",
                "^ họ/cán_bộ? có/bị/có_bị/phải thu/lấy thêm tiền/phí/lệ_phí/tiền_ngoài? $",
            ]
        ),
    },
    "yn_feedback": {
        "no": Turns(
            [
                "^ không/chưa/không_hề/chưa_hề/chưa_từng/chưa_bao_giờ/không_bao_giờ có/gửi/đưa_ra/nhắn?"
                f" {_OPINION} {_OPINION}? gì/lần_nào/bao_giờ/nào? cả/hết/đâu/luôn? $"
            ]
        ),
        "yes": Turns(
            [
                f"^ có/đã/đã_có/có_gửi/đã_gửi/có_đưa_ra {_OPINION} rồi/trực_tiếp/nhiều_lần/một_lần?"
                " với/lên/vào/tới/qua/trên/cho/ở/tại ..",
                f"^ có/đã/đã_có/có_gửi/đã_gửi/có_đưa_ra {_OPINION} rồi/trực_tiếp/nhiều_lần/một_lần? rồi? $",
                "^ có/đã/đã_có nêu/phát_biểu/gửi/có? kiến_nghị/ý_kiến/phản_ánh/góp_ý/đơn_kiến_nghị "
                "ở/trong/tại/gửi/lên .. $",
                "^ gọi 1022/đường_dây_nóng/tổng_đài phản_ánh/góp_ý? rồi? $",
                "^ có/đã gửi/viết/nộp đơn/thư góp_ý/kiến_nghị/phản_ánh? lên/cho/tới/đến/ra .. $",
                "^ có/đã bỏ/gửi/viết/ghi/nộp thư/phiếu/đơn/ý_kiến/giấy lên/tới/đến/vào/cho/ra"
                " xã/huyện/phường/ủy_ban/tỉnh/hòm/hòm_thư/hòm_thư_góp_ý/hòm_góp_ý/thùng_thư/sổ/một_cửa .. $",
                "^ có/đã gọi/gửi/nhắn/nhắn_tin/viết/ghi lên/tới/đến/vào?"
                " 1022/tổng_đài/đường_dây_nóng/cổng_dịch_vụ_công/zalo/sổ_góp_ý/hòm_thư/"
                "hòm_thư_góp_ý/phiếu? $",
                "^ có/đã nhắn/nhắn_tin góp_ý/phản_ánh/kiến_nghị rồi? $",
                "^ có/đã gọi/viết/gửi đường_dây_nóng/đơn/đơn_thư/thư/điện góp_ý/phản_ánh/kiến_nghị/rồi? $",
            ]
        ),
    },
}
"""What is said of each in many words; the whole message, save where a yes names to whom."""

SPECIAL = {"yn_harass": _HARASSED, "yn_fee": _PAID, "yn_feedback": _GAVE_FEEDBACK}
THIN_YES = frozenset({"yn_harass", "yn_fee"})
"""Where a bare `vâng` may only be politeness: these accuse somebody."""
