"""The oracle's KPIs judged by hand, area by area; how it reads and divides is in test_oracle.py."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import wild
from by_hand import JUNE, Company, fraction
from oracle import KPIS, evaluate, wilson
from oracle.periods import is_provisional
from oracle.targets import Target, read_targets, status_of, target_for

SHANGHAI = ZoneInfo("Asia/Shanghai")
MAY = ("month", date(2025, 5, 1))
YEAR = ("year", date(2025, 1, 1))

# One customer, one agent in several members, or a comparison: the members do not sum to the company.
NOT_ADDITIVE = {
    "customer_satisfaction_score",
    "service_quality_improvement_rate",
    "training_participation_rate",
    "employee_satisfaction_rate",
    "employee_net_promoter_score",
    "channel_consistency_index",
    "customers_served",
    "customer_retention_rate",
    "customer_churn_rate",
    "repurchase_rate",
    "service_recovery_rate",
    "workload_distribution",
    "service_coverage_rate",
} | {kpi_id for kpi_id, kpi in KPIS.items() if kpi.kind in ("quantile", "extreme", "composite")}

ANSWERS = "response_id,survey,dimension,responded_at,score,scale_min,scale_max,respondent_type,respondent_id,agent_id"
QUESTIONS = (
    "response_id,invitation_id,survey,dimension,sent_at,responded_at,score,expected_score,scale_min,scale_max,"
    "respondent_id,request_id,service_id,channel"
)
REQUESTS = (
    "request_id,request_type,created_at,accepted_at,first_response_at,first_resolved_at,resolved_at,cancelled_at,"
    "due_at,is_resolved,handling_seconds,duplicate_of,team_id,service_id,customer_id"
)
CALLS = "call_id,direction,started_at,queued_at,answered_at,ended_at,wrap_up_seconds,outcome,request_id"
AUDITS = (
    "audit_id,item_id,criterion,audited_at,is_applicable,is_passed,error_count,agent_id,request_id,call_id,is_fatal,"
    "score,max_score"
)
AGENTS = "agent_id,valid_from,team_id,hired_on,left_on"
TRAININGS = "course_id,agent_id,scheduled_on,attended"
GOALS = "goal_id,agent_id,kind,set_on,due_on,completed_on"
ASSESSMENTS = "agent_id,assessed_on,dimension,score,max_score"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def request(request_id: str, request_type: str = "problem", **values: str) -> str:
    """A line of service_requests, created on June 2nd at nine where it does not say."""
    row = {"request_id": request_id, "request_type": request_type, "created_at": "2025-06-02 09:00"} | values
    return ",".join(row.get(column, "") for column in REQUESTS.split(","))


def answer(response_id: str, score: object = "", survey: str = "csat", **values: str) -> str:
    """A line of survey_responses, answered on June 2nd at nine where it does not say."""
    row = {"response_id": response_id, "score": str(score), "survey": survey, "responded_at": "2025-06-02 09:00"}
    return ",".join((row | values).get(column, "") for column in QUESTIONS.split(","))


def put_scales(company: Company, *lines: str) -> Path:
    """The company's own scales; the folder that they are in."""
    company.put("seeds/survey_scales_overrides.csv", "survey,scale_min,scale_max,satisfied_from,is_reversed,is_default")
    with (company.folder / "seeds" / "survey_scales_overrides.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    return company.folder / "seeds"


def call(call_id: str, outcome: str = "", **values: str) -> str:
    """A line of calls, started on June 2nd at nine."""
    row = {"call_id": call_id, "outcome": outcome, "started_at": "2025-06-02 09:00:00"} | values
    return ",".join(row.get(column, "") for column in CALLS.split(","))


def audit(audit_id: str, item_id: str = "1", criterion: str = "correct_handling", **values: str) -> str:
    """A line of quality_audits, on June 2nd at nine where it does not say."""
    row = {"audit_id": audit_id, "item_id": item_id, "criterion": criterion, "audited_at": "2025-06-02 09:00"} | values
    return ",".join(row.get(column, "") for column in AUDITS.split(","))


# ---------------------------------------------------------------- satisfaction


def test_reviews_are_positive_from_the_threshold_of_their_scale(company: Company) -> None:
    company.put(
        "survey_responses.csv",
        ANSWERS,
        "S1,review,,2025-06-02 09:00,4,,,,,",  # the scale by default
        "S2,Review,Overall,2025-06-02 09:00,3,1,5,,,",
        "S3,review,attitude,2025-06-02 09:00,5,1,5,,,",  # another question
        "S4,review,,2025-06-02 09:00,,1,5,,,",  # not rated
        "S5,review,,2025-06-02 09:00,9,,,,,",  # beyond its scale
        "S6,csat,,2025-06-02 09:00,5,1,5,,,",  # another survey
        "S7,review,,2025-06-02 09:00,8,0,10,,,",  # a scale that reviews do not know: 0.8 of the way
        "S8,review,,2025-06-02 09:00,3,0,4,,,",  # 0.75
        "S9,review,,2025-06-02 09:00,2,0,4,,,",
    )
    row = company.value("positive_feedback_rate")
    assert fraction(row) == (3, 5)
    assert row.sample_size == 5
    assert fraction(company.value("positive_feedback_rate", settings={"satisfied_from": 0.5})) == (4, 5)


@pytest.mark.parametrize(("survey", "kpi"), [("csat", "csat_top_box_rate"), ("review", "positive_feedback_rate")])
def test_the_answers_of_one_customer_weigh_less_than_those_of_many(company: Company, survey: str, kpi: str) -> None:
    respondents = ["U1", "U1", "U1", "U2", "", ""]  # 3, 1, 1, 1: 6 x 6 / (9 + 1 + 1 + 1) = 3
    company.put(
        "survey_responses.csv",
        ANSWERS,
        *(f"S{n},{survey},,2025-06-02 09:00,{5 if n else 1},1,5,,{who}," for n, who in enumerate(respondents)),
        f"S7,{survey},,2025-05-02 09:00,5,1,5,,U1,",
        f"S8,{survey},,2025-05-02 09:00,5,1,5,,U1,",
        f"S9,{survey},,2025-05-02 09:00,5,1,5,,U2,",  # 2, 1: 9 / 5 is 1.8
    )
    row = company.value(kpi)
    assert (fraction(row), row.sample_size) == ((5, 6), 3)
    assert (row.ci_low, row.ci_high) == wilson(5 / 6, 3)
    assert company.value(kpi, MAY).sample_size == 1


def test_satisfaction_by_response_is_the_top_box_rate(company: Company) -> None:
    company.put(
        "survey_responses.csv",
        ANSWERS,
        "S1,csat,,2025-06-02 09:00,3,1,5,,U1,",
        "S2,csat,,2025-06-03 09:00,5,1,5,,U1,",
        "S3,csat,,2025-06-03 09:00,5,1,5,,U2,",
    )
    assert fraction(company.value("customer_satisfaction_score")) == (2, 2)
    values = company.evaluate(settings={"customer_satisfaction_by": "response"}).values
    by_response = {key[1:]: row for key, row in values.items() if key[0] == "customer_satisfaction_score"}
    assert by_response == {key[1:]: row for key, row in values.items() if key[0] == "csat_top_box_rate"}
    assert fraction(by_response[(*JUNE, "company", "all")]) == (2, 3)


# ---------------------------------------------------------------- satisfaction: points, scales


def test_ratings_as_points_from_nothing_to_a_hundred(company: Company) -> None:
    company.put(
        "survey_responses.csv",
        QUESTIONS,
        answer("S1", 3),  # of 1 to 5: half way
        answer("S2", 5, scale_min="1", scale_max="5"),
        answer("S3", 8, scale_min="0", scale_max="10"),
        answer("S4", 4, scale_min="4", scale_max="4"),  # no way at all, and yet all of the highest
        answer("S5", -5, scale_min="-5", scale_max="0"),  # the lowest, and a share of nothing
        answer("S6"),  # not rated
        answer("S7", 9),  # beyond its scale
        answer("S8", 5, dimension="attitude"),
        answer("S9", 5, "review"),
        answer("S10", 5, responded_at="", sent_at="2025-06-02 09:00"),
    )
    row = company.value("service_rating_average")
    assert fraction(row) == (pytest.approx(0.5 + 1 + 0.8 + 0), 4)
    assert row.value == pytest.approx(100 * 2.3 / 4)
    assert (row.sample_size, row.numerator_squares) == (4, pytest.approx(0.25 + 1 + 0.64))
    assert row.ci_low < row.value < row.ci_high
    row = company.value("service_rating_average", settings={"service_rating_of": "maximum"})
    assert fraction(row) == (pytest.approx(0.6 + 1 + 0.8 + 1), 4)
    assert row.numerator_squares == pytest.approx(0.36 + 1 + 0.64 + 1)
    assert fraction(company.value("csat_top_box_rate")) == (2, 5)  # without width, or at the bottom: not satisfied


def test_on_a_reversed_scale_a_low_score_is_the_good_one(company: Company) -> None:
    seeds = put_scales(company, "csat,1,5,2,TRUE,false", "ces,1,5,2,true,true", "csat,0,20,3,false,true")
    company.put(
        "survey_responses.csv",
        QUESTIONS,
        answer("S1", 1, scale_min="1", scale_max="5", respondent_id="U1", expected_score="2"),
        answer("S2", 2, scale_min="1", scale_max="5", respondent_id="U2", expected_score="2"),
        answer("S3", 3, scale_min="1", scale_max="5", respondent_id="U3", expected_score="2"),
        answer("S4", 3),  # of 0 to 20 by now, and enough
        answer("S5", 2, "ces", scale_max="5"),  # effort: little
        answer("S6", 5, "ces"),  # much
    )
    values = {key[0]: row for key, row in company.evaluate(seeds=seeds).values.items() if key[1:3] == JUNE}
    assert fraction(values["csat_top_box_rate"]) == (3, 4)
    assert fraction(values["customer_satisfaction_score"]) == (2, 4)  # 1 and 0.75; 0.5, and 3 of 20
    assert fraction(values["service_rating_average"]) == (pytest.approx(1 + 0.75 + 0.5 + 0.15), 4)
    assert fraction(values["expectation_met_rate"]) == (2, 3)
    assert (fraction(values["customer_effort_score"]), values["customer_effort_score"].value) == ((0.75, 2), 37.5)
    options = {"seeds": seeds, "settings": {"service_rating_of": "maximum", "customer_effort_by": "share"}}
    assert fraction(company.value("service_rating_average", **options)) == (pytest.approx(0.2 + 0.4 + 0.6 + 0.15), 4)
    assert fraction(company.value("customer_effort_score", **options)) == (1, 2)


def test_ease_is_of_its_own_survey(company: Company) -> None:
    company.put(
        "survey_responses.csv",
        QUESTIONS,
        answer("S1", 7, "ces"),  # of 1 to 7
        answer("S2", 5, "ces"),
        answer("S3", 4, "ces"),
        answer("S4", 4, "ces", scale_min="1", scale_max="5"),
        answer("S5", 1, "ces"),
        answer("S6", "", "ces"),
        answer("S7", 7, "ces", dimension="delivery"),
        answer("S8", 5),
        answer("S9", 2, "ces", scale_min="2", scale_max="2"),  # no width: no points, and not easy
    )
    row = company.value("customer_effort_score")
    assert fraction(row) == (pytest.approx(1 + 4 / 6 + 3 / 6 + 3 / 4 + 0), 5)
    assert row.value == pytest.approx(100 * row.numerator / 5)
    row = company.value("customer_effort_score", settings={"customer_effort_by": "share"})
    assert (fraction(row), row.numerator_squares, row.sample_size, row.value) == ((3, 6), 3, 6, 50)


DIMENSIONS = {
    f"{name}_satisfaction_rate": name
    for name in (
        "attitude", "professionalism", "problem_solving", "response_speed", "product_quality", "price", "environment",
        "company_image", "communication", "delivery", "after_sales", "personalisation",
    )
} | {"customer_relationship_satisfaction_rate": "relationship", "price_tolerance_rate": "price_tolerance"}  # fmt: skip


@pytest.mark.parametrize("kpi", DIMENSIONS)
def test_satisfied_with_one_thing(company: Company, kpi: str) -> None:
    about = DIMENSIONS[kpi]
    company.put(
        "survey_responses.csv",
        QUESTIONS,
        answer("S1", 4, dimension=about, respondent_id="U1"),
        answer("S2", 3, dimension=about.title(), respondent_id="U1"),
        answer("S3", 8, dimension=about, scale_min="0", scale_max="10", respondent_id="U1"),
        answer("S4", "", dimension=about),
        answer("S5", 6, dimension=about),  # beyond its scale
        answer("S6", 5),
        answer("S7", 5, dimension="overall"),
        answer("S8", 5, dimension="innovation"),
        answer("S9", 10, "nps", dimension=about),
        answer("S10", 5, "review", dimension=about),
        answer("S11", 5, "third_party", dimension=about),
    )
    row = company.value(kpi)
    assert (fraction(row), row.sample_size) == ((2, 3), 3)  # ratings, whoever gave them
    others = {key[0] for key, row in company.evaluate().values.items() if key[0] in DIMENSIONS and row.denominator}
    assert others == {kpi}
    company.put("survey_responses.csv", "response_id,survey,responded_at,score", "S1,csat,2025-06-02 09:00,5")
    assert fraction(company.value(kpi)) == (None, None)  # nobody said what about


def test_what_customers_expected(company: Company) -> None:
    company.put(
        "survey_responses.csv",
        QUESTIONS,
        answer("S1", 4, expected_score="4"),
        answer("S2", 3.9, expected_score="4"),
        answer("S3", 5),  # nobody asked
        answer("S4", 5, dimension="attitude", expected_score="1"),  # every question
        answer("S5", 9, "nps", expected_score="10"),
        answer("S6", 7, "ces", expected_score="5"),
        answer("S7", 2, "review", expected_score="3"),
        answer("S8", 5, "partner", expected_score="1"),
        answer("S9", 5, "employee", expected_score="1"),
        answer("S10", "", expected_score="1"),
        answer("S11", 9, expected_score="1"),  # beyond its scale
        answer("S12", 5, expected_score="1", responded_at="", sent_at="2025-06-02 09:00"),
        answer("S13", 5, expected_score="6", scale_max="5"),  # what nobody can get: rejected
    )
    assert [(row, column) for row, column, _ in company.reasons()] == [(14, "expected_score")]
    row = company.value("expectation_met_rate")
    assert (fraction(row), row.sample_size) == ((3, 6), 6)


def test_promoters_are_from_nine_on_and_detractors_up_to_six(company: Company) -> None:
    scores = (0, 6, 6.5, 7, 8, 8.9, 9, 10, 9)
    company.put(
        "survey_responses.csv",
        QUESTIONS,
        *(answer(f"S{score}{place}", score, "nps") for place, score in enumerate(scores)),
        answer("S10", 5, "nps", scale_min="1", scale_max="5"),  # another scale: nobody knows
        answer("S11", 9, "nps", scale_min="1", scale_max="10"),
        answer("S12", 9, "nps", scale_max="10"),  # from 0, though it does not say
        answer("S13", 11, "nps"),
        answer("S14", "", "nps"),
        answer("S15", 9, "nps", dimension="price"),
        answer("S16", 9, "employee_nps"),
    )
    row = company.value("net_promoter_score")
    assert (fraction(row), row.value, row.sample_size, row.numerator_squares) == ((4 - 2, 10), 20, 10, 6)
    assert row.ci_low < 20 < row.ci_high
    row = company.value("recommendation_intent_rate")
    assert (fraction(row), row.sample_size, row.value) == ((4, 10), 10, 0.4)
    company.put("survey_responses.csv", QUESTIONS, answer("S1", 3, "nps"), answer("S2", 6, "nps"))
    assert company.value("net_promoter_score").value == -100
    assert (company.value("recommendation_intent_rate").value) == 0


def test_as_many_promoters_as_detractors_are_a_row_all_the_same(company: Company) -> None:
    lines = (answer("S1", 9, "nps", channel="web"), answer("S2", 1, "nps", channel="web"))
    company.put("survey_responses.csv", QUESTIONS, *lines)
    row = company.june("net_promoter_score")["channel", "web"]
    assert (fraction(row), row.value, row.numerator_squares) == ((0, 2), 0, 2)


def test_partners_and_third_parties_judge_for_themselves(company: Company) -> None:
    company.put(
        "survey_responses.csv",
        QUESTIONS,
        answer("S1", 4, "partner", service_id="V1", channel="web"),
        answer("S2", 3, "partner", service_id="V1"),
        answer("S3", 5, "partner", dimension="price"),
        answer("S4", 80, "third_party", service_id="V2", channel="web"),  # of 0 to 100
        answer("S5", 3, "third_party", scale_min="1", scale_max="5"),
        answer("S6", "", "third_party"),
        answer("S7", 5),
    )
    june = company.june("partner_satisfaction_rate")
    assert {member: fraction(row) for member, row in june.items()} == {
        ("company", "all"): (1, 2),
        ("service", "V1"): (1, 2),
    }
    june = company.june("third_party_service_score")
    row = june["company", "all"]
    assert (fraction(row), row.value, row.numerator_squares) == ((pytest.approx(1.3), 2), 65, pytest.approx(0.89))
    assert {scope for scope, _ in june} == {"company", "team", "channel", "service", "region"}
    assert fraction(june["channel", "web"]) == fraction(june["service", "V2"]) == (0.8, 1)
    grains = {key[1] for key in company.evaluate().values if key[0] == "third_party_service_score"}
    assert grains == {"month", "quarter", "year"}


# ---------------------------------------------------------------- satisfaction: who answers


def test_an_invitation_is_answered_by_any_of_its_rows(company: Company) -> None:
    sent, answered = {"sent_at": "2025-06-02 09:00"}, {"responded_at": "2025-06-03 09:00"}
    silent = {"responded_at": ""}
    company.put(
        "survey_responses.csv",
        QUESTIONS,
        answer("S1", 5, invitation_id="I1", **sent, **answered),
        answer("S1", 4, invitation_id="I1", dimension="price", **sent, **answered),
        answer("S2", "", invitation_id="I2", **sent, **silent),
        answer("S3", "", "nps", invitation_id="I3", **sent, **silent),
        answer("S4", 9, "nps", invitation_id="I3", **answered),  # the answer does not say when it was asked for
        answer("S5", "", "ces", invitation_id="I4", **sent, **answered),  # words without a score
        answer("S6", 5, invitation_id="I5", **answered),  # never sent
        answer("S7", 5, **sent, **answered),  # no invitation: its own
        answer("S7", 5, dimension="price", **sent, **answered),
        answer("S8", "", **sent, **silent),
        answer("S9", 5, "review", invitation_id="I6", **sent, **answered),
        answer("S10", 5, "employee", invitation_id="I7", **sent, **silent),
        answer("S11", "", invitation_id="I8", sent_at="2025-06-01 00:00", **silent),
        answer("S12", 5, invitation_id="I8", sent_at="2025-05-31 23:59:59", **answered),  # May's, reminded in June
    )
    row = company.value("survey_response_rate")
    assert (fraction(row), row.sample_size) == ((4, 6), 6)  # I1, I3, I4, S7 of those and I2, S8
    assert fraction(company.value("survey_response_rate", MAY)) == (1, 1)


def test_an_invitation_belongs_where_its_first_row_does(company: Company) -> None:
    early, late = {"sent_at": "2025-06-02 09:00"}, {"sent_at": "2025-06-02 09:01"}
    company.put(
        "survey_responses.csv",
        QUESTIONS,
        answer("S2", 5, invitation_id="I1", channel="late", **late),
        answer("S3", 5, invitation_id="I1", channel="early", **early),
        answer("S1", 5, invitation_id="I2", dimension="price", channel="p", **early),
        answer("S1", 5, invitation_id="I2", channel="everything", **early),  # overall comes before price
        answer("S0", 5, invitation_id="I2", channel="o", **late),
        answer("S1", 5, invitation_id="I3", dimension="Overall", channel="named", **early),
        answer("S9", 5, invitation_id="I4", channel="9", **early),
        answer("S10", 5, invitation_id="I4", channel="10", **early),  # as text: before S9
        answer("S0", 5, invitation_id="I4", dimension="price", channel="never", responded_at="2025-06-02 09:00"),
    )
    june = company.june("survey_response_rate")
    assert {member for scope, member in june if scope == "channel"} == {"early", "everything", "named", "10"}


def test_closed_requests_that_drew_a_rating_or_a_complaint(company: Company) -> None:
    header = "request_id,request_type,created_at,closed_at,cancelled_at,duplicate_of"
    created, closed = "2025-05-01 09:00", "2025-05-10 12:00"  # the days are over on June 9th at noon
    company.put(
        "service_requests.csv",
        header,
        *(f"R{number},problem,{created},{closed},," for number in range(1, 10)),
        f"R10,problem,{created},{closed},{closed},",
        f"R11,problem,{created},{closed},,R1",
        f"R12,problem,{created},,,",
        f"R13,problem,{created},2025-05-31 23:59:59,,",  # June 30th, a second before the end
        f"R14,problem,{created},2025-06-01 00:00,,",  # July 1st 00:00, which is as_of: over, and beyond the calendar
        f"R15,problem,{created},2025-05-10,,",  # closed on a day: from its local 00:00 on
    )
    at_once, last = "2025-05-10 12:00", "2025-06-09 12:00"
    company.put(
        "survey_responses.csv",
        QUESTIONS,
        answer("S1", 5, request_id="R1", responded_at=at_once),
        answer("S2", 4, "review", request_id="R2", responded_at=last),  # exactly thirty days
        answer("S3", 5, request_id="R3", responded_at="2025-06-09 12:00:01"),
        answer("S4", 5, request_id="R4", responded_at="2025-05-10 11:59:59"),
        answer("S5", 3, request_id="R5", responded_at=last),  # not satisfied
        answer("S6", 9, "nps", request_id="R6", responded_at=last),  # another survey
        answer("S7", 5, request_id="R6", dimension="attitude", responded_at=last),
        answer("S8", 5, request_id="R10", responded_at=last),
        answer("S9", 5, request_id="R15", responded_at="2025-05-10"),
        answer("S10", 5, responded_at=last),
    )
    company.put(
        "complaints.csv",
        "complaint_id,request_id,submitted_at",
        f"K1,R7,{last}",
        f"K2,R1,{last}",  # both: once
        "K3,R8,2025-06-09 12:00:01",
        f"K4,,{last}",
    )
    row = company.value("customer_feedback_rate")
    assert (fraction(row), row.sample_size) == ((4, 11), 11)  # R1, R2, R7, R15 of R1 to R9, R13 and R15
    assert fraction(company.value("customer_feedback_rate", ("day", date(2025, 6, 30)))) == (0, 1)
    seeds = put_targets(company, "customer_feedback_rate,company,all,*,2025-01-01,0.1,0").parent
    row = company.value("customer_feedback_rate", seeds=seeds, settings={"minimum_sample": 1})
    assert (row.target, row.status) == (0.1, "no_target")  # it has no better side
    ten = {"settings": {"feedback_window_days": 10}}
    assert fraction(company.value("customer_feedback_rate", MAY, **ten)) == (2, 10)  # R1 and R15, by May 20th
    assert fraction(company.value("customer_feedback_rate", **ten)) == (0, 2)
    company.put("complaints.csv", "complaint_id,submitted_at", f"K1,{last}")
    assert fraction(company.value("customer_feedback_rate")) == (None, None)  # nobody knows what about


# ---------------------------------------------------------------- satisfaction: channels


def test_channels_are_as_consistent_as_the_worst_and_the_best(company: Company) -> None:
    company.put("service_requests.csv", "request_id,request_type,created_at,channel", "R1,problem,2025-06-02 08:00,web")
    company.put(
        "survey_responses.csv",
        QUESTIONS,
        answer("S1", 5, channel="phone", respondent_id="U1"),
        answer("S2", 5, channel="phone", respondent_id="U1"),  # answers, whoever gave them
        answer("S3", 1, request_id="R1"),  # the request's channel
        answer("S4", 4, channel="web"),
        answer("S5", 1, channel="web", service_id="V1"),
        answer("S6", 1, channel="app"),  # one is too few
        answer("S7", 5),  # nobody knows where
        answer("S8", 5),
        answer("S9", 5, "review", channel="app"),
    )
    few = {"settings": {"minimum_sample": 2}}
    june = company.june("channel_consistency_index", **few)
    assert set(june) == {("company", "all"), *((scope, "unknown") for scope in ("team", "service", "region"))} | {
        ("customer_segment", "unknown")
    }
    row = june["company", "all"]
    assert fraction(row) == (pytest.approx(1 / 3), 1)
    assert (row.value, row.sample_size, row.ci_low) == (pytest.approx(1 / 3), 5, None)
    assert fraction(june["service", "unknown"]) == (0.5, 1)  # without S5
    row = company.value("channel_consistency_index")  # nobody has thirty
    assert (fraction(row), row.value, row.sample_size, row.status) == ((0, 0), None, 0, "no_data")


def test_channels_that_nobody_liked_have_no_value(company: Company) -> None:
    lines = (answer("S1", 1, channel="web"), answer("S2", 1, channel="app"))
    company.put("survey_responses.csv", QUESTIONS, *lines)
    june = company.june("channel_consistency_index", settings={"minimum_sample": 1})
    row = june["company", "all"]
    assert (fraction(row), row.value, row.sample_size) == ((0, 0), None, 2)
    assert set(june) == {("company", "all")}


# ---------------------------------------------------------------- service quality


def test_problems_solved_over_problems_and_over_all_requests(company: Company) -> None:
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", is_resolved="true"),
        request("R2", "FAULT", is_resolved="false", resolved_at="2025-06-03 09:00"),  # completed without success
        request("R3", resolved_at="2025-06-03 09:00"),  # does not say: completed is enough
        request("R4"),
        request("R5", "question", is_resolved="true"),  # no problem
        request("R6", is_resolved="true", cancelled_at="2025-06-03 09:00"),
        request("R7", is_resolved="true", duplicate_of="R1"),
        request("R8", is_resolved="true", created_at="2025-05-31 23:59:59"),
    )
    row = company.value("problem_resolution_rate")
    assert (fraction(row), row.sample_size) == ((2, 4), 4)
    row = company.value("service_effectiveness_rate")
    assert (fraction(row), row.sample_size) == ((2, 5), 5)
    assert fraction(company.value("problem_resolution_rate", problem_types=["question"])) == (1, 1)


