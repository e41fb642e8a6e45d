"""Reads a company folder: its `settings.yml`, and where its exports and its data lie."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from .alert import Alert
from .alert import chosen as chosen_alert
from .contract import PROJECT, Table, contract, declared_tables, read_yaml
from .errors import UserError
from .forms import forms_of
from .gate.rules import Expectation
from .gate.rules import chosen as chosen_expectations
from .privacy import Privacy, check_declared
from .privacy import chosen as chosen_privacy

# The vars of dbt_project.yml that are worked out and never written under `vars:`.
WORKED_OUT = {
    "reporting_timezone",
    "source_timezones",
    "source_forms",
    "reporting_currency",
    "entity_sources",
    "company_seeds",
    "agent_names",
    "agent_pages",
}
CHOICES = {
    "customer_satisfaction_by": ("customer", "response"),
    "completion_time_to": ("last_resolution", "first_resolution"),
    "error_rate_counts": ("errors", "audits"),
    "first_contact_resolution": ("gross", "net"),
    "service_rating_of": ("range", "maximum"),
    "customer_effort_by": ("mean", "share"),
    "service_level_formula": (
        "offered_without_short_abandons",
        "offered",
        "answered",
        "abandons_within_met",
        "abandons_within_out",
    ),
    "retention_counts": ("activity", "contract"),
    "service_quality_index_of": ("all", "surveys"),
}
LIMITS = {
    "satisfied_from": (0.01, 1),
    "minimum_sample": (1, 10**9),
    "smallest_group": (1, 10**9),
    "short_abandon_seconds": (0, 3600),
    "resolution_window_days": (1, 365),
    "complaint_answer_hours": (1, 720),
    "repeat_complaint_days": (1, 365),
    "feedback_window_days": (1, 365),
    "recovery_window_days": (1, 730),
    "service_level_seconds": (1, 3600),
    "repurchase_window_days": (1, 3660),
    "active_days": (1, 3660),
    "lapsed_days": (1, 3660),
    "row_budget": (1, 10**9),
}
# The durations that business_time_kpis may name: both clocks are measured for them.
HAVE_BUSINESS_TIME = {
    "average_completion_time",
    "average_reply_time",
    "complaint_acceptance_time",
    "complaint_handling_time",
    "feedback_handling_time",
    "handover_waiting_time",
    "maximum_response_time",
    "mean_time_to_repair",
    "median_completion_time",
    "median_response_time",
    "p90_response_time",
    "service_response_speed",
    "service_response_time",
}
SETTINGS = {
    "company",
    "reporting_timezone",
    "reporting_currency",
    "as_of",
    "sources",
    "entities",
    "vars",
    "expectations",
    "keep_published",
    "restatements",
    "holds",
    "privacy",
    "alert",
}
RESTATEMENTS = ("restate", "freeze")
HOLD_ACTIONS = ("off", "warn", "hold")
# What is looked at before anything is switched: what becomes of it, and from where on.
HOLDS = {
    "jump": "warn",
    "shrunk": "warn",
    "vanished": "hold",
    "jump_deviations": 6,
    "jump_history": 6,
    "shrunk_share": 0.01,
}
HOLD_LIMITS = {"jump_deviations": (1, 100), "jump_history": (3, 120), "shrunk_share": (0, 1)}
SOURCE = {"folder", "timezone", "delivery", "files", "forms", "sheet", "header_row", "ignore"}


@dataclass(frozen=True)
class Source:
    """One system's exports: a folder, and how its files are to be read."""

    name: str
    folder: Path
    timezone: str
    tables: dict[str, Table]
    delivery: dict[str, str] = field(default_factory=dict)  # table -> full | append; `default` for the rest
    files: dict[str, list[str]] = field(default_factory=dict)  # table -> file patterns
    sheet: str | None = None
    header_row: int = 1
    ignore: tuple[str, ...] = ()
    forms: dict[str, dict[str, str]] = field(default_factory=dict)  # table -> column -> form (forms.py)

    def delivery_of(self, table: str) -> str:
        """`append` (files accumulate) or `full` (the newest file replaces the earlier ones)."""
        return self.delivery.get(table, self.delivery.get("default", "append"))


