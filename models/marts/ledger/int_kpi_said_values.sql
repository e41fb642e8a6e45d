-- Grain: one row per KPI, period and scope of which something was published: what was said last.
-- Of periods that can be held against this run: over at its as_of, or before its calendar begins.
with entries as (
    select
        *,
        row_number() over (
            partition by kpi_id, period_grain, period_start, scope_type, scope_id
            order by run_id desc
        ) as nth
    from {{ ref('stg_landing__ledger_values') }}
    where not is_withheld
),

periods as (
    select * from {{ ref('dim_periods') }}
),

calendar as (
    select
        period_grain,
        min(period_start) as first_start
    from periods
    group by period_grain
)

select
    entries.kpi_id,
    entries.period_grain,
    entries.period_start,
    entries.scope_type,
    entries.scope_id,
    entries.value,
    entries.numerator,
    entries.denominator,
    entries.target,
    entries.status,
    entries.definition_version,
    entries.run_id,
    entries.recorded_at,
    entries.as_of
from entries
inner join calendar on entries.period_grain = calendar.period_grain
left join periods
    on entries.period_grain = periods.period_grain
    and entries.period_start = periods.period_start
where
    entries.nth = 1
    and (periods.is_complete or entries.period_start < calendar.first_start)