def test_without_is_resolved_completed_is_enough(company: Company) -> None:
    header = "request_id,request_type,created_at"
    company.put("service_requests.csv", f"{header},resolved_at", "R1,fault,2025-06-02 09:00,2025-06-02 09:00")
    assert fraction(company.value("problem_resolution_rate")) == (1, 1)
    company.put("service_requests.csv", header, "R1,fault,2025-06-02 09:00")
    assert fraction(company.value("problem_resolution_rate")) == (None, None)
    assert fraction(company.value("service_quality_improvement_rate")) == (None, None)


def test_improvement_is_of_the_values_of_two_neighbouring_periods(company: Company) -> None:
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", created_at="2025-03-02 09:00", is_resolved="true"),
        # April: nothing at all
        request("R2", created_at="2025-05-02 09:00", is_resolved="true", team_id="T1"),
        request("R3", created_at="2025-05-02 09:00", team_id="T2"),
        request("R4", created_at="2025-05-02 09:00", team_id="T2"),
        request("R5", created_at="2025-05-02 09:00", team_id="T3"),
        request("R6", is_resolved="true", team_id="T1"),
        request("R7", is_resolved="true", team_id="T2"),
        request("R8", team_id="T3"),
        request("R9", team_id="T4"),  # not there in May
    )
    kpi = "service_quality_improvement_rate"
    june = company.june(kpi)
    whole = june["company", "all"]
    assert fraction(whole) == (0.5 - 0.25, 0.25)  # 2 of 4 after 1 of 4
    assert (whole.value, whole.sample_size) == (1, 4)
    assert (whole.numerator_squares, whole.ci_low, whole.ci_high) == (None, None, None)
    assert (fraction(june["team", "T1"]), june["team", "T1"].value) == ((0, 1), 0)
    assert (fraction(june["team", "T2"]), june["team", "T2"].value) == ((1, 0), None)
    assert june["team", "T2"].sample_size == 1
    assert june["team", "T1"].previous_value is None
    assert ("team", "T3") not in june and ("team", "T4") not in june  # 0 after 0; nothing before
    for start in (date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)):
        row = company.value(kpi, ("month", start))
        assert (fraction(row), row.value, row.sample_size, row.status) == ((None, None), None, None, "no_data")
    assert {key[1] for key in company.evaluate().values if key[0] == kpi} == {"month", "quarter", "year"}
    quarter = company.value(kpi, ("quarter", date(2025, 4, 1)))
    assert (quarter.numerator, quarter.denominator) == (3 / 8 - 1, 1)


