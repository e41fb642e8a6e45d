"""To whom a row belongs: the scopes of each fact, settled once per row and the same for all its moments."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from .periods import local_day
from .read import ONE_MICROSECOND, Exports, Row, instant_of
from .reference import Asset, Span
from .rules import EXPORTS, OPENS_CALENDAR

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


@dataclass(slots=True)
class Audit(Fact):
    """One audit: the row that comes first, and every row as an item."""

    items: list[Row]


@dataclass(frozen=True, slots=True)
class Employment:
    """An agent's state: the local days, both included, on which it is employed in a team; None has no end on that side.

    `since` and `until` are the instants between which the state is in force, whatever its days.
    """

    agent: str
    team: str
    first_day: date | None
    last_day: date | None
    since: datetime | None
    until: datetime | None
    hired_on: date | None
    left_on: date | None

    def is_in_force(self, at: datetime) -> bool:
        """Whether it is the agent's state from this instant on."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


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

    def tier_of(self, customer: str | None) -> str:
        """The customer's tier as a member."""
        return self._of_customer(customer, "member_tier")

    def _of_customer(self, customer: str | None, column: str) -> str:
        row = self._customers.get(customer) if customer is not None else None
        return (row[column] if row else None) or UNKNOWN


def _ids(exports: Exports, entity: str, column: str) -> set[str] | None:
    """The ids that an export holds, None where it has no file."""
    return {row[column] for row in exports.rows[entity]} if exports.has_file(entity) else None


def _checked(member: str | None, known: set[str] | None) -> str | None:
    """An id that the export does not hold is unknown; without the export every id stands."""
    return UNKNOWN if member is not None and known is not None and member not in known else member


@dataclass(slots=True)
class Customer(Fact):
    """A customer, and the days of his membership; without one he is no member. None: no end on that side."""

    is_member: bool
    member_from: date | None
    member_to: date | None

    def is_member_within(self, first_day: date, last_day: date) -> bool:
        """Whether he is a member on one of the days, both included."""
        begins = self.member_from is None or self.member_from <= last_day
        return self.is_member and begins and (self.member_to is None or self.member_to >= first_day)


@dataclass
class Facts:
    """The facts of a folder, attributed; the states in which agents are employed; the services by id, their standards.

    `request_events` are the events of each request, by its id, in the order in which they happened; `assets` and
    `regions` are those of the company's own tables.
    """

    people: People
    service_requests: list[Fact]
    request_events: dict[str, list[Row]]
    calls: list[Fact]
    complaints: list[Fact]
    survey_responses: list[Fact]
    quality_audits: list[Audit]
    training_records: list[Fact]
    agent_goals: list[Fact]
    agent_assessments: list[Fact]
    agent_shifts: list[Fact]
    service_finances: list[Fact]
    orders: list[Fact]
    member_activity: list[Fact]
    maintenance_tasks: list[Fact]
    store_checkouts: list[Fact]
    stockouts: list[Fact]
    customers: list[Customer]
    assets: Mapping[str, Asset]
    regions: Iterable[tuple[str, Span]]
    employment: list[Employment]
    services: dict[str, Row]
    standard_seconds: dict[str, float | None]
    first_moments: list[datetime]


