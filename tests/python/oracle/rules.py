"""What each export must hold, in the oracle's own words.

Written down a second time on purpose: were these rules read from the project's contract, a mistake in the
contract would be a mistake in both and nobody would see it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column of an export."""

    name: str
    type: str
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Export:
    """One export: its columns in order, and what holds for a whole row."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    first_moment: tuple[str, ...] = ()
    in_order: tuple[tuple[str, str], ...] = ()
    required_any: tuple[str, ...] = ()
    money: tuple[str, ...] = ()


# Durations and counts that are none below zero.
NOT_NEGATIVE = {
    "calls": ("hold_seconds", "wrap_up_seconds"),
    "service_requests": ("handling_seconds", "contact_count", "reopened_count"),
    "agent_shifts": ("scheduled_seconds", "worked_seconds", "available_seconds", "handling_seconds"),
    "orders": ("item_count", "wrong_item_count", "missing_item_count"),
    "quality_audits": ("error_count",),
    "training_records": ("hours",),
}
# What some program writes in a key that has no value.
NO_ID = {"null", "(null)", "none", "nan", "nil", "undefined", "n/a"} | {
    f"#{error}" for error in ("n/a", "ref!", "value!", "div/0!", "name?", "null!", "num!")
}


def _columns(table: str) -> tuple[Column, ...]:
    """Read a table of lines `name type [required] [: value value ...]`; every export ends with the same two."""
    columns = []
    for line in [*table.strip().splitlines(), "updated_at timestamp", "is_deleted boolean"]:
        words, _, values = line.partition(":")
        name, kind, *rest = words.split()
        columns.append(Column(name, kind, "required" in rest, tuple(values.split())))
    return tuple(columns)


EXPORTS: dict[str, Export] = {
    "agents": Export(
        name="agents",
        key=("agent_id", "valid_from"),
        in_order=(("hired_on", "left_on"),),
        columns=_columns("""
            agent_id          text       required
            valid_from        timestamp
            agent_name        text
            team_id           text       required
            team_name         text
            role              text
            region            text
            employment_type   text
            hired_on          date
            left_on           date
            hourly_cost       number
        """),
    ),
    "customers": Export(
        name="customers",
        key=("customer_id",),
        in_order=(("joined_on", "closed_on"), ("member_from_on", "member_to_on")),
        columns=_columns("""
            customer_id       text       required
            customer_name     text
            phone             text
            email             text
            segment           text
            region            text
            joined_on         date
            closed_on         date
            is_member         boolean
            member_from_on    date
            member_to_on      date
            member_tier       text
        """),
    ),
    "services": Export(
        name="services",
        key=("service_id",),
        in_order=(("launched_on", "retired_on"),),
        columns=_columns("""
            service_id        text       required
            service_name      text
            service_line      text
            launched_on       date
            retired_on        date
            is_customised     boolean
            standard_handling_seconds number
        """),
    ),
    "service_requests": Export(
        name="service_requests",
        key=("request_id",),
        first_moment=("created_at",),
        in_order=(
            ("created_at", "accepted_at"),
            ("created_at", "first_response_at"),
            ("created_at", "first_resolved_at"),
            ("created_at", "resolved_at"),
            ("created_at", "closed_at"),
            ("created_at", "cancelled_at"),
            ("first_resolved_at", "resolved_at"),
        ),
        columns=_columns("""
            request_id        text       required
            request_type      text       required
            topic             text
            channel           text
            customer_id       text
            agent_id          text
            team_id           text
            service_id        text
            region            text
            priority          text
            asset_id          text
            created_at        timestamp  required
            accepted_at       timestamp
            first_response_at timestamp
            first_resolved_at timestamp
            resolved_at       timestamp
            closed_at         timestamp
            cancelled_at      timestamp
            due_at            timestamp
            followed_up_at    timestamp
            status            text
            is_resolved       boolean
            is_automated      boolean
            handling_seconds  number
            contact_count     integer
            reopened_count    integer
            duplicate_of      text
            rework_of         text
        """),
    ),
    "request_events": Export(
        name="request_events",
        key=("event_id",),
        first_moment=("occurred_at",),
        columns=_columns("""
            event_id          text       required
            request_id        text       required
            event_type        text       required : customer_message agent_reply assigned transferred escalated \
