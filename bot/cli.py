"""`sipas`: every step of a survey as a command. Parsing only; the work is imported when it runs.

Exit codes: 0 done, 1 found problems (they are printed), 2 wrong usage or configuration,
3 interrupted. Help is Vietnamese first with English beside it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from bot.cli_results import add_allow, add_results
from bot.cli_trust import add_check, add_interviewers
from bot.exit_codes import INTERRUPTED

_DESCRIPTION = """\
Khảo sát SIPAS cấp tỉnh qua tin nhắn, từ danh sách đến chỉ số công bố.
Runs a province's SIPAS satisfaction survey by message, from sampling frame to published index.

Các bước | the steps:
  sipas plan check PLAN            giải thích kế hoạch, nêu mọi lỗi | explain a plan
  sipas init                       khóa, cấu hình, cơ sở dữ liệu | keys, configuration, database
  sipas wave new                   tạo đợt khảo sát theo kế hoạch | a wave from the plan
  sipas frame import DIR           nhập danh sách của các cơ quan | the agencies' lists
  sipas draw                       chọn mẫu chính thức và dự phòng | official and reserve sample
  sipas wave open                  bắt đầu gửi lời mời | start inviting
  sipas serve                      chạy máy chủ thu thập | run the collector
  sipas status                     tiến độ theo đơn vị | progress by unit
  sipas backcheck draw | record    phúc tra 20 % | verify 20 %
  sipas wave close                 kết thúc thu thập | end fieldwork
  sipas report                     tính chỉ số, xuất báo cáo | indices and report
  sipas publish | export           công bố; dữ liệu khử định danh | publish; de-identified data