def test_an_audit_is_right_when_every_item_with_a_verdict_passed(company: Company) -> None:
    company.put(
        "quality_audits.csv",
        AUDITS,
        audit("Q1", "1", is_passed="true"),
        audit("Q1", "2", is_passed="true"),
        audit("Q1", "3", "attitude", is_passed="false"),  # another criterion
        audit("Q2", "1", is_passed="true"),
        audit("Q2", "2", is_passed="false"),
        audit("Q3", "1", is_passed="true"),
        audit("Q3", "2"),  # no verdict: no item
        audit("Q4", "1"),  # nothing was judged
        audit("Q5", "1", is_passed="true", is_applicable="true"),
        audit("Q5", "2", is_passed="false", is_applicable="false"),
        audit("Q6", "1", is_passed="true", is_applicable="false"),
        audit("Q7", "1", "standard", is_passed="true"),
    )
    row = company.value("service_accuracy_score")
    assert (fraction(row), row.sample_size) == ((3, 4), 4)


@pytest.mark.parametrize(
    ("kpi", "criterion"),
    [("record_accuracy_rate", "record_entry"), ("information_accuracy_rate", "information_given")],
)
def test_records_and_information_are_judged_by_the_audit(company: Company, kpi: str, criterion: str) -> None:
    company.put(
        "quality_audits.csv",
        AUDITS,
        audit("Q1", "1", criterion, is_passed="true"),
        audit("Q1", "2", criterion.upper(), is_passed="true"),
        audit("Q1", "3", is_passed="false"),  # handled wrong, and yet
        audit("Q2", "1", criterion, is_passed="true"),
        audit("Q2", "2", criterion, is_passed="false"),
        audit("Q3", "1", criterion),  # no verdict
        audit("Q3", "2", "standard", is_passed="true"),
        audit("Q4", "1", criterion, is_passed="false", is_applicable="false"),
        audit("Q5", "1", criterion, is_passed="true"),
        audit("Q5", "2", criterion, is_passed="false", is_applicable="false"),
    )
    row = company.value(kpi)
    assert (fraction(row), row.sample_size) == ((2, 3), 3)
    assert fraction(company.value("service_accuracy_score")) == (0, 1)


def test_standards_are_judged_by_the_item(company: Company) -> None:
    company.put("agents.csv", "agent_id,team_id", "A1,T1", "A2,T2")
    company.put(
        "quality_audits.csv",
        AUDITS,
        audit("Q1", "1", "standard", is_passed="true", agent_id="A1"),
        audit("Q1", "2", "standard", is_passed="true", agent_id="A2"),  # an item of A1's audit all the same
        audit("Q1", "3", "Standard", is_passed="false", audited_at="2025-07-01 09:00"),  # and of that day
        audit("Q1", "4", "standard"),
        audit("Q1", "5", "standard", is_passed="false", is_applicable="false"),
        audit("Q1", "6", "attitude", is_passed="false"),
        audit("Q2", "1", "standard", is_passed="false", agent_id="A2"),
        audit("Q3", "1", "attitude", is_passed="true", agent_id="A3"),
    )
    june = company.june("service_standard_attainment_rate")
    assert {member: fraction(row) for member, row in june.items() if member[0] in ("company", "agent")} == {
        ("company", "all"): (2, 4),
        ("agent", "A1"): (2, 3),
        ("agent", "A2"): (0, 1),
    }
    assert june["company", "all"].sample_size == 4  # items


def test_a_failed_fatal_item_voids_the_audit(company: Company) -> None:
    company.put(
        "quality_audits.csv",
        AUDITS,
        audit("Q1", "1", score="8", max_score="10"),
        audit("Q1", "2", "attitude", score="4.5", max_score="5", is_fatal="true", is_passed="true"),
        audit("Q1", "3", score="3"),  # out of how many?
        audit("Q1", "4", max_score="10"),
        audit("Q1", "5", score="0", max_score="10", is_applicable="false"),
        audit("Q2", "1", score="9", max_score="10"),
        audit("Q2", "2", "standard", is_fatal="true", is_passed="false"),  # without points, and fatal
        audit("Q3", "1", score="7", max_score="10"),
        audit("Q3", "2", is_fatal="true", is_passed="false", is_applicable="false"),
        audit("Q3", "3", is_fatal="true"),  # not judged
        audit("Q3", "4", is_fatal="false", is_passed="false", score="0", max_score="5"),
        audit("Q4", "1", is_fatal="true", is_passed="false"),  # no points possible: no audit to score
    )
    row = company.value("quality_audit_score")
    assert (fraction(row), row.sample_size, row.ci_low) == ((12.5 + 0 + 7, 15 + 10 + 15), 3, None)
    row = company.value("quality_audit_score", settings={"fatal_item_voids_audit": False})
    assert (fraction(row), row.sample_size) == ((12.5 + 9 + 7, 40), 3)
    company.put("quality_audits.csv", AUDITS.removesuffix(",max_score"), audit("Q1", score="8").removesuffix(","))
    assert fraction(company.value("quality_audit_score")) == (None, None)


