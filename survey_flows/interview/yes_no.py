"""Yes or no, in general and for the three questions that people answer in other words.

Rules (domain.md §5, traps 1 and 2): `đâu có`, `có đâu`, `làm gì có` say no and `sao không` says yes;
a double negation is only probable; a bare `dạ`, `thôi`, `có thể` says nothing. A polite `vâng` never
accuses an official by itself: that must be confirmed.
"""

from __future__ import annotations

import re

from survey_flows.interview.meanings import Meaning, perhaps, plain
from survey_flows.interview.normalise import Heard, words
from survey_flows.interview.phrases import Phrasebook, Turns
from survey_flows.interview.spelling import listen

_YES_OR_NO: Phrasebook[Meaning] = Phrasebook(
    {
        plain("yes"): """
        có; yes; y; ừ; vâng; phải; đúng; đúng rồi; đúng vậy; đúng thế; chính xác; đồng ý; có chứ; có nhé;
        có rồi; có ạ; sao không; chứ sao; có mà; dạ vâng; dạ phải; phải rồi; phải đó; chuẩn; chuẩn luôn;
        quá đúng; dĩ nhiên; tất nhiên; đương nhiên; có đấy; có luôn; rồi có; đã có; ừ có; vâng có; co; rồi;
        chuẩn rồi;
        đúng quá; đủ cả; có hết; có đủ; có đầy đủ; sao lại không; sao không có; chứ sao nữa; hẳn rồi;
        đúng hết; có chứ sao không; chắc chắn; chắc chắn rồi; chắc chắn có; nhất định có; đúng r; phải r;
        có r;
        có liền; có í; vâng có ạ; có được xin lỗi; có được báo trước; có được báo; có hẳn hoi; đúng luôn;
        quá chuẩn; chính nó; đúng 100; chuẩn không cần chỉnh; có hẳn;
        đúng á; đúng như vậy; đúng như thế; có rồi đó; có đầy đủ cả; đầy đủ cả; ừ đúng;
        ừ đúng rồi; ừ phải; vâng đúng; vâng đúng rồi; có thật; có đây; quá có; tất nhiên là có; dĩ nhiên là có
        """,
        plain("no"): """
        không; no; n; chưa; chưa có; không có; không phải; đâu có; có đâu; làm gì có; làm chi có; có gì đâu;
        tuyệt đối không; không luôn; hoàn toàn không; không hề; không hề có; chưa bao giờ; không bao giờ;
        chưa từng; không có đâu; không đâu; chưa hề; chưa đâu; không có gì; chẳng có; làm gì có chuyện đó;
        không có chuyện đó; thôi không có đâu; không có chuyện đấy; không không; không có nha; dạ không;
        chưa từng có;
        =không đúng; đâu; không đời nào; không bị; không có gì hết; không có gì cả; đâu có đâu;
        đâu ra; đời nào; đời nào có; làm gì; chắc chắn không; đã bảo không; không phải đâu; không có luôn;
        không phải thế; không phải vậy; không chính xác; không hề có chuyện đó; chưa có bao giờ; chưa một lần;
        chưa bao giờ luôn; tuyệt đối không có; hoàn toàn không có; làm gì có ai; nào có; có nào; ma nào có;
        chưa từng luôn; nào có đâu; không hề đâu;
        làm gì có chuyện; làm gì có chuyện đấy; không hề nhé; có quái gì đâu; khỉ gì có; không có ai;
        =chả; tịnh không; không một lần nào; không lần nào; tuyệt nhiên không; không có mà; không mà
        """,
        perhaps("yes"): """
        có chút chút; hơi hơi; hình như có; chắc có; chắc là có; có lẽ có; không phải không có;
        không phải là không có; có một chút; có một ít; cũng có; có chút; đôi khi; thỉnh thoảng; một ít;
        có lúc; có thể có; có vẻ có; đôi lúc; thi thoảng; có khi có; không thể không có; có phần
        """,
        perhaps("no"): """
        chắc không; chắc là không; hình như không; có lẽ không; chắc chưa; chắc là chưa; hình như chưa;
        gần như không; hầu như không; không hẳn; ít khi; hiếm khi; không nhiều; không đáng kể; có vẻ không;
        hình như không có; chắc là không có; chắc không có; hầu như không có; có lẽ không có
        """,
    }
)
_NOTHING = Turns(
    [
        "^ không/chưa/hoàn_toàn_không/tuyệt_đối_không/tuyệt_nhiên_không hề/bao_giờ/từng có? gì/đâu/cả? $",
        "^ không/chưa/đâu/hoàn_toàn_không/tuyệt_nhiên_không có gì/đâu/ai/cái_gì/lần_nào/cái_nào? cả/hết/"
        "đâu? $",
        "^ không/chưa một/có? lần nào cả/hết? $",
        "^ không/chưa có/hề/bao_giờ? nào/gì/bao_giờ $",
        "^ không/không_hề có chuyện/vụ/việc/hiện_tượng ấy/đó/đấy/này/vậy/thế/gì? $",
        "^ có bị/mất/phải/thấy/đòi/ai/góp_ý/nghe gì/ai/đồng_nào/chi/đòi? gì? đâu $",
        "^ làm/có gì/quái/chi/quái_gì có/đâu mà_có/đâu/nhỉ? $",
        "^ có đâu mà_có $",
        "^ không không có? $",
        "^ không/chưa/không_hề/chưa_hề/chưa_từng/chưa_bao_giờ bị gì/ai/lần_nào/bao_giờ/phiền/phạt/mắng?"
        " gì/lần_nào/bao_giờ/cả? cả/hết/đâu? $",
        "^ không/chưa thấy/nghe ai/gì ..",
        "^ không/chưa thấy $",
        "^ không xảy_ra gì? $",
        "^ không/chưa thấy/gặp có/bao_giờ/chuyện/vụ đó/đấy/này? $",
        "^ không nào $",
        "^ nào/đâu có chuyện đó/đấy/này? $",
        "^ không phát_sinh/mất_thêm/phải_thêm gì/đồng_nào hết/cả? $",
        "^ không/chưa hề luôn? $",
        "^ không chưa/không bao_giờ/từng/hề/có luôn? $",
    ]
)
"""A no in many words; the whole message."""

