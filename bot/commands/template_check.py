"""Hold the templates of ZNS in the configuration against the letters they stand for.

Rules (channels.md §3.3; bot/channels/trust.py). A template is approved once and cannot be changed in the
middle of a wave, so what does not fit is found before: a field that is not in the approved text or that
nobody fills (Zalo refuses the message), a fact that no such letter has, and one longer than its field. What
may be cut is cut, and an officer is told; a code or a number may not. The approved text, filled, is judged
like any letter that starts from us: no link, nothing a fraud asks for, who asks, the word to stop. A letter
without a template goes by the next channel of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from bot.channels.trust import Doubt, Role, doubts_of
from bot.commands.text_check import EXAMPLE_CODE, Checked
from bot.config import TemplateSection
from bot.conversation.letters import (
    INVITATION,
    NEVER_CUT,
    REMINDER,
    RESUME,
    SITTING,
    fitted,
    going_on,
    worded,
)
from bot.ports import ChannelName, Letter, RunningWave
from survey_flows.ids import ServiceCode, UnitCode

_FIELD = re.compile(r"<(\w+)>")
_ROLES = {
    INVITATION: Role.FIRST,
    REMINDER: Role.FIRST,
    RESUME: Role.STARTED,
    SITTING: Role.STARTED,
}
"""The letters a template may stand for."""

Filled = tuple[str, Mapping[str, str]]
"""Whom a letter is about, and the facts of it."""


def check_templates(wave: RunningWave, templates: Mapping[str, TemplateSection]) -> list[Checked]:
    """Every template, filled for every service of every unit; the text shown is the longest."""
    found = []
    for key, template in templates.items():
        if key not in _ROLES:
            found.append(Checked(key, ChannelName.ZNS, "", 0, (("", _no_letter(key)),)))
            continue
        letters = [
            (f"{wave.unit_names[place[0]]}, {name}", dict(_letter(wave, key, place).facts))
            for place, name in wave.service_names.items()
        ]
        found.append(_checked(wave, key, template, letters))
    found += [
        Checked(key, ChannelName.ZNS, "", 0, (("", _without_template(key)),))
        for key in _ROLES
        if key not in templates
    ]
    return found


def _letter(wave: RunningWave, key: str, place: tuple[UnitCode, ServiceCode]) -> Letter:
    form = max(wave.questionnaires.values(), key=lambda one: one.minutes).version
    unit, service = place
    if _ROLES[key] is Role.STARTED:
        return going_on(wave, key, unit=unit, service=service, questionnaire=form)
    code, check = EXAMPLE_CODE, EXAMPLE_CODE[:6]
    return worded(wave, key, unit=unit, service=service, questionnaire=form, code=code, check=check)


def _checked(wave: RunningWave, key: str, template: TemplateSection, letters: Collection[Filled]) -> Checked:
    known = {fact for _, facts in letters for fact in facts}
    doubts = [("", doubt) for doubt in _wrong_fields(template, known)]
    for name, fact in template.fields.items():
        if empty := next((where for where, facts in letters if facts.get(fact) == ""), None):
            doubts.append((empty, _empty(name, fact)))
        longest = template.longest.get(name)
        if longest is not None and fact in known:
            doubts += _too_long(name, fact, longest, letters)
    if not template.text:
        doubts.append(("", _unknown_text()))
        return Checked(key, ChannelName.ZNS, "", 0, tuple(doubts))
    texts = [(where, _filled(template, facts)) for where, facts in letters]
    judged: dict[str, tuple[str, Doubt]] = {}
    for where, text in texts:
        for doubt in doubts_of(text, channel=ChannelName.ZNS, role=_ROLES[key], sender=wave.sender):
            judged.setdefault(f"{doubt.code} {doubt.vietnamese}", (where, doubt))
    return Checked(
        key, ChannelName.ZNS, max((text for _, text in texts), key=len), 0, (*doubts, *judged.values())
    )


def _filled(template: TemplateSection, facts: Mapping[str, str]) -> str:
    """What a person reads; a field that is not filled stands as it is."""
    text = template.text
    for name, fact in template.fields.items():
        value = fitted(facts[fact], template.longest.get(name)) if fact in facts else f"<{name}>"
        text = text.replace(f"<{name}>", value)
    return text


def _wrong_fields(template: TemplateSection, known: Collection[str]) -> Iterator[Doubt]:
    for name, fact in template.fields.items():
        if fact not in known:
            facts = ", ".join(sorted(known))
            yield Doubt(
                "fact",
                f"trường “{name}” điền bằng “{fact}”, mà thư này không có; có: {facts}",
                f"the field “{name}” is filled from “{fact}”, which this letter has not; it has: {facts}",
            )
    for name in sorted(set(template.longest) - set(template.fields)):
        yield Doubt(
            "field",
            f"longest nêu trường “{name}” mà fields không có",
            f"longest names the field “{name}”, which is not among fields",
        )
    if not template.text:
        return
    there = set(_FIELD.findall(template.text))
    for name in sorted(there - set(template.fields)):
        yield Doubt(
            "field",
            f"lời mẫu có <{name}> mà fields không điền: Zalo sẽ từ chối",
            f"the text has <{name}>, which fields does not fill: Zalo would refuse it",
        )
    for name in sorted(set(template.fields) - there):
        yield Doubt(
            "field",
            f"fields điền “{name}” mà lời mẫu không có <{name}>: Zalo sẽ từ chối",
            f"fields fills “{name}”, but the text has no <{name}>: Zalo would refuse it",
        )


def _too_long(name: str, fact: str, longest: int, letters: Collection[Filled]) -> Iterator[tuple[str, Doubt]]:
    """The longest of the facts that do not fit, in one line."""
    over = [(where, facts[fact]) for where, facts in letters if len(facts.get(fact, "")) > longest]
    if not over:
        return
    where, value = max(over, key=lambda one: len(one[1]))
    said = f"“{value}” ({len(value)}/{longest})"
    if fact in NEVER_CUT:
        yield (
            where,
            Doubt(
                "longest",
                f"trường “{name}” không đủ chỗ cho {said}, không cắt được: thư sẽ đi kênh khác",
                f"the field “{name}” is too short for {said}, which cannot be cut: sent another way",
            ),
        )
    else:
        yield (
            where,
            Doubt(
                "longest",
                f"trường “{name}” sẽ bị cắt ở {len(over)} thư, dài nhất {said}",
                f"the field “{name}” is cut in {len(over)} letters, the longest {said}",
                is_error=False,
            ),
        )


def _empty(name: str, fact: str) -> Doubt:
    return Doubt(
        "empty",
        f"trường “{name}” không có gì để điền ({fact} trống): Zalo sẽ từ chối",
        f"the field “{name}” has nothing to be filled with ({fact} is empty): Zalo would refuse it",
    )


def _no_letter(key: str) -> Doubt:
    keys = ", ".join(_ROLES)
    return Doubt(
        "letter",
        f"không có thư nào tên “{key}”; có: {keys}",
        f"there is no letter “{key}”; there are: {keys}",
    )


def _without_template(key: str) -> Doubt:
    if _ROLES[key] is Role.FIRST:
        return Doubt(
            "template",
            f'chưa có mẫu ZNS: ghi [zns.templates."{key}"] trong cấu hình',
            f'no template of ZNS: write [zns.templates."{key}"] into the configuration',
        )
    return Doubt(
        "template",
        "chưa có mẫu ZNS: thư này đi kênh sau trong kế hoạch (SMS)",
        "no template of ZNS: this letter goes by the next channel of the plan (SMS)",
        is_error=False,
    )


def _unknown_text() -> Doubt:
    return Doubt(
        "text",
        "chưa ghi lời mẫu đã duyệt (text): không kiểm được nội dung",
        "the approved text is not written down (text): its words cannot be checked",
        is_error=False,
    )
