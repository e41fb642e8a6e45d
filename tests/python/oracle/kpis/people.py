"""The agents themselves: trained, grown, satisfied."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date

from ..attribute import Employment, Fact, Facts
from ..counting import Cell, Counting, Counts
from ..periods import end_of_day, period_start
from ..read import ONE_DAY, ONE_MICROSECOND, local_midnight
from .satisfaction import promoters_answers, rated_answers, satisfied_voters, stance


def training_participation_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """agents who attended a training in the period and were employed then / agents employed on a day of the period

    An agent that changed teams is in both, and attended for the team it was in on the day of the training.
    """
    employed: dict[Cell, set[str]] = defaultdict(set)
    for scope in scopes:
        for (grain, start), days in counting.periods(scope).items():
            for state in facts.employment:
                if is_employed(state, *days):
                    member = {"company": "all", "team": state.team, "agent": state.agent}[scope]
                    employed[grain, start, scope, member].add(state.agent)
    attended: dict[Cell, set[str]] = defaultdict(set)
    for record in facts.training_records:
        if record["attended"]:
            for cell in counting.cells(record, "scheduled_on", scopes):
                attended[cell].add(record["agent_id"])
    return {cell: Counts(len(agents & attended[cell]), len(agents), len(agents)) for cell, agents in employed.items()}


def is_employed(state: Employment, first_day: date, last_day: date) -> bool:
    """Whether the state holds on at least one of the days."""
    first = max(day for day in (first_day, state.first_day) if day)
    return first <= min(day for day in (last_day, state.last_day) if day)


def training_pass_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """trainings attended and passed / trainings attended with a result"""
    judged = [record for record in attended_trainings(facts) if record["passed"] is not None]
    return counting.shares(judged, "scheduled_on", scopes, lambda record: record["passed"])


def training_effectiveness(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of scores after less scores before / sum of scores before"""
    scored = [
        record
        for record in attended_trainings(facts)
        if record["score_before"] is not None and record["score_after"] is not None
    ]
    return {
        cell: Counts(
            math.fsum(record["score_after"] - record["score_before"] for record in records),
            math.fsum(record["score_before"] for record in records),
            len(records),
        )
        for cell, records in counting.by_cell(scored, "scheduled_on", scopes).items()
    }


def attended_trainings(facts: Facts) -> list[Fact]:
    """The trainings that say they were attended."""
    return [record for record in facts.training_records if record["attended"]]


def personal_goal_completion_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """personal goals completed by their due date / personal goals due by as_of"""
    return _completed_in_time(facts, counting, scopes, "goal")


def improvement_plan_execution_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """improvement plans completed by their due date / improvement plans due by as_of"""
    return _completed_in_time(facts, counting, scopes, "improvement_plan")


def _completed_in_time(facts: Facts, counting: Counting, scopes: Iterable[str], kind: str) -> dict[Cell, Counts]:
    """Goals of a kind that were completed on the day they were due or before; due when that day is over."""
    due = [
        goal
        for goal in facts.agent_goals
        if goal["kind"] == kind and end_of_day(goal["due_on"], counting.zone) <= counting.as_of
    ]
    return counting.shares(
        due,
        "due_on",
        scopes,
        lambda goal: goal["completed_on"] is not None and goal["completed_on"] <= goal["due_on"],
    )