@dataclass(frozen=True)
class Settings:
    """A company as one run sees it."""

    company: str
    company_dir: Path
    data_dir: Path
    reporting_timezone: str
    as_of: datetime  # an instant, UTC
    sources: tuple[Source, ...]
    entities: dict[str, list[str]]  # entity -> sources that give it
    vars: dict  # overrides of dbt_project.yml's vars
    keep_published: int
    reporting_currency: str = "CNY"  # three capitals
    expectations: dict[str, Expectation] = field(default_factory=dict)
    restatements: str = "restate"  # or freeze: closed months keep their figures
    holds: dict = field(default_factory=lambda: dict(HOLDS))  # what is looked at before publishing, and its limits
    privacy: Privacy = field(default_factory=Privacy)  # how personal data is landed, and how long what is kept
    alert: Alert = field(default_factory=Alert)  # who is told of a run that failed

    @property
    def landing_dir(self) -> Path:
        return self.data_dir / "landing"

    @property
    def warehouse(self) -> Path:
        return self.data_dir / "warehouse" / "service_kpi.duckdb"

    @property
    def published_dir(self) -> Path:
        return self.data_dir / "published"


def load(
    company_dir: str | Path | None = None,
    exports: str | Path | None = None,
    as_of: str | None = None,
    data_dir: str | Path | None = None,
) -> Settings:
    """Read a company's settings.

    company_dir: the company folder (default: SERVICE_KPI_COMPANY, else companies/demo, or
        companies/blank where only `exports` is given).
    exports: a folder that stands in for the folder of every source of the company.
    as_of: `2025-06-30` means the end of that local day; a timestamp with offset is an instant.
    Raises UserError with one line naming the file and the key.
    """
    company_dir = Path(
        company_dir or os.environ.get("SERVICE_KPI_COMPANY") or PROJECT / "companies" / ("blank" if exports else "demo")
    )
    path = company_dir / "settings.yml"
    if not path.is_file():
        raise UserError(f"{path} is missing: --company names a folder with a settings.yml in it.")
    try:
        written = read_yaml(path)
    except (yaml.YAMLError, ValueError) as error:
        raise UserError(f"{path} cannot be read as YAML: {' '.join(str(error).split())}") from error
    _known_keys(written, SETTINGS, str(path))

    if exports is not None and not Path(exports).is_dir():
        raise UserError(f"{exports} is not a folder: --exports names the folder that holds the export files.")
    zone = _zone(written.get("reporting_timezone", "Asia/Shanghai"), f"{path}: reporting_timezone")
    sources = tuple(
        _source(name, source or {}, company_dir, exports, zone, path)
        for name, source in (_mapping(written, "sources", path) or {"standard": {}}).items()
    )
    privacy = chosen_privacy(_mapping(written, "privacy", path), f"{path}: privacy")
    for source in sources:
        check_declared(source.tables.values(), privacy, f"{path}: sources: {source.name}")
    return Settings(
        company=str(written.get("company", company_dir.resolve().name)),
        company_dir=company_dir.resolve(),
        data_dir=data_folder(data_dir),
        reporting_timezone=zone,
        reporting_currency=_currency(written.get("reporting_currency", "CNY"), f"{path}: reporting_currency"),
        as_of=_instant(
            written.get("as_of") if as_of is None else as_of, zone, f"{path}: as_of" if as_of is None else "--as-of"
        ),
        sources=sources,
        entities=_entities(_mapping(written, "entities", path), sources, path),
        vars=_vars(_mapping(written, "vars", path), path),
        expectations=chosen_expectations(
            _mapping(written, "expectations", path),
            f"{path}: expectations",
            [table for source in sources for table in source.tables],
        ),
        keep_published=_number(written, "keep_published", 5, path),
        restatements=_choice(written.get("restatements", "restate"), RESTATEMENTS, f"{path}: restatements"),
        holds=_holds(_mapping(written, "holds", path), f"{path}: holds"),
        privacy=privacy,
        alert=chosen_alert(_mapping(written, "alert", path), f"{path}: alert"),
    )


