"""`sipas recompute BUNDLE`: every published figure again, from the bundle alone."""

from __future__ import annotations

import argparse

from bot.commands.console import note
from bot.commands.differences import print_differences
from bot.commands.export import code_version, read_bundle
from bot.commands.failures import CommandError
from bot.commands.report import compiled_by


def recompute(arguments: argparse.Namespace) -> int:
    """Compute the report without database or key, hold each figure against the bundle's; 1 if any differs."""
    from bot.reports.bundle import InvalidBundle, open_bundle
    from bot.reports.figures import differences, printed_figures

    try:
        opened = open_bundle(read_bundle(arguments.bundle))
    except InvalidBundle as refusal:
        raise CommandError(str(refusal)) from refusal
    report = compiled_by(
        opened.plan,
        opened.results,
        now=opened.made_at,
        is_synthetic=opened.is_synthetic,
        history=opened.history,
        earlier=opened.earlier,
    )
    found = differences(opened.figures, printed_figures(report))
    is_same_data = report.data_digest == opened.digest
    if not is_same_data:
        note(
            f"Dữ liệu khác: mã băm {report.data_digest}, gói ghi {opened.digest}",
            f"Other data: digest {report.data_digest}, the bundle says {opened.digest}",
        )
    if opened.code != code_version():
        note(
            f"Chương trình khác bản đã công bố: {code_version()} và {opened.code}",
            f"Another version of the program: {code_version()}, published with {opened.code}",
        )
    print_differences(found)
    if not found and is_same_data:
        note(
            f"Khớp: {len(opened.figures)} số liệu tính lại từ gói đều đúng như đã in",
            f"All {len(opened.figures)} figures computed again from the bundle are as printed",
        )
        return 0
    return 1
