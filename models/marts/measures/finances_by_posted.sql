-- Grain: one row per period and scope. Postings in the reporting currency, dated by the day they were posted.
with postings as (
    select
        *,
        'unknown' as agent_id,
        'unknown' as channel,
        'unknown' as region,
        'unknown' as customer_segment
    from {{ ref('fct_service_finances') }}
),

daily as (
    select
        {{ day_and_scopes('posted_on') }},
        coalesce(sum(amount) filter (where kind = 'cost' and is_service), 0) as service_cost,
        -- With or without is_service.
        coalesce(sum(amount) filter (where kind = 'cost' and category = 'maintenance'), 0) as maintenance_cost,
        coalesce(sum(amount) filter (where kind = 'cost' and category = 'innovation'), 0) as innovation_cost,
        coalesce(sum(amount) filter (where kind = 'revenue' and is_service), 0) as service_revenue,
        coalesce(sum(amount) filter (where kind = 'revenue'), 0) as total_revenue,
        coalesce(sum(amount) filter (where kind = 'operating_profit'), 0) as operating_profit
    from postings
    group by {{ each_day_and_scope_set('posted_on') }}
),

{{ roll_up(
    'daily',
    amounts=[
        'service_cost', 'maintenance_cost', 'innovation_cost', 'service_revenue', 'total_revenue', 'operating_profit',
    ],
) }}