Thử ngay | try it now:  sipas demo   ·   sipas chat
"""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="sipas", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--config",
        type=Path,
        default=Path("config.toml"),
        metavar="FILE",
        help="tệp cấu hình | configuration file (default: config.toml)",
    )
    parser.add_argument("--english", action="store_true", help="in tiếng Anh | print English")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    init = _command(
        commands, "init", "setup:init", "Tạo khóa, cấu hình và cơ sở dữ liệu | Make keys, config, database"
    )
    init.add_argument(
        "--plan", default="son_la_2024", help="kế hoạch | plan name or file (default: son_la_2024)"
    )
    _dry_run(init)

    plan = commands.add_parser("plan", help="Kế hoạch | Plans: list, check, totals")
    plans = plan.add_subparsers(dest="plan_command", metavar="STEP", required=True)
    known = _command(plans, "list", "plan:list_", "Các kế hoạch có sẵn | The built-in plans")
    _json(known)
    for step, text in (
        ("check", "Giải thích kế hoạch, nêu mọi lỗi kèm số dòng | Explain a plan, or name all its problems"),
        ("totals", "Số phiếu từng đơn vị, cạnh số của văn bản | Forms by unit, beside the decision's"),
    ):
        reading = _command(plans, step, f"plan:{step}", text)
        reading.add_argument("plan", metavar="PLAN", help="tên có sẵn hoặc tệp TOML | name or TOML file")
        _json(reading)

    areas = _command(
        plans, "areas", "plan_areas:areas", "Chọn thôn, hộ và lập Phụ lục 01-03 | Draw villages, households"
    )
    areas.add_argument("plan", metavar="PLAN", help="tên có sẵn hoặc tệp TOML | name or TOML file")
    areas.add_argument(
        "--villages",
        type=Path,
        required=True,
        metavar="CSV",
        help="cột: Xã, Thôn, Trụ sở (x), Thôn bên cạnh (cách bởi ;) | villages, seats, neighbours",
    )
    areas.add_argument(
        "--households",
        type=Path,
        required=True,
        metavar="CSV",
        help="cột: Xã, Thôn, Xóm, Chủ hộ, Số điện thoại, Địa chỉ | every household",
    )
    areas.add_argument("--to", type=Path, default=Path("var/areas"), metavar="DIR", help="thư mục | folder")
    _dry_run(areas)

    wave = commands.add_parser(
        "wave", help="Đợt khảo sát | The wave: new, open, pause, correct, allow, close"
    )
    waves = wave.add_subparsers(dest="wave_command", metavar="STEP", required=True)
    new = _command(waves, "new", "wave:new", "Tạo đợt khảo sát theo kế hoạch | Make a wave from the plan")
    new.add_argument("--name", default="", help="tên đợt | name of the wave (default: the plan's)")
    _dry_run(new)
    opening = _command(
        waves, "open", "wave:open_", "Mở đợt: phát hành mẫu chính thức, cho gửi lời mời | Release and invite"
    )
    _dry_run(opening)
    pausing = _command(
        waves,
        "pause",
        "wave:pause",
        "Tạm dừng mời, nhắc; vẫn nhận trả lời | Stop inviting, still take answers",
    )
    _dry_run(pausing)
    correcting = _command(
        waves,
        "correct",
        "wave_correct:correct",
        "Thay phiếu bằng bản đã sửa cho người chưa trả lời | Publish a corrected form in a running wave",
    )
    correcting.add_argument("code", metavar="CODE", help="mã phiếu đang dùng | code of the form in use")
    correcting.add_argument("file", metavar="FILE", help="XLSForm đã sửa | the corrected XLSForm")
    correcting.add_argument(
        "--note", required=True, metavar="TEXT", help="sửa gì, vì sao (lưu vết) | what and why, kept"
    )
    _dry_run(correcting)
    add_allow(waves, _command)
    closing = _command(waves, "close", "wave:close", "Kết thúc thu thập | End fieldwork")
    _dry_run(closing)

    frame = commands.add_parser("frame", help="Danh sách tổng thể | Sampling frames: import")
    frames = frame.add_subparsers(dest="frame_command", metavar="STEP", required=True)
    importing = _command(
        frames, "import", "frame:import_", "Nhập danh sách (CSV, Excel) của cơ quan | Import agencies' lists"
    )
    importing.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="tệp hoặc thư mục | files or folders"
    )
    importing.add_argument(
        "--problems", type=Path, metavar="CSV", help="ghi mọi lỗi ra tệp | write every problem to a file"
    )
    importing.add_argument(
        "--replace",
        action="store_true",
        help="thay tệp cùng tên đã nhập trước | take the place of earlier files of the same name",
    )
    _dry_run(importing)
    _command(frames, "list", "frame:list_", "Các tệp đã nhập | The files imported")
    removing = _command(
        frames, "remove", "frame:remove", "Bỏ một tệp đã nhập, trước khi chọn mẫu | Take a file out again"
    )
    removing.add_argument("file", metavar="FILE", help="tên hoặc số của tệp | its name or number")
    _dry_run(removing)
    template = _command(
        frames, "template", "frame:template", "Tệp mẫu để cơ quan điền | Workbooks for agencies to fill in"
    )
    template.add_argument(
        "units",
        nargs="*",
        metavar="UNIT",
        help="mã hoặc tên đơn vị, mặc định mọi đơn vị | default: all units",
    )
    template.add_argument("--to", type=Path, default=Path("var/mau"), metavar="DIR", help="thư mục | folder")
    _dry_run(template)

    draw = _command(
        commands, "draw", "draw:draw", "Chọn mẫu chính thức và dự phòng theo kế hoạch | Draw the samples"
    )
    _dry_run(draw)
    draws = draw.add_subparsers(dest="draw_command", metavar="STEP", required=False)
    keeping = _command(
        draws, "record", "draw_records:record", "Ghi biên bản chọn mẫu ra tệp | The draws' records as files"
    )
    keeping.add_argument("--to", type=Path, default=Path("var/draw"), metavar="DIR", help="thư mục | folder")
    keeping.add_argument(
        "--lists",
        action="store_true",
        help="kèm danh sách N, có tên và số điện thoại (ghi nhật ký) | with the lists N (audited)",
    )
    _dry_run(keeping)
    again = _command(
        draws,
        "replay",
        "draw_records:replay",
        "Chọn lại từ biên bản, kế hoạch và tệp của cơ quan | Draw again, without the database",
    )
    again.add_argument("record", type=Path, metavar="RECORD", help="tệp .json hoặc thư mục | file or folder")
    again.add_argument("frames", nargs="+", type=Path, metavar="FRAME", help="tệp, thư mục | files, folders")
    again.add_argument(
        "--plan", type=Path, metavar="FILE", help="kế hoạch | plan (default: plan.toml beside the record)"
    )

    sample = commands.add_parser("sample", help="Danh sách mẫu | The drawn sample: lists on paper")
    papers = sample.add_subparsers(dest="sample_command", metavar="STEP", required=True)
    filed = _command(
        papers,
        "lists",
        "sample:lists",
        "Danh sách mẫu để lưu hồ sơ, phiếu mời giấy (ghi nhật ký) | Lists and slips to file (audited)",
    )
    filed.add_argument(
        "--to", type=Path, default=Path("var/mau_chon"), metavar="DIR", help="thư mục | folder"
    )
    filed.add_argument(
        "--slips-for-all",
        action="store_true",
        help="phiếu mời cho mọi người, không chỉ người không có số | slips for all",
    )
    filed.add_argument(
        "--annexes",
        type=Path,
        metavar="DIR",
        help="nơi `sipas plan areas` đã ghi phụ lục | where `sipas plan areas` wrote the annexes",
    )
    _dry_run(filed)
    posted = _command(
        papers,
        "letters",
        "letters:letters",
        "Thư mời cho người không có số điện thoại (ghi nhật ký) | Letters for who has no phone (audited)",
    )
    posted.add_argument(
        "--to", type=Path, default=Path("var/thu_moi"), metavar="DIR", help="thư mục | folder"
    )
    posted.add_argument(
        "--for-all", action="store_true", help="thư cho mọi người của mẫu | for everybody sampled"
    )
    _dry_run(posted)

    slips = commands.add_parser("slips", help="Phiếu hẹn có mã | Slips: print, list, cancel, ask, report")
    slip_steps = slips.add_subparsers(dest="slips_command", metavar="STEP", required=True)
    printing = _command(
        slip_steps, "print", "slips:print_", "In một tập phiếu hẹn có mã và QR của một đơn vị | Print a batch"
    )
    printing.add_argument("unit", metavar="UNIT", help="mã hoặc tên đơn vị | code or name of the unit")
    printing.add_argument(
        "--count", type=int, default=100, metavar="N", help="số phiếu | slips (default: 100)"
    )
    printing.add_argument(
        "--to", type=Path, default=Path("var/phieu_hen"), metavar="DIR", help="thư mục | folder"
    )
    _dry_run(printing)
    batches = _command(slip_steps, "list", "slips:list_", "Các tập phiếu hẹn đã in | The batches printed")
    _json(batches)
    ending = _command(slip_steps, "cancel", "slips:cancel", "Hủy mã của một tập bị mất | End a lost batch")
    ending.add_argument("batch", type=int, metavar="BATCH", help="số tập | number of the batch")
    _dry_run(ending)
    asking = _command(
        slip_steps, "ask", "slips_ask:ask", "Hỏi nhanh qua tổng đài, ghi tại đây | Ask a caller, here"
    )
    asking.add_argument(
        "slip", metavar="SLIP", help="mã trên phiếu hẹn, hoặc mã đơn vị | the slip's code, or the unit"
    )
    apart = _command(
        slip_steps, "report", "slips_report:report", "Kết quả tự nguyện, nêu riêng | Voluntary answers, apart"
    )
    apart.add_argument("--to", type=Path, default=Path("var/report"), metavar="DIR", help="thư mục | folder")
    _dry_run(apart)

    _command(commands, "serve", "serve:serve", "Chạy máy chủ thu thập | Run the collector until SIGTERM")
    status = _command(commands, "status", "status:status", "Tiến độ theo đơn vị | Progress by unit")
    status.add_argument("--services", action="store_true", help="chi tiết theo lĩnh vực | a line per service")
    status.add_argument("--json", action="store_true", help="một đối tượng JSON | one JSON object")

    zalo = commands.add_parser("zalo", help="Tài khoản Zalo OA | The Zalo Official Account")
    accounts = zalo.add_subparsers(dest="zalo_command", metavar="STEP", required=True)
    authorizing = _command(
        accounts, "authorize", "zalo:authorize", "Cấp quyền gửi tin cho chương trình | Let the program send"
    )
    authorizing.add_argument(
        "code",
        nargs="?",
        default="",
        help="mã hoặc địa chỉ được chuyển tới | the code or the address it is in",
    )
    _dry_run(authorizing)
    standing = _command(
        accounts, "status", "zalo:status", "Quyền, hạn mức, chi phí | Authorisation, allowances, costs"
    )
    standing.add_argument("--json", action="store_true", help="một đối tượng JSON | one JSON object")
    _command(
        accounts, "templates", "zalo:templates", "Mẫu tin ZNS để gửi Zalo duyệt | ZNS templates to submit"
    )

    check = commands.add_parser("backcheck", help="Phúc tra | Verification: draw, record, list")
    checks = check.add_subparsers(dest="backcheck_command", metavar="STEP", required=True)
    drawing = _command(
        checks, "draw", "backcheck:draw", "Chọn ngẫu nhiên 20 % phiếu đã thu | Draw a random 20 %"
    )
    drawing.add_argument(
        "--seed", type=int, required=True, help="số khởi tạo, ghi biên bản | seed, kept in the record"
    )
    _dry_run(drawing)
    listing = _command(
        checks, "list", "backcheck:list_", "Danh sách còn phải gọi | Who is still to be called"
    )
    listing.add_argument(
        "--phones", action="store_true", help="kèm số điện thoại (ghi nhật ký) | with phones (audited)"
    )
    recording = _command(checks, "record", "backcheck:record", "Ghi kết quả một cuộc gọi | Record one call")
    recording.add_argument("case", type=int, metavar="CASE")
    recording.add_argument(
        "outcome",
        choices=["confirmed", "content_failed", "wrong_or_unreachable", "non_cooperative"],
        metavar="OUTCOME",
        help="confirmed, content_failed, wrong_or_unreachable, non_cooperative",
    )
    recording.add_argument(
        "--failed", action="append", default=[], metavar="CONTENT", help="nội dung không đạt | failed content"
    )
    recording.add_argument("--by", required=True, help="người gọi | who called")
    _dry_run(recording)

    add_results(commands, _command)

    chat = _command(
        commands, "chat", "chat:chat", "Trả lời thử một phiếu ngay tại đây | Try a questionnaire here"
    )
    chat.add_argument(
        "form", nargs="?", default="son_la_in_person", help="tên phiếu hoặc tệp XLSForm | form name or file"
    )
    chat.add_argument("--language", default="vi", help="ngôn ngữ | language: vi, en")
    chat.add_argument(
        "--channel",
        choices=["telegram", "zalo", "sms"],
        default="telegram",
        help="vẽ như trên kênh nào | drawn as on which channel: telegram, zalo, sms",
    )
    chat.add_argument("--sms", action="store_true", help="như --channel sms | the same as --channel sms")
    chat.add_argument(
        "--sitting",
        type=int,
        default=0,
        metavar="N",
        help="SMS: nghỉ ở mục kế tiếp sau N câu | SMS: rest at the next section after N answers",
    )

    understand = _command(
        commands,
        "understand",
        "understand:understand",
        "Câu trả lời gõ tay được hiểu thế nào (TSV: text, question_type) | How typed replies are read",
    )
    understand.add_argument("--why", action="store_true", help="thêm cột quy tắc | add the rule that decided")

    form = commands.add_parser("form", help="Phiếu hỏi | Questionnaires: lint, run, export, diff")
    forms = form.add_subparsers(dest="form_command", metavar="STEP", required=True)
    linting = _command(
        forms, "lint", "form:lint", "Tìm mọi lỗi của phiếu, chỉ rõ từng ô | Find every defect of a form"
    )
    linting.add_argument("form", help="tên phiếu hoặc tệp XLSForm | form name or file")
    linting.add_argument("--plan", help="kế hoạch sẽ dùng phiếu này | the plan that will use it")
    linting.add_argument("--json", action="store_true", help="một đối tượng JSON | one JSON object")
    running = _command(
        forms, "run", "form_run:run", "Chương trình trả lời phiếu, mỗi dòng một đối tượng JSON | For programs"
    )
    running.add_argument("form", help="tên phiếu hoặc tệp XLSForm | form name or file")
    running.add_argument("--json", action="store_true", help="mỗi dòng một đối tượng | one object a line")
    running.add_argument("--language", default="", help="ngôn ngữ | language of the form")
    running.add_argument(
        "--now", default="", metavar="TIME", help="thời điểm bắt đầu (ISO 8601) | when it begins"
    )
    running.add_argument(
        "--channel",
        default="telegram",
        choices=["telegram", "zalo", "sms"],
        help="kênh | telegram, zalo, sms",
    )
    exporting = _command(
        forms, "export", "form_export:export", "Xuất XForm, phiếu giấy, bảng mã | XForm, paper form, codebook"
    )
    exporting.add_argument("form", help="tên phiếu hoặc tệp XLSForm | form name or file")
    exporting.add_argument(
        "--to", type=Path, default=Path("var/forms"), metavar="DIR", help="thư mục | folder"
    )
    exporting.add_argument("--language", default="", help="ngôn ngữ in | language of the print")
    exporting.add_argument("--agency", default="", help="cơ quan, ghi ở đầu phiếu | agency at the head")
    comparing = _command(
        forms, "diff", "form_diff:diff", "So hai phiên bản của một phiếu | What a new version changes"
    )
    comparing.add_argument("old", metavar="OLD", help="phiếu cũ | old form name or file")
    comparing.add_argument("new", metavar="NEW", help="phiếu mới | new form name or file")
    comparing.add_argument("--json", action="store_true", help="một đối tượng JSON | one JSON object")

    costing = _command(
        commands,
        "cost",
        "cost:cost",
        "Ước số tin, số phần SMS và số đồng của một đợt từ chính lời gửi và phiếu hỏi, đặt cạnh số đã gửi. "
        "Giá một phần tin ghi dưới [sms], [zns]; tỷ lệ dự tính và kinh phí dưới [cost] trong config.toml. "
        "| Messages, parts of SMS and đồng of a wave: estimated from its real texts, beside what was sent. "
        "Prices stand under [sms] and [zns], assumptions and budgets under [cost]",
    )
    costing.add_argument(
        "wave", nargs="?", type=int, metavar="WAVE", help="số của đợt | its number (default: the present one)"
    )
    _json(costing)

    texts = commands.add_parser("texts", help="Lời gửi tới người dân | Texts to citizens: check")
    wordings = texts.add_subparsers(dest="texts_command", metavar="STEP", required=True)
    trusting = _command(
        wordings,
        "check",
        "texts:check",
        "Xem mọi tin nhắn như khi gửi đi, số phần SMS, và chỗ nào trông như lừa đảo: có đường dẫn, hỏi OTP, "
        "không nêu cơ quan, quyết định, số máy bàn, từ để ngừng | Every text as it leaves, and what is wrong",
    )
    _json(trusting)

    add_interviewers(commands, _command)
    add_check(commands, _command)

    verify = _command(
        commands, "verify", "verify:verify", "Kiểm tra các bất biến của cơ sở dữ liệu | Check the invariants"
    )
    verify.add_argument("--json", action="store_true", help="một đối tượng JSON | one JSON object")

    demo = _command(
        commands,
        "demo",
        "demo:demo",
        "Diễn tập trọn một đợt với dữ liệu mô phỏng | The whole rehearsal",
    )
    demo.add_argument(
        "--to", type=Path, default=Path("demo"), metavar="DIR", help="thư mục | folder (emptied first)"
    )
    demo.add_argument(
        "--scheme",
        default="son_la_2024",
        metavar="PLAN",
        help="kế hoạch: tên có sẵn hoặc tệp .toml | plan: a built-in name or a file",
    )
    demo.add_argument(
        "--units",
        type=int,
        default=0,
        metavar="N",
        help="chỉ N đơn vị mỗi loại, thử nhanh | only N units of each kind, for a quick look",
    )
    demo.add_argument(
        "--scale", type=float, default=1.0, help="cỡ danh sách | size of the register, 0.02 to 1"
    )
    demo.add_argument("--seed", type=int, default=2024, help="số khởi tạo | seed")
    demo.add_argument(
        "--channels",
        choices=["telegram,sms", "zalo,sms"],
        default="telegram,sms",
        help="kênh của người dân; zalo: ZNS và OA | people's channels; zalo: ZNS and the account",
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parsed = build_parser().parse_args(arguments)
    if parsed.english:
        os.environ["SIPAS_LANGUAGE"] = "en"
    module_name, _, function_name = parsed.run.partition(":")
    command: Callable[[argparse.Namespace], int] = getattr(
        import_module(f"bot.commands.{module_name}"), function_name
    )
    try:
        return command(parsed)
    except KeyboardInterrupt:
        print("\nĐã dừng theo yêu cầu | interrupted", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        from bot.commands.failures import explain

        return explain(error)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: str, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text.replace("%", "%%"), description=text)
    parser.set_defaults(run=run)
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="một giá trị JSON | one JSON value")


def _dry_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="chỉ xem, không thay đổi | show only, change nothing"
    )


if __name__ == "__main__":
    sys.exit(main())
