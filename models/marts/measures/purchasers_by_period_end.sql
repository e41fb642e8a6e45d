-- Grain: one row per period and scope. Customers with an order in the year (setting repurchase_window_days) up to the
-- period's last day, and those with two or more: counted afresh at each period and scope.
{%- set scopes = ['company', 'channel', 'service', 'region', 'customer_segment'] %}
{%- set window = "interval '" ~ var('repurchase_window_days') ~ "' day" %}
with orders as (
    select * from {{ ref('fct_orders') }}
    where not is_cancelled
),

-- Each order with the customer's one before it and the next one.
latest_orders as (
    {%- for scope_type in var('scope_grains') if scope_type in scopes %}
    select
        '{{ scope_type }}' as scope_type,
        {{ member_of('orders', scope_type) }} as scope_id,
        customer_id,
        ordered_on,
        lag(ordered_on) over (
            partition by {{ member_of('orders', scope_type) }}, customer_id
            order by ordered_at, order_id
        ) as ordered_on_before,
        lead(ordered_on) over (
            partition by {{ member_of('orders', scope_type) }}, customer_id
            order by ordered_at, order_id
        ) as ordered_on_next
    from orders
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

periods as (
    select
        period_grain,
        period_start,
        max(day) as last_day
    from {{ ref('period_days') }}
    where period_grain in ('month', 'quarter', 'year')
    group by
        period_grain,
        period_start
),

-- From its day on an order makes a purchaser, until the next one does or the window is over; the order before it makes
-- a repeated one, for as long as that is in the window too.
spells as (
    select
        scope_type,
        scope_id,
        ordered_on,
        least(ordered_on_next, cast(ordered_on + {{ window }} as date)) as purchaser_until,
        least(ordered_on_next, cast(ordered_on_before + {{ window }} as date)) as repeated_until,
        coalesce(cast(ordered_on_before + {{ window }} as date) > ordered_on, false) as is_repeated
    from latest_orders
),

-- What comes and what goes, by the day: no purchaser is copied for each period.
changes as (
    select
        scope_type,
        scope_id,
        ordered_on as day,
        count(*) as purchasers,
        count(*) filter (where is_repeated) as repeat_purchasers
    from spells
    group by
        scope_type,
        scope_id,
        ordered_on
    union all
    select
        scope_type,
        scope_id,
        purchaser_until as day,
        -count(*) as purchasers,
        0 as repeat_purchasers
    from spells
    group by
        scope_type,
        scope_id,
        purchaser_until
    union all
    select
        scope_type,
        scope_id,
        repeated_until as day,
        0 as purchasers,
        -count(*) as repeat_purchasers
    from spells
    where is_repeated
    group by
        scope_type,
        scope_id,
        repeated_until
)

select
    periods.period_grain,
    periods.period_start,
    changes.scope_type,
    changes.scope_id,
    cast(sum(changes.purchasers) as bigint) as purchasers,
    cast(sum(changes.repeat_purchasers) as bigint) as repeat_purchasers
from changes
inner join periods on changes.day <= periods.last_day
inner join {{ ref('reporting_scopes') }} as kept
    on changes.scope_type = kept.scope_type
    and periods.period_grain = kept.period_grain
group by
    periods.period_grain,
    periods.period_start,
    changes.scope_type,
    changes.scope_id
having sum(changes.purchasers) > 0
