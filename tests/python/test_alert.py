"""The alert of a failed run: by a command, by a local web server; and a hook that fails hides nothing."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from service_kpi import alert, cli, runs
from service_kpi import settings as settings_of
from service_kpi.errors import UserError


class Ear(HTTPServer):
    """A web server that hears what is posted, and answers as it was told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Heard)
        self.heard: list[dict] = []
        self.answers: list[int] = []


class Heard(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        self.end_headers()

    def log_message(self, *_) -> None:
        pass


@pytest.fixture
def ear() -> Iterator[Ear]:
    server = Ear()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def company(tmp_path, monkeypatch) -> Path:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "telephone.csv").write_text("a\n1\n")
    monkeypatch.setenv("SERVICE_KPI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SERVICE_KPI_SALT", "a secret that no command may see")
    monkeypatch.setattr(alert, "PAUSES", (0, 0))
    monkeypatch.setattr(alert, "COMMAND_SECONDS", 2)
    monkeypatch.setenv("COLUMNS", "1000")
    return tmp_path


def land(company: Path, hook: dict):
    (company / "settings.yml").write_text(json.dumps({"company": "calls", "alert": hook}))
    ended = CliRunner().invoke(cli.main, ["land", "--company", str(company)])
    assert ended.exit_code == 1 and "error" in ended.output and "telephone.csv" in ended.output, ended.output
    assert runs.history(company / "data")[-1]["status"] == "red"
    return ended.output


def python(code: str) -> dict:
    return {"command": [sys.executable, "-c", code]}


HEAR = "import json, os, sys; said = json.load(sys.stdin); json.dump([said, dict(os.environ)], open('heard', 'w'))"


def test_a_command_is_told_and_does_not_see_the_salt(company):
    assert "nobody" not in land(company, python(HEAR))
    said, environment = json.loads((company / "heard").read_text())
    assert said["status"] == "red" and said["company"] == "calls" and said["last_green"] is None
    assert said["text"].startswith("service-kpi: a run of calls failed: ") and "telephone.csv" in said["text"]
    assert "nothing was published yet" in said["text"] and "SERVICE_KPI_SALT" not in environment


def test_a_web_address_is_told_when_the_last_green_run_was(company, ear):
    (company / "data").mkdir()
    green = {"run_id": "20250101T000000Z-aaaa", "status": "green", "started_at": "x"}
    runs.record(company / "data", green | {"seconds": {"publish": 1.0}, "ended_at": "2025-01-01T00:01:00+00:00"})
    runs.record(company / "data", green | {"seconds": {"land": 1.0}, "ended_at": "2025-01-02T00:01:00+00:00"})
    assert "nobody" not in land(company, {"webhook": f"http://127.0.0.1:{ear.server_port}/hook"})
    (said,) = ear.heard
    assert said["last_green"] == "2025-01-01T00:01:00+00:00" and said["last_green"] in said["text"]


@pytest.mark.parametrize(
    ("answers", "asked", "words"),
    [([503, 500], 3, None), ([503] * 3, 3, "it answered 503"), ([404], 1, "it answered 404"), ([429], 2, None)],
)
def test_a_web_address_is_asked_again_only_where_that_helps(company, ear, answers, asked, words):
    ear.answers = list(answers)
    said = land(company, {"webhook": f"http://127.0.0.1:{ear.server_port}/"})
    assert len(ear.heard) == asked
    assert (words in said) if words else ("nobody" not in said), said


@pytest.mark.parametrize(
    ("hook", "words"),
    [
        ({"command": ["no-such-command"]}, "no-such-command: No such file or directory"),
        (python("import sys; sys.exit('the mail server\\nis down')"), "it ended with 1: is down"),
        (python("import time; time.sleep(60)"), "it took more than 2 s"),
        ({"webhook": "http://127.0.0.1:9/"}, "the webhook: "),
    ],
)
def test_a_hook_that_fails_is_a_note_and_the_run_ends_as_it_would(company, hook, words):
    said = land(company, hook)
    assert "nobody was told of the failure by" in said and words in said, said


def test_a_green_command_tells_nobody(company, ear):
    (company / "exports" / "telephone.csv").rename(company / "exports" / "calls.csv")
    (company / "exports" / "calls.csv").write_text("call_id,started_at\n1,2025-06-01\n")
    (company / "settings.yml").write_text(json.dumps({"alert": {"webhook": f"http://127.0.0.1:{ear.server_port}/"}}))
    ended = CliRunner().invoke(cli.main, ["land", "--company", str(company)])
    assert ended.exit_code == 0 and ear.heard == [], ended.output


@pytest.mark.parametrize(
    ("hook", "words"),
    [
        ({"mail": "x"}, "mail is no way"),
        ({"command": "mail x"}, "write a list of words"),
        ({"command": [1]}, "write a list of words"),
        ({"webhook": "file:///etc/passwd"}, "by http or https"),
        ("x", "expected `name: value` lines"),
    ],
)
def test_a_mistake_in_the_setting_is_one_line(company, hook, words):
    (company / "settings.yml").write_text(json.dumps({"alert": hook}))
    with pytest.raises(UserError, match=words):
        settings_of.load(company)
