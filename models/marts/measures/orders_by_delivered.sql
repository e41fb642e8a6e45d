-- Grain: one row per period and scope. Orders delivered, dated by the day of the delivery; a lost one by the day it was
-- lost.
with orders as (
    select
        *,
        'unknown' as agent_id,
        'unknown' as team_id,
        case when is_delivered then delivered_on else lost_on end as arrived_or_lost_on
    from {{ ref('fct_orders') }}
    where is_delivered or is_lost
),

daily as (
    select
        {{ day_and_scopes('arrived_or_lost_on') }},
        count(*) filter (where is_delivered) as orders_delivered,
        count(*) filter (where is_delivered and is_returned) as orders_returned,
        -- Both counts known.
        count(has_error) filter (where is_delivered) as orders_checked,
        count(*) filter (where is_delivered and has_error) as orders_with_errors,
        count(*) filter (where is_delivered and not has_error) as orders_without_errors,
        -- Known to be damaged or not, or lost.
        count(*) filter (where is_lost or is_damaged is not null) as orders_arrived_or_lost,
        count(*) filter (where is_delivered and not is_damaged) as orders_undamaged
    from orders
    group by {{ each_day_and_scope_set('arrived_or_lost_on') }}
),

{{ roll_up(
    'daily',
    counts=[
        'orders_delivered', 'orders_returned', 'orders_checked', 'orders_with_errors', 'orders_without_errors',
        'orders_arrived_or_lost', 'orders_undamaged',
    ],
) }}
