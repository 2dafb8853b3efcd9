"""The real gateway between our channel and an operator; every test here is skipped without Kannel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.bootstrap import build_collector
from tests.builders import Settings, Shape, Templates, World, free_port
from tests.kannel.gateway import IS_INSTALLED, Gateway
from tests.kannel.operator import Operator


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the gateway where it is not installed."""
    for item in items:
        if not IS_INSTALLED and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="Kannel is not installed (apt-get install kannel)"))


class KannelWorld(World):
    """A collector that sends through the real gateway."""

    gateway: Gateway
    operator: Operator

    async def start(self) -> None:
        """Start the collector with the gateway's address, at the present time of this world."""
        sms = self.config.sms.model_copy(update={"sendsms_url": self.gateway.sendsms_url})
        clock = self.config.clock.model_copy(update={"starts_at": self.now.isoformat()})
        self.config = self.config.model_copy(update={"sms": sms, "clock": clock})
        self.collector = await build_collector(self.config)
        await self.collector.start()

    def texts(self, number: str) -> list[str]:
        """What this phone shows."""
        return self.operator.texts(number)


@pytest.fixture
async def operator() -> AsyncIterator[Operator]:
    """A mobile operator to bind to."""
    operator = Operator(free_port())
    await operator.start()
    yield operator
    await operator.close()


@pytest.fixture
async def open_gateway(
    operator: Operator, tmp_path: Path
) -> AsyncIterator[Callable[[str, int], Awaitable[Gateway]]]:
    """Start Kannel for a collector at a URL, so many messages a second."""
    started: list[Gateway] = []

    async def start(collector: str, per_second: int = 200) -> Gateway:
        gateway = Gateway(tmp_path / "kannel", operator.port, collector, per_second)
        gateway.prepare()
        started.append(gateway)
        await gateway.start()
        await operator.bound()
        return gateway

    yield start
    for gateway in started:
        gateway.kill()


@pytest.fixture
async def open_world(
    operator: Operator,
    open_gateway: Callable[[str, int], Awaitable[Gateway]],
    templates: Templates,
    tmp_path: Path,
) -> AsyncIterator[Callable[[Shape, int], Awaitable[KannelWorld]]]:
    """A collector before the first morning of fieldwork, behind the real gateway."""
    async with AsyncExitStack() as stack:

        async def start(shape: Shape, per_second: int = 200) -> KannelWorld:
            settings = Settings()
            world = KannelWorld(tmp_path / "world", templates, shape, settings, None)
            world.operator = operator
            world.gateway = await open_gateway(settings.url, per_second)
            await stack.enter_async_context(world)
            return world

        yield start