def personal_growth_index(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum over agents of last overall assessment in the period less the opening one / sum of the opening ones

    An agent's growth in a period belongs to the agent and team of the closing assessment.
    """
    growth: dict[Cell, list[tuple[float, float]]] = defaultdict(list)
    for assessments in _overall_assessments(facts, counting):
        for scope in scopes:
            for grain in counting.kept_grains.get(scope, ()):
                for opening, closing in _openings_and_closings(assessments, grain):
                    start = period_start(grain, closing["assessed_on"])
                    growth[grain, start, scope, closing.scopes[scope]].append((share(opening), share(closing)))
    return {
        cell: Counts(
            math.fsum(closing - opening for opening, closing in agents),
            math.fsum(opening for opening, _ in agents),
            len(agents),
        )
        for cell, agents in growth.items()
    }


def share(assessment: Fact) -> float:
    """The score as a share of the highest."""
    return assessment["score"] / assessment["max_score"]


def _overall_assessments(facts: Facts, counting: Counting) -> Iterable[list[Fact]]:
    """The overall assessments of each agent in order; of one day, that which names its dimension comes last."""
    agents: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.agent_assessments:
        is_overall = fact["dimension"] in (None, "overall")
        if is_overall and fact["max_score"] > 0 and counting.has_day(fact["assessed_on"]):
            agents[fact["agent_id"]].append(fact)
    for assessments in agents.values():
        assessments.sort(key=lambda fact: (fact["assessed_on"], fact["dimension"] is not None))
    return agents.values()


def _openings_and_closings(assessments: list[Fact], grain: str) -> Iterable[tuple[Fact, Fact]]:
    """For each period: the last assessment before it, else the first in it; the last in it. Never the same twice."""
    periods: dict[object, list[int]] = defaultdict(list)
    for place, assessment in enumerate(assessments):
        periods[period_start(grain, assessment["assessed_on"])].append(place)
    for places in periods.values():
        opening, closing = max(places[0] - 1, 0), places[-1]
        if opening != closing:
            yield assessments[opening], assessments[closing]


def employee_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """agents whose mean overall rating in the period (rescaled to 0-1) is at least 0.75 / agents who answered

    An anonymous answer is its own agent.
    """
    counts = {}
    for cell, answers in counting.by_cell(rated_answers(facts, counting, "employee"), "responded_at", scopes).items():
        satisfied, voters = satisfied_voters(answers, voter_of, counting)
        counts[cell] = Counts(satisfied, voters, voters)
    return counts


def voter_of(answer: Fact) -> Hashable:
    """Who answered; an answer of nobody known is its own."""
    respondent = answer["respondent_id"]  # an id is one of its kind's
    kind = answer["respondent_type"] or "agent"
    return (kind, respondent) if respondent else ("response", answer["response_id"])


def employee_net_promoter_score(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """employee promoters less detractors / employee NPS responses"""
    return counting.means(promoters_answers(facts, counting, "employee_nps"), "responded_at", scopes, stance)


def professional_assessment_score(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """assessment points scored / assessment points possible

    In all dimensions but overall; out of nothing nobody scores.
    """
    single = [
        fact for fact in facts.agent_assessments if fact["dimension"] not in (None, "overall") and fact["max_score"] > 0
    ]
    return {
        cell: Counts(
            math.fsum(fact["score"] for fact in assessments),
            math.fsum(fact["max_score"] for fact in assessments),
            len(assessments),
        )
        for cell, assessments in counting.by_cell(single, "assessed_on", scopes).items()
    }


def employee_turnover_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """agents who left in the period / mean of opening and closing headcount

    Who left belongs to the day and to the team of the state in which that day ended. The period opens with its first
    day and closes with its last one, by as_of at the latest.
    """
    left: dict[Cell, int] = defaultdict(int)
    heads: dict[Cell, int] = defaultdict(int)
    for scope in scopes:
        for (grain, start), (first_day, last_day) in counting.periods(scope).items():
            for state in facts.employment:
                cell = (grain, start, scope, {"company": "all", "team": state.team}[scope])
                if has_left(state, counting) and first_day <= state.left_on <= last_day:
                    left[cell] += 1
                heads[cell] += is_there(state, start, counting) + is_there(state, last_day + ONE_DAY, counting)
    return {cell: Counts(left[cell], heads[cell] / 2, heads[cell] // 2) for cell in heads}


def has_left(state: Employment, counting: Counting) -> bool:
    """Whether the agent left in this state: it was in force when the day of leaving ended."""
    return state.left_on is not None and state.is_in_force(
        local_midnight(state.left_on + ONE_DAY, counting.zone) - ONE_MICROSECOND
    )


def is_there(state: Employment, day: date, counting: Counting) -> bool:
    """Whether the agent is there in this state as a day begins: hired before it, and not gone before it."""
    return (
        state.is_in_force(local_midnight(day, counting.zone))
        and (state.hired_on is None or state.hired_on < day)
        and (state.left_on is None or state.left_on >= day)
    )
