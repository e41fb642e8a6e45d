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

-- The orders of those who complained, beside their complaints: read in one pass backwards, so that a customer with many
-- of both does not meet each with each.
moments as (
    select
        customer_id,
        submitted_at as moment,
        cast(null as timestamp) as ordered_at,
        complaint_id
    from complaints
    union all
    select
        orders.customer_id,
        orders.ordered_at as moment,
        orders.ordered_at,
        cast(null as {{ dbt.type_string() }}) as complaint_id
    from orders
    where orders.customer_id in (select complaints.customer_id from complaints)
),

beside_orders as (
    select
        complaint_id,
        min(ordered_at) over (partition by customer_id) as first_ordered_at,
        -- An order at the moment of the complaint comes after it here: it is not among the later ones.
        min(ordered_at) over (
            partition by customer_id
            order by moment desc, case when complaint_id is null then 1 else 0 end
            rows between unbounded preceding and current row
        ) as next_ordered_at
    from moments
),

complaints_over as (
    select
        complaints.*,
        coalesce(beside_orders.first_ordered_at < complaints.submitted_at, false) as has_ordered_before,
        coalesce(beside_orders.next_ordered_at <= complaints.window_ends_at, false) as has_ordered_after
    from complaints
    inner join run on complaints.window_ends_at <= run.as_of
    inner join beside_orders on complaints.complaint_id = beside_orders.complaint_id
),

complaints_in_cells as (
    select
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('complaints_over', 'kept.scope_type') }} as scope_id,
        complaints_over.customer_id,
        complaints_over.complaint_id,
        complaints_over.submitted_at,
        complaints_over.has_ordered_before,
        complaints_over.has_ordered_after
    from complaints_over
    inner join {{ ref('period_days') }} as period_days on complaints_over.window_ends_on = period_days.day
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
