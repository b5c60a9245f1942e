"""``import udyam`` and ``prospects`` as separate processes; the key is looked for in everything that they leave behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onboarding.services.context import Services
from tests.commands.test_import_command import PROGRAM, environment
from tests.support.house import a_lead, open_house
from tests.support.udyam_server import KEY, Handler, Server, says, the_list, udyam_server


@pytest.fixture
def server() -> Iterator[Server]:
    with udyam_server() as listening:
        yield listening


@pytest.fixture
def house(tmp_path: Path) -> Services:
    return open_house(tmp_path)


def surroundings(house: Services, server: Server, key: str | None = KEY) -> dict[str, str]:
    more = {
        "ONBOARDING_UDYAM_URL": server.url,
        "ONBOARDING_UDYAM_PAGE": "100",
        "ONBOARDING_UDYAM_PAUSE": "0",
    }
    return environment(house) | more | ({"ONBOARDING_UDYAM_KEY": key} if key else {})


def run(house: Services, server: Server, *words: str, key: str | None = KEY) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *words],
        env=surroundings(house, server, key),
        cwd=house.database.path.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def document(done: subprocess.CompletedProcess[str]) -> Any:  # noqa: ANN401 - some JSON
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


def hides_the_key(house: Services, *runs: subprocess.CompletedProcess[str]) -> bool:
    left = [path.read_bytes() for path in house.database.path.parent.parent.rglob("*") if path.is_file()]
    said = [part.encode() for one in runs for part in (one.stdout, one.stderr)]
    return not any(KEY.encode() in content for content in (*left, *said))


def test_a_district_is_fetched_found_counted_and_fetched_again(house: Services, server: Server) -> None:
    first = run(house, server, "import", "udyam", "--district", "Barabanki", "--json")
    told = document(first)
    assert (told["new"], told["complete"], told["units"]) == (287, True, {"129": 287})
    again = run(house, server, "import", "udyam", "--district", "129", "162")
    assert "0 new prospects" in again.stdout
    assert "no unit under this district" in again.stdout
    found = document(run(house, server, "prospects", "find", "khan", "works", "--district", "barabanki", "--json"))
    assert [(one["name"], one["nic"], one["district"]) for one in found][:1] == [("KHAN WORKS", ["14105"], "129")]
    counted = document(run(house, server, "prospects", "count", "--json"))
    assert counted["prospects"] == 287
    doctor = run(house, server, "doctor")
    assert doctor.returncode in (0, 1), doctor.stderr
    assert hides_the_key(house, first, again, doctor)


def test_find_shows_prospects_behind_the_leads(house: Services, server: Server) -> None:
    a_lead(house, name="Khan Works")
    document(run(house, server, "import", "udyam", "--district", "129", "--json"))
    lines = run(house, server, "find", "khan", "works").stdout.splitlines()
    assert lines[0].startswith("#1")
    assert any("KHAN WORKS" in line and line.startswith("pool") for line in lines[2:])


def test_a_prospect_becomes_a_lead_or_is_linked_to_the_one_it_is(house: Services, server: Server) -> None:
    document(run(house, server, "import", "udyam", "--district", "129", "--json", "--limit-pages", "1"))
    made = document(run(house, server, "prospects", "lead", "1", "mobile=6440000001", "--json"))
    assert made == {"prospect": 1, "lead": 1, "known": False}
    again = run(house, server, "prospects", "lead", "1", "mobile=6440000001")
    assert (again.returncode, "#1" in again.stderr) == (1, True)
    lead = document(run(house, server, "lead", "show", "1", "--json"))
    assert (lead["name"], lead["district"], lead["source"], lead["pin"]) == (
        "IRFAN DARI HOUSE",
        "129",
        "udyam_data",
        "225006",
    )
    shown = run(house, server, "prospects", "show", "1").stdout
    assert "#1" in shown


def test_what_cannot_be_done_is_said_in_words(house: Services, server: Server) -> None:
    place = house.database.path.parent
    nobody = run(house, server, "import", "udyam", "--district", "129", key=None)
    assert (nobody.returncode, "ONBOARDING_UDYAM_KEY" in nobody.stderr) == (1, True)
    (place / "udyam.key").write_text(KEY + "\n")
    (place / "udyam.key").chmod(0o644)
    open_to_all = run(house, server, "import", "udyam", "--district", "129", key=None)
    assert (open_to_all.returncode, "chmod 600" in open_to_all.stderr) == (1, True)
    assert server.questions == []
    (place / "udyam.key").chmod(0o600)
    told = document(
        run(house, server, "import", "udyam", "--district", "129", "--limit-pages", "1", "--json", key=None)
    )
    assert (told["new"], told["complete"]) == (100, False)
    (place / "udyam.key").unlink()
    unknown = run(house, server, "import", "udyam", "--district", "Barabonki")
    assert (unknown.returncode, "Barabanki" in unknown.stderr) == (1, True)
    assert run(house, server, "import", "udyam").returncode == 2
    server.always = says("error-403.json", 403)
    bad = run(house, server, "import", "udyam", "--district", "129")
    assert (bad.returncode, "does not take the key" in bad.stderr) == (1, True)
    pages = run(house, server, "import", "udyam", "--help")
    assert "--fresh" in pages.stdout
    assert hides_the_key(house, nobody, open_to_all, bad, pages)


def test_a_file_called_udyam_is_still_a_file(house: Services, server: Server) -> None:
    (house.database.path.parent / "udyam").write_text("Name of Unit,Mobile\nBalaji Traders,6440000001\n")
    told = document(run(house, server, "import", "./udyam", "--json"))
    assert told["new"] == 1


@pytest.mark.parametrize(("sign", "code", "came"), [(signal.SIGINT, 130, 198), (signal.SIGKILL, -9, 100)])
def test_ended_in_the_middle_the_same_command_goes_on(  # Ctrl+C takes the page in hand along, a kill does not
    house: Services, server: Server, sign: signal.Signals, code: int, came: int
) -> None:
    command = [*PROGRAM, "import", "udyam", "--district", "129", "--json"]
    surround = surroundings(house, server)
    process: list[subprocess.Popen[str]] = []

    def interrupted(handler: Handler) -> None:
        os.kill(process[0].pid, sign)
        the_list(handler)

    server.next = [the_list, the_list, interrupted]
    with subprocess.Popen(command, env=surround, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        process.append(running)
        out, err = running.communicate(timeout=60)
    assert running.returncode == code, err
    if sign == signal.SIGINT:
        assert json.loads(out)["new"] == came
        assert "the same command goes on" in err
    told = document(run(house, server, "import", "udyam", "--district", "129", "--json"))
    assert (told["new"], told["complete"]) == (287 - came, True)
    assert server.offsets == [0, 100, *([100] if sign == signal.SIGKILL else []), 200]
