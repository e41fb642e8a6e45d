-- Grain: one row per KPI and period that rows of its exports may have changed: whether rows came later or were corrected.
-- What began in the period goes before what began earlier, that before what began after it. Agents, customers and
-- services, and the requests and calls by which other rows find their team, stand behind every KPI and come last. Among
-- equals a correction goes before late data.
with changed_days as (
    select * from {{ ref('int_changed_days') }}
    where what <> 'unknown'
),

-- Nothing was published before: there is nothing to explain.
said as (
    select * from {{ ref('stg_landing__ledger_days') }}
),

inputs as (
    select distinct
        kpi_id,
        entity,
        0 as rank_of_entity
    from {{ ref('kpi_inputs') }}
    union all
    select
        kpis.kpi_id,
        members.entity,
        members.rank_of_entity
    from {{ ref('dim_kpi') }} as kpis
    cross join (
        select
            'agents' as entity,
            6 as rank_of_entity
        union all
        select
            'customers' as entity,
            6 as rank_of_entity
        union all
        select
            'services' as entity,
            6 as rank_of_entity
        union all
        select
            'service_requests' as entity,
            12 as rank_of_entity
        union all
        select
            'calls' as entity,
            12 as rank_of_entity
    ) as members
),

within_periods as (
    select
        changed_days.entity,
        period_days.period_grain,
        period_days.period_start,
        changed_days.what,
        1 as rank_of_day
    from changed_days
    inner join {{ ref('period_days') }} as period_days on changed_days.begins_on = period_days.day
    group by
        changed_days.entity,
        period_days.period_grain,
        period_days.period_start,
        changed_days.what
),

first_changed_days as (
    select
        entity,
        what,
        min(begins_on) as first_day
    from changed_days
    group by
        entity,
        what
),

outside_periods as (
    select
        first_changed_days.entity,
        periods.period_grain,
        periods.period_start,
        first_changed_days.what,
        case when first_changed_days.first_day < periods.period_start then 3 else 5 end as rank_of_day
    from first_changed_days
    cross join {{ ref('dim_periods') }} as periods
    where periods.is_complete
),

changes as (
    select * from within_periods
    union all
    select * from outside_periods
),

ranked as (
    select
        inputs.kpi_id,
        changes.period_grain,
        changes.period_start,
        changes.what,
        inputs.rank_of_entity + changes.rank_of_day - case when changes.what = 'correction' then 1 else 0 end as nth
    from changes
    inner join inputs on changes.entity = inputs.entity
    where exists (select 1 from said)
)

select
    kpi_id,
    period_grain,
    period_start,
    min_by(what, nth) as why,
    min(nth) < 4 as has_begun
from ranked
group by
    kpi_id,
    period_grain,
    period_start
