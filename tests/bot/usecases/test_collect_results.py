"""What a report is made of: the month a form came in is that of the calendar on the wall here."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.commands.context import opened
from bot.commands.report import validity_rules
from bot.usecases.collect_results import collect_results
from survey_flows.questionnaire.dates import LOCAL
from tests.builders import World


async def test_a_form_finished_after_midnight_is_of_the_new_month_and_papers_bear_the_new_day(
    world: World,
) -> None:
    number = world.invited()[0]
    await world.at(datetime(2024, 11, 1, 0, 30, tzinfo=LOCAL))
    await world.text(number, f"SL {world.code_of(number)}")
    await world.finish_by_sms(number)
    async with opened(world.config, now=world.now.astimezone(UTC)) as office:
        async with office.database.reading() as unit:
            found = await collect_results(unit, office.wave.id, validity_rules(office.plan))
        assert f"{office.now:%d/%m/%Y %H}" == "01/11/2024 00"
    assert [form.month for form in found.forms] == ["2024-11"]