def data_folder(given: str | Path | None = None) -> Path:
    """The data folder: as given, else SERVICE_KPI_DATA, else data/ of the project."""
    return Path(given or os.environ.get("SERVICE_KPI_DATA") or PROJECT / "data").resolve()


def _holds(written: dict, where: str) -> dict:
    """HOLDS with what the company writes otherwise."""
    _known_keys(written, set(HOLDS), where)
    for name, value in written.items():
        if name not in HOLD_LIMITS:
            # YAML reads `off` as false.
            written[name] = _choice("off" if value is False else value, HOLD_ACTIONS, f"{where}: {name}")
            continue
        lowest, highest = HOLD_LIMITS[name]
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not lowest <= value <= highest:
            raise UserError(f"{where}: {name}: {value} is no number from {lowest} to {highest}.")
    return HOLDS | written


def _choice(value: object, known: tuple[str, ...], where: str) -> str:
    if value not in known:
        raise UserError(f"{where}: {value} is not known; choose {' or '.join(known)}.")
    return str(value)


def _currency(written: object, where: str) -> str:
    if not isinstance(written, str) or not re.fullmatch("[A-Z]{3}", written):
        raise UserError(f"{where}: {written} is no currency; write its three letters, as CNY.")
    return written


def _source(name: str, written: dict, company_dir: Path, exports, zone: str, path: Path) -> Source:
    where = f"{path}: sources: {name}"
    if not isinstance(name, str):
        raise UserError(f"{where}: the name of a source is a word.")
    _known_keys(written, SOURCE, where)
    folder = Path(exports) if exports is not None else company_dir / str(written.get("folder", "exports"))
    if not folder.is_dir():
        raise UserError(f"{where}: the folder {folder} does not exist; correct `folder` or make it.")
    if name == "standard":
        tables = contract()
    else:
        declared = company_dir / "models" / "staging" / name / "_sources.yml"
        if not declared.is_file():
            raise UserError(f"{where}: {declared} is missing; it says which columns the source's files hold.")
        tables = declared_tables(declared).get(name, {})
    delivery = written.get("delivery", "append")
    delivery = delivery if isinstance(delivery, dict) else {"default": delivery}
    for table, mode in delivery.items():
        if mode not in ("full", "append") or table not in {*tables, "default"}:
            raise UserError(
                f"{where}: delivery: {table}: {mode} is not known; write full or append for a table of the source."
            )
    patterns = _mapping(written, "files", where)
    files = {table: _texts(patterns, table, f"{where}: files") for table in patterns}
    for table in files:
        if table not in tables:
            raise UserError(f"{where}: files: {table} is no table of the source; known: {', '.join(tables)}.")
    return Source(
        name=name,
        folder=folder,
        timezone=_zone(written.get("timezone", zone), f"{where}: timezone"),
        tables=tables,
        delivery=delivery,
        files=files,
        sheet=None if written.get("sheet") is None else str(written["sheet"]),
        header_row=_number(written, "header_row", 1, where),
        ignore=tuple(_texts(written, "ignore", where)),
        forms=forms_of(tables, _mapping(written, "forms", where), f"{where}: forms"),
    )


def _entities(written: dict, sources: tuple[Source, ...], path: Path) -> dict[str, list[str]]:
    names = [source.name for source in sources]
    entities = {entity: _texts(written, entity, f"{path}: entities") for entity in written}
    for entity, given in entities.items():
        if entity not in contract():
            raise UserError(f"{path}: entities: {entity} is no export of the contract; known: {', '.join(contract())}.")
        for name in given:
            if name not in names:
                raise UserError(f"{path}: entities: {entity}: the source {name} is not under `sources`.")
    return {entity: entities.get(entity, ["standard"]) for entity in contract()}


