"""ODK Collect at the collector: list the forms, download one, fill it in without a connection, send it."""

from __future__ import annotations

import asyncio
import re
import uuid
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp
import pytest
from lxml import etree

from bot.cli import main
from bot.plans import read_form_source
from bot.ports import ChannelName
from bot.usecases.interview_in_person import Outcome, hashed, record_outcome
from bot.usecases.publish_form import publish_form
from storage.interviews import Validity
from survey_flows.ids import CaseId
from survey_flows.questionnaire.logic import logic_for
from survey_flows.questionnaire.model import ItemKind, Questionnaire
from survey_flows.questionnaire.xlsform import compile_form
from tests.builders import SHORT_FORM, World, compiled

NAME, PASSWORD = "Lò Thị Hoa", "mật khẩu của Hoa"
LIST = "{http://openrosa.org/xforms/xformsList}"
XFORMS = "{http://www.w3.org/2002/xforms}"
ASIDE = ("interviewers", "aside")
PICTURE = ("hien_truong.jpg", b"\xff\xd8\xff picture")


def basic(name: str, password: str) -> dict[str, str]:
    """The header of Basic authentication."""
    return {"Authorization": f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"}


@dataclass
class Collect:
    """A device with ODK Collect: one interviewer's name and password, and what it was last told."""

    http: aiohttp.ClientSession
    url: str
    name: str = "PV001"
    password: str = PASSWORD
    status: int = 0
    told: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    async def call(self, method: str, url: str, **more: object) -> str:
        """One request as Collect makes it."""
        headers = {"X-OpenRosa-Version": "1.0", "Accept-Language": "vi", **self.credentials()}
        async with self.http.request(method, url, headers=headers, **more) as answer:  # type: ignore[arg-type]
            self.status, self.told, self.headers = answer.status, await answer.text(), answer.headers
        return self.told

    def credentials(self) -> dict[str, str]:
        """What the device says who it is."""
        return basic(self.name, self.password) if self.name else {}

    async def forms(self) -> list[dict[str, str]]:
        """The list of forms."""
        listed = etree.fromstring((await self.call("GET", f"{self.url}/odk/formList?deviceID=t")).encode())
        assert listed.tag == f"{LIST}xforms"
        return [{part.tag.removeprefix(LIST): part.text or "" for part in one} for one in listed]

    async def blank(self) -> etree._Element:
        """The empty instance of the first form."""
        [entry, *_] = await self.forms()
        model = etree.fromstring((await self.call("GET", entry["downloadUrl"])).encode())
        [root] = model.findall(f".//{XFORMS}instance")[0]
        return root

    async def send(self, document: bytes, *files: tuple[str, bytes]) -> int:
        """Send a form that was filled in; returns the status."""
        form = aiohttp.FormData()
        form.add_field("xml_submission_file", document, filename="phieu.xml", content_type="text/xml")
        for name, content in files:
            form.add_field(name, content, filename=name, content_type="image/jpeg")
        await self.call("POST", f"{self.url}/odk/submission", data=form)
        return self.status


def willing(questionnaire: Questionnaire) -> dict[str, str]:
    """What somebody says who takes the first choice everywhere."""
    said: dict[str, str] = {}
    logic = logic_for(questionnaire)
    for item in questionnaire.items:
        if item.kind in {ItemKind.NOTE, ItemKind.CALCULATE} or not logic.is_relevant(item.name, said):
            continue
        said[item.name] = item.choices[0].code if item.choices else "tốt"
    return said


def filled(
    blank: etree._Element,
    code: str,
    said: Mapping[str, str],
    instance_id: str = "",
    began: datetime | None = None,
) -> bytes:
    """The instance document as the device writes it."""
    root = etree.fromstring(etree.tostring(blank))
    values = dict(said) | {"sipas_check_code": code, "instanceID": instance_id or f"uuid:{uuid.uuid4()}"}
    if began is not None:
        values |= {"sipas_start": began.isoformat(), "sipas_end": (began + timedelta(minutes=6)).isoformat()}
    for element in root.iter():
        element.text = values.get(element.tag.rpartition("}")[2])
    return etree.tostring(root)


@dataclass
class Visit:
    """An interviewer with a device, and the person they go to."""

    collect: Collect
    number: str
    case: CaseId
    code: str
    blank: etree._Element
    said: dict[str, str]

    def form(
        self, instance_id: str = "", began: datetime | None = None, otherwise: Mapping[str, str] | None = None
    ) -> bytes:
        """The form as this person fills it in, some answers otherwise."""
        return filled(self.blank, self.code, {**self.said, **(otherwise or {})}, instance_id, began)


@pytest.fixture
async def visit(world: World) -> AsyncIterator[Visit]:
    """An interviewer who has the case of the first person invited and carries its form."""
    number = world.invited()[0]
    record = await world.case_of(number)
    async with world.collector.database.begin() as unit:
        who = await unit.interviewers.add(NAME, b"salt" * 4, hashed(PASSWORD, b"salt" * 4), world.now)
        await unit.interviewers.assign(who.id, [record.case.id], world.now)
    async with aiohttp.ClientSession() as http:
        collect = Collect(http, world.settings.url)
        blank = await collect.blank()
        yield Visit(collect, number, record.case.id, record.check_code, blank, willing(compiled(SHORT_FORM)))


async def outcomes(world: World) -> list[tuple[str, str]]:
    """What the audit trail says became of forms that were sent."""
    async with world.collector.database.reading() as unit:
        entries = await unit.audit.entries()
    return [(one.subject, one.detail["outcome"]) for one in entries if one.act == "interviewer.submit"]


async def test_collect_lists_and_downloads_the_forms_of_open_cases_to_whom_they_are_given(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect = visit.collect
    [entry] = await collect.forms()
    assert (entry["formID"], entry["version"]) == (SHORT_FORM, compiled(SHORT_FORM).version)
    assert entry["hash"].startswith("md5:")
    assert collect.headers["X-OpenRosa-Version"] == "1.0"
    assert {name: visit.blank.get(name) for name in ("id", "version")} == {
        "id": SHORT_FORM,
        "version": compiled(SHORT_FORM).version,
    }
    xform = await collect.call("GET", entry["downloadUrl"])
    assert "Mã kiểm tra" in xform
    assert "relevant=\" /son_la_inter_agency/consent  != 'no'\"" in xform
    assert "sms" not in xform, "the wording of text messages is not read out"
    assert "xformsManifest" in await collect.call("GET", entry["manifestUrl"])
    await collect.call("GET", f"{collect.url}/odk/forms/another%40form")
    assert collect.status == 404
    await collect.call("HEAD", f"{collect.url}/odk/submission")
    assert (collect.status, collect.headers["Location"]) == (204, f"{collect.url}/odk/submission")
    monkeypatch.setattr("bot.usecases.interview_in_person.WRONG_PASSWORDS_PER_HOUR", 2)
    stranger = Collect(collect.http, collect.url, name="")
    await stranger.call("GET", f"{stranger.url}/odk/formList")
    assert stranger.status == 401
    assert stranger.headers["WWW-Authenticate"].startswith("Basic realm=")
    guesser = Collect(collect.http, collect.url, name=NAME, password="doan mo")
    assert [await guesser.send(visit.form()) for _ in range(3)] == [401, 401, 429]
    assert await outcomes(world) == []
    assert await world.answers_of(visit.number) == {}


async def test_a_form_filled_in_offline_completes_the_case_once_however_often_it_is_sent(
    world: World, visit: Visit
) -> None:
    await world.after(hours=5)
    began = world.now - timedelta(hours=4)
    document, stored = visit.form("uuid:one", began), (await world.inbox())[0]
    forms = [document, document, visit.form("uuid:two", began)]
    devices = [Collect(visit.collect.http, visit.collect.url) for _ in forms]
    sent = await asyncio.gather(*(one.send(form, PICTURE) for one, form in zip(devices, forms, strict=True)))
    assert sorted(sent) == [201, 201, 202], "a repeat is acknowledged, another form of the case kept apart"
    assert await visit.collect.send(document, PICTURE) == 201
    assert "Phiếu này đã nhận" in visit.collect.told
    assert (await world.inbox())[0] >= stored + 2, "the form and its picture, sealed"
    record = await world.case_of(visit.number)
    assert (record.place, record.channel) == ("completed", "visit")
    assert await world.answers_of(visit.number) == visit.said
    async with world.collector.database.reading() as unit:
        [response] = await unit.interviews.responses(world.wave)
        rows = (await unit.interviews.paradata([visit.case]))[visit.case]
    assert (response.mode, response.started_at) == ("visit", began)
    assert response.completed_at - response.started_at == timedelta(minutes=6)
    assert [row.detail for row in rows if row.kind == "Interviewer"] == ["PV001"]
    assert await outcomes(world) == [(f"case {visit.case}", "taken"), (f"case {visit.case}", "over")]
    assert await world.findings() == []
    assert await visit.collect.forms() == [], "nothing is left to ask"


async def test_what_does_not_hold_is_kept_raw_and_changes_nothing(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    collect, other = visit.collect, (await world.case_of(world.invited()[1])).check_code
    told = []
    for code in ("ZZZZZZ", other):
        assert await collect.send(filled(visit.blank, code, visit.said)) == 202
        told.append(collect.told)
    assert told[0] == told[1], "a code of nobody and one of another's case are one and the same"
    for otherwise in ({"ia_a1": "9"}, {"ia_a2": ""}, {"organisation_kind": "x' or '1'='1"}):
        assert await collect.send(visit.form(otherwise=otherwise)) == 202
        assert "không hợp lệ" in collect.told
        async with world.collector.database.reading() as unit:
            [kept] = await unit.messages.quarantined(1)
        assert next(iter(otherwise)) in kept.reason
    assert await outcomes(world) == [("no case", "case")] * 2 + [(f"case {visit.case}", "checks")] * 3
    assert await collect.send(b"<data id='x'><a/></data>") == 400
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><data id="x">&b;</data>'
    assert await collect.send(bomb) == 400
    await collect.call("POST", f"{collect.url}/odk/submission", data=visit.form())
    assert collect.status == 400, "no multipart"
    monkeypatch.setattr("bot.web.odk.MOST_BYTES", 20_000)
    assert await collect.send(visit.form(), ("a.jpg", bytes(30_000))) == 413
    assert await world.answers_of(visit.number) == {}
    capsys.readouterr()
    assert await asyncio.to_thread(main, ["--config", str(world.folder / "config.toml"), *ASIDE]) == 0
    table = capsys.readouterr().out
    assert f"{world.now:%Y-%m-%d %H}:" in table, "in the time of here"
    lines = re.findall(r"PV001 +│ +(\S+ +│ +\w+)", table)
    listed = [line.replace("│", " ").split() for line in lines]
    assert listed[0] == ["-", "unreadable"], "the latest first"
    assert [str(visit.case), "checks"] in listed
    assert listed[-1] == ["-", "case"]
    assert (await world.inbox())[2] == 7, "each kept for the officers, but for what was too large"
    assert await world.findings() == []


async def test_what_the_person_answered_alone_stands_and_what_is_over_is_not_opened_again(
    world: World, visit: Visit
) -> None:
    await world.text(visit.number, f"SL {world.code_of(visit.number)}")
    await world.finish_by_sms(visit.number, steps=4)
    alone = await world.answers_of(visit.number)
    assert alone["ia_a1"] != "2"
    assert await visit.collect.send(visit.form(otherwise={"ia_a1": "2"})) == 201, visit.collect.told
    answers = await world.answers_of(visit.number)
    assert {name: answers[name] for name in alone} == alone
    async with world.collector.database.reading() as unit:
        rows = (await unit.interviews.paradata([visit.case]))[visit.case]
        channels = (await unit.interviews.channels([visit.case]))[visit.case]
    assert "ia_a1" in [row.item for row in rows if row.kind == "Differing"]
    assert channels["ia_a1"] == "sms"
    assert channels["ia_c1"] == "visit"
    assert await visit.collect.send(visit.form(otherwise={"ia_c1": "2"})) == 202
    assert "đã trả lời xong" in visit.collect.told
    assert await world.answers_of(visit.number) == answers
    assert await outcomes(world) == [(f"case {visit.case}", "taken"), (f"case {visit.case}", "over")]
    assert await world.findings() == []


async def test_a_form_of_a_case_closed_meanwhile_counts_while_a_place_is_free(
    world: World, visit: Visit
) -> None:
    async with world.collector.database.begin() as unit:
        who = await unit.interviewers.find(NAME)
        assert who is not None
        await record_outcome(
            unit,
            world.collector.wave,
            who,
            visit.case,
            Outcome.AWAY,
            channel=ChannelName.VISIT,
            now=world.now,
        )
    await world.collector.fieldwork()  # the reserve takes the place
    assert await visit.collect.send(visit.form()) == 201
    async with world.collector.database.reading() as unit:
        [response] = await unit.interviews.responses(world.wave)
    assert response.validity in {Validity.VALID, Validity.OVER_QUOTA}
    assert await world.findings() == []


async def test_a_form_of_the_version_before_a_correction_counts_if_nothing_was_asked_yet(
    world: World, visit: Visit
) -> None:
    source = read_form_source(SHORT_FORM)[0].replace("Rất hài lòng", "Hài lòng lắm", 1)
    factors = read_form_source(SHORT_FORM)[1]
    corrected = compile_form(source.encode(), file_type="md", factors=factors, name=SHORT_FORM)
    async with world.collector.database.begin() as unit:
        await publish_form(
            unit, world.wave, corrected, source.encode(), note="một chữ", actor="test", now=world.now
        )
    await world.text(visit.number, f"SL {world.code_of(visit.number)}")  # asked for consent, on the new one
    [entry] = await visit.collect.forms()
    assert entry["version"] == corrected.version
    assert await visit.collect.send(visit.form()) == 201, visit.collect.told
    async with world.collector.database.reading() as unit:
        [response] = await unit.interviews.responses(world.wave)
    assert response.questionnaire == compiled(SHORT_FORM).version
    assert await world.findings() == []
