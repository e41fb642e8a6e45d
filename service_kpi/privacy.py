"""How each cell is landed, by what its column says of itself in the contract: a customer's identifier as a pseudonym,
telephone numbers and names of customers not at all, free text by the company's policy. docs/privacy.md tells it.

A pseudonym is the HMAC-SHA-256 of the identifier, its first 32 hexadecimal digits. DuckDB works it out in the one
statement that writes a landed file; the salt goes there as two parameters, so that it stands in no SQL and no log.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .contract import PROJECT, Table
from .errors import UserError
from .sql import sql_name, sql_text

if TYPE_CHECKING:
    from .settings import Settings

RULES = 1  # raised when the same policy comes to land cells otherwise: every file with such columns is landed anew
HIDDEN = "***"
FORGOTTEN = "forgotten"  # the problem of a row of which nothing is left
CUSTOMERS = ("pseudonym", "keep")
AGENT_NAMES = ("keep", "pseudonym", "drop")
FREE_TEXT = ("drop", "mask", "keep")
KEYS = ("customers", "agent_names", "free_text", "agent_pages", "retention_days", "known_columns")
RETENTION = ("landing", "rejects", "runs")
PERSONAL = ("customer", "contact", "name", "agent_name", "free_text", "none")
# What is no identifier and stays as it is, for staging to reject (macro judge_id).
NO_ID = ("null", "(null)", "none", "nan", "nil", "undefined", "n/a")
NO_ID += ("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!")
CUT_NUMBER = "^[0-9]([.][0-9]+)?[eE][+][0-9]+$"
SHORTEST_SALT = 16
DEMO = (PROJECT / "companies" / "demo").resolve()
DEMO_SALT = "the demo company is made up, and so is its salt"

# What personal data looks like, full-width digits too. Neither Python nor DuckDB may look behind or ahead: what stands
# around digits is taken along, and put back.
DIGIT = "[0-9０-９]"
EMAIL = r"[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9-]+(?:[.][A-Za-z0-9-]+)+"
# Python tries every character of a long word as a beginning, unless told that there is none within a word.
EMAIL_IN_PYTHON = r"(?<![A-Za-z0-9._%+-])" + EMAIL
MOBILE = f"(?:(?:[+＋]|00)?[8８][6６][ -]?)?[1１][3-9３-９]{DIGIT}[ -]?{DIGIT}{{4}}[ -]?{DIGIT}{{4}}"
ID_NUMBER = f"[1-9１-９]{DIGIT}{{16}}[0-9０-９XxＸｘ]"
LANDLINE = f"0{DIGIT}{{2,3}}[ -]?{DIGIT}{{7,8}}"
BANK_CARD = f"{DIGIT}{{16,19}}|{DIGIT}{{4}}(?:[ -]{DIGIT}{{4}}){{3}}(?:[ -]{DIGIT}{{1,3}})?"
ANYWHERE = f"(?:{ID_NUMBER}|{MOBILE})"
IN_FREE_TEXT = f"(?:{ID_NUMBER}|{BANK_CARD}|{MOBILE}|{LANDLINE})"
BEFORE, AFTER = "(^|[^0-9０-９])", "($|[^0-9０-９])"


@dataclass(frozen=True)
class Privacy:
    """A company's policy, as its settings have it under `privacy`."""

    customers: str = "pseudonym"
    agent_names: str = "keep"
    free_text: str = "drop"
    retention_days: dict[str, int] = field(default_factory=dict)  # landing, rejects, runs; none: kept
    known_columns: tuple[str, ...] = ()  # `<table>.<column>` whose findings the scan does not tell
    agent_pages: bool = False  # whether agents stand in the report, in pages of their own and in the recognition list


def chosen(written: dict, where: str) -> Privacy:
    """The policy written in the settings. Raises UserError naming the key."""
    _known(written, KEYS, where, "a setting")
    for key, values in (("customers", CUSTOMERS), ("agent_names", AGENT_NAMES), ("free_text", FREE_TEXT)):
        if written.get(key, values[0]) not in values:
            raise UserError(f"{where}: {key}: {written[key]} is not known; choose {' or '.join(values)}.")
    if not isinstance(written.get("agent_pages", False), bool):
        raise UserError(f"{where}: agent_pages: {written['agent_pages']} is not known; choose true or false.")
    days = written.get("retention_days") or {}
    _known(days, RETENTION, f"{where}: retention_days", "kept by days")
    for key, value in days.items():
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 36500:
            raise UserError(f"{where}: retention_days: {key}: expected a whole number from 1 to 36500, not {value!r}.")
    known = written.get("known_columns") or []
    if not isinstance(known, list) or not all(isinstance(one, str) and one.count(".") == 1 for one in known):
        raise UserError(f"{where}: known_columns: expected a list as [orders.order_id], not {known!r}.")
    told = {key: written[key] for key in ("customers", "agent_names", "free_text", "agent_pages") if key in written}
    return Privacy(**told, retention_days=dict(days), known_columns=tuple(known))


