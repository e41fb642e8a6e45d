-- Grain: one row per points movement that stands.
with movements as (
    {{ standing_rows('member_activity') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
)

select
    -- ids
    movements.activity_id,
    movements.customer_id,
    -- scopes
    coalesce(customers.region, 'unknown') as region,
    coalesce(customers.customer_segment, 'unknown') as customer_segment,
    -- what it is
    coalesce(movements.points_earned, 0) as points_earned,
    coalesce(movements.points_redeemed, 0) as points_redeemed,
    -- days, reporting time zone
    {{ local_date('movements.occurred_at') }} as occurred_on,
    -- moments, UTC
    movements.occurred_at,
    -- lineage
    movements.source_name,
    movements.source_file,
    movements.source_row
from movements
left join customers on movements.customer_id = customers.customer_id
