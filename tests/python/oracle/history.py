"""What the events of a request tell: the states it was in, how long its customer waited, how it was handed over."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .attribute import UNKNOWN, Fact, Facts
from .read import Moment, Row

OPEN, PAUSED, RESOLVED, CANCELLED = "open", "paused", "resolved", "cancelled"

Statuses = Mapping[str, str]


# ---------------------------------------------------------------- what a status means


def read_statuses(*files: Path) -> Statuses:
    """The kind of each status, in lower case; a later file replaces what an earlier one says. A file may be absent."""
    kinds: dict[str, str] = {}
    for path in files:
        if path.is_file():
            with path.open(encoding="utf-8-sig", newline="") as file:
                kinds |= {row["status"].lower(): row["kind"] for row in csv.DictReader(file)}
    return kinds


def kind_of(status: str | None, statuses: Statuses) -> str | None:
    """open, paused, resolved or cancelled; None of a status that nobody has explained."""
    return statuses.get(status.lower()) if status is not None else None


# ---------------------------------------------------------------- states


@dataclass(frozen=True, slots=True)
class State:
    """open, paused or resolved, from one instant until before another; None: it goes on."""

    kind: str
    since: datetime
    until: datetime | None


def end_of(request: Fact) -> datetime | None:
    """When a request was over: resolved at last or cancelled, whichever came first; None while it is open."""
    ends = [request[column].instant for column in ("resolved_at", "cancelled_at") if request[column] is not None]
    return min(ends, default=None)


def states_of(request: Fact, facts: Facts, statuses: Statuses) -> list[State]:
    """The states of a request from its creation to its end, one after the other, never the same twice running."""
    end = end_of(request)
    points = [
        (at, kind)
        for at, kind in _points(request, facts.request_events.get(request["request_id"], []), statuses)
        if request["created_at"].instant <= at and (end is None or at < end)
    ]
    last_opening = max((place for place, (_, kind) in enumerate(points) if kind != RESOLVED), default=-1)
    points = points[: last_opening + 1]  # closed, and never opened again: no sign that it was closed for long
    states: list[State] = []
    for (since, kind), until in zip(points, [*(at for at, _ in points[1:]), end], strict=False):
        if since == until:
            continue
        if states and states[-1].kind == kind:
            since = states.pop().since
        states.append(State(kind, since, until))
    return states


def _points(request: Fact, events: list[Row], statuses: Statuses) -> list[tuple[datetime, str]]:
    """The moments at which a request takes on a state, in order; cancelled is as closed as resolved."""
    points = [(request["created_at"].instant, OPEN)]
    if request["first_resolved_at"] is not None:
        points.append((request["first_resolved_at"].instant, RESOLVED))
    for event in events:
        kind = kind_of(event["to_value"], statuses)
        if event["event_type"] == "reopened":
            points.append((event["occurred_at"].instant, PAUSED if kind == PAUSED else OPEN))
        elif event["event_type"] == "status_changed" and kind is not None:
            points.append((event["occurred_at"].instant, RESOLVED if kind == CANCELLED else kind))
    return sorted(points, key=lambda point: point[0])  # which keeps the order of what comes at the same moment


# ---------------------------------------------------------------- waits


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody waits in a request, from `began_at` to `ended_at`, None while it lasts; to whom it belongs."""

    request: Fact
    scopes: dict[str, str]
    began_at: Moment
    ended_at: Moment | None

    def __getitem__(self, column: str) -> Any:
        return getattr(self, column)


def is_reply(event: Row) -> bool:
    """A public reply of a person."""
    is_of_person = event["actor_type"] in (None, "agent")
    return event["event_type"] == "agent_reply" and event["is_public"] is not False and is_of_person


def reply_waits_of(request: Fact, facts: Facts) -> list[Wait]:
    """The waits of the customer in order of time; the last one may go on."""
    events = facts.request_events.get(request["request_id"], [])
    messages = [request["created_at"]]
    messages += [event["occurred_at"] for event in events if event["event_type"] == "customer_message"]
    replies = [(event["occurred_at"], event["actor_id"]) for event in events if is_reply(event)]
    first = request["first_response_at"]
    if first is not None and first.instant not in {reply.instant for reply, _ in replies}:
        replies.append((first, None))
    happened = [(message, False, None) for message in messages] + [(reply, True, actor) for reply, actor in replies]
    waits, began_at = [], None
    for moment, ends, actor in sorted(happened, key=lambda thing: (thing[0].instant, thing[1])):
        if not ends:
            began_at = began_at or moment
        elif began_at is not None:
            waits.append(Wait(request, _scopes_by(actor, moment, request, facts), began_at, moment))
            began_at = None
    if began_at is not None:
        waits.append(Wait(request, request.scopes, began_at, None))
    return waits


def _scopes_by(actor: str | None, moment: Moment, request: Fact, facts: Facts) -> dict[str, str]:
    """The request's scopes, but the agent is who acted; the team is that agent's where the request has none."""
    agent = facts.people.agent(actor) or request.scopes["agent"]
    team = request.scopes["team"]
    if team == UNKNOWN:
        team = facts.people.team_of(agent, moment.instant)
    return request.scopes | {"agent": agent, "team": team}


# ---------------------------------------------------------------- handovers


def is_action(event: Row) -> bool:
    """A named agent did something: wrote, if only to colleagues, or changed the status."""
    is_of_agent = event["actor_type"] == "agent" and event["actor_id"] is not None
    return event["event_type"] in ("agent_reply", "status_changed") and is_of_agent


def is_transfer(event: Row) -> bool:
    """Passed on, from one to another."""
    stays = event["from_value"] is not None and event["from_value"] == event["to_value"]
    return event["event_type"] == "transferred" and not stays


def handovers_of(request: Fact, facts: Facts) -> list[Wait]:
    """The waits from a run of transfers to the first action of an agent other than the one before."""
    events = facts.request_events.get(request["request_id"], [])
    waits, last_actor, is_run = [], None, False
    for place, event in enumerate(events):
        if is_action(event):
            last_actor, is_run = event["actor_id"], False
        elif is_transfer(event) and not is_run:
            is_run = True
            own = event["actor_id"] if event["actor_type"] == "agent" else None
            giver = last_actor if own is None else own
            others = (later for later in events[place:] if is_action(later) and later["actor_id"] != giver)
            if (action := next(others, None)) is not None:
                scopes = _scopes_by(action["actor_id"], action["occurred_at"], request, facts)
                waits.append(Wait(request, scopes, event["occurred_at"], action["occurred_at"]))
    return waits