def attribute(
    exports: Exports,
    zone: ZoneInfo,
    assets: Mapping[str, Asset] | None = None,
    regions: Iterable[tuple[str, Span]] = (),
) -> Facts:
    """Attribute every row of the facts. Days, and the first moments that open the calendar, are of the zone."""
    people = People(exports)
    events = _events_of_requests(exports.rows["request_events"])
    requests = [
        _of_request(_merged(row, events[row["request_id"]]), people) for row in exports.rows["service_requests"]
    ]
    by_id = {fact["request_id"]: fact for fact in requests}

    def each(entity: str, rule: Callable[[Row, Fact | None, People], Fact]) -> list[Fact]:
        return [rule(row, by_id.get(row["request_id"]), people) for row in exports.rows[entity]]

    def each_of_agents(entity: str, day: str) -> list[Fact]:
        return [_of_agent(row, instant_of(row[day], zone), people) for row in exports.rows[entity]]

    def each_alone(entity: str, rule: Callable[[Row, People], Fact]) -> list[Fact]:
        return [rule(row, people) for row in exports.rows[entity]]

    theirs = {
        asset_id: replace(asset, service=people.service(asset.service)) for asset_id, asset in (assets or {}).items()
    }
    calls = each("calls", _of_call)
    calls_by_id = {fact["call_id"]: fact for fact in calls}
    return Facts(
        people=people,
        service_requests=requests,
        request_events=events,
        calls=calls,
        complaints=each("complaints", _of_complaint),
        survey_responses=each("survey_responses", _of_answer),
        quality_audits=[
            _of_audit(rows, by_id, calls_by_id, people) for rows in _rows_of_audits(exports.rows["quality_audits"])
        ],
        training_records=each_of_agents("training_records", "scheduled_on"),
        agent_goals=each_of_agents("agent_goals", "set_on"),
        agent_assessments=each_of_agents("agent_assessments", "assessed_on"),
        agent_shifts=each_of_agents("agent_shifts", "shift_on"),
        service_finances=each_alone("service_finances", _of_posting),
        orders=each_alone("orders", _of_order),
        member_activity=each_alone("member_activity", _of_movement),
        maintenance_tasks=[_of_task(row, theirs.get(row["asset_id"])) for row in exports.rows["maintenance_tasks"]],
        store_checkouts=each_alone("store_checkouts", _of_checkout),
        stockouts=[
            Fact(row, {"company": "all", "region": row["region"] or UNKNOWN}, None) for row in exports.rows["stockouts"]
        ],
        customers=each_alone("customers", _of_customer),
        assets=theirs,
        regions=list(regions),
        employment=_employment(exports.rows["agents"], zone),
        services={row["service_id"]: row for row in exports.rows["services"]},
        standard_seconds={row["service_id"]: row["standard_handling_seconds"] for row in exports.rows["services"]},
        first_moments=[
            instant_of(row[column], zone)
            for entity, columns in OPENS_CALENDAR.items()
            for row in exports.rows[entity]
            for column in columns
            if row[column] is not None
        ],
    )


def _events_of_requests(rows: list[Row]) -> dict[str, list[Row]]:
    """The events of each request in order of time; at the same moment by their id."""
    events: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["occurred_at"].instant, row["event_id"])):
        events[row["request_id"]].append(row)
    return events


def _merged(request: Row, events: list[Row]) -> Row:
    """A request, as a duplicate of the one that an event says it was merged into; no request is merged into itself."""
    targets = [event["to_value"] for event in events if event["event_type"] == "merged"]
    into = next((target for target in targets if target not in (None, request["request_id"])), None)
    if into is None or request["duplicate_of"] is not None:
        return request
    return replace(request, values=request.values | {"duplicate_of": into})


def _rows_of_audits(rows: list[Row]) -> list[list[Row]]:
    """The rows of each audit, the first one first: that audited earliest, then that of the lowest item."""
    audits: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["audited_at"].instant, row["item_id"])):
        audits[row["audit_id"]].append(row)
    return list(audits.values())


