-- Grain: one row per export and month of which clearly fewer rows stand than when a run last published.
with holds as (
    select * from {{ ref('stg_landing__holds') }}
    where kind = 'shrunk'
),

-- Days become months; what has no day (agents, customers, services) is one total.
standing_months as (
    select
        entity,
        cast(date_trunc('month', begins_on) as date) as period_start,
        sum(standing_rows) as standing_rows
    from {{ ref('int_standing_days') }}
    group by
        entity,
        cast(date_trunc('month', begins_on) as date)
),

changed_months as (
    select
        entity,
        cast(date_trunc('month', begins_on) as date) as period_start,
        sum(standing_rows - rows_before) as more_rows
    from {{ ref('int_changed_days') }}
    group by
        entity,
        cast(date_trunc('month', begins_on) as date)
),

totals as (
    select
        changed_months.entity,
        changed_months.period_start,
        coalesce(standing_months.standing_rows, 0) as standing_rows,
        coalesce(standing_months.standing_rows, 0) - changed_months.more_rows as rows_before
    from changed_months
    left join standing_months
        on changed_months.entity = standing_months.entity
        and changed_months.period_start = standing_months.period_start
)

select
    totals.entity,
    totals.period_start,
    cast(totals.standing_rows as bigint) as standing_rows,
    cast(totals.rows_before as bigint) as rows_before
from totals
cross join holds
where
    totals.rows_before - totals.standing_rows > holds.shrunk_share * totals.rows_before
    and totals.period_start <= (
        select max(periods.period_start) from {{ ref('dim_periods') }} as periods
        where periods.period_grain = 'month' and periods.is_complete
    )