_NOT_TURNED_AWAY = Turns(
    [
        "^ không/chưa/không_hề/chưa_hề/chưa_từng/chưa_bao_giờ bị từ_chối/hủy/chặn/trả/trả_lại"
        " gì/lần_nào/bao_giờ/cả/hồ_sơ? cả/hết/đâu? $"
    ]
)
"""A no, save where more than that is asked: nobody was turned away, yet somebody may have been harassed."""

_CERTAINLY = Turns(
    [
        "^ có có có? $",
        "^ có =chớ/thật $",
        "^ ok/yes có $",
        "^ có bị mà/đấy? $",
        "^ có bị từ_chối/hủy/trả/trả_lại/trả_về/chặn/phạt hồ_sơ? 1/2/3/một/hai/ba/mấy/vài? lần? rồi/đấy? $",
        "^ tất_nhiên/đương_nhiên/dĩ_nhiên/hẳn/chắc_chắn/hiển_nhiên/rõ_ràng là? có/đúng/phải/rồi rồi/chứ"
        "/luôn? $",
    ]
)

_CONSENT: Phrasebook[Meaning] = Phrasebook(
    {
        plain("yes"): """
        đồng ý; có; ok; yes; y; vâng; ừ; được; hỏi đi; vâng hỏi đi; tham gia; bắt đầu; bắt đầu đi; sẵn sàng;
        tôi đồng ý; tôi tham gia; đồng ý tham gia; có đồng ý; nhất trí; ok hỏi đi; được hỏi đi; cứ hỏi;
        cứ hỏi đi; start; agree; i agree; tôi sẵn sàng; rồi hỏi đi; hỏi đi cháu; được thôi; đồng ý trả lời;
        có tham gia; dạ vâng; đúng rồi; dạ được; được rồi hỏi đi; hỏi lẹ đi; hỏi nhanh đi; vào việc luôn;
        triển khai đi; tiến hành đi; làm đi; tiếp tục; tiếp đi; nhất trí tham gia; nhất trí luôn; được hỏi;
        được luôn; ô kê; go;
        đồng ý khảo sát; đồng ý làm khảo sát; ok làm đi; ok bắt đầu; vâng được; có sẵn sàng; đồng ý hết;
        let's go; không phiền đâu hỏi đi; không sao hỏi đi; không phiền gì hỏi đi; không bận hỏi đi;
        ok luôn; ok đồng ý; vâng đồng ý; dạ đồng ý; có đồng ý tham gia; mời hỏi; mời bạn hỏi; hỏi luôn đi;
        được chứ; hỏi gì hỏi đi; muốn hỏi gì hỏi đi; ok tham gia; đồng ý tham gia khảo sát; đồng ý rồi; đồng
        chí cứ hỏi; bạn cứ hỏi; cháu cứ hỏi; em cứ hỏi
        """,
        plain("no"): """
        không; no; n; không đồng ý; không tham gia; thôi không; thôi không đâu; không đâu; dạ không;
        không được;
        chưa đồng ý; không đồng ý đâu; không tham gia đâu; không ok; không được đâu
        """,
        perhaps("yes"): "cũng được; ừ thì hỏi; thử xem; hỏi thử xem; tạm được; đúng; phải; sure",
        perhaps("no"): "thôi; chưa; khỏi cần",
    }
)
_READY = words(
    """
    ok oke đồng dong bắt bat tham sẵn san nhất nhat mời triển tiến yes agree start chơi vâng
    """
)
_ASK = words("hỏi hoi")
_GO_ON = words("đi di cứ mời nhanh lẹ luôn nào")
"""`hỏi đi` consents, `xin hỏi` asks."""
_READY_AND_AROUND = _READY | words(
    """
    ý y hỏi hoi đi di đầu dau gia sàng sang lòng trí tri khai hành ngay luôn nào nhé thôi xin anh
    chị bạn em tôi
    tui cháu cứ làm khảo khao sát sat ạ chứ trả tra lời loi được duoc dc rồi roi ừ dạ có co please go với
    nha lẹ nhanh
    """
)
"""A consent in many words: one of them says yes, and none says anything else."""

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
_TURNS = {
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

_SPECIAL = {"yn_harass": _HARASSED, "yn_fee": _PAID, "yn_feedback": _GAVE_FEEDBACK}
_THIN_YES = frozenset({"yn_harass", "yn_fee"})
"""Where a bare `vâng` may only be politeness: these accuse somebody."""
_SAYS_YES = frozenset({"có", "co", "yes", "y"})
_WITH_AMOUNT = re.compile(
    r"(?:(?:có|co|bị|bi|phải|phai|mất|mat|đưa|dua|đòi|doi|thu|nộp|nop|trả|tra|tốn|ton|chi|vòi|voi"
    r"|gợi ý|goi y|bỏ|bo|xin|kêu|keu|hỏi|hoi) ){1,4}"
    r"(?:thêm |them )?"
    r"[0-9]+ ?(?:k|nghìn|nghin|ngàn|ngan|trăm|tram|triệu|trieu|đồng|dong) "
    r"(?:cho (?:cán bộ|can bo|họ|ho|nó) )?(?:mới (?:xong|được|cho|làm) )?"
)


_NOWHERE = re.compile(r"(?:đâu có|dau co|làm gì có|lam gi co|nào có|làm chi có|đâu mà có) (?=\S)")

"""`làm gì có ai đòi` is `không có ai đòi`."""


_NO_TROUBLE = re.compile(
    r"(?:không|khong) (?:có |co )?(?:phiền|phien|sao|vấn đề|van de|bận|ban) (?:gì |gi |đâu |dau |lắm )*"
)
_GO_ON_ASKING = re.compile(r"(?:cứ |cu |mời |moi )?(?:hỏi|hoi|làm|lam)(?: (?:đi|di|luôn|tiếp|em|cháu|nhé))* ")
"""`không phiền đâu, cứ hỏi` consents."""


def _is_ready(said: tuple[str, ...]) -> bool:
    says_so = not _READY.isdisjoint(said) or not (_ASK.isdisjoint(said) or _GO_ON.isdisjoint(said))
    return says_so and _READY_AND_AROUND.issuperset(said)


def yes_or_no(heard: Heard, reading: str) -> Meaning | None:
    """Return yes or no; `reading` is the item's vocabulary (`yesno`, `yn_fee`, `consent` …)."""
    bare = heard.bare
    if reading == "consent":
        found = _CONSENT.find(heard) or _CONSENT.find(bare)
        willing = _NO_TROUBLE.match(bare.spoken) if found is None else None
        if willing is not None and _GO_ON_ASKING.fullmatch(bare.spoken[willing.end() :]) is not None:
            return plain("yes")
        return plain("yes") if found is None and _is_ready(bare.words) else found
    found = _yes_or_no(heard, bare, reading)
    denied = _NOWHERE.match(bare.spoken) if found is None else None
    if denied is None:
        return found
    said = listen("không có " + bare.spoken[denied.end() :])
    return _yes_or_no(said, said, reading)


def _yes_or_no(heard: Heard, bare: Heard, reading: str) -> Meaning | None:
    special = _SPECIAL.get(reading)
    if special is not None:
        found = special.find(heard) or special.find(bare)
        if found is not None:
            return found
        if reading == "yn_fee" and _WITH_AMOUNT.fullmatch(bare.spoken):
            return plain("yes")
        for name, turns in _TURNS[reading].items():
            if turns.occurs_in(bare):
                return plain(name)
    found = _YES_OR_NO.find(heard) or _YES_OR_NO.find(bare)
    if found is None and _NOTHING.occurs_in(bare):
        return plain("no")
    if found is None and _NOT_TURNED_AWAY.occurs_in(bare):
        return perhaps("no") if special is not None else plain("no")
    if found is None and _CERTAINLY.occurs_in(bare):
        found = plain("yes")
    if found == plain("yes") and reading in _THIN_YES and not _SAYS_YES & set(heard.words):
        return perhaps("yes")
    return found
