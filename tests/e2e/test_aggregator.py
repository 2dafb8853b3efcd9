"""A wave over an aggregator: invited under the brandname, answered from the number, paid by the part."""

from __future__ import annotations

from pathlib import Path

from bot.bootstrap import build_collector
from bot.emulators import faults
from bot.emulators.aggregator import AggregatorEmulator
from tests.builders import MORNING, NUMBER, SMS_KEY, Settings, Shape, Templates, World, eventually, phone

KEYS = ("sipas", "tests-only")


class AggregatorWorld(World):
    """A collector that sends through an aggregator."""

    account: AggregatorEmulator

    async def start(self) -> None:
        """Start the collector with the account."""
        changes = {
            "transport": "aggregator",
            "api_url": self.account.api_url,
            "brandname": "SNV SON LA",
            "part_vnd": 300,
            "brandname_part_vnd": 850,
        }
        self.config = self.config.model_copy(update={"sms": self.config.sms.model_copy(update=changes)})
        self.collector = await build_collector(self.config)
        await self.collector.start()

    def texts(self, number: str) -> list[str]:
        """What this phone shows."""
        return self.account.ledger.texts(number)


async def test_a_person_is_invited_and_answers_over_an_aggregator(
    templates: Templates, tmp_path: Path
) -> None:
    settings = Settings()
    incoming = f"{settings.url}/hooks/sms?key={SMS_KEY}"
    async with AggregatorEmulator(
        KEYS, "SNV SON LA", NUMBER, incoming, now=lambda: MORNING, retry_base_s=0.02
    ) as account:
        world = AggregatorWorld(tmp_path / "world", templates, Shape(), settings, None)
        world.account = account
        account.faults.next(faults.truncated())  # taken, and no answer: found by its id
        async with world:
            await world.at(MORNING)
            assert {one.sender for one in account.accepted.values()} == {"SNV SON LA"}
            assert await world.outbox() == {("sms", "invitation", "sent"): 2}
            await account.settled()
            await account.person_sends(phone(1), f"SL {world.code_of(phone(1))}")
            await eventually(lambda: len(world.texts(phone(1))) == 2)
            assert [one.sender for one in account.accepted.values()][-1] == NUMBER
            async with world.collector.database.reading() as unit:
                spent = {one.kind: one for one in await unit.queries.spent_in(world.wave)}
            assert spent["invitation"].vnd % 850 == 0 and spent["invitation"].unpriced == 0
            assert await world.findings() == []
