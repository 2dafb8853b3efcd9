"""The words of leaving by their part in it, each part one letter; the grammar over them is `leaving.py`.

Rules:
1. A word counts with its marks and, where that is no other word, without any. What folds into
   another word has a letter of its own that the grammar asks more of: `dung`, `chan`, `huy`, `thoi`.
2. Words that belong together are one: `tin nhắn`, `làm phiền`, `cho phép`.
3. What no table holds is `_`, any word; whatever parts sentences is `.`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from survey_flows.interview.accents import heard_as
from survey_flows.interview.normalise import fold
from survey_flows.interview.unmarked import told_apart

ANY = "_"
BREAK = "."

PARTS: Mapping[str, str] = {
    # other words that would be mistaken for one of these without their marks
    ANY: """
        tai the te ba không_phiền_đâu không_phiền_gì phiền_lòng kết_bạn hủy_đi_hủy_lại quát_tháo dep cat
        quay bực_bội gat huy_đây huy_nghe huy_nè khỏi_nói khỏi_bàn
    """,
    # who speaks, or is spoken to as kin
    "I": """
        tôi tui em mình tao tau cháu con bác chú cô anh chị ông bà cụ chúng_tôi bọn_tôi bọn_em chúng_em
        chúng_tao nhà_tôi tụi_tui t e me my i nội ngoại mệ mạ o dì cậu mợ bu u_già tía má_già tụi_em
        tụi_mình chúng_mình gia_đình_tôi nhà_em
    """,
    # who sends
    "Y": """
        nhà_nước_ơi xã_ơi huyện_ơi phường_ơi ủy_ban_ơi bà_con_ơi đồng_chí các_đồng_chí quý_đơn_vị quý_đài
        nhà_mạng các_cháu_ơi bạn các_bạn các_anh các_chị mấy_người mấy_anh mấy_chị mấy_cô mấy_chú bọn_mày
        chúng_mày tụi_mày tụi_bây mày bay bây người_ta quý_vị quý_cơ_quan quý_anh_chị các_người các_ông
        các_bà các_vị ad admin cán_bộ_ơi cán_bộ_à shop bot nó chúng_nó bọn_nó các_em các_cháu mấy_đứa
        mấy_em ông_bà_ơi mấy_cha_nội mấy_cha mấy_ba mấy_má mấy_thím cha_nội má_ơi mẹ_ơi cán_bộ_nhé
        cán_bộ_nha trời_đất các_bác mấy_bác mấy_ông mấy_bà anh_em mn mọi_người ơi_là cơ_quan đơn_vị
        ban_tổ_chức bên_bạn bên_em bên_anh bên_đó bên_này bên_ấy tổng_đài hệ_thống_ơi các mấy quý người
    """,
    # begging
    "B": """
        xin_phép_được làm_ơn cho_xin xin xin_phép xin_được muốn mong_muốn được_phép cho_tôi cho_em
        cho_mình cho_tui cho_cháu cho_bác cho_con
    """,
    # going on with it
    "l": "còn tiếp_tục còn_tiếp_tục cứ cố_tình",
    # asking
    "R": """
        dum cho_tôi_nhờ cho_nhờ vui_lòng đề_nghị yêu_cầu mong kính nhờ giùm giúp hộ với phiền_bạn
        phiền_anh hãy bảo nói please pls plz để cho được_không được_hông được_ko có_thể kính_đề_nghị
        kính_mong trân_trọng tha_thiết cần sẽ sắp định quyết_định nếu
    """,
    # asking how
    "h": """
        cú_pháp mã_lệnh lệnh chữ_gì soạn_gì phải_làm_gì thì_sao làm_sao làm_thế_nào cách_nào bằng_cách_nào
        cách thế_nào kiểu_gì như_thế_nào bấm soạn nhấn số_mấy ở_đâu chỗ_nào phím gõ
    """,
    # only for now
    "t": """
        lúc nhiều ban_đêm đêm khuya buổi_tối buổi_trưa giờ_làm giờ_nghỉ giờ_trưa chủ_nhật ban_ngày
        khoan khoan_đã từ_từ buổi_sáng nửa_đêm giờ_hành_chính trưa lúc_này hôm_nay vội tối_nay
    """,
    # small words
    "P": """
        từ_đầu ngay_từ_đầu cho_lẹ cho_mau chứ_biết_sao đi_ba b bán_hàng không_thì_bảo bắt_đầu_từ_hôm_nay
        kể_từ_hôm_nay từ_hôm_nay_trở_đi trở_đi kể_từ_bây_giờ bắt_đầu_từ từ_hôm_nay kể_từ nghe_chưa
        nghe_hông hiểu_chưa rõ_chưa nghe_không hiểu_không trời_ơi trời alo lần_cuối lần_chót rõ_chửa
        cho_nhanh cho_khỏe cho_yên cho_đỡ cho_khuất_mắt phần mục thẳng_tay cảm_ơn cám_ơn cưng bb bye bai
        chào liên_quan hí hỉ hề trơn trọi sất thẳng ạ nhé nha nghen nghe hen hén á à ơi đi i luôn liền
        ngay lập_tức lẹ ngay_lập_tức hẳn hết lại nè này ni đây kia đó đấy ở_đây tại_đây từ_đây từ_nay
        từ_giờ kể_từ_nay về_sau bây_giờ giờ dạ vâng thưa ừ ờ thì là mà cái coi với_ạ vậy thế rồi_nhé cả
        thật dứt_khoát hoàn_toàn tất_cả mọi toàn_bộ bớt_giùm của cho_xong vào về đến tới vô dô trên từ
        trong ok oke nhá hè chứ đã đang_lúc thêm gì chi nào sau_này lần_sau thời_điểm_này hành_vi cho_lành
        cho_rồi mãi vĩnh_viễn việc sự vs now ấy vụ trò món ngay_đi phải nên của_xã của_huyện của_tỉnh
        của_phường của_ủy_ban của_nhà_nước tự_động linh_tinh đơn_phương
        dưới bất_kỳ bất_cứ mọi_hình_thức hình_thức nếu_được bao_giờ_nữa tiếp những ghê kiểu dạng như vẫn
        thêm_nữa kẻo qua bằng quá lắm thật_sự thực_sự luôn_luôn lần vụ_này không_thì theo ở cá_nhân
        bái_bai goodbye tạm_biệt giùm_cái dùm_cái giùm_con_cái cái_coi kèo sub hết_trơn hết_trọi tuyệt_đối
        hết_sức triệt_để từ_rày rày bữa_nay hỡi khi_nào_nữa thôi_nghen liền_cho ngay_cho mau nhanh gấp phát
        sạch
        khẩn chơ hè_hè
    """,
    # no more
    "M": "nữa nửa nủa nưa nx nua",
    # not to
    "N": "cho_co đừng chớ cấm miễn nghiêm_cấm đừng_có chớ_có cấm_có cấm_được không_được hết_cần",
    # `khỏi`: not to, or out of
    "k": "khỏi",
    # what joins two things said
    BREAK: "và nhưng nhưng_mà tuy_nhiên cho_nên nên_là vì_vậy vì_thế",
    # lists of the unwanted
    "n": "danh_sách_đen danh_sách_không danh_sách_chặn blacklist sổ_đen",
    # one question
    "s": "câu câu_này",
    # going ahead
    "u": """
        hỏi_đi hỏi_luôn_đi cứ_hỏi hỏi_tiếp làm_tiếp hỏi_nhanh hỏi_lẹ_đi tiếp_đi tiếp_tục_đi gửi_lại_tin
        gửi_lại
    """,
    # later, for a while, by mistake
    "w": """
        mai ngày_mai tối lát lát_nữa tí tí_nữa chút chiều hôm_khác khi_khác lúc_khác tạm lỡ lỡ_tay nhầm
        lộn xóa_nhầm
    """,
    # `rồi`: what went before is over
    "o": "rồi roi",
    # `huy`: `hủy`, or a name
    "f": "huy",
    # `thôi`: not to, or a small word
    "y": "đừng_để_tôi_phải đừng_để_tao_phải đừng_để_tao đừng_để_tôi đừng_bắt_tôi_phải thôi thoai",
    # `dung`: `đừng`, `dừng`, `đúng`, `dùng`
    "d": "dung đúng dùng đùng dứng đứng",
    # not
    "K": """
        đâu_có đâu_phải hết_muốn không_còn_muốn không_còn hết_cần đéo không chả chẳng không_có khỏi_cần
        chưa_hề không_hề hổng hông
    """,
    # wanting
    "W": "tiện rảnh hơi_sức khả_năng thích có_nhu_cầu nhu_cầu ham hứng quan_tâm",
    # consent
    "J": "đồng_ý chấp_thuận cho_phép chấp_nhận thỏa_thuận ủng_hộ",
    # being able to: says what happened
    "U": "được nổi",
    # what only we do
    "A": """
        dí chèo_kéo mời_mọc nài_nỉ gọi_hồn hỏi_thăm quấy nhắn nhắn_tin gửi_tin gửi_tin_nhắn làm_phiền
        quấy_rầy quấy_rối quấy_nhiễu quấy_rày phiền spam liên_hệ liên_lạc ib inbox mess nhắn_nhủ phá_rối
        tag réo réo_gọi nheo_nhéo gọi_điện gửi_sms gửi_mess nt gọi_nhắn nhắn_gọi nhắn_gửi tra_tấn khủng_bố
        nhá_máy nháy_máy đeo_bám bám nhắn_nhe nhắn_lung_tung phiền_nhiễu phiền_toái pm contact hành_hạ
        gởi_tin gởi_tin_nhắn phiền_hà
    """,
    # what offices do too
    "H": """
        rep reply cmt comment trả_lời_tin gửi gọi hỏi điện alo hỏi_han tra_hỏi hạch_hỏi tin reo kêu gởi
        mời rủ hối thúc nhắc
    """,
    # the survey
    "v": """
        dịch_vụ gói_tin gói_dịch_vụ gói_cước ứng_dụng app bot_này nhóm group khảo_sát ks cuộc_khảo_sát
        survey bảng_khảo_sát bài_khảo_sát phiếu_khảo_sát mẫu_khảo_sát chương_trình cuộc_điều_tra điều_tra
        thăm_dò bài_này phiếu_này
    """,
    # `nhan`: `nhắn`, `nhận`, `nhàn`
    "a": "nhan nhén nhẵn nhăn nhấn nhằn nhắng nhán nhắm",
    # what we send
    "T": """
        tin_nhắn sms tin_rác tin_nhắn_rác msg quảng_cáo thông_báo cuộc_gọi text tin_kiểu zalo bản_tin
        email mấy_tin noti thư_rác mess_rác ba_cái_này mấy_cái_này mấy_thứ_này cái_thứ_này mail link
    """,
    # receiving what we send
    "j": "nhận_tin nhận_tin_nhắn nhận_sms nhận_thông_báo",
    # receiving
    "G": "nhận lấy tiếp_nhận",
    # bearing, noticing
    "g": "đọc xem thấy nghe chịu bị",
    # taking part
    "V": "mấy_câu mấy_câu_này mấy_câu_hỏi tham_gia trả_lời đánh_giá phiếu bảng_hỏi câu_hỏi cuộc phỏng_vấn",
    # being signed up
    "r": "đăng_ký đăng_kí theo_dõi dk đk dki đki",
    # an end
    "E": """
        thôi_ngay thôi_ngay_đi đừng_để_tôi_gọi_công_an đừng_để_tôi_báo_công_an đừng_để_tao_gọi_công_an
        đừng_để_tao_báo đừng_để_tôi_kiện khước_từ cự_tuyệt đóng_khảo_sát unfriend sờ_tốp xì_tốp sì_tốp
        xtop x_top stóp ét_tóp hết_muốn_nhận_rồi có_dừng_lại_không_thì hết_muốn_nhận unfolow hủy_theo_dõi
        cho_em_thôi cho_tôi_thôi cho_tui_thôi cho_cô_thôi cho_bác_thôi unfollow tha_cho buông_tha
        hết_nhận_tin hết_nhận có_thôi_đi_không nghỉ_hẳn cho_yên_thân dừng_ở_đây dừng_tại_đây end_ở_đây
        end_tại_đây hủy_ở_đây off thu_hồi dừng ngừng
        ngưng hủy rút_lui stop cancel quit unsubscribe unsub chấm_dứt out đình_chỉ hủy_bỏ block chặn
        bỏ_cuộc ngừng_lại dừng_lại stopp nghỉ_chơi chấm_hết ngưng_lại kt bị_chặn_giờ bị_block_giờ xù kiếu
        unsubcribe unsubscribed unsubscibe đoạn_tuyệt giải_tán bỏ_ngang blok blog bãi_bỏ
    """,
    # an end of many other things too
    "ε": "tắt thoát rút dẹp cắt rời ngắt dập khóa té dứt lock mute cạch khép_lại đóng_lại kết_thúc",
    # an end when it is said of what
    "e": "chăn tha nghỉ end chan exit tat nghi",
    # refusing
    "c": "tc từ_chối phản_đối",
    # taking out
    "X": "xó gạt xóa gỡ gạch remove delete xóa_bỏ loại_bỏ gỡ_bỏ gạch_bỏ tháo chừa loại_trừ",
    # taking, when it is out of somewhere
    "Z": "đưa lấy rút cắt bốc tách chuyển take",
    # leaving out
    "z": "go loai bỏ loại bo",
    # what is known of somebody
    "D": """
        hotline số_bán_hàng số_công_ty số_cơ_quan số_nhà_tôi số tên thông_tin dữ_liệu sđt số_điện_thoại
        thuê_bao số_thuê_bao số_máy data danh_bạ số_phone phone number dữ_liệu_cá_nhân thông_tin_cá_nhân
        liên_hệ_của nick tài_khoản_zalo
    """,
    # where it stands
    "L": "điện_thoại danh_sách list hệ_thống máy máy_móc hộp_thư dsach ds",
    # out of
    "O": "ra khỏi",
    # making use of
    "S": "sử_dụng dùng_số xử_lý lưu lưu_giữ thu_thập khai_thác tiết_lộ chia_sẻ",
    # peace
    "i": "yên yên_thân yên_ổn",
    # how it is felt
    "C": """
        nhiều_quá nhiều_lần nhiều_thế nhiều_vậy đâu phiền_quá mệt mệt_quá mệt_lắm mệt_lắm_rồi mệt_quá_rồi
        chán chán_quá bực bực_mình hoài miết quài suốt đủ_rồi đủ ớn ngán phát_điên rối_quá mẹ mẹ_nó đm dm
        vl vcl cha mịa mẹ_kiếp rảnh phiền_lắm phiền_chết liên_tục đồ điên khùng vớ_vẩn mệt_rồi bận bận_lắm
        nhức_đầu đau_đầu bực_rồi ồn ồn_ào mất_công phí_công phí_thời_gian tốn rác rác_quá nhây hoài_à
        hoài_vậy hoài_rứa mệt_ghê
        bực_ghê phiền_ghê oải nản stress điên_tiết điên_đầu nhàm nhảm quá_đáng câm im câm_mồm im_đi
        bội_thực dai
    """,
    # what is threatened
    "x": """
        đăng_lên đăng_facebook đăng_phốt lên_phây lên_face làm_đơn viết_đơn gửi_đơn lên_phường_báo lên_xã_báo
        lên_công_an báo_phường báo_xã gọi_công_an khởi_kiện kiện_cáo chửi_cho báo_công_an kiện khiếu_nại
        tố_cáo coi_chừng liệu_hồn đập chửi biết_tay report báo_cáo báo tố sổ_đen trách phản_ánh
        đưa_lên_mạng bóc_phốt khóa_số kêu_công_an
    """,
    # denied or asked: who, why, when, not yet
    "q": """
        hay_phải hay_là ai chưa chua sao tại_sao vì_sao bao_giờ khi_nào chừng_nào lúc_nào hồi_nào mấy_giờ
        bao_lâu
    """,
    # done to somebody
    "b": "bị",
    # other people and offices
    "Q": """
        cán_bộ nhân_viên xã huyện phường tỉnh ủy_ban dân nhân_dân bà_con người_dân họ trưởng_thôn
        trưởng_bản chủ_tịch công_chức lãnh_đạo sếp công_an_xã viên_chức chính_quyền nhà_nước người_khác
        bạn_tôi thằng_em con_tôi_nó con_tui_nó em_tôi_nó
        địa_chính tư_pháp một_cửa bên_thuế bộ_phận anh_ấy chị_ấy ông_ấy bà_ấy cô_ấy nhau vợ chồng đứa
        trưởng thôn bản
    """,
    # papers, traffic, and whatever else can be stopped
    "F": """
        báo_lỗi lỗi_mạng rút_tiền tiền dịch_vụ_công nộp nộp_hồ_sơ hồ_sơ giấy giấy_tờ sổ sổ_đỏ đơn thủ_tục
        phí lệ_phí kết_quả thôi_việc xe đèn đường bus thứ_tự nợ nghèo hộ_khẩu hộ_nghèo kinh_doanh kết_hôn
        khai_sinh tạm_trú thường_trú giấy_phép xây_dựng đất thuế doanh_nghiệp hợp_đồng chứng_thực bằng_lái
        bảo_hiểm trợ_cấp mưa chó bò trâu điện_nước nước hẹn lịch_hẹn lịch giấy_hẹn cửa tiếp_dân trạm cấp
        thu_phí game nhạc motion hàng phạt tiếp_khách trước_hạn hạn quán bếp lửa máy_bơm gas quạt mạng
        wifi cắt_điện cúp_điện mất_điện cắt_nước vé_máy_bay vé chuyến_bay đổi_số đổi_máy tắt_máy tắt_nắng
        ngưng_điện bán quy_định làm_khó
    """,
}
"""Part by part; the letter is what `leaving.py` writes for the word."""

_LONGEST = 6
_THIS = frozenset({"này", "nay", "nầy", "ni"})
_ORDER = re.compile("Q(?=[NEεX])")
_BARE_ORDER = re.compile("[IYP]*QN[AHj]")
_ORDERING = frozenset({"đi", "nhé", "giùm", "với", "giúp", "hộ", "nữa", "di", "gium", "voi", "giup"})


def _table() -> tuple[dict[tuple[str, ...], str], dict[str, str]]:
    together: dict[tuple[str, ...], str] = {}
    folded: dict[tuple[str, ...], str] = {}
    alone: dict[str, str] = {}
    for letter, written in PARTS.items():
        for phrase in written.split():
            pieces = tuple(phrase.split("_"))
            if len(pieces) > 1:
                together[pieces] = letter
                folded.setdefault(tuple(fold(piece) for piece in pieces), letter)
            else:
                alone.setdefault(phrase, letter)
    for word, letter in list(alone.items()):
        alone.setdefault(fold(word), letter)
    return folded | together, alone


_TOGETHER, _ALONE = _table()
_FIRST = frozenset(fold(phrase[0]) for phrase in _TOGETHER)


def letters_of(words: Sequence[str], plain: Sequence[str], *, is_unmarked: bool = False) -> str:
    """Return one letter for each word of leaving, or for several that are one.

    `is_unmarked`: no letter of the message bears a mark, so that neighbours tell what a word is.
    """
    words = [heard_as(word) for word in words]
    if is_unmarked:
        words = [told_apart(plain, at) or word for at, word in enumerate(words)]
    found: list[str] = []
    at = 0
    while at < len(words):
        if words[at] in _THIS and found[-1:] == [ANY]:
            found[-2:] = ["P" if one == ANY else one for one in found[-2:]]  # `hủy gói này`
        letter, length = _several(words, plain, at) if plain[at] in _FIRST else ("", 0)
        found.append(letter or _ALONE.get(words[at], ANY))
        at += length or 1
    return _addressed("".join(found), words)


def _addressed(said: str, words: Sequence[str]) -> str:
    """Take an office that is asked for something as who is spoken to: `cán bộ xóa số em đi`."""
    is_order = (words and words[-1] in _ORDERING) or _BARE_ORDER.fullmatch(said)
    return _ORDER.sub("Y", said) if is_order else said


def _several(words: Sequence[str], plain: Sequence[str], at: int) -> tuple[str, int]:
    """Return the letter and the length of the longest words that are one here.

    Wrong tones are taken for the right ones, save where they make other words of the table.
    """
    for length in range(min(_LONGEST, len(words) - at), 1, -1):
        together = _TOGETHER.get(tuple(words[at : at + length]))
        letter = together or _TOGETHER.get(tuple(plain[at : at + length]))
        if letter is not None:
            return letter, length
    return "", 0
