-- Grain: one row per day and period grain: the period that the day belongs to. Periods are data: other weeks or
-- fiscal years are other rows here and no change elsewhere.
-- From the first day on which anything happened to the day of as_of (as_of at midnight: the day that just ended).
-- What lies later stands in the facts and counts from the run whose as_of reaches it.
with first_days as (
    select min(created_on) as day from {{ ref('fct_service_requests') }}
    union all
    select min(occurred_on) as day from {{ ref('fct_request_events') }}
    union all
    select min(started_on) as day from {{ ref('fct_calls') }}
    union all
    select min(submitted_on) as day from {{ ref('fct_complaints') }}
    union all
    select min({{ local_date('least(sent_at, responded_at)') }}) as day from {{ ref('fct_survey_responses') }}
    union all
    select min(audited_on) as day from {{ ref('fct_quality_audit_items') }}
    union all
    select min(scheduled_on) as day from {{ ref('fct_training_records') }}
    union all
    select min(due_on) as day from {{ ref('fct_agent_goals') }}
    union all
    select min(assessed_on) as day from {{ ref('fct_agent_assessments') }}
    union all
    select min(shift_on) as day from {{ ref('fct_agent_shifts') }}
    union all
    select min(posted_on) as day from {{ ref('fct_service_finances') }}
    union all
    select min(ordered_on) as day from {{ ref('fct_orders') }}
    union all
    select min(occurred_on) as day from {{ ref('fct_member_activity') }}
    union all
    select min(due_on) as day from {{ ref('fct_maintenance_tasks') }}
    union all
    select min(queue_joined_on) as day from {{ ref('fct_store_checkouts') }}
    union all
    select min(out_on) as day from {{ ref('fct_stockouts') }}
),

run as (
    select {{ local_date("as_of - interval '1' second") }} as last_day
    from {{ ref('stg_landing__run_context') }}
),

bounds as (
    select
        -- least() passes over null: without any fact the calendar is the day of as_of.
        least(min(first_days.day), max(run.last_day)) as first_day,
        max(run.last_day) as last_day
    from first_days
    cross join run
),

digits as (
    select digit from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as ten (digit)
),

numbers as (
    select ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit
        + 10000 * ten_thousands.digit as number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
    cross join digits as ten_thousands
),

days as (
    select bounds.first_day + cast(numbers.number as int) as day
    from bounds
    inner join numbers on bounds.first_day + cast(numbers.number as int) <= bounds.last_day
)

select
    days.day,
    kept.period_grain,
    case kept.period_grain
        when 'day' then days.day
        when 'week' then cast(date_trunc('week', days.day) as date)
        when 'month' then cast(date_trunc('month', days.day) as date)
        when 'quarter' then cast(date_trunc('quarter', days.day) as date)
        else cast(date_trunc('year', days.day) as date)
    end as period_start
from days
cross join (select distinct period_grain from {{ ref('reporting_scopes') }}) as kept