def test_errors_over_all_audits(company: Company) -> None:
    company.put(
        "quality_audits.csv",
        AUDITS,
        audit("Q1", "1", error_count="3", is_passed="true"),
        audit("Q1", "2", "attitude", is_passed="false"),  # not counted: one
        audit("Q2", "1", error_count="0", is_passed="false"),  # counted: none
        audit("Q3", "1", is_passed="true"),
        audit("Q4", "1"),
        audit("Q5", "1", error_count="7", is_applicable="false"),  # the audit is there, the item is not
    )
    row = company.value("error_rate")
    assert (fraction(row), row.value, row.sample_size, row.ci_low) == ((4, 5), 0.8, 5, None)
    row = company.value("error_rate", settings={"error_rate_counts": "audits"})
    assert (fraction(row), row.sample_size, row.ci_low) == ((1, 5), 5, None)


def test_an_audit_belongs_where_and_when_its_first_row_does(company: Company) -> None:
    company.put("agents.csv", "agent_id,team_id", "A1,T1", "A2,T2")
    company.put(
        "quality_audits.csv",
        AUDITS,
        audit("Q1", "2", audited_at="2025-06-01 09:00", agent_id="A2", is_passed="true"),
        audit("Q1", "10", audited_at="2025-06-01 09:00", agent_id="A1", is_passed="false"),  # "10" is before "2"
        audit("Q1", "1", audited_at="2025-06-30 09:00", agent_id="A2", error_count="5"),
        audit("Q2", "1", audited_at="2025-05-31 23:59:59", agent_id="A2", error_count="2"),
        audit("Q2", "0", audited_at="2025-06-01 00:00", agent_id="A1", error_count="3"),
    )
    assert fraction(company.value("error_rate", ("day", date(2025, 6, 1)))) == (6, 1)
    assert fraction(company.value("error_rate", MAY, "agent", "A2")) == (5, 1)
    june = company.june("error_rate")
    assert fraction(june["agent", "A1"]) == fraction(june["team", "T1"]) == (6, 1)
    assert ("agent", "A2") not in june


def test_an_audit_falls_back_on_its_request_and_then_its_call(company: Company) -> None:
    company.put("agents.csv", "agent_id,team_id", "A1,T1", "A2,T2", "A3,T3")
    company.put(
        "service_requests.csv",
        "request_id,request_type,created_at,agent_id,team_id,channel,service_id",
        "R1,fault,2025-06-02 09:00,A2,T9,phone,",
        "R2,fault,2025-06-02 09:00,A9,,,S1",
        "R3,fault,2025-06-02 09:00,,,,",
    )
    company.put("calls.csv", "call_id,started_at,agent_id,request_id", "C1,2025-06-02 09:00,A3,R1", "C2,2025-06-02,A3,")

    def member(line: str) -> dict[str, str]:
        company.put("quality_audits.csv", AUDITS, line)
        return dict(key for key in company.june("error_rate") if key[0] != "company")

    own = audit("Q1", agent_id="A1", request_id="R1", error_count="1")
    assert member(own) == {"agent": "A1", "team": "T9", "channel": "phone", "service": "unknown"}
    unknown = {"channel": "unknown", "service": "unknown"}
    assert member(audit("Q1", agent_id="A1")) == {"agent": "A1", "team": "T1"} | unknown
    assert member(audit("Q1", agent_id="A8")) == {"agent": "unknown", "team": "unknown"} | unknown
    # Its own agent is not known: no falling back; the team still comes from the call.
    assert member(audit("Q1", agent_id="A8", call_id="C2")) == {"agent": "unknown", "team": "T3"} | unknown
    assert member(audit("Q1", request_id="R1", call_id="C2"))["agent"] == "A2"
    # The request's agent is not known: the call's.
    assert member(audit("Q1", request_id="R2", call_id="C1")) == {
        "agent": "A3",
        "team": "T9",
        "channel": "phone",
        "service": "S1",
    }
    assert member(audit("Q1", request_id="R3")) == {"agent": "unknown", "team": "unknown"} | unknown


# ---------------------------------------------------------------- responsiveness


def test_times_to_reply_and_to_accept_are_of_moments_with_a_clock(company: Company) -> None:
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", accepted_at="2025-06-02 09:01", first_response_at="2025-06-02 09:00"),  # 60 s; at once: 0 s
        request("R2", accepted_at="2025-06-02 09:00:30", cancelled_at="2025-06-02 10:00"),  # cancelled, and yet: 30 s
        request("R3", accepted_at="2025-06-02", first_response_at="2025-06-02"),  # no clock
        request("R4", created_at="2025-06-01", accepted_at="2025-06-02 09:00"),
        request("R5", accepted_at="2025-06-02 09:05", duplicate_of="R1"),
        request("R6", created_at="2025-05-31 23:59", first_response_at="2025-06-01 00:01"),  # 120 s, in June
    )
    row = company.value("service_response_speed")
    assert (fraction(row), row.sample_size, row.numerator_squares) == ((90, 2), 2, 60**2 + 30**2)
    row = company.value("service_response_time")
    assert (fraction(row), row.value, row.numerator_squares) == ((120, 2), 60, 120**2)
    assert fraction(company.value("service_response_time", MAY)) == (0, 0)


def test_due_requests_completed_in_time(company: Company) -> None:
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", due_at="2025-06-03 09:00", resolved_at="2025-06-03 09:00"),  # exactly
        request("R2", due_at="2025-06-03 09:00", resolved_at="2025-06-03 09:00:01"),
        request("R3", due_at="2025-06-03 09:00"),  # open
        request("R4", due_at="2025-06-03", resolved_at="2025-06-03 23:59:59"),  # until the end of the day
        request("R5", due_at="2025-06-03", resolved_at="2025-06-04 00:00"),
        request("R6", due_at="2025-06-03 09:00", resolved_at="2025-06-03"),  # completed at its local 00:00
        request("R7", due_at="2025-06-03 09:00", resolved_at="2025-06-03 08:00", cancelled_at="2025-06-03 08:00"),
        request("R8", due_at="2025-06-03 09:00", resolved_at="2025-06-03 08:00", duplicate_of="R1"),
        request("R9", resolved_at="2025-06-03 08:00"),  # never due
        request("R10", due_at="2025-07-01 00:00:01", resolved_at="2025-06-03 08:00"),  # due after as_of
        request("R11", due_at="2025-05-31 23:59:59"),  # due before it was created, and before the calendar
    )
    row = company.value("service_delivery_timeliness")
    assert (fraction(row), row.sample_size) == ((3, 6), 6)
    assert fraction(company.value("service_delivery_timeliness", YEAR)) == (3, 6)


def test_what_is_due_today_is_not_due_before_the_day_is_over(company: Company) -> None:
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", due_at="2025-06-30"),
        request("R2", due_at="2025-06-30 12:00"),
        request("R3", due_at="2025-06-30 12:00:01"),
    )
    noon = datetime(2025, 6, 30, 12, tzinfo=SHANGHAI)
    assert fraction(company.value("service_delivery_timeliness", as_of=noon)) == (0, 1)
    assert fraction(company.value("service_delivery_timeliness")) == (0, 3)


# ---------------------------------------------------------------- complaints


def test_complaint_handling_time_is_dated_by_the_resolution(company: Company) -> None:
    company.put(
        "complaints.csv",
        "complaint_id,submitted_at,resolved_at,team_id",
        "K1,2025-05-31 23:00,2025-06-01 00:00,T1",  # an hour, in June
        "K2,2025-06-02 09:00,2025-06-02 09:00,T1",  # at once
        "K3,2025-06-02 09:00,,T2",
        "K4,2025-06-02 09:00,2025-06-03,T3",  # no clock
    )
    row = company.value("complaint_handling_time")
    assert (fraction(row), row.value, row.sample_size, row.numerator_squares) == ((3600, 2), 1800, 2, 3600**2)
    assert {key for key in company.june("complaint_handling_time") if key[0] == "team"} == {("team", "T1")}
    assert fraction(company.value("complaint_handling_time", MAY)) == (0, 0)


# ---------------------------------------------------------------- efficiency


def test_handling_time_is_its_own_else_that_of_the_calls(company: Company) -> None:
    done = "2025-06-03 09:00"
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", resolved_at=done, handling_seconds="100"),  # its own, though it has calls
        request("R2", resolved_at=done),  # 60 + 5, and 7 after an unanswered call, in either direction
        request("R3", resolved_at=done),  # a call with neither part
        request("R4", resolved_at=done, handling_seconds="0"),  # nothing is a time
        request("R5", handling_seconds="50"),  # not completed
        request("R6", resolved_at=done, handling_seconds="10", cancelled_at=done),  # cancelled, and yet
        request("R7", resolved_at=done, handling_seconds="99", duplicate_of="R1"),
        request("R8", resolved_at=done),  # no call
    )
    talk = {"answered_at": "2025-06-02 09:01", "ended_at": "2025-06-02 09:02"}
    company.put(
        "calls.csv",
        CALLS,
        call("C1", "answered", request_id="R1", **talk),
        call("C2", "answered", request_id="R2", direction="outbound", wrap_up_seconds="5", **talk),
        call("C3", "missed", request_id="R2", wrap_up_seconds="7"),
        call("C4", "abandoned", request_id="R3", **talk),
        call("C5", "answered", wrap_up_seconds="1000", **talk),
    )
    row = company.value("average_handling_time")
    assert (fraction(row), row.sample_size) == ((100 + 72 + 0 + 10, 4), 4)
    assert row.numerator_squares == 100**2 + 72**2 + 10**2


def test_efficient_is_solved_within_the_standard(company: Company) -> None:
    company.put("services.csv", "service_id,standard_handling_seconds", "S1,100", "S2,0", "S3,-5", "S4,", "S5,99999")
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", service_id="S1", handling_seconds="100", is_resolved="true"),  # exactly the standard
        request("R2", service_id="S1", handling_seconds="100.5", is_resolved="true"),
        request("R3", service_id="S1", handling_seconds="99", is_resolved="false"),
        request("R4", "question", service_id="S1", handling_seconds="99", is_resolved="true"),  # below the line only
        request("R5", service_id="S1", is_resolved="true"),  # no handling time
        request("R6", service_id="S2", handling_seconds="1", is_resolved="true"),  # a standard of 0 is none
        request("R7", service_id="S3", handling_seconds="1", is_resolved="true"),
        request("R8", service_id="S4", handling_seconds="1", is_resolved="true"),
        request("R9", service_id="S9", handling_seconds="1", is_resolved="true"),  # not in the services export
        request("R10", handling_seconds="1", is_resolved="true"),
        request("R11", service_id="S1", handling_seconds="1", is_resolved="true", cancelled_at="2025-06-03"),
        request("R12", service_id="S5", handling_seconds="99999", resolved_at="2025-06-03"),
    )
    row = company.value("service_efficiency_rate")
    assert (fraction(row), row.sample_size) == ((2, 5), 5)
    # A standard for the type serves where the service has none: R6 to R10 are within it.
    assert fraction(company.value("service_efficiency_rate", standard_seconds={"problem": 1})) == (7, 10)


