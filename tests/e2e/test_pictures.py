"""A scale with a face for each degree: what each channel makes of it, in one wave."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.context import opened
from bot.commands.wave_correct import corrected
from bot.emulators.ledger import Event
from bot.usecases.publish_form import publish_form
from tests.builders import MORNING, SHORT_FORM, World
from tests.conftest import Worlds
from tests.e2e.test_web import Browser, session
from tests.faces import face, form_with_faces, put_faces

CHAT = 41
DEGREES = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
_PICTURE = re.compile(r'<img src="([^"]+)" alt="([^"]+)">')


async def with_faces(world: World, folder: Path) -> None:
    """Publish the form with faces in a world, and let its collector find them in `folder`."""
    put_faces(folder)
    async with opened(world.config, now=world.now) as office:
        form, source = corrected(SHORT_FORM, str(form_with_faces(SHORT_FORM, folder)), office.plan)
        async with office.database.begin() as unit:
            await publish_form(
                unit, office.wave.id, form, source, note="thêm hình", actor="officer:test", now=office.now
            )
    survey = world.config.survey.model_copy(update={"media": folder})
    world.config = world.config.model_copy(update={"survey": survey})
    await world.stop()
    await world.start()


@pytest.fixture
async def faces(worlds: Worlds, tmp_path: Path) -> World:
    """Two people invited to the form with faces."""
    world = await worlds.open()
    await world.at(MORNING)
    await with_faces(world, tmp_path)
    return world


@pytest.fixture
async def browser(faces: World) -> AsyncIterator[Browser]:
    """A browser at the collector."""
    async with session() as http:
        yield Browser(http, faces.settings.url)


async def test_telegram_shows_an_album_once_uploaded_even_after_a_restart(faces: World) -> None:
    number = faces.invited()[0]
    await faces.telegram.user_starts(CHAT, faces.code_of(number))
    await faces.quiet()
    await faces.finish_by_chat(CHAT, steps=2)
    pictures = [entry for entry in faces.telegram.ledger.entries(Event.SENT) if "mat_" in entry.text]
    expected = [f"[photo mat_{at}.png] {at}. {label}" for at, label in enumerate(DEGREES, 1)]
    assert [entry.text for entry in pictures] == expected * 2, "for each of two questions"
    assert [entry.detail for entry in pictures] == ["uploaded"] * 5 + ["by id"] * 5
    labels = [row[0].label for row in faces.cards[CHAT].buttons]
    assert labels[:5] == [f"{at}. {label}" for at, label in enumerate(DEGREES, 1)]
    await faces.stop()
    await faces.start()
    await faces.finish_by_chat(CHAT, steps=1)
    after = [entry for entry in faces.telegram.ledger.entries(Event.SENT) if "mat_" in entry.text][10:]
    assert [entry.detail for entry in after] == ["by id"] * 5
    assert (await faces.answers_of(number))["ia_a1"] == "1"


async def test_a_page_shows_each_face_inside_the_label_of_its_choice(faces: World, browser: Browser) -> None:
    await browser.enter(faces.code_of(faces.invited()[0]))
    await browser.answer()
    shown = _PICTURE.findall(browser.page)
    assert shown == [(f"/tep/mat_{at}.png", f"Hình: {label}") for at, label in enumerate(DEGREES, 1)]
    assert f'<label for="f-ia_a1-5"><img src="/tep/mat_5.png" alt="Hình: {DEGREES[4]}">' in browser.page
    async with browser.http.get(f"{browser.url}/tep/mat_5.png") as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
        assert await answer.read() == face(5)
        assert "img-src 'self'" in answer.headers["Content-Security-Policy"]
    await browser.press("English")
    assert _PICTURE.findall(browser.page)[0] == ("/tep/mat_1.png", "Picture: Very dissatisfied")


async def test_nothing_else_of_the_folder_or_above_it_is_served(
    faces: World, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    names = ["nothing.png", "..%2Fsipas.key", "son_la_inter_agency_hinh.md", "%00.png"]
    for name in [*names, "a" * 300 + ".png"]:
        async with browser.http.get(f"{faces.settings.url}/tep/{name}") as answer:
            assert answer.status == 404, name
    told = [record.getMessage() for record in caplog.records if record.name == "sipas.web"]
    assert len(told) == 2
    assert all(len(line) < 200 for line in told)


async def test_a_text_message_carries_the_words_alone(faces: World) -> None:
    number = faces.invited()[0]
    await faces.text(number, f"SL {faces.code_of(number)}")
    await faces.text(number, "1")
    assert "5 Rat hai long" in faces.texts(number)[-1]
    assert "mat_" not in faces.texts(number)[-1]
