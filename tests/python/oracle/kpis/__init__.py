"""The KPIs, one function each, written from the registry's words: the first line of each docstring.

A function is given the facts and how to count, and answers with the counts of every cell that has something to count.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..attribute import SCOPE_TYPES, Facts
from ..counting import Cell, Counting, Counts
from . import (
    assets,
    calls,
    complaints,
    customers,
    finance,
    indices,
    journeys,
    orders,
    people,
    quality,
    requests,
    satisfaction,
    shifts,
    sla,
    stores,
)

__all__ = ["KPIS", "Kpi"]


@dataclass(frozen=True)
class Kpi:
    """A KPI and what the catalogue says of it.

    Each of the `needs` is met by any of its columns, entity.column; a KPI that `hides_small_groups` shows none; one
    that has no sample counts no units.
    """

    count: Callable[[Facts, Counting, Iterable[str]], dict[Cell, Counts]]
    kind: str
    better: str
    scopes: tuple[str, ...]
    exports: tuple[str, ...]
    needs: tuple[str, ...] = ()
    scale: float = 1
    finest_grain: str = "day"
    maturity_days: int = 0
    hides_small_groups: bool = False
    compares_periods: bool = False

    @property
    def nothing(self) -> Counts:
        """The counts of a company period in which nothing happened."""
        if self.compares_periods or self.kind == "composite":
            return Counts(None, None)
        if self.kind in ("count", "money", "stock"):
            return Counts(0, None)
        if self.kind in ("quantile", "extreme"):
            return Counts(None, None, 0)
        return Counts(0, 0, 0, 0 if self.kind == "mean" else None)


ALL = SCOPE_TYPES
OF_CALLS = ("company", "team", "agent", "channel", "service", "customer_segment")
OF_AUDITS = ("company", "team", "agent", "channel", "service")
OF_AGENTS = ("company", "team", "agent")
OF_TEAMS = ("company", "team")
OF_ORDERS = ("company", "channel", "service", "region", "customer_segment")
OF_ACTIVITY = ("company", "service", "region", "customer_segment")
OF_MEMBERS = ("company", "region", "customer_segment")
OF_FINANCES = ("company", "team", "service")
OF_ASSETS = ("company", "service", "region")

ANSWERS, CALLS, COMPLAINTS, REQUESTS = ("survey_responses",), ("calls",), ("complaints",), ("service_requests",)
AUDITS, GOALS = ("quality_audits",), ("agent_goals",)
EVENTS = ("request_events",)
ORDERS, SHIFTS, FINANCES = ("orders",), ("agent_shifts",), ("service_finances",)
CHECKOUTS, STOCKOUTS, TASKS = ("store_checkouts",), ("stockouts",), ("maintenance_tasks",)
CUSTOMERS, MOVEMENTS = ("customers",), ("member_activity",)

RATED = ("survey_responses.score", "survey_responses.responded_at")
RATED_BY_DIMENSION = (*RATED, "survey_responses.dimension")
COMPLETED = ("service_requests.resolved_at",)
RESPONDED = ("service_requests.first_response_at",)
SETTLED = "service_requests.first_resolved_at"
SOLVED = "service_requests.is_resolved service_requests.resolved_at"
HANDLED = "service_requests.handling_seconds calls.answered_at calls.wrap_up_seconds"
OF_WHOM = "complaints.customer_id complaints.request_id"
DELIVERED = "orders.delivered_at"
COUNTED = (DELIVERED, "orders.wrong_item_count", "orders.missing_item_count")
ACTIVE = ("orders.* service_requests.*",)
MEMBERS = "customers.member_from_on customers.is_member"
OF_SERVICE = ("service_finances.is_service",)
OF_CATEGORY = ("service_finances.category",)
WORKED = "agent_shifts.worked_seconds"

KPIS: dict[str, Kpi] = {
    # satisfaction
    "customer_satisfaction_score": Kpi(
        satisfaction.customer_satisfaction_score, "proportion", "higher", ALL, ANSWERS, RATED
    ),
    "collaboration_satisfaction_rate": Kpi(
        satisfaction.collaboration_satisfaction_rate,
        "proportion",
        "higher",
        ("company", "team"),
        ANSWERS,
        RATED,
    ),
    "csat_top_box_rate": Kpi(satisfaction.csat_top_box_rate, "proportion", "higher", ALL, ANSWERS, RATED),
    "positive_feedback_rate": Kpi(satisfaction.positive_feedback_rate, "proportion", "higher", ALL, ANSWERS, RATED),
    "service_rating_average": Kpi(
        satisfaction.service_rating_average, "mean", "higher", ALL, ANSWERS, RATED, scale=100
    ),
    "attitude_satisfaction_rate": Kpi(
        satisfaction.attitude_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "professionalism_satisfaction_rate": Kpi(
        satisfaction.professionalism_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "problem_solving_satisfaction_rate": Kpi(
        satisfaction.problem_solving_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "response_speed_satisfaction_rate": Kpi(
        satisfaction.response_speed_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "product_quality_satisfaction_rate": Kpi(
        satisfaction.product_quality_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "price_satisfaction_rate": Kpi(
        satisfaction.price_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "environment_satisfaction_rate": Kpi(
        satisfaction.environment_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "company_image_satisfaction_rate": Kpi(
        satisfaction.company_image_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "customer_relationship_satisfaction_rate": Kpi(
        satisfaction.customer_relationship_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "communication_satisfaction_rate": Kpi(
        satisfaction.communication_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "delivery_satisfaction_rate": Kpi(
        satisfaction.delivery_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "after_sales_satisfaction_rate": Kpi(
        satisfaction.after_sales_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "personalisation_satisfaction_rate": Kpi(
        satisfaction.personalisation_satisfaction_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    "expectation_met_rate": Kpi(
        satisfaction.expectation_met_rate,
        "proportion",
        "higher",
        ALL,
        ANSWERS,
        (*RATED, "survey_responses.expected_score"),
    ),
    "customer_effort_score": Kpi(satisfaction.customer_effort_score, "mean", "higher", ALL, ANSWERS, RATED, scale=100),
    "survey_response_rate": Kpi(
        satisfaction.survey_response_rate,
        "proportion",
        "higher",
        ALL,
        ANSWERS,
        ("survey_responses.sent_at", "survey_responses.responded_at"),
        maturity_days=30,
    ),
    "customer_feedback_rate": Kpi(
        satisfaction.customer_feedback_rate,
        "proportion",
        "none",
        ALL,
        (*REQUESTS, *ANSWERS, *COMPLAINTS),
        ("service_requests.closed_at", *RATED, "survey_responses.request_id", "complaints.request_id"),
    ),
    "partner_satisfaction_rate": Kpi(
        satisfaction.partner_satisfaction_rate,
        "proportion",
        "higher",
        ("company", "service"),
        ANSWERS,
        RATED,
        finest_grain="month",
    ),
    "third_party_service_score": Kpi(
        satisfaction.third_party_service_score,
        "mean",
        "higher",
        ("company", "team", "channel", "service", "region"),
        ANSWERS,
        RATED,
        scale=100,
        finest_grain="month",
    ),
    "channel_consistency_index": Kpi(
        satisfaction.channel_consistency_index,
        "difference",
        "higher",
        ("company", "team", "service", "region", "customer_segment"),
        ANSWERS,
        (*RATED, "survey_responses.channel service_requests.channel"),
        finest_grain="month",
    ),
    "customer_satisfaction_index": Kpi(
        indices.customer_satisfaction_index, "composite", "higher", ALL, ANSWERS, RATED, scale=100, finest_grain="month"
    ),
    # service quality
    "problem_resolution_rate": Kpi(
        requests.problem_resolution_rate, "proportion", "higher", ALL, REQUESTS, (SOLVED,), maturity_days=30
    ),
    "service_effectiveness_rate": Kpi(
        requests.service_effectiveness_rate, "proportion", "higher", ALL, REQUESTS, (SOLVED,), maturity_days=30
    ),
    "service_quality_improvement_rate": Kpi(
        requests.service_quality_improvement_rate,
        "difference",
        "higher",
        ALL,
        REQUESTS,
        (SOLVED,),
        finest_grain="month",
        maturity_days=30,
        compares_periods=True,
    ),
    "service_accuracy_score": Kpi(
        quality.service_accuracy_score, "proportion", "higher", OF_AUDITS, AUDITS, ("quality_audits.is_passed",)
    ),
    "record_accuracy_rate": Kpi(
        quality.record_accuracy_rate, "proportion", "higher", OF_AUDITS, AUDITS, ("quality_audits.is_passed",)
    ),
    "information_accuracy_rate": Kpi(
        quality.information_accuracy_rate, "proportion", "higher", OF_AUDITS, AUDITS, ("quality_audits.is_passed",)
    ),
    "service_standard_attainment_rate": Kpi(
        quality.service_standard_attainment_rate,
        "proportion",
        "higher",
        OF_AUDITS,
        AUDITS,
        ("quality_audits.is_passed",),
    ),
    "quality_audit_score": Kpi(
        quality.quality_audit_score,
        "difference",
        "higher",
        OF_AUDITS,
        AUDITS,
        ("quality_audits.score", "quality_audits.max_score"),
    ),
    "error_rate": Kpi(
        quality.error_rate,
        "count_ratio",
        "lower",
        OF_AUDITS,
        AUDITS,
        ("quality_audits.is_passed quality_audits.error_count",),
    ),
    "reopen_rate": Kpi(
        journeys.reopen_rate,
        "proportion",
        "lower",
        ALL,
        REQUESTS,
        (SETTLED, "request_events.* service_requests.reopened_count"),
    ),
    "rework_rate": Kpi(
        journeys.rework_rate,
        "proportion",
        "lower",
        ALL,
        REQUESTS,
        (SETTLED, "request_events.* service_requests.reopened_count service_requests.rework_of"),
    ),
    "first_contact_resolution_rate": Kpi(
        journeys.first_contact_resolution_rate,
        "proportion",
        "higher",
        ALL,
        REQUESTS,
        (SETTLED, "service_requests.contact_count"),
    ),
    "service_quality_index": Kpi(
        indices.service_quality_index,
        "composite",
        "higher",
        OF_AUDITS,
        (),
        ("service_requests.first_response_at quality_audits.is_passed survey_responses.score",),
        scale=100,
        finest_grain="month",
    ),
    # responsiveness
    "service_response_time": Kpi(requests.service_response_time, "mean", "lower", ALL, REQUESTS, RESPONDED),
    "maximum_response_time": Kpi(requests.maximum_response_time, "extreme", "lower", ALL, REQUESTS, RESPONDED),
    "median_response_time": Kpi(requests.median_response_time, "quantile", "lower", ALL, REQUESTS, RESPONDED),
    "p90_response_time": Kpi(requests.p90_response_time, "quantile", "lower", ALL, REQUESTS, RESPONDED),
    "average_reply_time": Kpi(journeys.average_reply_time, "mean", "lower", ALL, EVENTS),
    "reply_rate": Kpi(requests.reply_rate, "proportion", "higher", ALL, REQUESTS, RESPONDED, maturity_days=30),
    "follow_up_rate": Kpi(
        requests.follow_up_rate,
        "proportion",
        "higher",
        ALL,
        REQUESTS,
        ("service_requests.closed_at", "service_requests.followed_up_at"),
    ),
    "service_response_speed": Kpi(
        requests.service_response_speed, "mean", "lower", ALL, REQUESTS, ("service_requests.accepted_at",)
    ),
    "service_delivery_timeliness": Kpi(
        requests.service_delivery_timeliness,
        "proportion",
        "higher",
        ALL,
        REQUESTS,
        ("service_requests.due_at", *COMPLETED),
    ),
    "response_sla_attainment_rate": Kpi(
        sla.response_sla_attainment_rate, "proportion", "higher", ALL, REQUESTS, ("service_requests.first_response_at",)
    ),
    "resolution_sla_attainment_rate": Kpi(
        sla.resolution_sla_attainment_rate, "proportion", "higher", ALL, REQUESTS, COMPLETED
    ),
    "resolution_within_response_window_rate": Kpi(
        sla.resolution_within_response_window_rate, "proportion", "higher", ALL, REQUESTS, COMPLETED
    ),
    "next_reply_sla_attainment_rate": Kpi(
        sla.next_reply_sla_attainment_rate, "proportion", "higher", ALL, ("request_events", *REQUESTS)
    ),
    # complaints
    "complaint_rate": Kpi(complaints.complaint_rate, "count_ratio", "lower", ALL, (*COMPLAINTS, *REQUESTS)),
    "complaint_volume": Kpi(complaints.complaint_volume, "count", "lower", ALL, COMPLAINTS),
    "complaint_acceptance_time": Kpi(
        complaints.complaint_acceptance_time, "mean", "lower", ALL, COMPLAINTS, ("complaints.accepted_at",)
    ),
    "complaint_first_response_24h_rate": Kpi(
        complaints.complaint_first_response_24h_rate,
        "proportion",
        "higher",
        ALL,
        COMPLAINTS,
        ("complaints.first_response_at",),
    ),
    "complaint_handling_time": Kpi(
        complaints.complaint_handling_time, "mean", "lower", ALL, COMPLAINTS, ("complaints.resolved_at",)
    ),
    "complaint_resolution_rate": Kpi(
        complaints.complaint_resolution_rate,
        "proportion",
        "higher",
        ALL,
        COMPLAINTS,
        ("complaints.resolved_at",),
        maturity_days=30,
    ),
    "repeat_complaint_rate": Kpi(
        complaints.repeat_complaint_rate,
        "proportion",
        "lower",
        ALL,
        COMPLAINTS,
        ("complaints.category", "complaints.customer_id complaints.request_id"),
    ),
    "service_recovery_rate": Kpi(
        customers.service_recovery_rate,
        "proportion",
        "higher",
        ALL,
        (*COMPLAINTS, *ORDERS),
        (OF_WHOM,),
        finest_grain="month",
    ),
    "feedback_handling_time": Kpi(requests.feedback_handling_time, "mean", "lower", ALL, REQUESTS, COMPLETED),
    # efficiency
    "service_request_volume": Kpi(requests.service_request_volume, "count", "higher", ALL, REQUESTS, COMPLETED),
    "service_demand_volume": Kpi(requests.service_demand_volume, "count", "none", ALL, REQUESTS),
    "service_completion_rate": Kpi(
        requests.service_completion_rate, "proportion", "higher", ALL, REQUESTS, COMPLETED, maturity_days=30
    ),
    "service_efficiency_rate": Kpi(
        requests.service_efficiency_rate, "proportion", "higher", ALL, REQUESTS, (SOLVED, HANDLED), maturity_days=30
    ),
    "average_handling_time": Kpi(requests.average_handling_time, "mean", "lower", ALL, REQUESTS, (*COMPLETED, HANDLED)),
    "median_handling_time": Kpi(
        requests.median_handling_time, "quantile", "lower", ALL, REQUESTS, (*COMPLETED, HANDLED)
    ),
    "average_completion_time": Kpi(requests.average_completion_time, "mean", "lower", ALL, REQUESTS, COMPLETED),
    "median_completion_time": Kpi(requests.median_completion_time, "quantile", "lower", ALL, REQUESTS, COMPLETED),
    "open_backlog": Kpi(journeys.open_backlog, "stock", "lower", ALL, REQUESTS, COMPLETED),
    "process_complexity": Kpi(
        journeys.process_complexity, "count_ratio", "lower", ALL, (*EVENTS, *REQUESTS), COMPLETED
    ),
    "escalation_rate": Kpi(
        journeys.escalation_rate, "proportion", "lower", ALL, (*EVENTS, *REQUESTS), maturity_days=30
    ),
    "average_call_duration": Kpi(
        calls.average_call_duration, "mean", "lower", OF_CALLS, CALLS, ("calls.answered_at", "calls.ended_at")
    ),
    "call_connect_rate": Kpi(
        calls.call_connect_rate, "proportion", "higher", OF_CALLS, CALLS, ("calls.answered_at calls.outcome",)
    ),
    "call_abandonment_rate": Kpi(
        calls.call_abandonment_rate, "proportion", "lower", OF_CALLS, CALLS, ("calls.outcome",)
    ),
    "average_speed_of_answer": Kpi(
        calls.average_speed_of_answer, "mean", "lower", OF_CALLS, CALLS, ("calls.answered_at",)
    ),
    "service_throughput": Kpi(
        shifts.service_throughput,
        "count_ratio",
        "higher",
        OF_AGENTS,
        (*REQUESTS, *SHIFTS),
        (*COMPLETED, WORKED),
        finest_grain="month",
    ),
    "requests_per_agent_day": Kpi(
        shifts.requests_per_agent_day,
        "count_ratio",
        "higher",
        OF_AGENTS,
        (*REQUESTS, *SHIFTS),
        (*COMPLETED, WORKED),
        finest_grain="month",
    ),
    "labor_productivity": Kpi(
        shifts.labor_productivity,
        "count_ratio",
        "higher",
        OF_TEAMS,
        (*FINANCES, *SHIFTS),
        (*OF_SERVICE, WORKED),
        finest_grain="month",
    ),
    "resource_utilization": Kpi(
        shifts.resource_utilization,
        "difference",
        "target",
        OF_AGENTS,
        SHIFTS,
        ("agent_shifts.handling_seconds", WORKED),
    ),
    "occupancy": Kpi(
        shifts.occupancy,
        "difference",
        "target",
        OF_AGENTS,
        SHIFTS,
        ("agent_shifts.handling_seconds", "agent_shifts.available_seconds"),
    ),
    "workload_distribution": Kpi(
        shifts.workload_distribution,
        "count_ratio",
        "lower",
        OF_TEAMS,
        (*REQUESTS, *SHIFTS),
        (*COMPLETED, WORKED),
        finest_grain="month",
    ),
    "checkout_time": Kpi(
        stores.checkout_time,
        "mean",
        "lower",
        ("company", "team", "agent", "region"),
        CHECKOUTS,
        ("store_checkouts.service_started_at", "store_checkouts.service_ended_at"),
    ),
    "queue_waiting_time": Kpi(
        stores.queue_waiting_time,
        "mean",
        "lower",
        ("company", "team", "agent", "region"),
        CHECKOUTS,
        ("store_checkouts.service_started_at",),
    ),
    "restocking_time": Kpi(
        stores.restocking_time, "mean", "lower", ("company", "region"), STOCKOUTS, ("stockouts.restocked_at",)
    ),
    "call_service_level": Kpi(
        calls.call_service_level,
        "proportion",
        "higher",
        OF_CALLS,
        CALLS,
        ("calls.answered_at", "calls.outcome calls.queued_at"),
    ),
    "project_completion_rate": Kpi(
        requests.project_completion_rate,
        "proportion",
        "higher",
        ALL,
        REQUESTS,
        ("service_requests.due_at", *COMPLETED),
    ),
    # collaboration
    "team_collaboration_efficiency": Kpi(
        journeys.team_collaboration_efficiency,
        "proportion",
        "higher",
        ALL,
        (*EVENTS, *REQUESTS),
        ("service_requests.due_at", *COMPLETED),
    ),
    "handover_waiting_time": Kpi(journeys.handover_waiting_time, "mean", "lower", ALL, EVENTS),
    "transfer_rate": Kpi(journeys.transfer_rate, "proportion", "lower", ALL, (*EVENTS, *REQUESTS), maturity_days=30),
    # people
    "training_participation_rate": Kpi(
        people.training_participation_rate,
        "proportion",
        "higher",
        OF_AGENTS,
        ("training_records", "agents"),
        ("training_records.attended",),
        finest_grain="month",
    ),
    "training_pass_rate": Kpi(
        people.training_pass_rate,
        "proportion",
        "higher",
        OF_AGENTS,
        ("training_records",),
        ("training_records.attended", "training_records.passed"),
        finest_grain="month",
    ),
    "training_effectiveness": Kpi(
        people.training_effectiveness,
        "difference",
        "higher",
        OF_AGENTS,
        ("training_records",),
        ("training_records.attended", "training_records.score_before", "training_records.score_after"),
        finest_grain="month",
    ),
    "personal_goal_completion_rate": Kpi(
        people.personal_goal_completion_rate,
        "proportion",
        "higher",
        OF_AGENTS,
        GOALS,
        ("agent_goals.completed_on",),
        finest_grain="month",
    ),
    "improvement_plan_execution_rate": Kpi(
        people.improvement_plan_execution_rate,
        "proportion",
        "higher",
        OF_AGENTS,
        GOALS,
        ("agent_goals.completed_on",),
        finest_grain="month",
    ),
    "personal_growth_index": Kpi(
        people.personal_growth_index,
        "difference",
        "higher",
        OF_AGENTS,
        ("agent_assessments",),
        finest_grain="month",
    ),
    "employee_satisfaction_rate": Kpi(
        people.employee_satisfaction_rate,
        "proportion",
        "higher",
        ("company", "team"),
        ANSWERS,
        RATED,
        finest_grain="month",
        hides_small_groups=True,
    ),
    "employee_net_promoter_score": Kpi(
        people.employee_net_promoter_score,
        "mean",
        "higher",
        ("company", "team"),
        ANSWERS,
        RATED,
        scale=100,
        finest_grain="month",
        hides_small_groups=True,
    ),
    "employee_turnover_rate": Kpi(
        people.employee_turnover_rate,
        "count_ratio",
        "lower",
        ("company", "team"),
        ("agents",),
        ("agents.left_on",),
        finest_grain="month",
    ),
    "professional_assessment_score": Kpi(
        people.professional_assessment_score,
        "difference",
        "higher",
        OF_AGENTS,
        ("agent_assessments",),
        ("agent_assessments.dimension",),
        finest_grain="month",
    ),
    # loyalty
    "net_promoter_score": Kpi(satisfaction.net_promoter_score, "mean", "higher", ALL, ANSWERS, RATED, scale=100),
    "recommendation_intent_rate": Kpi(
        satisfaction.recommendation_intent_rate, "proportion", "higher", ALL, ANSWERS, RATED
    ),
    "price_tolerance_rate": Kpi(
        satisfaction.price_tolerance_rate, "proportion", "higher", ALL, ANSWERS, RATED_BY_DIMENSION
    ),
    # loyalty
    "customer_retention_rate": Kpi(
        customers.customer_retention_rate, "proportion", "higher", OF_ACTIVITY, (), ACTIVE, finest_grain="month"
    ),
    "customer_churn_rate": Kpi(
        customers.customer_churn_rate, "proportion", "lower", OF_ACTIVITY, (), ACTIVE, finest_grain="month"
    ),
    "repurchase_rate": Kpi(customers.repurchase_rate, "proportion", "higher", OF_ORDERS, ORDERS, finest_grain="month"),
    "member_active_rate": Kpi(
        customers.member_active_rate,
        "proportion",
        "higher",
        OF_MEMBERS,
        CUSTOMERS,
        (MEMBERS, "orders.* member_activity.*"),
        finest_grain="month",
    ),
    "member_purchase_frequency": Kpi(
        customers.member_purchase_frequency,
        "count_ratio",
        "higher",
        OF_MEMBERS,
        (*ORDERS, *CUSTOMERS),
        (MEMBERS,),
        finest_grain="month",
    ),
    "points_redemption_rate": Kpi(
        customers.points_redemption_rate,
        "difference",
        "higher",
        OF_MEMBERS,
        MOVEMENTS,
        ("member_activity.points_earned", "member_activity.points_redeemed"),
    ),
    # finance
    "service_cost": Kpi(
        finance.service_cost, "money", "lower", OF_FINANCES, FINANCES, OF_SERVICE, finest_grain="month"
    ),
    "unit_service_cost": Kpi(
        finance.unit_service_cost,
        "count_ratio",
        "lower",
        OF_FINANCES,
        (*FINANCES, *REQUESTS),
        (*OF_SERVICE, *COMPLETED),
        finest_grain="month",
    ),
    "maintenance_cost": Kpi(
        finance.maintenance_cost, "money", "lower", OF_FINANCES, FINANCES, OF_CATEGORY, finest_grain="month"
    ),
    "service_revenue": Kpi(
        finance.service_revenue, "money", "higher", OF_FINANCES, FINANCES, OF_SERVICE, finest_grain="month"
    ),
    "service_profit_margin": Kpi(
        finance.service_profit_margin,
        "difference",
        "higher",
        OF_FINANCES,
        FINANCES,
        OF_SERVICE,
        finest_grain="month",
    ),
    "operating_profit_margin": Kpi(
        finance.operating_profit_margin,
        "difference",
        "higher",
        OF_FINANCES,
        FINANCES,
        finest_grain="month",
    ),
    "service_cost_ratio": Kpi(
        finance.service_cost_ratio,
        "difference",
        "lower",
        OF_FINANCES,
        FINANCES,
        OF_SERVICE,
        finest_grain="month",
    ),
    "innovation_investment_ratio": Kpi(
        finance.innovation_investment_ratio,
        "difference",
        "target",
        OF_FINANCES,
        FINANCES,
        OF_CATEGORY,
        finest_grain="month",
    ),
    # operations
    "fault_rate": Kpi(
        assets.fault_rate,
        "count_ratio",
        "lower",
        OF_ASSETS,
        REQUESTS,
        ("service_requests.asset_id",),
        finest_grain="month",
    ),
    "preventive_maintenance_rate": Kpi(
        assets.preventive_maintenance_rate,
        "proportion",
        "higher",
        OF_ASSETS,
        TASKS,
        ("maintenance_tasks.done_on",),
        finest_grain="month",
    ),
    "service_coverage_rate": Kpi(
        assets.service_coverage_rate,
        "proportion",
        "higher",
        ("company", "team", "channel", "service", "customer_segment"),
        REQUESTS,
        COMPLETED,
        finest_grain="month",
    ),
    "new_service_count": Kpi(
        assets.new_service_count,
        "count",
        "higher",
        ("company",),
        ("services",),
        ("services.launched_on",),
        finest_grain="month",
    ),
    "delivery_on_time_rate": Kpi(
        orders.delivery_on_time_rate, "proportion", "higher", OF_ORDERS, ORDERS, ("orders.promised_at", DELIVERED)
    ),
    "delivery_accuracy_rate": Kpi(orders.delivery_accuracy_rate, "proportion", "higher", OF_ORDERS, ORDERS, COUNTED),
    "delivery_safety_rate": Kpi(
        orders.delivery_safety_rate, "proportion", "higher", OF_ORDERS, ORDERS, (DELIVERED, "orders.is_damaged")
    ),
    "order_error_rate": Kpi(orders.order_error_rate, "proportion", "lower", OF_ORDERS, ORDERS, COUNTED),
    "return_rate": Kpi(orders.return_rate, "proportion", "lower", OF_ORDERS, ORDERS, (DELIVERED, "orders.returned_at")),
    "mean_time_to_repair": Kpi(requests.mean_time_to_repair, "mean", "lower", ALL, REQUESTS, COMPLETED),
    "fault_handling_time": Kpi(requests.fault_handling_time, "mean", "lower", ALL, REQUESTS, (*COMPLETED, HANDLED)),
    "fault_resolution_rate": Kpi(
        requests.fault_resolution_rate, "proportion", "higher", ALL, REQUESTS, (SOLVED,), maturity_days=30
    ),
    "customers_served": Kpi(
        requests.customers_served, "count", "higher", ALL, REQUESTS, ("service_requests.customer_id",)
    ),
    "service_innovation_share": Kpi(
        requests.service_innovation_share,
        "proportion",
        "higher",
        ("company", "team", "agent", "channel", "region", "customer_segment"),
        (*REQUESTS, "services"),
        ("service_requests.service_id", "services.launched_on"),
    ),
    "customization_rate": Kpi(
        requests.customization_rate,
        "proportion",
        "higher",
        ALL,
        (*REQUESTS, "services"),
        ("service_requests.service_id", "services.is_customised"),
    ),
}
