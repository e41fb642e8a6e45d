"""What customers say."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..attribute import UNKNOWN, Fact, Facts
from ..counting import Cell, Counting, Counts
from ..scales import Scales
from .requests import standing_requests

TOLERANCE_OF_MEANS = 1e-9
OVERALL = "overall"
# Surveys in which customers judge, and those of them that somebody sends.
OF_CUSTOMERS = ("csat", "nps", "ces", "review")
SENT = ("csat", "nps", "ces")
# The only scale on which somebody promotes or detracts.
PROMOTERS_SCALE = (0, 10)


def dimension_of(answer: Fact) -> str:
    """What the question is about, in lower case; where it does not say, everything."""
    return (answer["dimension"] or OVERALL).lower()


def is_rated(answer: Fact, counting: Counting) -> bool:
    """Answered with a score within its scale."""
    return answer["responded_at"] is not None and counting.scales.is_on(answer)


def rated_answers(facts: Facts, counting: Counting, survey: str, dimension: str = OVERALL) -> list[Fact]:
    """Rated answers to one question of a survey, the overall one where nothing else is asked for."""
    return [
        answer
        for answer in facts.survey_responses
        if answer["survey"] == survey and dimension_of(answer) == dimension and is_rated(answer, counting)
    ]


def is_satisfied(answer: Fact, counting: Counting) -> bool:
    """At the threshold of its scale or better."""
    return counting.scales.is_satisfied(answer, counting.settings.satisfied_from)


def customer_of(answer: Fact) -> Hashable:
    """Who gave an answer; one of nobody known is a customer of its own. Of collaboration colleagues judge."""
    of_customers = answer["survey"] != "collaboration"
    kind = "customer" if of_customers else answer["respondent_type"] or "customer"
    respondent = answer.customer if of_customers else answer["respondent_id"]
    return (kind, respondent) if respondent else ("response", answer["response_id"])


def independent_answers(answers: Iterable[Fact]) -> int:
    """As many answers as weigh like answers of different customers: all, where everybody answered once."""
    numbers: dict[Hashable, int] = defaultdict(int)
    for answer in answers:
        numbers[customer_of(answer)] += 1
    squares = sum(number * number for number in numbers.values())
    return sum(numbers.values()) ** 2 // squares if squares else 0


def satisfied_voters(
    answers: Iterable[Fact], voter_of: Callable[[Fact], Hashable], counting: Counting
) -> tuple[int, int]:
    """Of all who answered those whose mean rating is high enough, give or take the rounding of doubles."""
    ratings: dict[Hashable, list[float]] = defaultdict(list)
    for answer in answers:
        share = counting.scales.share(answer)
        ratings[voter_of(answer)] += [] if share is None else [share]
    satisfied = sum(
        bool(shares) and sum(shares) / len(shares) >= counting.settings.satisfied_from - TOLERANCE_OF_MEANS
        for shares in ratings.values()
    )
    return satisfied, len(ratings)


def _satisfied_answers(facts: Facts, counting: Counting, scopes: Iterable[str], survey: str) -> dict[Cell, Counts]:
    """The satisfied answers of a survey over all of them."""
    counts = {}
    for cell, answers in counting.by_cell(rated_answers(facts, counting, survey), "responded_at", scopes).items():
        satisfied = sum(is_satisfied(answer, counting) for answer in answers)
        counts[cell] = Counts(satisfied, len(answers), independent_answers(answers))
    return counts


def csat_top_box_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """overall CSAT responses at or above survey_scales' threshold / overall CSAT responses"""
    return _satisfied_answers(facts, counting, scopes, "csat")