def test_completion_is_to_the_last_resolution_or_to_the_first(company: Company) -> None:
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", first_resolved_at="2025-06-02 10:00", resolved_at="2025-06-02 11:00"),
        request("R2", first_resolved_at="2025-06-02 10:00"),  # open again
        request("R3", resolved_at="2025-06-02 09:30", cancelled_at="2025-06-03 09:00"),
        request("R4", resolved_at="2025-06-03"),  # no clock
        request("R5", created_at="2025-05-31 23:30", first_resolved_at="2025-05-31 23:45", resolved_at="2025-06-01"),
    )
    row = company.value("average_completion_time")
    assert (fraction(row), row.numerator_squares) == ((7200 + 1800, 2), 7200**2 + 1800**2)
    first = {"settings": {"completion_time_to": "first_resolution"}}
    row = company.value("average_completion_time", **first)
    assert (fraction(row), row.numerator_squares) == ((3600 + 3600, 2), 2 * 3600**2)
    assert fraction(company.value("average_completion_time", MAY, **first)) == (900, 1)


def test_abandoned_in_the_queue_and_not_at_once(company: Company) -> None:
    queued = {"queued_at": "2025-06-02 09:00:10"}
    company.put(
        "calls.csv",
        CALLS,
        call("C1", "abandoned", ended_at="2025-06-02 09:00:05"),  # exactly five seconds from the start: short
        call("C2", "abandoned", ended_at="2025-06-02 09:00:05.000001"),
        call("C3", "abandoned", ended_at="2025-06-02 09:00:15", **queued),  # five from the queue: short
        call("C4", "abandoned", ended_at="2025-06-02 09:00:16", **queued),
        call("C5", "abandoned"),  # nobody knows how long
        call("C6", "abandoned", ended_at="2025-06-02"),
        call("C7", "answered", answered_at="2025-06-02 09:00:01", ended_at="2025-06-02 09:00:02"),
        call("C8", "missed", ended_at="2025-06-02 09:00:01"),
        call("C9", "busy"),  # never reached the queue
        call("C10", "busy", **queued),
        call("C11"),  # no outcome, no queue
        call("C12", **queued),
        call("C13", "abandoned", direction="outbound"),
    )
    row = company.value("call_abandonment_rate")
    assert (fraction(row), row.sample_size) == ((4, 8), 8)
    assert fraction(company.value("call_abandonment_rate", settings={"count_short_abandons": True})) == (6, 10)
    assert fraction(company.value("call_abandonment_rate", settings={"short_abandon_seconds": 6})) == (2, 6)
    assert fraction(company.value("call_abandonment_rate", settings={"short_abandon_seconds": 4.9})) == (6, 10)


def test_speed_of_answer_counts_from_the_queue(company: Company) -> None:
    queued, answered = {"queued_at": "2025-06-02 09:00:10"}, {"answered_at": "2025-06-02 09:00:30"}
    company.put(
        "calls.csv",
        CALLS,
        call("C1", "answered", **queued, **answered),  # 20 s
        call("C2", "", **answered),  # 30 s from the start
        call("C3", "answered", **queued),  # answered, nobody knows when
        call("C4", "abandoned", **queued, **answered),  # the outcome says no
        call("C5", "answered", direction="outbound", **answered),
        call("C6", "answered", queued_at="2025-06-02", **answered),  # the queue has no clock
    )
    row = company.value("average_speed_of_answer")
    assert (fraction(row), row.sample_size, row.numerator_squares) == ((50, 2), 2, 20**2 + 30**2)


def test_connect_rate_of_both_directions(company: Company) -> None:
    company.put(
        "calls.csv",
        CALLS,
        call("C1", "answered"),
        call("C2", "missed"),
        call("C3", "answered", direction="outbound"),
        call("C4", "busy", direction="outbound"),
    )
    assert fraction(company.value("call_connect_rate")) == (1, 2)
    row = company.value("call_connect_rate", settings={"connect_rate_counts_outbound": True})
    assert (fraction(row), row.sample_size) == ((2, 4), 4)


def test_received_completed_and_on_time(company: Company) -> None:
    done = {"resolved_at": "2025-06-03 09:00"}
    due = {"due_at": "2025-06-03 09:00"}
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", "project", **done, **due),  # on the second
        request("R2", "Project", resolved_at="2025-06-03 09:00:01", **due),
        request("R3", "project", **due),
        request("R4", "project", **done, due_at="2025-07-01 00:00:01"),  # not due yet
        request("R5", "project", cancelled_at="2025-06-02 10:00", **done, **due),
        request("R6", "project", duplicate_of="R1", **done, **due),
        request("R7", "problem", **done, **due),
        request("R8", first_resolved_at="2025-06-03 09:00"),  # open again
        request("R9", created_at="2025-05-31 23:59:59", **done),
    )
    row = company.value("service_demand_volume")
    assert (fraction(row), row.value, row.sample_size) == ((7, None), 7, None)
    assert company.value("service_demand_volume", MAY).value == 1
    row = company.value("service_completion_rate")
    assert (fraction(row), row.sample_size) == ((4, 6), 6)
    assert fraction(company.value("service_completion_rate", MAY)) == (1, 1)
    row = company.value("project_completion_rate")
    assert (fraction(row), row.sample_size) == ((1, 3), 3)
    assert fraction(company.value("service_delivery_timeliness")) == (2, 4)
    seeds = put_targets(company, "service_demand_volume,company,all,*,2025-01-01,5,0").parent
    assert company.value("service_demand_volume", seeds=seeds).status == "no_target"


def test_without_requests_nobody_asked_and_nobody_was_served(company: Company) -> None:
    company.put("service_requests.csv", REQUESTS)
    for kpi in ("service_demand_volume", "customers_served"):
        row = company.value(kpi)
        assert (fraction(row), row.value, row.status) == ((0, None), 0, "no_target")
    company.put("service_requests.csv", "request_id,request_type,created_at", "R1,fault,2025-06-02 09:00")
    assert company.value("service_demand_volume").value == 1
    assert company.value("customers_served").value is None  # nobody says whose
    (company.folder / "service_requests.csv").unlink()
    assert company.value("service_demand_volume").value is None


def test_the_median_of_handling_lies_between_two(company: Company) -> None:
    done = {"resolved_at": "2025-06-03 09:00"}
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", handling_seconds="10", team_id="T1", **done),
        request("R2", handling_seconds="100", cancelled_at="2025-06-03 09:00", **done),  # cancelled, and yet
        request("R3", **done),  # 65 of its call
        request("R4", handling_seconds="1000", **done),
        request("R5", handling_seconds="9999"),  # not completed
        request("R6", handling_seconds="9999", duplicate_of="R1", **done),
        request("R7", **done),
        request("R8", handling_seconds="0", team_id="T2", **done),
        request("R9", handling_seconds="5", resolved_at="2025-06-30"),  # on a day: its handling has no need of a clock
        request("R10", handling_seconds="5", created_at="2025-05-02 09:00"),
    )
    talk = {"answered_at": "2025-06-02 09:01", "ended_at": "2025-06-02 09:02"}
    company.put("calls.csv", CALLS, call("C1", "answered", request_id="R3", wrap_up_seconds="5", **talk))
    june = company.june("median_handling_time")
    row = june["company", "all"]
    assert (fraction(row), row.value, row.sample_size) == (((10 + 65) / 2, None), 37.5, 6)
    row = june["team", "T2"]
    assert (row.value, row.sample_size) == (0, 1)  # no time at all is a row all the same
    assert company.value("median_handling_time", MAY).sample_size == 0


def test_faults_repaired(company: Company) -> None:
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", "fault", resolved_at="2025-06-02 10:00", handling_seconds="60"),  # does not say: completed
        request("R2", "FAULT", resolved_at="2025-06-02 11:00", is_resolved="true"),  # no handling time
        request("R3", "fault", resolved_at="2025-06-02 10:00", is_resolved="false", handling_seconds="30"),
        request("R4", "fault", is_resolved="true", handling_seconds="40"),  # when, nobody knows
        request("R5", "fault"),
        request("R6", "problem", resolved_at="2025-06-02 10:00", handling_seconds="50"),
        request("R7", "fault", resolved_at="2025-06-02 12:00", cancelled_at="2025-06-02 12:00", handling_seconds="5"),
        request("R8", "fault", resolved_at="2025-06-02 10:00", duplicate_of="R1", handling_seconds="70"),
        request("R9", "fault", resolved_at="2025-06-03", handling_seconds="7"),  # no clock: handled, for no known time
        request(
            "R10", "fault", created_at="2025-05-31 23:00", resolved_at="2025-06-01 00:00"
        ),  # May's, repaired in June
    )
    row = company.value("mean_time_to_repair")
    assert (fraction(row), row.sample_size) == ((3600 + 7200 + 10800 + 3600, 4), 4)  # R1, R2, R7, R10
    assert row.numerator_squares == 3600**2 * (1 + 4 + 9 + 1)
    row = company.value("fault_handling_time")
    assert (fraction(row), row.numerator_squares, row.sample_size) == ((60 + 5 + 7, 3), 3600 + 25 + 49, 3)
    row = company.value("fault_resolution_rate")
    assert (fraction(row), row.sample_size) == ((4, 6), 6)  # R1, R2, R4, R9 of those, R3 and R5
    assert fraction(company.value("fault_resolution_rate", MAY)) == (1, 1)


def test_a_customer_is_served_once_in_each_period_and_scope(company: Company) -> None:
    company.put("customers.csv", "customer_id,segment", "U1,vip")
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", customer_id="U1", team_id="T1"),
        request("R2", customer_id="U1", team_id="T2", created_at="2025-06-03 09:00"),
        request("R3", customer_id="U9", team_id="T1", cancelled_at="2025-06-02 10:00"),  # not in the export; cancelled
        request("R4", customer_id="U2", duplicate_of="R1"),
        request("R5"),  # nobody known
        request("R6", customer_id="U1", created_at="2025-05-31 23:59:59", team_id="T1"),
    )
    june = company.june("customers_served")
    assert {member: row.value for member, row in june.items() if member[0] != "agent"} == {
        ("company", "all"): 2,
        ("team", "T1"): 2,
        ("team", "T2"): 1,
        ("channel", "unknown"): 2,
        ("service", "unknown"): 2,
        ("region", "unknown"): 2,
        ("customer_segment", "vip"): 1,
        ("customer_segment", "unknown"): 1,
    }
    assert fraction(june["company", "all"]) == (2, None)
    values = company.evaluate().values
    by_day = [values["customers_served", "day", date(2025, 6, day), "company", "all"].value for day in (1, 2, 3)]
    assert by_day == [0, 2, 1]
    assert values["customers_served", *YEAR, "company", "all"].value == 2


