"""Turns of phrase that tell who holds the telephone: it is somebody else's, they moved, they died.

In the notation of `phrases.Turns`; `turns_of_phrase.py` puts them in their order among the others.
"""

from __future__ import annotations

from survey_flows.interview.reading import Report, Told

_KIN = (
    "ông/bà/bố/mẹ/anh/chị/chồng/vợ/cha/ba/má/con/em/cháu/cụ/ông_cụ/bà_cụ/ông_nội/bà_nội/ông_ngoại/bà_ngoại/"
    "bố_chồng/mẹ_chồng/bố_vợ/mẹ_vợ/con_dâu/con_trai/con_gái/chú/cô/bác/dì/cậu"
)

TURNS_ABOUT_PERSONS: tuple[tuple[Told, tuple[str, ...]], ...] = (
    (
        Told(Report.DECEASED),
        (
            "^ .. ông/bà/bố/mẹ/anh/chị/chồng/vợ/cha/má/con/em/ấy/ý/này/tôi mất rồi/năm_ngoái/lâu_rồi $",
            "qua_đời",
            "từ_trần",
            "^ .. ông/bà/bố/mẹ/anh/chị/chồng/vợ/cha/ấy/người/này .. chết rồi $",
            "^ .. ông/bà/bố/mẹ/anh/chị/chồng/vợ/cha/ấy/người/này đã mất",
            "^ .. bố/mẹ/ba/má/cụ/ông_cụ/bà_cụ/máy/số_này/ông/bà/chồng/vợ/cha em/tôi/mình/ấy/nhà_tôi/"
            "cháu? =mất"
            " rồi/năm/tháng/hồi/cách_đây/lâu/từ .. $",
            "^ .. ông/bà/bố/mẹ/cụ/ông_cụ/bà_cụ/ấy khuất/khuất_núi/qua_đời/từ_trần/tạ_thế/quy_tiên",
            f"^ .. {_KIN} .. =mất rồi .. .. $",
            f"^ .. {_KIN} .. đã mất .. $",
            f"^ .. {_KIN} .. qua_đời/khuất_núi/từ_trần .. $",
            f"^ .. {_KIN} .. mất hôm/năm/tháng/hồi .. .. $",
        ),
    ),
    (
        Told(Report.WRONG_PERSON),
        (
            "^ tôi không_phải .. $",
            "^ số này của chồng/vợ/con/bố/mẹ/anh/chị/em/công_ty/cháu/bạn/người .. $",
            "^ số .. công_ty cũ .. $",
            "^ .. không_phải số của tôi $",
            "^ .. không_phải .. chủ số",
            "^ .. nhầm số .. $",
            "^ nhầm/lộn/sai số rồi .. .. $",
            "^ đây không_phải .. $",
            "^ không_phải tôi/em nộp/làm/đi/đăng_ký .. $",
            "^ không_phải số của? .. $",
            "^ không_phải mình/tôi/em $",
            "^ không_phải tôi/mình/em số .. .. $",
            "nhắn/gọi/gửi nhầm rồi .. không_phải .. $",
            "nhầm/lộn/sai người rồi? $",
            "^ nhầm/lộn/sai người rồi .. .. $",
            "^ .. .. không dùng/xài số/máy này nữa $",
            "^ máy/số này là? máy/số? của con/vợ/chồng/bố/mẹ/con_gái/con_trai/anh/chị/em .. $",
            "^ máy/số này tôi/em/cháu/con dùng/xài/cầm .. .. $",
            "^ đây là? số của .. không .. $",
            "^ .. =đây không_phải chị/anh/ông/bà/cô/chú/bác .. $",
            "^ tôi/em/mình/cháu tên .. không_phải .. $",
            "^ số này .. của .. không_phải .. tôi $",
            "^ .. tôi/em/mình mới mua/đổi/dùng sim/số .. $",
            "^ đây/này/đó là số/máy/điện_thoại của? con/vợ/chồng/bố/mẹ/em/anh/chị/cháu/người_khác/"
            "công_ty .. $",
            "^ số/máy/sim/điện_thoại này? là? của con/vợ/chồng/bố/mẹ/em/anh/chị/cháu/người/công_ty/ba/"
            "má/bạn .. $",
            "^ không có ai tên/là .. $",
            "^ không_có/không ai tên .. $",
            "^ tôi/em/cháu là con/vợ/chồng/cháu/em/mẹ/bố/con_trai/con_gái của .. $",
            "^ tôi? mới mua/đổi/dùng sim/số .. $",
            "^ .. không_phải .. chủ/chính_chủ .. $",
            "^ .. nhặt được .. $",
            "^ tôi/em/mình? mới thay/mua/đổi/dùng/nhận sim/số/máy .. $",
            "^ sim/số/máy này tôi/em/mình? .. mới mua/đổi/thay/dùng .. .. $",
            "^ .. không/không_có/không_quen/không_biết ai tên .. $",
            "^ .. gửi/kiếm/gọi/nhắn/tìm lộn/nhầm/sai người/số/máy .. $",
            "^ sai/nhầm/lộn người/số/máy/người_nhận nhận? rồi? $",
            "^ người khác dùng/xài/cầm số/máy/điện_thoại .. $",
            "^ tôi/em/cháu/mình là chồng/vợ/con/cháu/mẹ/bố/em/anh/chị/con_trai/con_gái .. ấy/này/đó $",
            "^ đây/này là? máy/số/điện_thoại của .. $",
        ),
    ),
    (
        Told(Report.MOVED),
        (
            "^ ông/bà/anh/chị/nó/bố/mẹ/người .. chuyển đi .. $",
            "^ .. không còn ở đây .. $",
            "^ .. chuyển .. sống/ở nơi/tỉnh khác .. $",
            "^ .. chuyển vào/ra/lên/xuống/về =nam/bắc/sài_gòn/hà_nội/thành_phố/tp/quê/tỉnh/miền_nam/"
            "miền_bắc/huyện_khác ..",
            "^ .. không còn? ở/sống đây/đó/xã_này/địa_phương/nhà_này/thôn_này/bản_này nữa $",
            "^ .. chuyển/dọn/đổi nhà/hộ_khẩu/khẩu/chỗ_ở/nơi_ở/đi rồi/lâu_rồi $",
            "^ .. không còn .. ở/sống/cư_trú .. $",
            "^ .. dọn/chuyển đi/nhà/chỗ_ở/tỉnh/hộ_khẩu/khẩu/nơi_ở .. rồi $",
            "^ .. chuyển/dọn vào/ra/lên/xuống/về .. ở/sống rồi/luôn? $",
            "^ .. không ở đấy/đó/đây nữa $",
            "^ .. không ở xã/phường/thôn/bản/đó/đây/huyện/tỉnh đó/này/đây? nữa $",
            "^ chuyển/dọn vào/vô/ra/lên/xuống/về .. rồi $",
            "^ .. nhà/gia_đình/gia_đình_tôi/cả_nhà tôi? chuyển/dọn đi/vào/vô .. .. rồi $",
            "^ .. nhà/gia_đình/cả_nhà/tôi/em/ông/bà/anh/chị/bố/mẹ chuyển/dọn vào/vô/ra/lên/xuống/về .. rồi $",
            "^ .. cắt khẩu/hộ_khẩu .. $",
            "^ .. giờ/hiện/bây_giờ tôi/em/mình/anh_ấy? .. ở .. rồi $",
            "^ hết ở đây/đó/xã/xã_này .. $",
            "^ giờ/hiện/bây_giờ tôi/em/mình? ở tỉnh/nơi/huyện/xã/chỗ khác .. $",
        ),
    ),
)