def _vars(written: dict, path: Path) -> dict:
    """What the company sets of dbt_project.yml's vars, each of the kind that its default is."""
    defaults = dbt_defaults()
    _known_keys(written, defaults.keys() - WORKED_OUT, f"{path}: vars")
    for name, value in written.items():
        default = defaults[name]
        is_number = isinstance(default, (int, float)) and not isinstance(default, bool)
        kinds = (int, float) if is_number else type(default)
        if not isinstance(value, kinds) or isinstance(value, bool) != isinstance(default, bool):
            raise UserError(f"{path}: vars: {name}: expected something like {default!r}, not {value!r}.")
        if name in CHOICES and value not in CHOICES[name]:
            raise UserError(f"{path}: vars: {name}: {value} is not known; choose {' or '.join(CHOICES[name])}.")
        if is_number and not LIMITS[name][0] <= value <= LIMITS[name][1]:
            raise UserError(f"{path}: vars: {name}: {value} does not lie from {LIMITS[name][0]} to {LIMITS[name][1]}.")
    for kpi_id in written.get("business_time_kpis", []):
        if kpi_id not in HAVE_BUSINESS_TIME:
            raise UserError(
                f"{path}: vars: business_time_kpis: {kpi_id} has no business time; choose from"
                f" {', '.join(sorted(HAVE_BUSINESS_TIME))}."
            )
    grains = defaults["scope_grains"]
    chosen = _mapping(written, "scope_grains", f"{path}: vars")
    for scope in chosen:
        kept = _texts(chosen, scope, f"{path}: vars: scope_grains")
        if scope not in grains or not set(kept) <= set(grains["company"]):
            raise UserError(
                f"{path}: vars: scope_grains: {scope}: {kept} is not known; scopes: {', '.join(grains)};"
                f" grains: {', '.join(grains['company'])}."
            )
    return written | ({"scope_grains": grains | chosen} if chosen else {})


def dbt_defaults() -> dict:
    """The vars of dbt_project.yml: every setting of a definition, with what it is unless a company says otherwise."""
    return read_yaml(PROJECT / "dbt_project.yml")["vars"]


def _instant(as_of, zone: str, where) -> datetime:
    """As an instant: the end of a local day for a date, the last local midnight for nothing."""
    local = ZoneInfo(zone)
    if as_of is None:
        today = datetime.now(local).date()
        return datetime.combine(today, time(), local).astimezone(UTC)
    text = str(as_of).strip()
    try:
        moment = datetime.fromisoformat(text)
        if not 1970 <= moment.year < 2100:
            raise ValueError
    except ValueError:
        raise UserError(
            f"{where}: {text or 'an empty text'} is no date from 1970 to 2099; write it as 2025-06-30."
        ) from None
    if len(text) <= 10:
        moment = datetime.combine(moment.date() + timedelta(days=1), time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=local)).astimezone(UTC)


def _zone(name, where: str) -> str:
    try:
        ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        raise UserError(f"{where}: {name} is no IANA time zone; write one as Asia/Shanghai.") from None
    return str(name)


def _mapping(written: dict, key: str, where) -> dict:
    value = written.get(key) or {}
    if not isinstance(value, dict):
        raise UserError(f"{where}: {key}: expected `name: value` lines, not {value!r}.")
    return value


def _texts(written: dict, key: str, where) -> list[str]:
    """A list of texts; one text is a list of one."""
    value = written.get(key) or []
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UserError(f"{where}: {key}: expected a list of texts, not {value!r}.")
    return value


def _number(written: dict, key: str, default: int, where) -> int:
    value = written.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise UserError(f"{where}: {key}: expected a whole number from 1, not {value!r}.")
    return value


def _known_keys(written, known: set[str], where: str) -> None:
    if not isinstance(written, dict):
        raise UserError(f"{where}: expected a list of `key: value` lines.")
    for key in written:
        if key not in known:
            raise UserError(f"{where}: {key} is not a setting; known: {', '.join(sorted(known))}.")
