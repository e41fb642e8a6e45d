"""The documentation judged: what it tells a reader to run runs, and what it names is there."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from conftest import NOT_RUN, in_checkout

from service_kpi import cli
from service_kpi.contract import PROJECT, read_yaml
from service_kpi.errors import BuildError, BusyError, HoldError, UserError

README, CHINESE = PROJECT / "README.md", PROJECT / "README.zh-CN.md"
PAGES = sorted(
    path
    for path in PROJECT.rglob("*.md")
    if not {"data", "target", "logs"} & set(path.relative_to(PROJECT).parts)
    and not any(part.startswith(".") and part != ".github" for part in path.relative_to(PROJECT).parts)
)
HOSTS = {"keepachangelog.com", "semver.org", "chat.example.com"}  # that a page may point to
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|work|tmp|Users|mnt|opt|srv|usr|var|etc)/|\b[A-Z]:\\\w")
BORDER = "┏"  # of a scorecard
LEFT_OUT = "⋮"

# The end of a run by itself: what it prints of the set that was published last.
SHOW = """.venv/bin/python -c "
from pathlib import Path
from service_kpi import say, scorecard
scorecard.show(Path('data/published/current'), say.Say())"
"""


class Block(NamedTuple):
    """A fenced block."""

    language: str
    text: str


def blocks(page: Path) -> list[Block]:
    fenced = re.findall(r"^ *```(\w*)\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [Block(*found) for found in fenced]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^ *```.*?^ *```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def headings(page: Path) -> list[tuple[int, str]]:
    return [(len(marks), text) for marks, text in re.findall(r"^(#+) (.+)$", prose(page), re.MULTILINE)]


def name_of(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


# ---------------------------------------------------------------- the README's commands

COMMANDS = [block.text for block in blocks(README) if block.language == "bash"]


@pytest.fixture(scope="module")
def said(checkout: Path, made_run: subprocess.CompletedProcess) -> list[subprocess.CompletedProcess]:
    """What each block of commands said, run one after another as they stand in the README: `make run` first."""
    assert COMMANDS[0] == "make run\n"
    return [made_run, *(in_checkout(checkout, command) for command in COMMANDS[1:])]


@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=lambda number: COMMANDS[number].split("\n")[0])
def test_commands_of_the_readme_run_as_written(said, number):
    assert said[number].returncode == 0, said[number].stdout + said[number].stderr


@pytest.mark.parametrize("command", NOT_RUN)
def test_commands_that_are_not_run_here_stand_alone(said, command):
    assert said[COMMANDS.index(command + "\n")].stdout == f"not run here: {command}\n"
    pytest.skip(f"{command} is in the README and is not run here: {NOT_RUN[command]}")


def scorecard(text: str) -> str:
    """The table with its title: from the line before the border to the last line of the table."""
    return re.search(rf"[^\n]+\n{BORDER}.*?┘", text, re.DOTALL).group()


def is_excerpt(shown: str, printed: str) -> bool:
    """Whether a text is the other one, line for line, where each line of its own that is `⋮` stands for some."""
    return re.fullmatch(re.escape(shown).replace(re.escape(f"{LEFT_OUT}\n"), r"(?:.+\n)+"), printed) is not None


@pytest.mark.parametrize(
    ("shown", "told"), [("a\nb\nc", True), ("a\n⋮\nc", True), ("a\n⋮\nd", False), ("a\nc", False), ("⋮\nc", True)]
)
def test_an_excerpt_leaves_lines_out_and_changes_none(shown, told):
    assert is_excerpt(shown, "a\nb\nc") is told


def test_the_readme_shows_what_the_demo_prints(said):
    shown = scorecard(README.read_text(encoding="utf-8"))
    assert is_excerpt(shown, scorecard(said[0].stdout)), "put lines of what `make run` prints into README.md"


def test_the_chinese_readme_shows_what_the_demo_prints(said, checkout):
    printed = in_checkout(checkout, SHOW, LC_ALL="zh_CN.UTF-8")
    assert printed.returncode == 0, printed.stderr
    shown = scorecard(CHINESE.read_text(encoding="utf-8"))
    assert is_excerpt(shown, scorecard(printed.stdout)), "put what LC_ALL=zh_CN.UTF-8 prints into README.zh-CN.md"


# ---------------------------------------------------------------- what the README names


def test_both_readmes_have_the_same_headings_and_commands():
    assert [level for level, _ in headings(README)] == [level for level, _ in headings(CHINESE)]
    english, chinese = ([b for b in blocks(page) if BORDER not in b.text] for page in (README, CHINESE))
    assert english == chinese


@pytest.mark.parametrize("page", [README, CHINESE], ids=name_of)
def test_the_commands_named_are_those_of_the_command_line(page):
    named = re.findall(r"^\| `service-kpi ([\w-]+)", prose(page), re.MULTILINE)
    assert sorted(named) == sorted(cli.main.commands)


def ends_of_the_command_line() -> set[int]:
    """The exit codes that cli.py gives by itself: the last argument of `_end` where it is a number."""
    calls = [node for node in ast.walk(ast.parse(Path(cli.__file__).read_text())) if isinstance(node, ast.Call)]
    ends = [call.args[-1] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_end"]
    return {end.value for end in ends if isinstance(end, ast.Constant)}


@pytest.mark.parametrize("page", [README, CHINESE], ids=name_of)
def test_the_exit_codes_named_are_those_of_the_code(page):
    named = {int(code) for code in re.findall(r"^\| (\d+) \|", prose(page), re.MULTILINE)}
    errors = {error.exit_code for error in (UserError, BuildError, BusyError, HoldError, click.UsageError)}
    assert named == {0} | errors | ends_of_the_command_line()


@pytest.mark.parametrize("page", [README, CHINESE], ids=name_of)
def test_the_tables_named_are_the_published_ones(page):
    models = [model for path in (PROJECT / "models").rglob("*.yml") for model in read_yaml(path).get("models", [])]
    public = {model["name"] for model in models if model.get("config", {}).get("access") == "public"}
    section = prose(page).split("\n## ")[1]
    named = {
        name for row in re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert named == public


# ---------------------------------------------------------------- every page


def code_in(page: Path) -> Iterator[str]:
    """Everything a page sets as code."""
    yield from (block.text for block in blocks(page) if block.language != "diff")
    yield from re.findall(r"`([^`\n]+)`", prose(page))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_and_targets_that_a_page_names_exist(page):
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    for code in code_in(page):
        for command in re.findall(r"(?:^|/)service-kpi ([a-z][\w-]*)", code, re.MULTILINE):
            assert command in cli.main.commands, code
        for target in re.findall(r"^ *make ([a-z][\w-]*)", code, re.MULTILINE):
            assert target in targets, code


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings as a forge makes them."""
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for _, text in headings(page)}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_the_index_of_the_documentation_is_complete():
    index = PROJECT / "docs" / "README.md"
    linked = {(index.parent / link.split("#")[0]).resolve() for link in re.findall(r"\]\(([^)\s]+)\)", prose(index))}
    missing = [name_of(page) for page in (PROJECT / "docs").rglob("*.md") if page != index and page not in linked]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_names_no_machine_and_no_registry(page):
    text = page.read_text(encoding="utf-8")
    assert not MACHINE_PATH.search(text)
    assert set(re.findall(r"https?://([^/\s)]+)", text)) <= HOSTS
    assert not re.search(r"pypi|index-url", text, re.IGNORECASE)


def test_every_kpi_that_is_built_has_its_decisions():
    built = {path.stem.removeprefix("kpi_") for path in (PROJECT / "models/marts/kpis").rglob("kpi_*.sql")}
    registry = (PROJECT / "seeds/kpi_registry.csv").read_text(encoding="utf-8")
    chinese = {row.split(",")[0]: row.split(",")[2] for row in registry.splitlines()}
    titles = " ".join(title for _, title in headings(PROJECT / "docs/kpi_decisions.md"))
    assert not [kpi for kpi in built if chinese[kpi] not in titles]


def test_the_page_on_architecture_names_every_model():
    """KPIs and their unions by area stand there by their pattern."""
    text = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    models = {path.stem for path in (PROJECT / "models").rglob("*.sql") if path.parent.parent.name != "kpis"}
    assert sorted(name for name in models if f"`{name}`" not in text) == []
    areas = {path.name for path in (PROJECT / "models" / "marts" / "kpis").iterdir() if path.is_dir()}
    assert set(re.search(r"`area_<area>` \(([\w, ]+)\)", text)[1].split(", ")) == areas