def _known(written: object, known: tuple[str, ...], where: str, what: str) -> None:
    if not isinstance(written, dict):
        raise UserError(f"{where}: expected `name: value` lines, not {written!r}.")
    for key in written:
        if key not in known:
            raise UserError(f"{where}: {key} is not {what}; known: {', '.join(sorted(known))}.")


def check_declared(tables: Iterable[Table], policy: Privacy, where: str) -> None:
    """Raise UserError where a source's YAML says of a column what cannot be."""
    for table in tables:
        for column, rule in table.rules.items():
            told = f"{where}: {table.name}: {column}: personal"
            kind = rule.get("personal")
            if kind is not None and kind not in PERSONAL:
                raise UserError(f"{told}: {kind} is not known; choose {', '.join(PERSONAL)}.")
            for condition in rule.get("unless", ()):
                if kind != "customer" or not isinstance(condition, dict) or not set(condition) <= set(table.columns):
                    raise UserError(
                        f"{told}: `unless` stands beside `customer` and names columns: - {{actor_type: [agent]}}."
                    )
            if rule.get("required") and _action(table, column, policy) == "nothing":
                raise UserError(
                    f"{told}: {kind} is not landed, though the column is required: "
                    + ("choose agent_names: pseudonym." if kind == "agent_name" else "let it not be required.")
                )


# ---------------------------------------------------------------- the salt


@dataclass(frozen=True)
class Key:
    """The salt as HMAC uses it: two keyed blocks; and what tells it from another, which gives nothing of it away."""

    outer: bytes
    inner: bytes
    fingerprint: str

    def __repr__(self) -> str:
        return f"Key({self.fingerprint})"

    def parameters(self) -> dict[str, bytes]:
        return {"outer": self.outer, "inner": self.inner}


def key_of(salt: bytes) -> Key:
    """The key that a salt makes (RFC 2104, blocks of 64 bytes)."""
    block = (hashlib.sha256(salt).digest() if len(salt) > 64 else salt).ljust(64, b"\0")
    outer, inner = (bytes(byte ^ pad for byte in block) for pad in (0x5C, 0x36))
    return Key(outer, inner, hmac.new(salt, b"service-kpi fingerprint", hashlib.sha256).hexdigest()[:12])


def salted(settings: Settings) -> Key | None:
    """The key of this company, None where nothing of it is landed under a pseudonym.

    Raises UserError where one is needed and SERVICE_KPI_SALT is not set, or is short.
    """
    return key_from_environment(settings) if _needs_salt(settings) else None


def key_from_environment(settings: Settings) -> Key:
    """The key of SERVICE_KPI_SALT; the made-up demo company has a salt of its own, which everybody may know."""
    salt = os.environ.get("SERVICE_KPI_SALT", "")
    if not salt and _is_demo(settings):
        salt = DEMO_SALT
    if not salt:
        raise UserError(
            "SERVICE_KPI_SALT is not set, the secret behind the pseudonyms of customers: make one with `export"
            " SERVICE_KPI_SALT=$(openssl rand -hex 32)`, keep it safe and set it for every run (with another one every"
            " file is landed anew)."
        )
    if len(salt) < SHORTEST_SALT:
        raise UserError(
            f"SERVICE_KPI_SALT is too short, identifiers could be guessed with it: {SHORTEST_SALT} characters at least,"
            " as `openssl rand -hex 32` makes them."
        )
    return key_of(os.fsencode(salt))


def _is_demo(settings: Settings) -> bool:
    """Whether it is the made-up company with its made-up exports, not its settings over somebody's real ones."""
    within = all(source.folder.resolve().is_relative_to(DEMO) for source in settings.sources)
    return settings.company_dir == DEMO and within


def _needs_salt(settings: Settings) -> bool:
    tables = [table for source in settings.sources for table in source.tables.values()]
    return any(
        _action(table, column, settings.privacy) in ("pseudonym", "pseudonym of an agent")
        for table in tables
        for column in table.columns
    )


# ---------------------------------------------------------------- SQL


