-- Grain: one row per order that stands.
with orders as (
    {{ standing_rows('orders') }}
),

services as (
    select service_id from {{ ref('dim_services') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
),

orders_promised as (
    select
        *,
        -- A date without a clock is due when its day is over.
        {{ end_of('promised_at', 'timestamp') }} as promised_by_at
    from orders
)

select
    -- ids
    orders.order_id,
    orders.customer_id,
    -- scopes
    coalesce(orders.channel, 'unknown') as channel,
    {{ known_member('orders.service_id', 'services.service_id', 'services') }} as service_id,
    coalesce(orders.region, customers.region, 'unknown') as region,
    coalesce(customers.customer_segment, 'unknown') as customer_segment,
    -- what it is
    orders.reporting_amount as amount,
    orders.amount as amount_given,
    upper(orders.currency) as currency_given,
    orders.item_count,
    orders.wrong_item_count,
    orders.missing_item_count,
    orders.is_damaged,
    orders.cancelled_at is not null as is_cancelled,
    orders.delivered_at is not null as is_delivered,
    orders.lost_at is not null and orders.delivered_at is null as is_lost,
    orders.returned_at is not null as is_returned,
    -- Null: one of the counts is not known.
    case
        when orders.wrong_item_count is not null and orders.missing_item_count is not null
            then orders.wrong_item_count > 0 or orders.missing_item_count > 0
    end as has_error,
    -- A promise that was over by as_of, and not called off before.
    coalesce(orders.promised_by_at <= run.as_of, false)
    and coalesce(orders.cancelled_at >= orders.promised_by_at, true) as is_delivery_due,
    coalesce(orders.delivered_at <= orders.promised_by_at, false) as is_delivered_on_time,
    -- days, reporting time zone
    {{ local_date('orders.ordered_at') }} as ordered_on,
    {{ local_date('orders.promised_at') }} as promised_on,
    {{ local_date('orders.delivered_at') }} as delivered_on,
    {{ local_date('orders.lost_at') }} as lost_on,
    -- moments, UTC
    orders.ordered_at,
    orders.promised_at,
    orders.delivered_at,
    orders.cancelled_at,
    orders.lost_at,
    orders.returned_at,
    -- lineage
    orders.source_name,
    orders.source_file,
    orders.source_row
from orders_promised as orders
left join services on orders.service_id = services.service_id
left join customers on orders.customer_id = customers.customer_id
cross join run