def test_requests_on_new_and_on_customised_services(company: Company) -> None:
    company.put(
        "services.csv",
        "service_id,launched_on,is_customised",
        "S1,2024-06-02,true",
        "S2,2024-06-03,false",
        "S3,2025-06-02,",
        "S4,2025-06-03,yes",
        "S5,,true",
        "S6,2024-02-29,no",
    )
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", service_id="S1", created_at="2025-06-01 23:59:59"),  # the last of its twelve months
        request("R2", service_id="S1"),  # June 2nd has come round
        request("R3", service_id="S2"),
        request("R4", service_id="S3"),  # on the day of the launch
        request("R5", service_id="S4"),  # before it
        request("R6", service_id="S5"),  # launched nobody knows when
        request("R7", service_id="S9"),  # not in the export
        request("R8"),
        request("R9", service_id="S3", cancelled_at="2025-06-02 10:00"),
        request("R10", service_id="S3", duplicate_of="R4"),
        request("R11", service_id="S6", created_at="2025-02-27 12:00"),
        request("R12", service_id="S6", created_at="2025-02-28 12:00"),  # the day after February 28th is not waited for
    )
    june = company.june("service_innovation_share")
    row = june["company", "all"]
    assert (fraction(row), row.sample_size) == ((3, 6), 6)  # R1, R3, R4
    assert {scope for scope, _ in june} == {"company", "team", "agent", "channel", "region", "customer_segment"}
    assert fraction(company.value("service_innovation_share", ("month", date(2025, 2, 1)))) == (1, 2)
    june = company.june("customization_rate")
    assert (fraction(june["company", "all"]), june["company", "all"].sample_size) == ((4, 6), 6)
    assert {member: fraction(row) for (scope, member), row in june.items() if scope == "service"} == {
        "S1": (2, 2),
        "S2": (0, 1),
        "S3": (0, 1),
        "S4": (1, 1),
        "S5": (1, 1),
    }
    company.put("services.csv", "service_id", "S1")
    assert fraction(company.value("service_innovation_share")) == (None, None)
    assert fraction(company.value("customization_rate")) == (None, None)


def test_answered_in_time_by_five_formulas(company: Company) -> None:
    queued = {"queued_at": "2025-06-02 09:00:10"}

    def waited(seconds: int) -> dict[str, str]:
        return queued | {"answered_at": f"2025-06-02 09:00:{10 + seconds}"}

    def gave_up(seconds: int) -> dict[str, str]:
        return queued | {"ended_at": f"2025-06-02 09:00:{10 + seconds}"}

    company.put(
        "calls.csv",
        CALLS,
        call("C1", "answered", **waited(20)),  # exactly
        call("C2", "answered", **waited(21)),
        call("C3", "answered", answered_at="2025-06-02 09:00:20"),  # twenty from the start, for want of a queue
        call("C4", "answered", queued_at="2025-06-02", answered_at="2025-06-02 09:00:15"),  # nobody knows how long
        call("C5", "answered"),
        call("C6", "", **waited(1)),  # answered at a moment, offered by the queue
        call("C7", "", answered_at="2025-06-02 09:00:01"),  # answered, and never offered
        call("C8", "abandoned", **gave_up(5)),  # short
        call("C9", "abandoned", **gave_up(20)),
        call("C10", "abandoned", **gave_up(21)),
        call("C11", "abandoned", **queued),  # nobody knows how long
        call("C12", "missed", **waited(1)),  # the outcome says no
        call("C13", "busy"),
        call("C14", "answered", direction="outbound", **waited(1)),
    )

    def level(**settings: object) -> tuple[tuple[float, float], int]:
        row = company.value("call_service_level", settings=settings)
        return fraction(row), row.sample_size

    # In time: C1, C3, C6. Offered: all from C1 to C12 but C7.
    assert level() == ((3, 10), 10)
    assert level(count_short_abandons=True) == ((3, 11), 11)
    assert level(short_abandon_seconds=20) == ((3, 9), 9)
    assert level(service_level_formula="offered") == ((3, 11), 11)
    assert level(service_level_formula="answered") == ((4, 7), 7)  # C1 to C7
    assert level(service_level_formula="abandons_within_met") == ((5, 11), 11)
    assert level(service_level_formula="abandons_within_out") == ((3, 9), 9)
    assert level(service_level_seconds=21) == ((4, 10), 10)
    assert level(service_level_seconds=19.9) == ((1, 10), 10)
    assert level(service_level_seconds=21, service_level_formula="abandons_within_out") == ((4, 8), 8)
    assert "region" not in {scope for scope, _ in company.june("call_service_level")}


SERVICE_LEVELS = (
    "offered_without_short_abandons", "offered", "answered", "abandons_within_met", "abandons_within_out",
)  # fmt: skip


@pytest.mark.parametrize("formula", SERVICE_LEVELS)
def test_a_service_level_is_a_share_by_every_formula(tmp_path: Path, formula: str) -> None:
    levels = []
    for seed in range(6):
        options = {"settings": {"service_level_formula": formula, "service_level_seconds": 15}}
        exports = wild.write(tmp_path / str(seed), seed)
        told = evaluate(exports, date.fromisoformat(wild.AS_OF), only={"call_service_level"}, **options)
        levels += [row for row in told.values.values() if row.denominator]
    assert len(levels) > 50 and len({row.value for row in levels}) > 2
    assert all(0 <= row.numerator <= row.denominator == row.sample_size for row in levels)


# ---------------------------------------------------------------- people


def test_agents_trained_over_agents_employed(company: Company) -> None:
    company.put(
        "agents.csv",
        AGENTS,
        "A1,,T1,,",
        "A1,2025-06-10 00:00,T2,,",  # changed teams
        "A2,,T1,2025-06-30,",  # joined on the last day
        "A3,,T1,,2025-06-01",  # left on the first
        "A4,,T1,2025-07-01,",  # not yet
        "A5,,T1,,2025-05-31",  # no more
        "A6,2025-06-10 08:00,T3,,2025-06-09",  # left before its state began
    )
    company.put(
        "training_records.csv",
        TRAININGS,
        "X1,A1,2025-06-09,true",  # still T1
        "X1,A2,2025-06-05,true",  # before it was hired, and yet in the period
        "X1,A3,2025-06-05,false",
        "X2,A3,2025-06-05,",
        "X1,A5,2025-06-05,true",
        "X1,A9,2025-06-05,true",  # nobody knows this agent
        "X2,A1,2025-06-09,true",  # twice is once
        "X3,A3,2025-05-31,true",
    )
    june = company.june("training_participation_rate")
    assert {member: fraction(row) for member, row in june.items()} == {
        ("company", "all"): (2, 3),
        ("agent", "A1"): (1, 1),
        ("agent", "A2"): (1, 1),
        ("agent", "A3"): (0, 1),
        ("team", "T1"): (2, 3),
        ("team", "T2"): (0, 1),
    }
    assert june["company", "all"].sample_size == 3
    # The calendar begins with the first training, on May 31st: A1, A3 and A5 were employed then.
    assert fraction(company.value("training_participation_rate", MAY)) == (1, 3)
    assert fraction(company.value("training_participation_rate", YEAR)) == (4, 4)  # A5 attended after it had left


def test_a_state_lasts_until_the_day_on_which_the_next_begins(company: Company) -> None:
    company.put("training_records.csv", TRAININGS, "X1,A9,2025-05-01,true")
    company.put("agents.csv", AGENTS, "A1,,T1,,", "A1,2025-06-01 00:00,T2,,")
    assert ("team", "T1") not in company.june("training_participation_rate")
    company.put("agents.csv", AGENTS, "A1,,T1,,", "A1,2025-06-01 00:00:01,T2,,")
    assert fraction(company.june("training_participation_rate")["team", "T1"]) == (0, 1)


def test_training_needs_its_own_export_and_the_agents(company: Company) -> None:
    company.put("training_records.csv", TRAININGS, "X1,A1,2025-06-05,true")
    assert fraction(company.value("training_participation_rate")) == (None, None)
    company.put("agents.csv", AGENTS, "A1,,T1,,2025-05-01")
    assert fraction(company.value("training_participation_rate")) == (0, 0)
    company.put("training_records.csv", "course_id,agent_id,scheduled_on", "X1,A1,2025-06-05")
    assert fraction(company.value("training_participation_rate")) == (None, None)


