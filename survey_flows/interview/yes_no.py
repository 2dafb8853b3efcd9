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
from survey_flows.interview.yes_no_of_conduct import SPECIAL, THIN_YES, TURNS_OF_SPECIAL

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
        có liền; có í; vâng có ạ; có được xin lỗi; có xin lỗi; có nhắn tin báo; có báo; có được báo trước;
        có được báo; có hẳn hoi; đúng luôn;
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
        đồng ý; có; co; ok; yes; y; vâng; ừ; được; hỏi đi; vâng hỏi đi; tham gia; bắt đầu; bắt đầu đi; sẵn
        sàng;
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
    nha lẹ nhanh thoi u chu chứ chau con bac bạn ban
    """
)
"""A consent in many words: one of them says yes, and none says anything else."""

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
    special = SPECIAL.get(reading)
    if special is not None:
        found = special.find(heard) or special.find(bare)
        if found is not None:
            return found
        if reading == "yn_fee" and _WITH_AMOUNT.fullmatch(bare.spoken):
            return plain("yes")
        for name, turns in TURNS_OF_SPECIAL[reading].items():
            if turns.occurs_in(bare):
                return plain(name)
    found = _YES_OR_NO.find(heard) or _YES_OR_NO.find(bare)
    if found is None and _NOTHING.occurs_in(bare):
        return plain("no")
    if found is None and _NOT_TURNED_AWAY.occurs_in(bare):
        return perhaps("no") if special is not None else plain("no")
    if found is None and _CERTAINLY.occurs_in(bare):
        found = plain("yes")
    if found == plain("yes") and reading in THIN_YES and not _SAYS_YES & set(heard.words):
        return perhaps("yes")
    return found
