-- Grain: one row per period and scope. Orders whose promised time is over and that were not
-- cancelled before it, dated by the day promised.
with orders as (
    select
        *,
        'unknown' as agent_id,
        'unknown' as team_id
    from {{ ref('fct_orders') }}
    where is_delivery_due
),

daily as (
    select
        {{ day_and_scopes('promised_on') }},
        count(*) as orders_due,
        count(*) filter (where is_delivered_on_time) as orders_delivered_on_time
    from orders
    group by {{ each_day_and_scope_set('promised_on') }}
),

{{ roll_up('daily', counts=['orders_due', 'orders_delivered_on_time']) }}