def hashed(text: str, domain: str = "") -> str:
    """SQL: the pseudonym of a text, by the parameters $outer and $inner; domain: what keeps other things' apart."""
    message = f"encode({sql_text(domain)} || {text})" if domain else f"encode({text})"
    return f"left(sha256($outer::blob || unhex(sha256($inner::blob || {message}))), 32)"


def trimmed(text: str) -> str:
    """SQL: a text as staging sees it (macro `trimmed`): without white space at its ends, empty as null."""
    return (
        f"case when {text} >= '!' and {text} < chr(127) and right({text}, 1) between '!' and '~' then {text} else"
        f" nullif(trim({text}, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)), '') end"
    )


def is_no_id(text: str) -> str:
    """SQL: whether a text is the word for nothing of some program, or a number that lost its last digits."""
    words = ", ".join(map(sql_text, NO_ID))
    return f"(lower({text}) in ({words}) or (contains({text}, '+') and regexp_matches({text}, '{CUT_NUMBER}')))"


def masked(text: str, digits: str = ANYWHERE) -> str:
    """SQL: a text with *** for what looks like personal data."""
    masking = f"regexp_replace({text}, {sql_text(EMAIL)}, '{HIDDEN}', 'g')"
    for _ in range(2):  # what stands between two numbers belongs to the first match: the second needs a second look
        masking = f"regexp_replace({masking}, {sql_text(BEFORE + digits + AFTER)}, '\\1{HIDDEN}\\2', 'g')"
    short = f"strlen({text}) < 11 and not contains({text}, '@') and not contains({text}, '＠')"
    # One look for any digit or mark spares most words the three that replace.
    return f"case when {short} or not regexp_matches({text}, '[0-9０-９@＠]') then {text} else {masking} end"


def without_personal_data(text: str) -> str:
    """A message or a name with *** for what looks like personal data."""
    text = re.sub(EMAIL_IN_PYTHON, HIDDEN, text)
    for _ in range(2):
        text = re.sub(BEFORE + IN_FREE_TEXT + AFTER, rf"\1{HIDDEN}\2", text)
    return text


def _action(table: Table, column: str, policy: Privacy) -> str:
    """What becomes of a column: keep, look (land, without what looks personal), mask, nothing, pseudonym."""
    kind = table.rules.get(column, {}).get("personal")
    if kind == "customer":
        return policy.customers
    if kind in ("contact", "name"):
        return "nothing"
    if kind == "agent_name":
        return {"keep": "keep", "pseudonym": "pseudonym of an agent", "drop": "nothing"}[policy.agent_names]
    if kind == "free_text":
        return {"drop": "nothing"}.get(policy.free_text, policy.free_text)
    # Identifiers and amounts may well look like telephone numbers.
    is_code = column.endswith("_id") or column in table.money
    return "keep" if kind == "none" or is_code or column not in table.types else "look"


def is_landed(table: Table, column: str, policy: Privacy) -> bool:
    """Whether a column is landed at all."""
    return _action(table, column, policy) != "nothing"


