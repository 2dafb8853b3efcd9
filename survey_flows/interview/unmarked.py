"""Words of leaving typed without their marks, told by the words beside them: `huy di`, `met qua dung lai`.

Rules (domain.md §5, trap 3: folding alone must not decide):
1. `dung`, `huy`, `chan` and others of `SENSES` are several words each. One is taken for the word meant in
   leaving only where a word stands beside it that goes with that one and with none of the others:
   `đúng đi` and `Huy hết` are said by nobody, `đúng luôn`, `đúng ngày` and `chán rồi` are.
2. A message with a single mark was typed with marks: in it `dung` is what it looks like, a slip.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey_flows.interview.normalise import words


@dataclass(frozen=True, slots=True)
class Sense:
    """A word with its marks, and what stands right before or after it and beside no other of its letters.

    `after` and `before` hold words and, joined by `_`, two words; `save` what undoes it after all.
    """

    word: str
    after: frozenset[str]
    before: frozenset[str] = frozenset()
    save: frozenset[str] = frozenset()

    def fits(self, before: frozenset[str], after: frozenset[str]) -> bool:
        """Whether the word stands between these."""
        return not (self.after.isdisjoint(after) and self.before.isdisjoint(before)) and self.save.isdisjoint(
            after
        )


_ASKED_FOR = words(
    "xin muon thoi lam_on vui_long yeu_cau de_nghi muon_duoc cach cu_phap xin_phep long_dung lam_sao de"
)
_DO = words(
    """
    di giup gium dum ho lai coi cho_toi cho_tui cho_em cho_minh cho_chau cho_bac lap_tuc ngay_lap ngay_di
    ngay_lai het_di me_di cha_di cai_da
    """
)
_OURS = words("khao_sat tham_gia dang_ky dang_ki dk tin_nhan sms bot chuong_trinh cuoc_khao cuoc_nay")
_WE_DO = words(
    """
    gui nhan goi hoi lam_phien lien_lac lien_he nt ib inbox spam ket_ban dua_ten dua_so quay_ray quay_roi mess
    bat_toi bat_tui bat_em quay
    """
)
SENSES: Mapping[str, tuple[Sense, ...]] = {
    "dung": (
        Sense("đừng", _WE_DO),
        Sense("dừng", _DO | _OURS | words("o_cau o_day tai_day viec_nay bang_cach"), _ASKED_FOR),
    ),
    "huy": (
        Sense(
            "hủy",
            _DO | _OURS | words("het nhe nha nghen thoi ngay luon sub khong_lam bang_cach kieu"),
            _ASKED_FOR | words("bam soan da"),
            words("di_lam di_nop di_roi di_xin di_ra"),
        ),
    ),
    "chan": (
        Sense(
            "chặn",
            words(
                """
                may so sdt tin lien di gio cho_nhanh cho_roi cho_lanh cho_khoe thang cac dau_so
                duoc_may duoc_tin cha_no me_no
                """
            ),
            words("nha_mang bam toi_se se"),
        ),
    ),
    "nhan": (
        Sense(
            "nhắn",
            words("tin hoai mai suot nua tiep tui toi_nua minh_nua"),
            words("dung cam khoi ngung thoi con cau_khong nghi_khong long_khong duoc_phep"),
        ),
    ),
    "ho": (Sense("họ", words("tu_choi khong bat doi keu bao nhan tra hen noi chan huy dung")),),
    "chua": (Sense("chùa", words("khong xin")),),
    "nhung": (Sense("nhưng", words("toi tui em minh khong k ko xin dung thoi chi bac lam_on mong")),),
    "lua": (Sense("lừa", words("dao gat toi")),),
    "con": (Sense("còn", words("nhan gui goi nt tiep_tuc lam_phien nhan_tin ib")),),
    "roi": (Sense("rời", words("nhom khao_sat cuoc_khao cuoc_nay danh_sach group")),),
    "dep": (Sense("dẹp", words("di may gium dum me_di me cai_khao ngay luon_di")),),
    "tat": (Sense("tắt", words("di tin_nhan may_cai may_tin tin thong_bao gium dum bot")),),
    "go": (Sense("gỡ", words("so ten sdt toi")),),
    "gat": (Sense("gạt", words("ten so")),),
}
"""What each may be, by its letters, the likeliest first."""
_SLIPS = {
    "dug": "dung",
    "dun": "dung",
    "dumg": "dung",
    "dubg": "dung",
    "dungg": "dung",
    "hui": "huy",
    "hyu": "huy",
}
"""Mistyped, and told by the same neighbours."""


def told_apart(plain: Sequence[str], at: int) -> str:
    """Return the word of leaving at `at` in a message without marks; "" when it may be another.

    >>> told_apart(["phien", "dung", "di"], 1), told_apart(["dung", "ngay"], 0)
    ('dừng', '')
    """
    senses = SENSES.get(_SLIPS.get(plain[at], plain[at]), ())
    if not senses:
        return ""
    before = frozenset((*plain[max(0, at - 1) : at], "_".join(plain[max(0, at - 2) : at])))
    after = frozenset((*plain[at + 1 : at + 2], "_".join(plain[at + 1 : at + 3])))
    return next((sense.word for sense in senses if sense.fits(before, after)), "")
