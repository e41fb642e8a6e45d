"""docs/messages.md and the source say the same messages, and usage errors of the command line are one line each."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from messages import documented, messages

from service_kpi import cli


def test_every_message_of_the_source_is_documented_and_no_other():
    said, told = messages(), documented()
    assert len(said) > 150, "the messages are found no longer"
    assert {message: places for message, places in said.items() if message not in told} == {}
    assert sorted(told.keys() - said.keys()) == [], "a message that is no longer said"


def test_each_has_a_cause_and_a_remedy_and_no_message_stands_twice():
    rows = documented().values()
    assert all(len(cause) > 5 and len(remedy) > 5 for cause, remedy in rows)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["runn"], "No such command 'runn'"),
        (["run", "--exprots", "."], "No such option"),
        (["run", "--target", "oracle"], "Invalid value for '--target'"),
        (["explain", "complaint_rate"], "Missing option '--period'"),
        (["explain"], "Missing argument 'KPI'"),
        (["status", "--last", "-1"], "Invalid value for '--last'"),
        (["--log-format", "xml", "run"], "Invalid value for '--log-format'"),
    ],
)
def test_wrong_usage_ends_with_2_and_names_what_is_wrong(arguments, words):
    ended = CliRunner().invoke(cli.main, arguments)
    assert ended.exit_code == 2 and words in ended.output, ended.output