@dataclass(frozen=True)
class Guard:
    """How the cells of one table are landed."""

    table: Table
    policy: Privacy = Privacy()
    key: Key | None = None
    forgotten: tuple[str, ...] = ()  # pseudonyms

    def mark(self, columns: Iterable[str]) -> str:
        """Digest of how these columns are landed; the same as long as they would be landed the same."""
        actions = {column: _action(self.table, column, self.policy) for column in sorted(columns)}
        told = {column: action for column, action in actions.items() if action not in ("keep", "look")}
        by_salt = self.key.fingerprint if self.key and any("pseudonym" in action for action in told.values()) else None
        return hashlib.sha256(json.dumps([RULES, told, by_salt]).encode()).hexdigest()[:12]

    def names_customers(self) -> bool:
        return bool(self._customers(self.table.columns))

    def select(self, relation: str, columns: dict[str, str], file: str) -> tuple[str, dict[str, bytes]]:
        """SQL that gives the cells as they are landed, with the lineage; and its parameters.

        relation: has the cells under the names that `columns` gives for each column, and _row, _line, _problem.
        """
        cells = {column: self._cell(column, columns) for column in columns}
        lineage = f"{sql_text(file)} as _file, _row, _line"
        if not self.forgotten or not self._customers(columns):
            chosen = [f"case when _problem is null then {cell} end as {sql_name(c)}" for c, cell in cells.items()]
            query = ", ".join([*chosen, lineage, f"{masked('_problem')} as _problem"])
            return f"select {query} from ({relation})", self._parameters(" ".join(chosen))
        return self._without_forgotten(f"select *, {self._theirs(columns)} from ({relation})", cells, columns, lineage)

    def forget(self, landed: str, columns: Iterable[str]) -> tuple[str, dict[str, bytes]]:
        """SQL that gives a landed file's rows (`landed` reads them) without what is left of forgotten customers."""
        names = {column: sql_name(column) for column in columns}
        return self._without_forgotten(
            f"select *, {self._theirs(names, is_landed=True)} from ({landed})", names, names, "_file, _row, _line"
        )

    def theirs(self, columns: Iterable[str]) -> tuple[str, dict[str, bytes]]:
        """SQL: whether a landed row names a forgotten customer; and its parameters."""
        names = {column: sql_name(column) for column in columns}
        theirs = [self._is_theirs(column, names, is_landed=True) for column in self._customers(names)]
        sql = " or ".join(theirs) or "false"
        return sql, self._parameters(sql)

    def _without_forgotten(
        self, relation: str, cells: dict[str, str], columns: dict[str, str], lineage: str
    ) -> tuple[str, dict[str, bytes]]:
        customers = self._customers(columns)
        theirs = " or ".join(f"_of_{at}" for at in range(len(customers)))
        erased = [f"_of_{at}" for at, column in enumerate(customers) if column in self.table.required]
        is_erased = " or ".join(erased) or "false"
        chosen = []
        for column, cell in cells.items():
            gone = f"_problem is not null or {is_erased}"
            if column in customers:
                gone += f" or _of_{customers.index(column)}"
            elif self.table.rules.get(column, {}).get("personal") in ("contact", "name", "free_text"):
                gone += f" or {theirs}"
            chosen.append(f"case when not ({gone}) then {cell} end as {sql_name(column)}")
        problem = f"case when {is_erased} then '{FORGOTTEN}' else {masked('_problem')} end as _problem"
        query = f"select {', '.join([*chosen, lineage, problem])} from ({relation})"
        return query, self._parameters(query)

    def _theirs(self, columns: dict[str, str], is_landed: bool = False) -> str:
        return ", ".join(
            f"coalesce(_problem is null and {self._is_theirs(column, columns, is_landed)}, false) as _of_{at}"
            for at, column in enumerate(self._customers(columns))
        )

    def _is_theirs(self, column: str, columns: dict[str, str], is_landed: bool) -> str:
        """SQL: whether a column's value is the identifier of a forgotten customer."""
        listed = ", ".join(map(sql_text, self.forgotten)) or "null"
        value = columns[column]
        if not is_landed or self.policy.customers == "keep":
            value = hashed(f"({trimmed(value)})")
        return f"({value} in ({listed}) and not ({self._says_otherwise(column, columns)}))"

    def _customers(self, columns: Iterable[str]) -> list[str]:
        rules = self.table.rules
        return [column for column in columns if rules.get(column, {}).get("personal") == "customer"]

    def _cell(self, column: str, columns: dict[str, str]) -> str:
        text, action = columns[column], _action(self.table, column, self.policy)
        if action == "nothing":
            return "null::varchar"
        if action == "look":
            if self.table.types[column] in ("timestamp", "date"):  # nearly all of them are quick to see through
                return f"case when try_cast({text} as timestamp) is not null then {text} else {masked(text)} end"
            return masked(text)
        if action == "mask":
            return masked(text, IN_FREE_TEXT)
        if action == "pseudonym of an agent":
            return hashed(f"({trimmed(text)})", "agent ")
        if action == "pseudonym":
            stays = f"{is_no_id(f'({trimmed(text)})')} or {self._says_otherwise(column, columns)}"
            return f"case when {stays} then {text} else {hashed(f'({trimmed(text)})')} end"
        return text

    def _says_otherwise(self, column: str, columns: dict[str, str]) -> str:
        """SQL: whether a row says that the identifier is no customer's (`unless`). A column that is not there is
        empty; case and white space count for nothing, as in staging."""
        conditions = []
        for condition in self.table.rules[column].get("unless", ()):
            said = [
                f"lower(coalesce({trimmed(columns[name]) if name in columns else 'null'}, ''))"
                f" in ({', '.join(sql_text(str(value)) for value in values)})"
                for name, values in condition.items()
            ]
            conditions.append(f"({' and '.join(said)})")
        return " or ".join(conditions) or "false"

    def _parameters(self, sql: str) -> dict[str, bytes]:
        return self.key.parameters() if "$outer" in sql else {}
