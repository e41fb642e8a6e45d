"""To whom a row belongs: the scopes of each fact, settled once per row and the same for all its moments."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .read import Exports, Row
from .rules import EXPORTS

UNKNOWN = "unknown"
SCOPE_TYPES = ("company", "team", "agent", "channel", "service", "region", "customer_segment")


@dataclass(slots=True)
class Fact:
    """One thing that happened, with the member it belongs to in each scope; customer is None where not known."""

    row: Row
    scopes: dict[str, str]
    customer: str | None

    def __getitem__(self, column: str) -> Any:
        return self.row[column]


class People:
    """What the reference exports say about agents, services and customers."""

    def __init__(self, exports: Exports) -> None:
        self._agents = _ids(exports, "agents", "agent_id")
        self._services = _ids(exports, "services", "service_id")
        self._customers = {row["customer_id"]: row for row in exports.rows["customers"]}
        self._since_ever: dict[str, str] = {}
        self._since: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        for row in exports.rows["agents"]:
            if row["valid_from"] is None:
                self._since_ever[row["agent_id"]] = row["team_id"]
            else:
                self._since[row["agent_id"]].append((row["valid_from"].instant, row["team_id"]))
        for states in self._since.values():
            states.sort()

    def agent(self, agent_id: str | None) -> str | None:
        """The agent, 'unknown' where the agents export does not hold it, None where no agent is given."""
        return _checked(agent_id, self._agents)

    def service(self, service_id: str | None) -> str | None:
        """The service, 'unknown' where the services export does not hold it, None where no service is given."""
        return _checked(service_id, self._services)

    def team_of(self, agent: str, moment: datetime) -> str:
        """The team of the agent's state in force at the moment."""
        states = self._since.get(agent, [])
        number = bisect_right(states, moment, key=lambda state: state[0])
        return states[number - 1][1] if number else self._since_ever.get(agent, UNKNOWN)

    def region_of(self, customer: str | None) -> str:
        """The customer's region."""
        return self._of_customer(customer, "region")

    def segment_of(self, customer: str | None) -> str:
        """The customer's segment."""
        return self._of_customer(customer, "segment")

    def _of_customer(self, customer: str | None, column: str) -> str:
        row = self._customers.get(customer) if customer is not None else None
        return (row[column] if row else None) or UNKNOWN


def _ids(exports: Exports, entity: str, column: str) -> set[str] | None:
    """The ids that an export holds, None where it has no file."""
    return {row[column] for row in exports.rows[entity]} if exports.has_file(entity) else None


def _checked(member: str | None, known: set[str] | None) -> str | None:
    """An id that the export does not hold is unknown; without the export every id stands."""
    return UNKNOWN if member is not None and known is not None and member not in known else member


@dataclass
class Facts:
    """The facts of a folder, attributed."""

    service_requests: list[Fact]
    calls: list[Fact]
    complaints: list[Fact]
    survey_responses: list[Fact]
    first_moments: list[datetime]


def attribute(exports: Exports) -> Facts:
    """Attribute every row of the facts; the first moments are those of all five, quality audits included."""
    people = People(exports)
    requests = [_of_request(row, people) for row in exports.rows["service_requests"]]
    by_id = {fact["request_id"]: fact for fact in requests}

    def each(entity: str, rule: Callable[[Row, Fact | None, People], Fact]) -> list[Fact]:
        return [rule(row, by_id.get(row["request_id"]), people) for row in exports.rows[entity]]

    first_moments = [
        _first_moment(entity, row)
        for entity in ("service_requests", "calls", "complaints", "survey_responses", "quality_audits")
        for row in exports.rows[entity]
    ]
    return Facts(
        service_requests=requests,
        calls=each("calls", _of_call),
        complaints=each("complaints", _of_complaint),
        survey_responses=each("survey_responses", _of_answer),
        first_moments=first_moments,
    )


def _first_moment(entity: str, row: Row) -> datetime:
    """The earliest first moment of a fact; reading made sure that it has one."""
    return min(row[column].instant for column in EXPORTS[entity].first_moment if row[column] is not None)


def _from_request(request: Fact | None, scope: str) -> str:
    """The member the request belongs to, 'unknown' without a request."""
    return request.scopes[scope] if request else UNKNOWN


def _first_known(*members: str | None) -> str:
    """The first member that is given and known."""
    return next((member for member in members if member is not None and member != UNKNOWN), UNKNOWN)


def _fact(row: Row, customer: str | None, people: People, scopes: dict[str, str]) -> Fact:
    """A fact with the two scopes that every fact has alike."""
    return Fact(row, {"company": "all", **scopes, "customer_segment": people.segment_of(customer)}, customer)


def _of_request(row: Row, people: People) -> Fact:
    """All its own; else the team of its agent when it was created, and the region of its customer."""
    agent = people.agent(row["agent_id"]) or UNKNOWN
    customer = row["customer_id"]
    scopes = {
        "team": row["team_id"] or people.team_of(agent, row["created_at"].instant),
        "agent": agent,
        "channel": row["channel"] or UNKNOWN,
        "service": people.service(row["service_id"]) or UNKNOWN,
        "region": row["region"] or people.region_of(customer),
    }
    return _fact(row, customer, people, scopes)


def _of_call(row: Row, request: Fact | None, people: People) -> Fact:
    """Channel and team are the request's; agent, service, customer its own, else the request's; it has no region."""
    agent = people.agent(row["agent_id"]) or _from_request(request, "agent")
    customer = row["customer_id"] or (request.customer if request else None)
    scopes = {
        "team": _first_known(_from_request(request, "team"), people.team_of(agent, row["started_at"].instant)),
        "agent": agent,
        "channel": _from_request(request, "channel"),
        "service": people.service(row["service_id"]) or _from_request(request, "service"),
    }
    return _fact(row, customer, people, scopes)


def _of_complaint(row: Row, request: Fact | None, people: People) -> Fact:
    """Its own, else the request's; then the team of its agent and the region of its customer."""
    agent = people.agent(row["agent_id"]) or _from_request(request, "agent")
    customer = row["customer_id"] or (request.customer if request else None)
    from_agent = people.team_of(agent, row["submitted_at"].instant)
    scopes = {
        "team": row["team_id"] or _first_known(_from_request(request, "team"), from_agent),
        "agent": agent,
        "channel": row["channel"] or _from_request(request, "channel"),
        "service": people.service(row["service_id"]) or _from_request(request, "service"),
        "region": row["region"] or _first_known(_from_request(request, "region"), people.region_of(customer)),
    }
    return _fact(row, customer, people, scopes)


def _of_answer(row: Row, request: Fact | None, people: People) -> Fact:
    """As a complaint, but an answer has no team of its own, and its customer is who answered."""
    agent = people.agent(row["agent_id"]) or _from_request(request, "agent")
    respondent = row["respondent_id"] if row["respondent_type"] in (None, "customer") else None
    customer = respondent or (request.customer if request else None)
    from_agent = people.team_of(agent, _first_moment("survey_responses", row))
    scopes = {
        "team": _first_known(_from_request(request, "team"), from_agent),
        "agent": agent,
        "channel": row["channel"] or _from_request(request, "channel"),
        "service": people.service(row["service_id"]) or _from_request(request, "service"),
        "region": row["region"] or _first_known(_from_request(request, "region"), people.region_of(customer)),
    }
    return _fact(row, customer, people, scopes)
