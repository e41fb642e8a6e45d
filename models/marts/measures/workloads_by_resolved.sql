-- Grain: one row per period and scope with three agents at work or more: how evenly completed requests are spread over
-- them. Counted afresh at each period and scope.
{%- set scopes = ['company', 'team'] %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and is_completed
),

shifts as (
    select * from {{ ref('fct_agent_shifts') }}
    where is_worked and agent_id <> 'unknown'
),

kept as (
    select * from {{ ref('reporting_scopes') }}
    where scope_type in ('{{ scopes | join("', '") }}') and period_grain in ('month', 'quarter', 'year')
),

days_worked as (
    select
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('shifts', 'kept.scope_type', only=scopes) }} as scope_id,
        shifts.agent_id,
        count(*) as days
    from shifts
    inner join {{ ref('period_days') }} as period_days on shifts.shift_on = period_days.day
    inner join kept on period_days.period_grain = kept.period_grain
    group by
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('shifts', 'kept.scope_type', only=scopes) }},
        shifts.agent_id
),

completed as (
    select
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('requests', 'kept.scope_type', only=scopes) }} as scope_id,
        requests.agent_id,
        count(*) as requests
    from requests
    inner join {{ ref('period_days') }} as period_days on requests.resolved_on = period_days.day
    inner join kept on period_days.period_grain = kept.period_grain
    group by
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('requests', 'kept.scope_type', only=scopes) }},
        requests.agent_id
),

workloads as (
    select
        days_worked.period_grain,
        days_worked.period_start,
        days_worked.scope_type,
        days_worked.scope_id,
        days_worked.agent_id,
        cast(coalesce(completed.requests, 0) as double) / days_worked.days as requests_per_day
    from days_worked
    left join completed
        on days_worked.period_grain = completed.period_grain
        and days_worked.period_start = completed.period_start
        and days_worked.scope_type = completed.scope_type
        and days_worked.scope_id = completed.scope_id
        and days_worked.agent_id = completed.agent_id
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    count(*) as agents_at_work,
    stddev_pop(requests_per_day) as workload_deviation,
    avg(requests_per_day) as workload_mean
from workloads
group by
    period_grain,
    period_start,
    scope_type,
    scope_id
having count(*) >= 3
