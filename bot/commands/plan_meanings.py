"""What each answer to an open question means, and on what it rests, in the words officers use.

Keys are the settings of `survey_flows.plans.ambiguities`. A setting without a sentence here is
shown as it stands in the plan file. Seeds are named by province: KH Sơn La (plan), BC Sơn La
(results report), ĐA Lạng Sơn, KH Lai Châu, ĐA Sóc Trăng, with lines of the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.commands.plan_kinds import meaning_by_kind
from bot.language import either
from survey_flows.plans.ambiguities import Ambiguity
from survey_flows.plans.plan import Plan

_MEANINGS: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("scoring.denominator", "answered"): ("số câu thực trả lời", "answers given"),
        ("scoring.denominator", "fixed"): ("số câu x số người (a x n)", "items times people (a x n)"),
        ("scoring.item_nonresponse", "excluded_and_reported"): (
            "không vào mẫu số, đếm và nêu riêng",
            "outside the denominator, counted and reported",
        ),
        ("scoring.respondents", "any_satisfaction_answer"): (
            "phiếu hợp lệ có ít nhất một câu hài lòng",
            "valid forms with at least one satisfaction answer",
        ),
        ("scoring.no_feedback_experience", "routed_out"): (
            "không hỏi: không thuộc diện, khác với bỏ qua",
            "not asked: routed out, not skipped",
        ),
        ("draw.interval", "fractional"): (
            "giữ phần lẻ: 1 + phần nguyên(j x N/n)",
            "keep the fraction: 1 + floor(j x N/n)",
        ),
        ("draw.interval", "floor"): ("bỏ phần lẻ, theo văn bản cũ", "cut it, as the old text reads"),
        ("draw.start", "1"): ("bắt đầu từ số 01", "start at 01"),
        ("draw.seed", "—"): ("không dùng điểm bắt đầu ngẫu nhiên", "no random start"),
        ("frame.people_order", "given_name"): (
            "tên, rồi họ và đệm; chữ cái trước, dấu thanh sau",
            "given name, then the rest; letters before tones",
        ),
        ("frame.village_order", "natural_number"): (
            "theo số: Tổ 2 trước Tổ 10",
            "by number: Tổ 2 before Tổ 10",
        ),
        ("frame.duplicates", "newest_per_service"): (
            "mỗi người một dòng một lĩnh vực, giữ lần mới nhất",
            "one line a person a service, the newest",
        ),
        ("frame.exclude_out_of_province", "true"): (
            "loại, kể cả nộp trực tuyến",
            "left out, online users too",
        ),
        ("frame.exclude_out_of_province", "false"): ("không loại", "not left out"),
        ("draw.repeated_person", "keep_first"): (
            "mời một lần; lần sau thay bằng dự phòng",
            "invited once; the later pick is replaced",
        ),
        ("draw.reserve_percent", "50"): ("một nửa mẫu chính, làm tròn lên", "half of the sample, rounded up"),
        ("draw.reserve_percent", "0"): ("không có dự phòng", "no reserve"),
        ("draw.borrow_reserve", "true"): ("mượn lĩnh vực khác của đơn vị", "borrow from another service"),
        ("draw.borrow_reserve", "false"): ("không mượn", "nothing is borrowed"),
        ("draw.substitution", "same_service_list_order"): (
            "cùng lĩnh vực, theo thứ tự, khi mẫu chính đã đóng",
            "same service, list order, once the official person is closed",
        ),
        ("draw.list_reserve", "rest"): (
            "người ngoài chỉ tiêu là dự phòng",
            "those beyond the quota in reserve",
        ),
        ("draw.list_reserve", "none"): (
            "không có danh sách hoặc không dùng dự phòng",
            "no list, or no reserve",
        ),
        ("validity.speeding", "flag"): ("trả lời quá nhanh: chỉ gắn cờ", "too fast: flagged only"),
        ("validity.speeding", "ignore"): ("trả lời quá nhanh: bỏ qua", "too fast: ignored"),
        ("validity.straight_lining", "flag"): ("đánh một cột: chỉ gắn cờ", "one column: flagged only"),
        ("validity.straight_lining", "ignore"): ("đánh một cột: bỏ qua", "one column: ignored"),
        ("households.villages.on_coincidence", "nearest_free"): (
            "bỏ nơi mặc định trước; trùng thì lấy nơi kề còn trống",
            "the seat leaves first; then the nearest free neighbour",
        ),
        ("households.hamlets", "proportional_at_least_one"): (
            "chia theo số hộ các xóm, ít nhất 1, chọn hệ thống",
            "in proportion to hamlets, at least 1, systematic",
        ),
        ("households.officer_list", "with_note"): (
            "nhận danh sách lập sẵn, có ghi chú",
            "an office's own list is taken, with a note",
        ),
        ("questionnaire.literacy_screener", "true"): ("là điều kiện được hỏi", "a condition for being asked"),
        ("questionnaire.literacy_screener", "false"): ("không đặt điều kiện", "no condition"),
        ("scoring.province_index", "mean_of_blocks"): ("trung bình các khối", "mean of the blocks"),
        ("scoring.province_index", "mean_of_units"): ("trung bình các đơn vị", "mean of the units"),
        ("scoring.province_index", "pooled"): ("cộng mọi câu trả lời", "all answers pooled"),
        ("scoring.unit_index", "with_communes"): (
            "gồm cả xã, có dòng riêng",
            "with communes, lines of their own",
        ),
        ("scoring.unit_index", "without_communes"): ("không gồm xã", "without communes"),
        ("scoring.block_index", "pooled"): ("gộp câu trả lời trong khối", "answers of the block pooled"),
        ("scoring.block_index", "mean_of_units"): ("trung bình các đơn vị", "mean of its units"),
        ("scoring.service_index", "pooled"): ("gộp các lĩnh vực", "services pooled"),
        ("scoring.mixed_forms", "pooled"): ("gộp cả hai loại cho đơn vị", "both pooled for the unit"),
        ("scoring.multiple_answers", "both"): ("cả % số người và % lượt chọn", "% of people and % of ticks"),
        ("verification.base", "collected"): ("số phiếu thu về", "forms collected"),
        ("verification.base", "list"): ("số người trong danh sách", "people in the list"),
        ("verification.on_failed_content", "quarantine_and_reopen"): (
            "giữ phiếu lại, mở cho dự phòng",
            "set aside, place reopened",
        ),
        ("verification.on_failed_content", "flag"): ("chỉ gắn cờ", "flagged only"),
        ("verification.on_unreachable", "keep"): ("không gọi được: giữ phiếu", "unreachable: the form stays"),
        ("scoring.rounding", "half_up_at_print"): ("chỉ làm tròn khi in", "rounded at print only"),
        ("questionnaire.scale_order", "ascending"): (
            "1 = Rất không hài lòng … 5 = Rất hài lòng",
            "1 = very dissatisfied … 5 = very satisfied",
        ),
        ("privacy.agency_sees", "counts_and_published"): (
            "chỉ số lượng và kết quả công bố",
            "counts and published figures only",
        ),
        ("questionnaire.item_bank", "shared"): ("một bộ câu hỏi, hai cách xưng hô", "one bank, two wordings"),
    }
)
_NUMBERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "draw.reserve_percent": ("{} % mẫu chính, làm tròn lên", "{} % of the sample, rounded up"),
        "draw.start": ("bắt đầu từ số {}", "start at {}"),
        "draw.seed": ("điểm bắt đầu ngẫu nhiên, seed {}", "random start, seed {}"),
        "kinds.XA.quota": ("{} phiếu mỗi xã", "{} forms a commune"),
        "validity.minimum_answered_percent": (
            "dưới {} % câu hài lòng áp dụng: không hợp lệ",
            "below {} % of the applicable items: invalid",
        ),
        "validity.partial_from_percent": (
            "bỏ dở từ {} % câu hài lòng áp dụng: một phần, vẫn tính",
            "left half-way from {} % on: a partial, counts",
        ),
        "kinds.*.organisation_form": (
            "người đi thay tổ chức có phiếu xưng hô riêng: {}",
            "who came for an organisation has a form of its own: {}",
        ),
        "questionnaire.expectation_choices": ("nhiều nhất {}", "up to {}"),
        "scoring.service_minimum_base": ("nêu riêng từ {} câu trả lời", "shown from {} answers"),
        "scoring.minimum_base": ("dưới {} phiếu: đánh dấu", "marked below {} forms"),
        "wave.window.to": ("đến hết ngày {}", "to the end of {}"),
    }
)
_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "A-01": "số liệu BC Sơn La của Ban Dân tộc chỉ khớp cách này",
        "A-02": "ĐA Lạng Sơn L170-172: trên số người đã trả lời",
        "A-03": "ĐA Lạng Sơn L165: số người trả lời câu hài lòng",
        "A-04": "ĐA Lạng Sơn L130: chỉ hỏi người đã góp ý",
        "A-05": "KH Sơn La L115-130; trùng ví dụ khi k tròn",
        "A-06": "KH Sơn La L129: đầu tiên là số 01",
        "A-07": "KH Sơn La L111: theo vần abc",
        "A-08": "KH Lai Châu L61: tổ dân phố số 1, 2, …",
        "A-09": "BC Sơn La L291: danh sách trùng tên",
        "A-10": "không nêu; không ai bị hỏi hai lần",
        "A-11": "KH Sơn La L148: 50 %",
        "A-12": "KH Sơn La L150: lấy ở dịch vụ còn lại",
        "A-13": "BC Sơn La L125: khi không phát được phiếu",
        "A-14": "KH Sơn La L65: dưới 60 người, điều tra tất cả",
        "A-15": "không nêu (KH Sơn La L102-105)",
        "A-16": "KH Sơn La L113: loại người ngoài tỉnh",
        "A-17": "KH Sơn La L83",
        "A-18": "KH Sơn La L72, L91-96; KH Lai Châu L47-57; ĐA Lạng Sơn L155, L189 không nêu cách chọn",
        "A-19": "BC Sơn La: 100 % hợp lệ, không nêu quy tắc",
        "A-20": "KH Lai Châu L43, L53, L55",
        "A-21": "KH Lai Châu L51-61 không nêu",
        "A-22": "KH Lai Châu L67: mọi xóm có đại diện; L131: huyện lập danh sách",
        "A-23": "KH Lai Châu L39; nơi khác không có",
        "A-24": "trung bình khối ra đúng 95,01 của Sơn La; nơi khác không nêu",
        "A-25": "ĐA Lạng Sơn L187-189: phiếu xã nằm trong cấp huyện",
        "A-26": "không nêu",
        "A-27": "không nêu",
        "A-28": "KH Sơn La L63: người làm thủ tục và đại diện",
        "A-29": "KH Sơn La L62-63: 50, 30, 20 phiếu cho 31 cơ quan",
        "A-30": "số của BC Sơn La là lượt chọn, lời là số người",
        "A-31": "số lượt chọn của BC Sơn La cần ít nhất 3",
        "A-32": "KH Sơn La L217 danh sách; KH Lai Châu L109, BC Sơn La L131 phiếu thu về",
        "A-33": "không văn bản nào nêu; suy từ nhiệm vụ giám sát",
        "A-34": "không nêu; Sơn La giữ cả 2.640 phiếu",
        "A-35": "BC Sơn La in hai số lẻ, một chỗ bị cắt",
        "A-36": "BC Sơn La in 0 % trên cơ sở rất nhỏ",
        "A-37": "BC Sơn La L143: 27 phiếu hỏng dù có dự phòng",
        "A-38": "ĐA Lạng Sơn L185-196; Sơn La và Lai Châu chỉ nêu thừa số; Sóc Trăng không nêu",
        "A-39": "mẫu phiếu của Bộ Nội vụ",
        "A-40": "BC Sơn La L129: cơ quan không tham gia phát phiếu",
        "A-41": "hai cấp từ 01/7/2025: văn bản Đắk Lắk, Hà Nội, không có trong năm đề án",
        "A-42": "KH Sơn La: đến lúc điều tra; BC: 30/9/2024",
        "A-43": "KH Sơn La L55, ĐA Lạng Sơn L139: đã nhận; ĐA Sóc Trăng L124: không đòi hỏi",
        "A-44": "KH Sơn La L167: hai loại phiếu",
    }
)


def meaning_of(one: Ambiguity, plan: Plan) -> str:
    """The answer in words; as written where there is no sentence for it."""
    return either(*meanings_of(one, plan))


def meanings_of(one: Ambiguity, plan: Plan) -> tuple[str, str]:
    """The same in Vietnamese and in English; kinds of unit have their names in `plan`."""
    if (said := _MEANINGS.get((one.setting, one.value))) is not None:
        return said
    vietnamese, english = meaning_by_kind(one, plan) or (one.value, one.value)
    if one.value != "—" and (number := _NUMBERS.get(one.setting)) is not None:
        return number[0].format(vietnamese), number[1].format(english)
    return vietnamese, english


def source_of(one: Ambiguity) -> str:
    """What speaks for the answer."""
    return either(_SOURCES[one.question], one.source)
