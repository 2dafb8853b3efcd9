"""ODK Collect gets the pictures, recordings and tables a form names, with the same name and password."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from lxml import etree

from bot.commands.context import opened
from bot.commands.wave_correct import corrected
from bot.plans import read_form_source
from bot.usecases.interview_in_person import hashed
from bot.usecases.publish_form import publish_form
from tests.builders import SHORT_FORM, World
from tests.e2e.test_odk import NAME, PASSWORD, Collect
from tests.faces import face, form_with_faces, put_faces

MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
WARDS = "name,label,huyen\n01,Mường La,ML\n02,Ít Ong,ML\n03,Hua La,SL\n"
FEES = "ma,vnd,ghi_chu\n01,10000,không ai hỏi\n02,20000,\n"


def form_with_tables(folder: Path) -> Path:
    """The short form with a choice from a file and a look into a table, as an officer hands it in."""
    form, factors = read_form_source(SHORT_FORM)
    head, mark, rest = form.partition("| choices |\n")
    lines = head.rstrip("\n").splitlines()
    [top] = [at for at, line in enumerate(lines) if line.startswith("| | type |")]
    columns = [cell.strip() for cell in lines[top].strip("| ").split("|")]
    for column in ("choice_filter", "calculation"):
        if column not in columns:
            columns.append(column)
            lines[top] += f" {column} |"
    chosen = dict.fromkeys([column for column in columns if column.startswith("label")], "Xa nao?")
    chosen |= {"type": "select_one_from_file xa.csv", "name": "xa", "choice_filter": "huyen = 'ML'"}
    looked = {"type": "calculate", "name": "phi", "calculation": "pulldata('phi', 'vnd', 'ma', ${xa})"}
    for row in (chosen, looked):
        lines.append("| | " + " | ".join(row.get(column, "") for column in columns) + " |")
    path = folder / "bang.md"
    path.write_text("\n".join(lines) + "\n" + mark + rest, encoding="utf-8")
    path.with_suffix(".toml").write_text(factors, encoding="utf-8")
    return path


async def carried(world: World, folder: Path, form: Path) -> Collect:
    """The form is published, the collector finds its files in `folder`, an interviewer carries it."""
    async with opened(world.config, now=world.now) as office:
        made, source = corrected(SHORT_FORM, str(form), office.plan)
        async with office.database.begin() as unit:
            await publish_form(
                unit, office.wave.id, made, source, note="thêm tệp", actor="officer:test", now=office.now
            )
            record = await world.case_of(world.invited()[0])
            who = await unit.interviewers.add(NAME, b"salt" * 4, hashed(PASSWORD, b"salt" * 4), world.now)
            await unit.interviewers.assign(who.id, [record.case.id], world.now)
    survey = world.config.survey.model_copy(update={"media": folder})
    world.config = world.config.model_copy(update={"survey": survey})
    await world.stop()
    await world.start()
    return Collect(world.http, world.settings.url)


async def manifest(collect: Collect) -> dict[str, tuple[str, str]]:
    """Hash and address of every file of the first form, by name."""
    [entry, *_] = await collect.forms()
    root = etree.fromstring((await collect.call("GET", entry["manifestUrl"])).encode())
    assert root.tag == f"{MANIFEST}manifest"
    files = [{part.tag.removeprefix(MANIFEST): part.text or "" for part in one} for one in root]
    return {one["filename"]: (one["hash"], one["downloadUrl"]) for one in files}


async def body(collect: Collect, url: str) -> bytes:
    """A file as the device gets it."""
    headers = {"X-OpenRosa-Version": "1.0"} | collect.credentials()
    async with collect.http.get(url, headers=headers) as answer:
        collect.status, collect.headers = answer.status, answer.headers
        return await answer.read()


def md5(content: bytes) -> str:
    return "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()


async def test_every_picture_is_named_by_its_hash_and_downloaded_with_the_password(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One that is not there is left out: Collect takes no form of which a file is missing."""
    put_faces(tmp_path)
    collect = await carried(world, tmp_path, form_with_faces(SHORT_FORM, tmp_path))
    files = await manifest(collect)
    assert {name: told for name, (told, _) in files.items()} == {
        f"mat_{degree}.png": md5(face(degree)) for degree in range(1, 6)
    }
    url = files["mat_3.png"][1]
    assert await body(collect, url) == face(3)
    assert collect.headers["Content-Type"] == "image/png"
    assert collect.headers["X-OpenRosa-Version"] == "1.0"
    stranger = Collect(collect.http, collect.url, name="")
    await body(stranger, url)
    assert (stranger.status, "WWW-Authenticate" in stranger.headers) == (401, True)
    for elsewhere in ("mat_9.png", "..%2Fsipas.db", "config.toml"):
        await body(collect, url.replace("mat_3.png", elsewhere))
        assert collect.status == 404, elsewhere
    (tmp_path / "mat_5.png").unlink()
    assert sorted(await manifest(collect)) == [f"mat_{degree}.png" for degree in range(1, 5)]
    assert "mat_5.png" in caplog.text


async def test_tables_the_form_reads_come_as_they_were_when_it_was_published(
    world: World, tmp_path: Path
) -> None:
    """Only the cells the form can ask for were kept with it, so only those reach a device."""
    path = form_with_tables(tmp_path)
    (tmp_path / "xa.csv").write_text(WARDS, encoding="utf-8")
    (tmp_path / "phi.csv").write_text(FEES, encoding="utf-8")
    collect = await carried(world, tmp_path, path)
    files = await manifest(collect)
    got = {name: await body(collect, url) for name, (_, url) in files.items()}
    assert {name: content.decode().splitlines() for name, content in got.items()} == {
        "xa.csv": WARDS.splitlines(),
        "phi.csv": ["ma,vnd", "01,10000", "02,20000"],
    }
    assert {name: told for name, (told, _) in files.items()} == {
        name: md5(content) for name, content in got.items()
    }
    assert collect.headers["Content-Type"].startswith("text/csv")