status_changed reopened merged
            occurred_at       timestamp  required
            actor_id          text
            actor_type        text       : agent customer system
            from_value        text
            to_value          text
            is_public         boolean
        """),
    ),
    "calls": Export(
        name="calls",
        key=("call_id",),
        first_moment=("started_at",),
        in_order=(
            ("started_at", "queued_at"),
            ("started_at", "answered_at"),
            ("started_at", "ended_at"),
            ("queued_at", "answered_at"),
            ("queued_at", "ended_at"),
            ("answered_at", "ended_at"),
        ),
        columns=_columns("""
            call_id           text       required
            direction         text       : inbound outbound
            queue             text
            topic             text
            customer_id       text
            agent_id          text
            request_id        text
            service_id        text
            started_at        timestamp  required
            queued_at         timestamp
            answered_at       timestamp
            ended_at          timestamp
            hold_seconds      number
            wrap_up_seconds   number
            outcome           text       : answered abandoned missed busy
            is_transferred    boolean
            is_resolved       boolean
        """),
    ),
    "complaints": Export(
        name="complaints",
        key=("complaint_id",),
        first_moment=("submitted_at",),
        money=("compensation_amount",),
        in_order=(
            ("submitted_at", "accepted_at"),
            ("submitted_at", "first_response_at"),
            ("submitted_at", "resolved_at"),
        ),
        columns=_columns("""
            complaint_id      text       required
            request_id        text
            customer_id       text
            agent_id          text
            team_id           text
            service_id        text
            region            text
            channel           text
            category          text
            severity          text
            submitted_at      timestamp  required
            accepted_at       timestamp
            first_response_at timestamp
            resolved_at       timestamp
            outcome           text
            compensation_amount number
            currency          text
        """),
    ),
    "survey_responses": Export(
        name="survey_responses",
        key=("response_id", "dimension"),
        first_moment=("sent_at", "responded_at"),
        in_order=(("sent_at", "responded_at"),),
        required_any=("sent_at", "responded_at"),
        columns=_columns("""
            response_id       text       required
            dimension         text
            invitation_id     text
            survey            text       required : csat nps ces review employee employee_nps partner collaboration \
third_party
            respondent_type   text       : customer agent partner third_party
            respondent_id     text
            request_id        text
            agent_id          text
            service_id        text
            region            text
            channel           text
            collection_method text       : online phone email on_site interview
            sent_at           timestamp
            responded_at      timestamp
            score             number
            expected_score    number
            scale_min         number
            scale_max         number
            comment           text
        """),
    ),
    "quality_audits": Export(
        name="quality_audits",
        key=("audit_id", "item_id"),
        first_moment=("audited_at",),
        columns=_columns("""
            audit_id          text       required
            item_id           text       required
            criterion         text       required : correct_handling record_entry information_given attitude \
professionalism standard
            request_id        text
            call_id           text
            agent_id          text
            auditor_id        text
            audited_at        timestamp  required
            is_applicable     boolean
            is_passed         boolean
            is_fatal          boolean
            score             number
            max_score         number
            error_count       integer
        """),
    ),
    "training_records": Export(
        name="training_records",
        key=("course_id", "agent_id", "scheduled_on"),
        first_moment=("scheduled_on",),
        money=("cost",),
        columns=_columns("""
            course_id         text       required
            agent_id          text       required
            scheduled_on      date       required
            course_name       text
            attended          boolean
            passed            boolean
            score_before      number
            score_after       number
            hours             number
            cost              number
            currency          text
        """),
    ),
    "agent_goals": Export(
        name="agent_goals",
        key=("goal_id",),
        first_moment=("set_on",),
        in_order=(("set_on", "due_on"), ("set_on", "completed_on")),
        columns=_columns("""
            goal_id           text       required
            agent_id          text       required
            kind              text       required : goal improvement_plan
            set_on            date       required
            due_on            date       required
            completed_on      date
            target_value      number
            actual_value      number
        """),
    ),
    "agent_assessments": Export(
        name="agent_assessments",
        key=("agent_id", "assessed_on", "dimension"),
        first_moment=("assessed_on",),
        columns=_columns("""
            agent_id          text       required
            assessed_on       date       required
            dimension         text       : overall product_knowledge industry_knowledge regulations communication \
