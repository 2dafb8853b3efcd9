"""`sipas form export`: the XForm, the paper form and the codebook of a questionnaire, in one folder."""

from __future__ import annotations

import argparse
from shlex import quote

from bot.commands.console import next_step, note
from bot.commands.failures import CommandError
from bot.exit_codes import DONE
from bot.forms import compile_named_form, read_form
from bot.reports.codebook import write_codebook
from bot.reports.paper_form import write_paper_form
from survey_flows.questionnaire.xform import xform_of


def export(arguments: argparse.Namespace) -> int:
    """Write the three files; a form with defects is refused, and nothing is written."""
    form = read_form(arguments.form)
    questionnaire = compile_named_form(arguments.form)
    language = arguments.language or ("vi" if "vi" in questionnaire.languages else questionnaire.languages[0])
    if language not in questionnaire.languages:
        spoken = ", ".join(questionnaire.languages)
        raise CommandError(f"Phiếu chỉ có ngôn ngữ: {spoken} | The form speaks: {spoken}")
    written = {
        f"{form.name}.xml": xform_of(
            form.source,
            file_type=form.file_type,
            name=form.name,
            version=str(questionnaire.version).rpartition("@")[2],
        ).encode(),
        f"{form.name}_{language}.docx": write_paper_form(questionnaire, language, agency=arguments.agency),
        f"{form.name}_{language}_codebook.xlsx": write_codebook(questionnaire, language),
    }
    arguments.to.mkdir(parents=True, exist_ok=True)
    for name, content in written.items():
        path = arguments.to / name
        path.write_bytes(content)
        note(f"Đã ghi {path}", f"Wrote {path}")
    next_step(
        f"sipas form lint {quote(arguments.form)}",
        "kiểm tra lần cuối trước khi in",
        "a last look before printing",
    )
    return DONE
