"""Words the synthetic register is made of: family and given names, villages, places.

Names follow the peoples of Sơn La in rough proportion (Thái, Kinh, Mông, Mường and others); places
are real communes, so that addresses look like addresses. No person here exists.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class People:
    """How one people names its members; `share` of the population in percent."""

    name: str
    share: int
    families: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    men_middle: tuple[str, ...]
    women_middle: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace("_", " ").split(" | ")) if " | " in text else tuple(text.split())


PEOPLES = (
    People(
        "Thái",
        54,
        _words("Lò Lò Lò Quàng Quàng Cà Lường Tòng Vì Hoàng Cầm Bạc Điêu Đèo Hà Lèo Mè Ngần Sa Lừ Là Tếnh"),
        _words(
            "Thoan Pâng Ính Hặc Ún Dọn Xuân Hoan Thắng Tuấn Dũng Chung Piềng Phong Sơn Thành Hùng Inh Ơn Bó"
        ),
        _words("Ọi Pọm Hặc Ún Xôm Ánh Biên Phượng Hương Lả Thu Hiền Bun Ín Thỏa Yên Nga Oanh Diên Ơi"),
        _words("Văn Văn Văn Văn Minh Đức Xuân"),
        _words("Thị Thị Thị Thị Thu"),
    ),
    People(
        "Kinh",
        17,
        _words("Nguyễn Nguyễn Nguyễn Trần Lê Phạm Hoàng Vũ Đỗ Bùi Đặng Ngô Dương Phan Đoàn Trịnh Lưu Tạ"),
        _words(
            "Anh Bình Cường Dũng Đạt Đức Hải Hiếu Hòa Hùng Huy Khánh Kiên Long Mạnh Nam Phong Quân Sơn "
            "Tuấn Thắng"
        ),
        _words(
            "Anh Bích Châu Dung Giang Hà Hạnh Hằng Hoa Huệ Hương Lan Linh Loan Mai Nga Ngọc Nhung Thảo "
            "Thủy Yến"
        ),
        _words("Văn Văn Đức Hữu Quang Minh Xuân Ngọc"),
        _words("Thị Thị Thị Thu Ngọc Hồng Thanh"),
    ),
    People(
        "Mông",
        16,
        _words("Giàng Vàng Sồng Thào Mùa Hạng Tráng Phàng Lầu Ly Sùng Cứ Vừ Lý Má Hờ"),
        _words("Chu Dơ Páo Tủa Lử Sình Của Nhìa Vảng Chứ Dế Súa Phử Lềnh Mua Trống Giống Khua Tồng Anh"),
        _words("Mỷ Dợ Xua Sua Mai Pàng Dê Sáy Chư Lia Ka Mảy Nụ Sông Vá Dí"),
        _words("A A A A Bả Nhìa"),
        _words("Thị Thị Thị"),
    ),
    People(
        "Mường",
        8,
        _words("Đinh Hà Bùi Quách Hoàng Xa Cầm Phùng"),
        _words("Thiện Tiến Quyết Hợp Nghĩa Tân Lượng Chiến Toàn Thiết Bách Ước"),
        _words("Nhiên Thơm Hợi Xuyến Liên Nguyệt Chiên Tươi Lợi Thiết Hậu"),
        _words("Văn Văn Công Thế"),
        _words("Thị Thị Thúy"),
    ),
    People(
        "Dao, Khơ Mú, Xinh Mun",
        5,
        _words("Triệu Bàn Đặng Lý Cút Moong Lò Vì Lường Cụt"),
        _words("Phúc Tòn Chòi Hương Khăm Thân Sinh Quý Đôi Muôn"),
        _words("Mùi Nảy Chanh Coi Phương Sen Lụa Thương Pá"),
        _words("Văn Văn Tiến Xuân"),
        _words("Thị Thị Thu"),
    ),
)

VILLAGE_FIRST = _words("Nà Huổi Co Phiêng Pá Púng Bó Tin Nong Hua Nặm Lót Mòn Cang Pom Hin")
VILLAGE_LAST = _words(
    "Hạ Luông Nhạp Ngòi Hụm Khoang Sàng Phường Pục Bon Lay Ban Tở Lè Củ Mạt Hay Nọi Đứa Sói"
)

# Further communes of each district, for addresses; the plan's own five are added.
COMMUNES = {
    "TP_SON_LA": (
        "phường Chiềng Lề",
        "phường Quyết Tâm",
        "phường Chiềng An",
        "phường Chiềng Sinh",
        "xã Chiềng Xôm",
    ),
    "QUYNH_NHAI": (
        "xã Chiềng Bằng",
        "xã Chiềng Khoang",
        "xã Mường Sại",
        "xã Cà Nàng",
        "xã Pá Ma Pha Khinh",
    ),
    "THUAN_CHAU": (
        "xã Chiềng Ly",
        "xã Phổng Lái",
        "xã Thôm Mòn",
        "xã Co Mạ",
        "xã Nậm Lầu",
        "xã Chiềng Pha",
    ),
    "MUONG_LA": (
        "xã Mường Bú",
        "xã Ngọc Chiến",
        "xã Chiềng Lao",
        "xã Tạ Bú",
        "xã Nậm Păm",
        "xã Hua Trai",
    ),
    "BAC_YEN": (
        "xã Phiêng Ban",
        "xã Tà Xùa",
        "xã Pắc Ngà",
        "xã Tạ Khoa",
        "xã Hua Nhàn",
        "xã Chim Vàn",
    ),
    "PHU_YEN": (
        "xã Mường Cơi",
        "xã Tân Lang",
        "xã Huy Bắc",
        "xã Huy Hạ",
        "xã Mường Do",
        "xã Tường Hạ",
    ),
    "MOC_CHAU": (
        "xã Đông Sang",
        "xã Tân Lập",
        "xã Chiềng Hắc",
        "xã Lóng Sập",
        "xã Phiêng Luông",
        "xã Hua Păng",
    ),
    "YEN_CHAU": (
        "xã Chiềng Hặc",
        "xã Tú Nang",
        "xã Lóng Phiêng",
        "xã Chiềng Đông",
        "xã Yên Sơn",
        "xã Chiềng On",
    ),
    "MAI_SON": (
        "xã Mường Bằng",
        "xã Hát Lót",
        "xã Chiềng Ban",
        "xã Nà Bó",
        "xã Chiềng Lương",
        "xã Phiêng Cằm",
    ),
    "SONG_MA": (
        "xã Chiềng Khương",
        "xã Nà Nghịu",
        "xã Chiềng Cang",
        "xã Mường Hung",
        "xã Huổi Một",
        "xã Nậm Ty",
    ),
    "SOP_COP": ("xã Púng Bánh", "xã Mường Lèo", "xã Sam Kha"),
    "VAN_HO": (
        "xã Chiềng Yên",
        "xã Mường Men",
        "xã Quang Minh",
        "xã Liên Hòa",
        "xã Suối Bàng",
        "xã Tân Xuân",
    ),
}

ELSEWHERE = (
    "Tổ 4, phường Đồng Tiến, TP Hòa Bình, tỉnh Hòa Bình",
    "Số 12, ngõ 35, phường Dịch Vọng, quận Cầu Giấy, TP Hà Nội",
    "Tổ 7, phường Tân Phong, TP Lai Châu, Lai Châu",
    "Thôn Đông, xã Yên Phương, huyện Ý Yên, Nam Định",
    "Khu 3, phường Gia Cẩm, TP Việt Trì, tỉnh Phú Thọ",
    "Tổ 9, phường Mường Thanh, TP Điện Biên Phủ, tỉnh Điện Biên",
    "Thôn 5, xã Quảng Thịnh, TP Thanh Hóa, tỉnh Thanh Hóa",
)

BUSINESSES = ("Công ty TNHH", "Công ty CP", "Hợp tác xã", "Doanh nghiệp tư nhân")
BUSINESS_WORDS = _words(
    "Tây_Bắc | Mộc_Châu_Xanh | Sông_Đà | Nông_sản_Sơn_La | Hoàng_Gia | Thành_Đạt | Minh_Phát | An_Bình"
)