def test_goals_and_plans_completed_by_their_day(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1,,", "A1,2025-05-02,T2,,")
    company.put(
        "agent_goals.csv",
        GOALS,
        "G1,A1,goal,2025-05-01,2025-06-30,2025-06-30",  # on the day; set when A1 was in T1
        "G2,A1,Goal,2025-05-02,2025-06-30,2025-07-01",  # a day late; T2
        "G3,A1,goal,2025-05-02,2025-06-01,",
        "G4,A1,improvement_plan,2025-05-02,2025-06-01,2025-05-02",
        "G5,A1,goal,2025-05-02,2025-07-01,2025-05-02",  # not due yet
        "G6,A9,goal,2025-05-02,2025-05-31,2025-05-31",
        "G7,A1,goal,2025-05-02,2025-05-01,",  # due before it was set: rejected
        "G8,A1,wish,2025-05-02,2025-06-01,",
    )
    assert [(row, column) for row, column, _ in company.reasons()] == [(8, "due_on"), (9, "kind")]
    goals = {member: fraction(row) for member, row in company.june("personal_goal_completion_rate").items()}
    assert goals == {
        ("company", "all"): (1, 3),
        ("agent", "A1"): (1, 3),
        ("team", "T1"): (1, 1),
        ("team", "T2"): (0, 2),
    }
    assert fraction(company.value("personal_goal_completion_rate", MAY, "team", "unknown")) == (1, 1)
    assert fraction(company.value("improvement_plan_execution_rate")) == (1, 1)
    noon = datetime(2025, 6, 30, 12, tzinfo=SHANGHAI)  # the day is not over
    assert fraction(company.value("personal_goal_completion_rate", as_of=noon)) == (0, 1)


def test_growth_is_from_the_assessment_before_the_period(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1,,", "A1,2025-06-20,T2,,", "A2,,T1,,", "A3,,T1,,")
    company.put(
        "agent_assessments.csv",
        ASSESSMENTS,
        "A1,2025-04-30,,40,100",
        "A1,2025-05-31,overall,50,100",  # the opening of June
        "A1,2025-06-01,,10,100",
        "A1,2025-06-20,Overall,60,100",  # the closing one: T2 by then
        "A1,2025-06-20,tools,1,100",  # one dimension
        "A1,2025-06-25,,9,0",  # of nothing: no share
        "A2,2025-06-05,,2,5",  # the first in June: the opening
        "A2,2025-06-05,overall,3,5",  # the same day, named: the closing one
        "A3,2025-06-05,,5,5",  # alone
        "A9,2025-06-05,,1,2",
        "A9,2025-06-06,,1,4",  # worse; nobody knows this agent
        "A8,2025-06-05,,1,2",
        "A8,2025-06-06,,2,2",  # nor this one, and they are two
    )
    june = company.june("personal_growth_index")
    whole = june["company", "all"]
    assert fraction(whole) == (pytest.approx(0.1 + 0.2 - 0.25 + 0.5), pytest.approx(0.5 + 0.4 + 0.5 + 0.5))
    assert (whole.sample_size, whole.ci_low, whole.numerator_squares) == (4, None, None)
    assert fraction(june["agent", "A1"]) == fraction(june["team", "T2"]) == (pytest.approx(0.1), 0.5)
    assert fraction(june["team", "T1"]) == (pytest.approx(0.2), 0.4)
    assert fraction(june["agent", "unknown"]) == fraction(june["team", "unknown"]) == (0.25, 1)
    assert ("agent", "A3") not in june
    assert fraction(company.value("personal_growth_index", YEAR, "agent", "A1")) == (pytest.approx(0.2), 0.4)
    assert fraction(company.value("personal_growth_index", ("month", date(2025, 4, 1)))) == (0, 0)


def test_growth_from_nothing_has_no_value(company: Company) -> None:
    company.put("agent_assessments.csv", ASSESSMENTS, "A1,2025-06-05,,0,5", "A1,2025-06-06,,5,5")
    row = company.value("personal_growth_index", scope="agent", member="A1")
    assert (fraction(row), row.value, row.sample_size) == ((1, 0), None, 1)


def test_trainings_passed_and_what_they_changed(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1,,", "A1,2025-06-10 00:00,T2,,")
    company.put(
        "training_records.csv",
        f"{TRAININGS},passed,score_before,score_after",
        "X1,A1,2025-06-09,true,true,50,80",  # T1
        "X2,A1,2025-06-10,true,false,60,45",  # T2 from its midnight on; worse than before
        "X3,A1,2025-06-09,true,,40,",  # no verdict, one score
        "X4,A1,2025-06-09,false,true,10,100",  # not attended
        "X5,A1,2025-06-09,,true,10,100",
        "X6,A9,2025-06-09,true,true,,80",
        "X7,A9,2025-06-09,true,,0,5",  # from nothing
        "X8,A1,2025-05-31,true,true,50,50",
    )
    june = company.june("training_pass_rate")
    assert {member: fraction(row) for member, row in june.items() if member[0] != "agent"} == {
        ("company", "all"): (2, 3),
        ("team", "T1"): (1, 1),
        ("team", "T2"): (0, 1),
        ("team", "unknown"): (1, 1),
    }
    june = company.june("training_effectiveness")
    row = june["company", "all"]
    assert (fraction(row), row.sample_size, row.ci_low) == ((30 - 15 + 5, 50 + 60 + 0), 3, None)
    assert (fraction(june["team", "T2"]), june["team", "T2"].value) == ((-15, 60), -0.25)
    assert (fraction(june["team", "unknown"]), june["team", "unknown"].value) == ((5, 0), None)
    assert fraction(company.value("training_effectiveness", MAY)) == (0, 50)
    grains = {key[1] for key in company.evaluate().values if key[0] == "training_pass_rate"}
    assert grains == {"month", "quarter", "year"}


def test_points_scored_in_all_dimensions_but_overall(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1,,", "A1,2025-06-20,T2,,")
    company.put(
        "agent_assessments.csv",
        ASSESSMENTS,
        "A1,2025-06-19,tools,8,10",
        "A1,2025-06-19,Communication,3,5",
        "A1,2025-06-20,tools,90,100",  # T2 by then
        "A1,2025-06-19,overall,1,100",
        "A1,2025-06-19,,1,100",  # overall, though it does not say so
        "A1,2025-06-19,learning,7,0",  # out of nothing
        "A1,2025-06-19,regulations,0,10",
        "A1,2025-05-31,tools,1,10",
    )
    june = company.june("professional_assessment_score")
    row = june["company", "all"]
    assert (fraction(row), row.sample_size, row.ci_low) == ((101, 125), 4, None)
    assert fraction(june["team", "T1"]) == (11, 25)
    assert fraction(june["team", "T2"]) == (90, 100)
    assert fraction(june["agent", "A1"]) == (101, 125)
    company.put("agent_assessments.csv", "agent_id,assessed_on,score,max_score", "A1,2025-06-19,1,100")
    assert fraction(company.value("professional_assessment_score")) == (None, None)


def put_agents(company: Company, *lines: str) -> None:
    """Agents, and a calendar from May 15th on."""
    company.put("agents.csv", AGENTS, *lines)
    company.put("training_records.csv", TRAININGS, "X1,A1,2025-05-15,true")


def turnover(company: Company, period: tuple[str, date] = JUNE, **options: object) -> dict[str, tuple]:
    """Leavers, mean headcount and sample by team, and of the company."""
    rows = {key: row for key, row in company.evaluate(**options).values.items() if key[:3] == (TURNOVER, *period)}
    return {key[4]: (*fraction(row), row.sample_size) for key, row in rows.items()}


TURNOVER = "employee_turnover_rate"


def test_who_left_over_who_was_there(company: Company) -> None:
    put_agents(
        company,
        "A1,,T1,,",
        "A2,,T1,,2025-06-30",  # left on the last day of the month: June's, and gone when it closes
        "A3,,T1,,2025-05-31",  # on the day before the first: May's, gone when June opens
        "A4,,T1,,2025-06-01",  # there as June opens
        "A5,,T1,2025-06-01,",  # hired on the first: not there as it begins
        "A6,,T1,2025-05-31,",
        "A7,,T1,2025-06-02,2025-06-20",  # came and went: at neither end, and yet a leaver
        "A8,,T2,2025-06-30,",  # there when June closes
        "A9,,T2,2025-07-01,",  # not yet
        "A10,,T2,,2025-07-01",  # not gone yet
    )
    # Opening: A1, A2, A4, A6; A10. Closing: A1, A5, A6; A8, A10.
    assert turnover(company) == {"all": (3, 5, 5), "T1": (3, 3.5, 3), "T2": (0, 1.5, 1)}
    row = company.value(TURNOVER)
    assert (row.value, row.ci_low, row.numerator_squares) == (0.6, None, None)
    # May opens with its first day, though the calendar begins later: A1 to A4; A10. It closes with June's opening.
    assert turnover(company, MAY) == {"all": (1, 5, 5), "T1": (1, 4, 4), "T2": (0, 1, 1)}
    assert turnover(company, YEAR) == {"all": (4, 5, 5), "T1": (4, 3.5, 3), "T2": (0, 1.5, 1)}
    noon = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)  # the month closes with the 20th
    assert turnover(company, as_of=noon) == {"all": (2, 5, 5), "T1": (2, 4, 4), "T2": (0, 1, 1)}


def test_a_leaver_belongs_to_the_state_in_which_the_day_ended(company: Company) -> None:
    put_agents(
        company,
        "A1,,T1,,2025-06-09",
        "A1,2025-06-10 00:00,T2,,2025-06-09",  # from the midnight on: what comes after has no say
        "A2,,T1,,2025-06-09",
        "A2,2025-06-09 23:59:59,T2,,2025-06-09",  # changed teams a second before
        "A3,,T1,,2025-06-09",
        "A3,2025-06-09 18:00,T3,,",  # thought better of it
        "A4,2025-06-10 08:00,T4,,2025-06-09",  # left before there is any word of it
        "A5,,T1,,2025-05-20",  # left, came back, left again
        "A5,2025-06-05,T1,2025-06-05,2025-06-25",
        "A6,,T1,,",  # changes teams at midnight: of T1 as June opens, of T2 as it closes
        "A6,2025-07-01 00:00,T2,,",
        "A7,,T1,,",  # and as June opens of T2 already
        "A7,2025-06-01 00:00,T2,,",
    )
    # Opening: A1, A2, A3, A6 of T1, A7 of T2. Closing: A3 of T3; A6, A7 of T2.
    assert turnover(company) == {"all": (3, 4, 4), "T1": (2, 2, 2), "T2": (1, 1.5, 1), "T3": (0, 0.5, 0)}


def test_turnover_without_anybody_has_no_value(company: Company) -> None:
    put_agents(company, "A1,,T1,2025-06-02,2025-06-20")
    row = company.value(TURNOVER)
    assert (fraction(row), row.value, row.sample_size) == ((1, 0), None, 0)
    put_agents(company)
    assert fraction(company.value(TURNOVER)) == (0, 0)
    company.put("agents.csv", "agent_id,team_id", "A1,T1")
    assert fraction(company.value(TURNOVER)) == (None, None)  # nobody says who left
    assert {key[3] for key in company.evaluate().values if key[0] == TURNOVER} == {"company"}


def put_employee_answers(company: Company, *scores: int) -> None:
    company.put("agents.csv", AGENTS, *(f"A{n},,T{n % 2},," for n in range(len(scores))))
    company.put(
        "survey_responses.csv",
        ANSWERS,
        *(f"S{n},employee,,2025-06-02 09:00,{score},1,5,agent,A{n}," for n, score in enumerate(scores)),
    )


def test_employees_vote_once_and_their_team_is_their_own(company: Company) -> None:
    put_employee_answers(company, 4, 3, 5, 4, 1, 4, 4, 2, 5)  # five of T0, four of T1
    with (company.folder / "survey_responses.csv").open("a") as file:
        file.write("S20,employee,,2025-06-03 09:00,5,1,5,agent,A1,\n")  # 3 and 5: 0.75
        file.write("S21,employee,,2025-06-03 09:00,5,1,5,,,\n")  # anonymous
        file.write("S22,employee,,2025-06-03 09:00,1,1,5,,,\n")
        file.write("S23,employee,tools,2025-06-03 09:00,1,1,5,agent,A2,\n")
        file.write("S24,csat,,2025-06-03 09:00,1,1,5,agent,A2,\n")
    june = company.june("employee_satisfaction_rate")
    assert set(june) == {("company", "all"), ("team", "T0")}  # four are too few to be shown
    assert (fraction(june["company", "all"]), june["company", "all"].sample_size) == ((8, 11), 11)
    assert (fraction(june["team", "T0"]), june["team", "T0"].sample_size) == ((4, 5), 5)
    june = company.june("employee_satisfaction_rate", settings={"smallest_group": 4})
    assert fraction(june["team", "T1"]) == (3, 4)
    assert ("team", "unknown") not in june


def test_an_employees_answer_names_the_agent_or_the_respondent_is_one(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1,,", "A2,,T2,,")
    company.put(
        "survey_responses.csv",
        ANSWERS,
        "S1,employee,,2025-06-02 09:00,5,1,5,,A1,",
        "S2,employee,,2025-06-02 09:00,5,1,5,agent,A1,A2",
        "S3,employee,,2025-06-02 09:00,5,1,5,partner,A1,",
        "S4,employee,,2025-06-02 09:00,5,1,5,agent,A9,",
    )
    june = company.june("employee_satisfaction_rate", settings={"smallest_group": 1})
    counted = {member: row.denominator for (scope, member), row in june.items() if scope == "team"}
    assert counted == {"T1": 1, "T2": 1, "unknown": 2}
    assert june["company", "all"].denominator == 3  # the agent A1 twice, the partner A1, A9


def test_a_group_too_small_keeps_its_size(company: Company) -> None:
    put_employee_answers(company, 5, 5, 5, 5)
    row = company.value("employee_satisfaction_rate")
    assert (fraction(row), row.value, row.sample_size, row.status) == ((None, None), None, 4, "small_sample")
    assert (row.ci_low, row.ci_high) == (None, None)
    put_employee_answers(company, 5, 5, 5, 5, 5)
    row = company.value("employee_satisfaction_rate")
    assert (fraction(row), row.value, row.status) == ((5, 5), 1, "small_sample")  # fewer than 30
    company.put("survey_responses.csv", ANSWERS)
    row = company.value("employee_satisfaction_rate")
    assert (fraction(row), row.sample_size, row.status) == ((0, 0), 0, "no_data")  # nobody to hide


def test_employees_promote_in_groups_that_are_large_enough(company: Company) -> None:
    scores = (10, 9, 8, 6, 0, 9, 9, 3, 9)  # five of T0, four of T1
    company.put("agents.csv", AGENTS, *(f"A{n},,T{n % 2},," for n in range(len(scores))))
    company.put(
        "survey_responses.csv",
        ANSWERS,
        *(f"S{n},employee_nps,,2025-06-02 09:00,{score},,,agent,A{n}," for n, score in enumerate(scores)),
        "S20,employee_nps,,2025-06-02 09:00,4,1,5,agent,A1,",  # another scale
        "S21,employee_nps,tools,2025-06-02 09:00,10,,,agent,A1,",
        "S22,nps,,2025-06-02 09:00,10,,,,A1,",
        "S23,employee_nps,,2025-06-02 09:00,,,,agent,A1,",
    )
    june = company.june("employee_net_promoter_score")
    assert set(june) == {("company", "all"), ("team", "T0")}
    row = june["company", "all"]
    assert (fraction(row), row.sample_size, row.numerator_squares) == ((5 - 3, 9), 9, 8)
    assert row.value == pytest.approx(100 * 2 / 9) and row.ci_low < row.value < row.ci_high
    row = june["team", "T0"]  # 10, 8, 0, 9, 9
    assert (fraction(row), row.value, row.numerator_squares) == ((3 - 1, 5), 40, 4)
    june = company.june("employee_net_promoter_score", settings={"smallest_group": 4})
    assert fraction(june["team", "T1"]) == (2 - 2, 4)  # 9, 6, 9, 3
    row = company.value("employee_net_promoter_score", settings={"smallest_group": 10})
    assert (fraction(row), row.value, row.numerator_squares, row.ci_low) == ((None, None), None, None, None)
    assert (row.sample_size, row.status) == (9, "small_sample")
    assert fraction(company.value("net_promoter_score")) == (1, 1)


# ---------------------------------------------------------------- the calendar, settings


@pytest.mark.parametrize(
    ("name", "header", "line", "first"),
    [
        ("training_records", TRAININGS, "X1,A1,2024-02-29,", date(2024, 2, 29)),
        ("agent_assessments", ASSESSMENTS, "A1,2024-12-31,tools,1,0", date(2024, 12, 31)),
        ("agent_goals", GOALS, "G1,A1,goal,2024-01-01,2025-06-01,", date(2025, 6, 1)),  # not the day it was set
        ("quality_audits", AUDITS, audit("Q1", is_applicable="false"), date(2025, 6, 2)),
        ("service_requests", REQUESTS, request("R1", due_at="2024-01-01 09:00"), date(2025, 6, 2)),
    ],
)
def test_what_opens_the_calendar(company: Company, name: str, header: str, line: str, first: date) -> None:
    company.put(f"{name}.csv", header, line)
    days = company.evaluate().days
    assert (days[0], days[-1]) == (first, date(2025, 6, 30))


def test_a_day_too_far_ahead_is_rejected(company: Company) -> None:
    company.put("training_records.csv", TRAININGS, "X1,A1,2025-07-02,", "X1,A1,2025-07-03,")  # as_of is July 1st 00:00
    company.put("agent_goals.csv", GOALS, "G1,A1,goal,2025-06-30,2026-06-30,", "G2,A1,goal,2025-07-03,2026-06-30,")
    company.put("agent_assessments.csv", ASSESSMENTS, "A1,2025-07-03,,1,1")
    assert sorted(company.reasons()) == [
        (2, "assessed_on", "in the future"),
        (3, "scheduled_on", "in the future"),
        (3, "set_on", "in the future"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "customer_satisfaction_by",
        "completion_time_to",
        "error_rate_counts",
        "service_rating_of",
        "customer_effort_by",
        "service_level_formula",
    ],
)
def test_a_choice_that_is_none_is_refused(company: Company, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        company.evaluate(settings={name: "both"})


# ---------------------------------------------------------------- targets, status


def put_targets(company: Company, *lines: str) -> Path:
    header = "kpi_id,scope_type,scope_id,period_grain,valid_from,target,target_to,near_margin"
    company.put("kpi_targets.csv", header, *lines)
    return company.folder / "kpi_targets.csv"


def test_the_most_specific_target_in_force_applies(company: Company) -> None:
    targets = read_targets(
        put_targets(
            company,
            "k,team,*,*,2025-01-01,1,,0.1",
            "k,team,*,*,2025-03-01,2,,0.1",
            "k,team,*,month,2025-02-01,3,,0.1",
            "k,team,T1,*,2025-04-01,4,,0.1",
            "k,team,T1,month,2025-05-01,5,,",
            "k,team,T1,month,2025-06-01,,,0.1",
        )
    )

    def aim(grain: str, start: date, member: str, scope: str = "team") -> float | None:
        target = target_for(targets, "k", grain, start, scope, member)
        return target.target if target else None

    assert aim("week", date(2024, 12, 30), "T1") is None
    assert aim("week", date(2025, 2, 24), "T2") == 1
    assert aim("week", date(2025, 3, 3), "T2") == 2
    assert aim("month", date(2025, 3, 1), "T2") == 3  # its grain before all grains, though that one is newer
    assert aim("month", date(2025, 1, 1), "T2") == 1
    assert aim("month", date(2025, 4, 1), "T1") == 4  # its own before all members'
    assert aim("month", date(2025, 5, 1), "T1") == 5
    assert aim("month", date(2025, 6, 1), "T1") is None  # ended
    assert aim("month", date(2025, 6, 1), "all", "company") is None  # no scope type inherits


@pytest.mark.parametrize(
    ("value", "better", "status"),
    [
        (0.8, "higher", "met"),
        (0.79, "higher", "near"),
        (0.72, "higher", "near"),  # exactly a tenth below
        (0.71, "higher", "missed"),
        (0.8, "lower", "met"),
        (0.88, "lower", "near"),
        (0.89, "lower", "missed"),
        (0.72, "target", "met"),
        (0.88, "target", "met"),
        (0.71, "target", "missed"),
        (0.89, "target", "missed"),
        (None, "higher", "no_data"),
    ],
)
def test_status_beside_a_target(value: float | None, better: str, status: str) -> None:
    assert status_of(value, Target(date(2025, 1, 1), 0.8, 0.1), better, True, 100, 30, False) == status


@pytest.mark.parametrize(
    ("value", "status"),
    [(0.75, "met"), (0.85, "met"), (0.675, "near"), (0.935, "near"), (0.67, "missed"), (0.94, "missed")],
)
def test_status_beside_a_band(value: float, status: str) -> None:
    assert status_of(value, Target(date(2025, 1, 1), 0.75, 0.1, 0.85), "target", True, 100, 30, False) == status


def test_status_says_the_first_reason_that_applies() -> None:
    target = Target(date(2025, 1, 1), 1, 0)

    def status(value: float | None, is_complete: bool, size: int | None, is_aimed: bool, hides: bool = False) -> str:
        return status_of(value, target if is_aimed else None, "higher", is_complete, size, 30, hides)

    assert status(None, False, 3, False) == "no_data"
    assert status(None, False, 3, True, hides=True) == "small_sample"
    assert status(None, False, 0, True, hides=True) == "no_data"
    assert status(None, True, None, True, hides=True) == "no_data"
    assert status(2, False, 29, True) == "in_progress"
    assert status(2, True, 29, True) == "small_sample"
    assert status(2, True, 30, False) == "no_target"
    assert status(2, True, None, True) == "met"  # a count has no sample
    assert status_of(2, Target(date(2025, 1, 1), None, 0), "higher", True, 30, 30, False) == "no_target"


def test_targets_stand_beside_the_values(company: Company) -> None:
    company.put("service_requests.csv", REQUESTS, request("R1", resolved_at="2025-06-03 09:00"))
    seeds = put_targets(company, "service_request_volume,company,all,month,2025-06-01,1,,0.1").parent
    row = company.value("service_request_volume", seeds=seeds)
    assert (row.target, row.status) == (1, "met")
    row = company.value("service_request_volume", YEAR, seeds=seeds)
    assert (row.target, row.status) == (None, "in_progress")
    assert company.value("service_request_volume", seeds=company.folder / "none").status == "no_target"
    assert company.value("service_response_speed", seeds=seeds).status == "no_data"
    row = company.value("average_completion_time", settings={"minimum_sample": 1})
    assert row.status == "no_target"
    assert company.value("average_completion_time", settings={"minimum_sample": 2}).status == "small_sample"


def test_a_value_is_provisional_until_it_is_old_enough() -> None:
    def at(*parts: int) -> datetime:
        return datetime(*parts, tzinfo=SHANGHAI)

    may = ("month", date(2025, 5, 1))
    assert not is_provisional(*may, at(2025, 5, 31, 23, 59), SHANGHAI, 30)  # not over yet
    assert is_provisional(*may, at(2025, 6, 1), SHANGHAI, 30)
    assert is_provisional(*may, at(2025, 6, 30, 23, 59), SHANGHAI, 30)
    assert not is_provisional(*may, at(2025, 7, 1), SHANGHAI, 30)
    assert not is_provisional(*may, at(2025, 6, 1), SHANGHAI, 0)


def test_only_what_matures_is_provisional(company: Company) -> None:
    company.put("service_requests.csv", REQUESTS, request("R1", created_at="2025-05-02 09:00"))
    values = company.evaluate(as_of=date(2025, 6, 29)).values
    provisional = {key[0] for key, row in values.items() if key[1:3] == MAY and row.is_provisional}
    assert provisional == {kpi_id for kpi_id, kpi in KPIS.items() if kpi.maturity_days == 30} and len(provisional) >= 8
    assert not values["problem_resolution_rate", *JUNE, "company", "all"].is_provisional
    values = company.evaluate().values  # thirty days after the end of May
    assert not values["problem_resolution_rate", *MAY, "company", "all"].is_provisional


# ---------------------------------------------------------------- the whole


@pytest.mark.parametrize("seed", range(6))
def test_what_always_holds_holds_for_wild_exports(tmp_path: Path, seed: int) -> None:
    exports, seeds = wild.write(tmp_path / "exports", seed), wild.write_seeds(tmp_path / "seeds", seed)
    values = evaluate(exports, date.fromisoformat(wild.AS_OF), delivery={"agents": "full"}, seeds=seeds).values
    members: dict[tuple, list[float]] = defaultdict(list)
    for (kpi_id, *period, scope, member), row in values.items():
        kpi = KPIS[kpi_id]
        if row.value is not None and kpi.kind == "proportion":
            assert 0 <= row.numerator <= row.denominator
            assert 0 <= row.ci_low <= row.value + 1e-12 and row.value - 1e-12 <= row.ci_high <= 1
        if kpi_id == "median_response_time" and row.value is not None:
            ninetieth, longest = (
                values[other, *period, scope, member].value for other in ("p90_response_time", "maximum_response_time")
            )
            assert 0 <= row.value <= ninetieth <= longest
        if scope != "company":
            assert row.numerator or row.denominator or row.sample_size
            if kpi_id not in NOT_ADDITIVE:
                members[kpi_id, *period, scope].append(row.numerator)
    assert members
    for (kpi_id, grain, start, _), numerators in members.items():
        whole = values[kpi_id, grain, start, "company", "all"]
        assert sum(numerators) == pytest.approx(whole.numerator)