problem_solving tools learning
            score             number     required
            max_score         number     required
        """),
    ),
    "agent_shifts": Export(
        name="agent_shifts",
        key=("agent_id", "shift_on"),
        first_moment=("shift_on",),
        columns=_columns("""
            agent_id          text       required
            shift_on          date       required
            scheduled_seconds number
            worked_seconds    number
            available_seconds number
            handling_seconds  number
        """),
    ),
    "service_finances": Export(
        name="service_finances",
        key=("posting_id",),
        first_moment=("posted_on",),
        money=("amount",),
        columns=_columns("""
            posting_id        text       required
            posted_on         date       required
            kind              text       required : cost revenue operating_profit
            category          text       : labour equipment material training maintenance indirect innovation other
            team_id           text
            service_id        text
            is_service        boolean
            amount            number     required
            currency          text       required
        """),
    ),
    "orders": Export(
        name="orders",
        key=("order_id",),
        first_moment=("ordered_at",),
        in_order=(
            ("ordered_at", "delivered_at"),
            ("ordered_at", "cancelled_at"),
            ("ordered_at", "lost_at"),
            ("ordered_at", "returned_at"),
        ),
        money=("amount",),
        columns=_columns("""
            order_id          text       required
            customer_id       text       required
            service_id        text
            channel           text
            region            text
            ordered_at        timestamp  required
            amount            number
            currency          text
            promised_at       timestamp
            delivered_at      timestamp
            cancelled_at      timestamp
            lost_at           timestamp
            item_count        integer
            wrong_item_count  integer
            missing_item_count integer
            is_damaged        boolean
            returned_at       timestamp
        """),
    ),
    "member_activity": Export(
        name="member_activity",
        key=("activity_id",),
        first_moment=("occurred_at",),
        columns=_columns("""
            activity_id       text       required
            customer_id       text       required
            occurred_at       timestamp  required
            points_earned     number
            points_redeemed   number
        """),
    ),
    "maintenance_tasks": Export(
        name="maintenance_tasks",
        key=("task_id",),
        columns=_columns("""
            task_id           text       required
            asset_id          text       required
            due_on            date       required
            done_on           date
        """),
    ),
    "store_checkouts": Export(
        name="store_checkouts",
        key=("checkout_id",),
        first_moment=("queue_joined_at",),
        in_order=(("queue_joined_at", "service_started_at"), ("service_started_at", "service_ended_at")),
        columns=_columns("""
            checkout_id       text       required
            store_id          text
            region            text
            agent_id          text
            queue_joined_at   timestamp  required
            service_started_at timestamp
            service_ended_at  timestamp
        """),
    ),
    "stockouts": Export(
        name="stockouts",
        key=("stockout_id",),
        first_moment=("out_at",),
        in_order=(("out_at", "restocked_at"),),
        columns=_columns("""
            stockout_id       text       required
            store_id          text
            region            text
            sku               text
            out_at            timestamp  required
            restocked_at      timestamp
        """),
    ),
    "improvement_actions": Export(
        name="improvement_actions",
        key=("action_id",),
        first_moment=("started_on",),
        in_order=(("started_on", "completed_on"),),
        money=("budget_amount", "actual_amount"),
        columns=_columns("""
            action_id         text       required
            kpi_id            text       required
            scope_type        text
            scope_id          text
            title             text
            owner_id          text
            planned_on        date
            started_on        date       required
            completed_on      date
            expected_change   number
            steps             text
            proposed_by       text
            budget_amount     number
            actual_amount     number
            currency          text
        """),
    ),
}

# Lower-cased before they are compared, besides the columns with listed values.
LOWER_CASED = {("service_requests", "request_type")}

# What opens the calendar: every first moment, but of a goal and a maintenance task the day it is due; no action taken.
OPENS_CALENDAR: dict[str, tuple[str, ...]] = {
    name: export.first_moment for name, export in EXPORTS.items() if export.first_moment
} | {"agent_goals": ("due_on",), "maintenance_tasks": ("due_on",), "improvement_actions": ()}