def _employment(rows: list[Row], zone: ZoneInfo) -> list[Employment]:
    """Each state's days: from its own until the next state of that agent, within hired_on and left_on."""
    states: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        states[row["agent_id"]].append(row)
    employed = []
    for agent, own in states.items():
        own.sort(key=lambda row: (row["valid_from"] is not None, row["valid_from"] and row["valid_from"].instant))
        for row, after in zip(own, [*own[1:], None], strict=True):
            since = row["valid_from"].instant if row["valid_from"] else None
            until = after["valid_from"].instant if after else None
            first = local_day(since, zone) if since else None
            last = local_day(until - ONE_MICROSECOND, zone) if until else None
            first_day = max((day for day in (first, row["hired_on"]) if day), default=None)
            last_day = min((day for day in (last, row["left_on"]) if day), default=None)
            employed.append(
                Employment(agent, row["team_id"], first_day, last_day, since, until, row["hired_on"], row["left_on"])
            )
    return employed


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
    """As a complaint, but an answer has no team of its own, and its customer is who answered.

    In a survey of employees who answers is the agent, where the row names no other.
    """
    agent_id = row["agent_id"]
    if row["survey"] in ("employee", "employee_nps") and row["respondent_type"] in (None, "agent"):
        agent_id = agent_id or row["respondent_id"]
    agent = people.agent(agent_id) or _from_request(request, "agent")
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


def _of_audit(rows: list[Row], requests: dict[str, Fact], calls: dict[str, Fact], people: People) -> Audit:
    """As its first row: the agent its own, else the request's, else the call's; the rest the request's or the call's.

    The team may also be that of its agent; an audit has neither region nor customer.
    """
    row = rows[0]
    request, call = requests.get(row["request_id"]), calls.get(row["call_id"])
    referred = [fact for fact in (request, call) if fact]

    def theirs(scope: str) -> str:
        return _first_known(*(fact.scopes[scope] for fact in referred))

    agent = people.agent(row["agent_id"]) or theirs("agent")
    scopes = {
        "company": "all",
        "team": _first_known(theirs("team"), people.team_of(agent, row["audited_at"].instant)),
        "agent": agent,
        "channel": theirs("channel"),
        "service": theirs("service"),
    }
    return Audit(row, scopes, None, rows)


def _of_agent(row: Row, moment: datetime, people: People) -> Fact:
    """What concerns an agent alone: the team is that of its state at the moment."""
    agent = people.agent(row["agent_id"]) or UNKNOWN
    return Fact(row, {"company": "all", "team": people.team_of(agent, moment), "agent": agent}, None)


def _of_posting(row: Row, people: People) -> Fact:
    """Its own team, its own service."""
    service = people.service(row["service_id"]) or UNKNOWN
    return Fact(row, {"company": "all", "team": row["team_id"] or UNKNOWN, "service": service}, None)


def _of_order(row: Row, people: People) -> Fact:
    """All its own; the region else its customer's."""
    customer = row["customer_id"]
    scopes = {
        "channel": row["channel"] or UNKNOWN,
        "service": people.service(row["service_id"]) or UNKNOWN,
        "region": row["region"] or people.region_of(customer),
    }
    return _fact(row, customer, people, scopes)


def _of_movement(row: Row, people: People) -> Fact:
    """Region and segment of its customer."""
    customer = row["customer_id"]
    return _fact(row, customer, people, {"region": people.region_of(customer)})


def _of_customer(row: Row, people: People) -> Customer:
    """A member from the day given, else, where it says that he is one, since he joined or ever."""
    customer = row["customer_id"]
    since = row["member_from_on"]
    is_member = since is not None or row["is_member"] is True
    scopes = {"company": "all", "region": people.region_of(customer), "customer_segment": people.segment_of(customer)}
    return Customer(row, scopes, customer, is_member, since or row["joined_on"], row["member_to_on"])


def _of_task(row: Row, asset: Asset | None) -> Fact:
    """Service and region of its asset."""
    service, region = (asset.service, asset.region) if asset else (UNKNOWN, UNKNOWN)
    return Fact(row, {"company": "all", "service": service, "region": region}, None)


def _of_checkout(row: Row, people: People) -> Fact:
    """Its own agent, the team of that one when the customer joined the queue, its own region."""
    agent = people.agent(row["agent_id"]) or UNKNOWN
    team = people.team_of(agent, row["queue_joined_at"].instant)
    return Fact(row, {"company": "all", "team": team, "agent": agent, "region": row["region"] or UNKNOWN}, None)
