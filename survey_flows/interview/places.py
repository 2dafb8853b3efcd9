"""Where something was handed in or fetched: every place a message names.

A word that neither names a place nor belongs around one makes the message unclear: `văn phòng đăng
ký đất huyện` is not the district's desk, and `xa` without diacritics may be `xa`, far.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from re import Pattern

from survey_flows.interview.meanings import ORDER
from survey_flows.interview.normalise import Heard, words
from survey_flows.interview.phrases import Turns

_PLACES: Mapping[str, Pattern[str]] = {
    name: Turns(sorted(written.split(";"), key=len, reverse=True)).expression
    for name, written in {
        "other": "bưu_chính;bưu_điện/bưu_cục xã/huyện/tỉnh/phường/văn_hóa_xã?;"
        "văn_phòng công_chứng;đường bưu_điện;nơi khác;chỗ khác;khác",
        "centre": """
        trung_tâm/tt? phục_vụ? hành_chính_công của? tỉnh?; trung_tâm phục_vụ;
        trung_tâm tỉnh; hành_chính_công tỉnh
        """,
        "portal": """
        cổng? dịch_vụ_công/dvc quốc_gia/trực_tuyến/tỉnh/của_tỉnh/online?; cổng quốc_gia/tỉnh?; dvcqg; app?
        vneid;
        trực_tuyến; dichvucong gov? vn?; online; mạng; internet; web; app; trên điện_thoại
        """,
        "district": """
        một_cửa? ủy_ban? nhân_dân? huyện/quận/thành_phố/thị_xã; huyện; quận; thị_xã;
        phòng
        tài_nguyên/tư_pháp/nội_vụ/kinh_tế/tài_chính/lao_động/giáo_dục/y_tế/văn_hóa/nông_nghiệp
        và_môi_trường? của? huyện/quận/thành_phố/thị_xã
        """,
        "commune": """
        một_cửa xã/phường; xã; phường; thị_trấn; trụ_sở? ủy_ban nhân_dân? xã/phường/thị_trấn; nhà_văn_hóa
        """,
        "department": """
        sở tư_pháp/nội_vụ/xây_dựng/tài_chính/y_tế/công_thương/nông_nghiệp/giao_thông/lao_động/giáo_dục;
        sở tài_nguyên và? môi_trường?; sở nông_nghiệp và môi_trường; sở giao_thông vận_tải?; sở y_tế tỉnh;
        sở khoa_học và? công_nghệ; sở văn_hóa thể_thao?; sở ngoại_vụ/du_lịch/thông_tin/tài_chính/dân_tộc;
        sở kế_hoạch và? đầu_tư?; sở khoa_học/kế_hoạch/văn_hóa; sở ngành; sở
        """,
    }.items()
}
_OF_A_COMMUNE = re.compile(
    "(?:(?:trung tâm|tt) )?(?:phục vụ )?hành chính công (?:của )?(?=(?:xã|phường|thị trấn|huyện|quận) )"
)
"""A centre of a commune is its desk, not the province's."""
_AROUND_PLACES = words(
    """
    ở o tại tai trên tren ra lên len một mot cửa cua bộ bo phận phan ủy uy ban nộp nop nhận nhan qua bằng
    bang và va với voi cả ca đi di ngoài vào vao gửi gui lấy lay kết ket quả trụ tru sở hồ ho sơ so của
    vận van tải tai tôi toi dạ da ạ em xuống xuong làm lẫn với ngoài ngoai phía qua từ rồi nhà mình minh
    tại của chỗ nơi tận tan bên ben nhân viên tới giao về bản giấy lam rồi roi
    """
)
_AUTHORITY = words("ủy uy ban cửa cua phường phuong nop lay nhan")
"""Beside these an `xa` without diacritics is the commune."""
_PROPER = re.compile(
    r"((?:^|(?<= ))(?:xã|phường|huyện|thị trấn|quận|tỉnh|thành phố|xa|phuong|huyen|thi tran|tinh) )"
    r"((?:[^ ]+ ){1,3})$"
)
"""A division and its name at the end of the message, in whatever letters: `ủy ban xã ngọc chiến`."""
_NO_NAMES = words(
    """
    mà ma rồi roi không khong chưa chua nhưng nhung hay hoặc xa quá qua lắm lam khác khac nào nao gì gi đó
    do này
    nay kia ấy ay đâu dau hội hoi đoàn doan đội doi ủy uy ban bên ben gần gan cạnh cũng cung thì thi bị bi
    chờ cho
    phải phai sao hết het cán can bộ bo kiểm án toà tòa công cong an sang ra lên len vì vi do nên
    """
)
_COMMUNE_OR_FAR = frozenset({"xa"})


def places(heard: Heard) -> tuple[list[str], bool] | None:
    """Return every place named, in the vocabulary's order, and whether that is plain; None if unsure.

    A word that neither names a place nor belongs around one makes the message unclear: `văn phòng
    đăng ký đất huyện` is not the district's desk.
    """
    line = (
        heard.bare.spoken.replace("1 cửa ", "một cửa ").replace("1 cua ", "một cửa ").replace("trụ sở ", "")
    )
    line = _OF_A_COMMUNE.sub("", line).removesuffix("thôi ")
    if line.strip() in _COMMUNE_OR_FAR or line.strip() in {"o xa", "ở xa", "tai xa"}:
        return None
    if "xa" in line.split() and _AUTHORITY.isdisjoint(line.split()):
        return None
    line = _without_name(line)
    found: list[str] = []
    for name, turns in _PLACES.items():
        rest = turns.sub("", line)
        if rest != line:
            found.append(name)
            line = rest if rest.endswith(" ") or not rest else rest + " "
    if not found or set(line.split()) - _AROUND_PLACES - _proper_names(heard):
        return None
    order = ORDER["place"]
    return sorted(found, key=order.index), len(found) == 1


def _without_name(line: str) -> str:
    found = _PROPER.search(line)
    if found is None or not (_NO_NAMES | _AROUND_PLACES).isdisjoint(found[2].split()):
        return line
    return line[: found.end(1)]


def _proper_names(heard: Heard) -> set[str]:
    """Return the capitalised words after the first, in lower case: `UBND xã Chiềng Sơn`."""
    said = heard.text.split()
    if heard.text.isupper():
        return set()
    return {word.strip(".,;!").lower() for word in said[1:] if word[:1].isupper() and not word.isupper()}
