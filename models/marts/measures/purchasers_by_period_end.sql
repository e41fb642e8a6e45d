-- Grain: one row per period and scope. Customers with an order in the year (setting repurchase_window_days) up to the
-- period's last day, and those with two or more: counted afresh at each period and scope.
{%- set scopes = ['company', 'channel', 'service', 'region', 'customer_segment'] %}
with orders as (
    select * from {{ ref('fct_orders') }}
    where not is_cancelled
),

-- Each order is a customer's latest until the next one, for as long as it lies in the window.
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
    select * from {{ ref('period_spans') }}
    where period_grain in ('month', 'quarter', 'year')
),

purchasers as (
    select
        periods.period_grain,
        periods.period_start,
        latest_orders.scope_type,
        latest_orders.scope_id,
        latest_orders.customer_id,
        coalesce(
            latest_orders.ordered_on_before > periods.last_day - interval '{{ var('repurchase_window_days') }}' day,
            false
        ) as has_bought_again
    from latest_orders
    inner join periods
        on latest_orders.ordered_on <= periods.last_day
        and latest_orders.ordered_on > periods.last_day - interval '{{ var('repurchase_window_days') }}' day
        and coalesce(latest_orders.ordered_on_next > periods.last_day, true)
    inner join {{ ref('reporting_scopes') }} as kept
        on latest_orders.scope_type = kept.scope_type
        and periods.period_grain = kept.period_grain
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    count(*) as purchasers,
    count(*) filter (where has_bought_again) as repeat_purchasers
from purchasers
group by
    period_grain,
    period_start,
    scope_type,
    scope_id