def customer_satisfaction_score(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """customers whose mean overall CSAT rating in the period (rescaled to 0-1) is at least 0.75 / customers who gave \
an overall CSAT rating in the period

    A customer is one vote in each period and scope; an answer of nobody known is a customer of its own. A company may
    choose to count responses.
    """
    if counting.settings.customer_satisfaction_by == "response":
        return csat_top_box_rate(facts, counting, scopes)
    counts = {}
    for cell, answers in counting.by_cell(rated_answers(facts, counting, "csat"), "responded_at", scopes).items():
        satisfied, voters = satisfied_voters(answers, customer_of, counting)
        counts[cell] = Counts(satisfied, voters, voters)
    return counts


def positive_feedback_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """positive reviews / all reviews"""
    return _satisfied_answers(facts, counting, scopes, "review")


def collaboration_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """internal collaboration ratings that are satisfied / internal collaboration ratings"""
    return _satisfied_answers(facts, counting, scopes, "collaboration")


# ---------------------------------------------------------------- ratings as points


def service_rating_average(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of overall CSAT ratings as (score-min)/(max-min)x100 / overall CSAT ratings

    A rating on a scale without width is on neither side. A company may choose the share of the highest score, which
    knows of no reversed scale.
    """
    of_maximum = counting.settings.service_rating_of == "maximum"
    measure = _share_of_maximum(counting.scales) if of_maximum else counting.scales.share
    return counting.means(rated_answers(facts, counting, "csat"), "responded_at", scopes, measure)


def _share_of_maximum(scales: Scales) -> Callable[[Fact], float | None]:
    """The score as a share of the highest; none where that is 0."""
    return lambda answer: answer["score"] / scales.ends(answer)[1] if scales.ends(answer)[1] else None


def customer_effort_score(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of CES ratings as (score-min)/(max-min)x100 with reversed scales turned round / CES ratings

    A company may choose the share of the satisfied.
    """
    answers = rated_answers(facts, counting, "ces")
    if counting.settings.customer_effort_by == "share":
        return counting.means(answers, "responded_at", scopes, lambda answer: int(is_satisfied(answer, counting)))
    return counting.means(answers, "responded_at", scopes, counting.scales.share)


def third_party_service_score(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of third-party scores rescaled to 0-100 / third-party scores"""
    answers = rated_answers(facts, counting, "third_party")
    return counting.means(answers, "responded_at", scopes, counting.scales.share)


def net_promoter_score(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """promoters (9-10) less detractors (0-6) / NPS responses"""
    return counting.means(promoters_answers(facts, counting, "nps"), "responded_at", scopes, stance)


def recommendation_intent_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """NPS responses of 9 or 10 / NPS responses"""
    answers = promoters_answers(facts, counting, "nps")
    return counting.shares(answers, "responded_at", scopes, lambda answer: stance(answer) == 1)


def promoters_answers(facts: Facts, counting: Counting, survey: str) -> list[Fact]:
    """The answers on the scale from 0 to 10; on another nobody can tell a promoter."""
    answers = rated_answers(facts, counting, survey)
    return [answer for answer in answers if counting.scales.ends(answer) == PROMOTERS_SCALE]


def stance(answer: Fact) -> int:
    """1 of a promoter, -1 of a detractor, 0 of who is neither."""
    return (answer["score"] >= 9) - (answer["score"] <= 6)


# ---------------------------------------------------------------- satisfied with what


def _satisfied_with(facts: Facts, counting: Counting, scopes: Iterable[str], dimension: str) -> dict[Cell, Counts]:
    """The satisfied ratings of one dimension by customers over all of them."""
    answers = rated_answers(facts, counting, "csat", dimension)
    return counting.shares(answers, "responded_at", scopes, lambda answer: is_satisfied(answer, counting))


def attitude_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """attitude ratings that are satisfied / attitude ratings"""
    return _satisfied_with(facts, counting, scopes, "attitude")


def professionalism_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """professionalism ratings that are satisfied / professionalism ratings"""
    return _satisfied_with(facts, counting, scopes, "professionalism")


def problem_solving_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """problem-solving ratings that are satisfied / problem-solving ratings"""
    return _satisfied_with(facts, counting, scopes, "problem_solving")


def response_speed_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """response-speed ratings that are satisfied / response-speed ratings"""
    return _satisfied_with(facts, counting, scopes, "response_speed")


def product_quality_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """product-quality ratings that are satisfied / product-quality ratings"""
    return _satisfied_with(facts, counting, scopes, "product_quality")


def price_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """price ratings that are satisfied / price ratings"""
    return _satisfied_with(facts, counting, scopes, "price")


def environment_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """environment ratings that are satisfied / environment ratings"""
    return _satisfied_with(facts, counting, scopes, "environment")


def company_image_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """company-image ratings that are satisfied / company-image ratings"""
    return _satisfied_with(facts, counting, scopes, "company_image")


def customer_relationship_satisfaction_rate(
    facts: Facts, counting: Counting, scopes: Iterable[str]
) -> dict[Cell, Counts]:
    """relationship ratings that are satisfied / relationship ratings"""
    return _satisfied_with(facts, counting, scopes, "relationship")


def communication_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """communication ratings that are satisfied / communication ratings"""
    return _satisfied_with(facts, counting, scopes, "communication")


def delivery_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """delivery ratings that are satisfied / delivery ratings"""
    return _satisfied_with(facts, counting, scopes, "delivery")


def after_sales_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """after-sales ratings that are satisfied / after-sales ratings"""
    return _satisfied_with(facts, counting, scopes, "after_sales")


def personalisation_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """personalisation ratings that are satisfied / personalisation ratings"""
    return _satisfied_with(facts, counting, scopes, "personalisation")


def price_tolerance_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """price-tolerance ratings that are favourable / price-tolerance ratings"""
    return _satisfied_with(facts, counting, scopes, "price_tolerance")


def expectation_met_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """answers whose score is at least the expected score / answers with an expected score

    Of customers, to every question; where a low score is the good one it is at most the expected one.
    """

    def is_met(answer: Fact) -> bool:
        score, expected = answer["score"], answer["expected_score"]
        return score <= expected if counting.scales.is_reversed(answer) else score >= expected

    answers = [
        answer
        for answer in facts.survey_responses
        if answer["survey"] in OF_CUSTOMERS and answer["expected_score"] is not None and is_rated(answer, counting)
    ]
    return counting.shares(answers, "responded_at", scopes, is_met)


def partner_satisfaction_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """partner ratings that are satisfied / partner ratings"""
    answers = rated_answers(facts, counting, "partner")
    return counting.shares(answers, "responded_at", scopes, lambda answer: is_satisfied(answer, counting))


# ---------------------------------------------------------------- who answers at all


@dataclass(slots=True)
class Invitation(Fact):
    """One invitation: the row that was sent first, and whether any of its rows was answered."""

    is_answered: bool


def invitations_sent(facts: Facts) -> list[Invitation]:
    """The invitations to customers of which a row was sent; a questionnaire that names none is one of its own."""
    invitations: dict[str, list[Fact]] = defaultdict(list)
    for answer in facts.survey_responses:
        if answer["survey"] in SENT:
            invitations[answer["invitation_id"] or answer["response_id"]].append(answer)
    found = []
    for rows in invitations.values():
        first = min((row for row in rows if row["sent_at"] is not None), key=_place, default=None)
        if first is not None:
            is_answered = any(row["responded_at"] is not None for row in rows)
            found.append(Invitation(first.row, first.scopes, first.customer, is_answered))
    return found


def _place(row: Fact) -> tuple[datetime, str, str]:
    """By what the rows of an invitation follow one another; the same question written in two ways as it stands."""
    return row["sent_at"].instant, row["response_id"], dimension_of(row)


def survey_response_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """invitations with at least one answered question / invitations sent

    By the day they were sent first.
    """
    return counting.shares(invitations_sent(facts), "sent_at", scopes, lambda invitation: invitation.is_answered)


def customer_feedback_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """closed requests that drew a positive rating or a complaint within 30 days of closing / requests closed whose 30 \
days are over

    A rating is one of CSAT or a review. By the day on which the days are over; a company may choose others.
    """
    drawn: dict[str, list[datetime]] = defaultdict(list)
    for survey in ("csat", "review"):
        for answer in rated_answers(facts, counting, survey):
            if answer["request_id"] is not None and is_satisfied(answer, counting):
                drawn[answer["request_id"]].append(answer["responded_at"].instant)
    for complaint in facts.complaints:
        if complaint["request_id"] is not None:
            drawn[complaint["request_id"]].append(complaint["submitted_at"].instant)

    def over_at(request: Fact) -> datetime:
        return request["closed_at"].instant + timedelta(days=counting.settings.feedback_window_days)

    def drew(request: Fact) -> bool:
        return any(request["closed_at"].instant <= at <= over_at(request) for at in drawn[request["request_id"]])

    closed = [request for request in standing_requests(facts) if request["closed_at"] is not None]
    over = [request for request in closed if over_at(request) <= counting.as_of]
    return counting.shares(over, over_at, scopes, drew)


# ---------------------------------------------------------------- channels side by side


def channel_consistency_index(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """lowest csat_top_box_rate among the channels / highest csat_top_box_rate among the channels

    Of the channels that are known and have answers enough; one alone is as consistent as none.
    """
    counts = {}
    for cell, answers in counting.by_cell(rated_answers(facts, counting, "csat"), "responded_at", scopes).items():
        channels: dict[str, list[bool]] = defaultdict(list)
        for answer in answers:
            channels[answer.scopes["channel"]].append(is_satisfied(answer, counting))
        channels.pop(UNKNOWN, None)
        judged = [verdicts for verdicts in channels.values() if len(verdicts) >= counting.settings.minimum_sample]
        if len(judged) >= 2:
            rates = [sum(verdicts) / len(verdicts) for verdicts in judged]
            counts[cell] = Counts(min(rates), max(rates), sum(map(len, judged)))
    return counts
