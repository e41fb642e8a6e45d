-- Grain: one row per period and scope. Customers who complained and whose time to come back is over, dated by the day it
-- ended: one vote a customer, that of the first complaint, so every period and scope is counted afresh.
{%- set window = "interval '" ~ var('recovery_window_days') ~ "' day" %}
with complaints as (
    select
        *,
        submitted_at + {{ window }} as window_ends_at,
        {{ local_date('submitted_at + ' ~ window) }} as window_ends_on
    from {{ ref('fct_complaints') }}
    where customer_id is not null
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
),

orders as (
    select * from {{ ref('fct_orders') }}
    where not is_cancelled
),

complaints_over as (
    select
        complaints.complaint_id,
        max(case when orders.ordered_at < complaints.submitted_at then 1 else 0 end) = 1 as has_ordered_before,
        max(case
            when orders.ordered_at > complaints.submitted_at and orders.ordered_at <= complaints.window_ends_at then 1
            else 0
        end) = 1 as has_ordered_after
    from complaints
    inner join run on complaints.window_ends_at <= run.as_of
    left join orders on complaints.customer_id = orders.customer_id
    group by complaints.complaint_id
),

complaints_in_cells as (
    select
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('complaints', 'kept.scope_type') }} as scope_id,
        complaints.customer_id,
        complaints.complaint_id,
        complaints.submitted_at,
        complaints_over.has_ordered_before,
        complaints_over.has_ordered_after
    from complaints
    inner join complaints_over on complaints.complaint_id = complaints_over.complaint_id
    inner join {{ ref('period_days') }} as period_days on complaints.window_ends_on = period_days.day
    inner join {{ ref('reporting_scopes') }} as kept on period_days.period_grain = kept.period_grain
    where kept.period_grain in ('month', 'quarter', 'year')
),

complainants as (
    select
        *,
        row_number() over (
            partition by period_grain, period_start, scope_type, scope_id, customer_id
            order by submitted_at, complaint_id
        ) as complaint_number
    from complaints_in_cells
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    count(*) filter (where has_ordered_before) as complainants_who_bought,
    count(*) filter (where has_ordered_before and has_ordered_after) as complainants_who_came_back
from complainants
where complaint_number = 1
group by
    period_grain,
    period_start,
    scope_type,
    scope_id
