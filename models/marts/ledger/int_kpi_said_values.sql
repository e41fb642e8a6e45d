-- Grain: one row per KPI, period and scope of which something was published: what was said last.
-- Of periods that can be held against this run: over at its as_of, or before its calendar begins.
with entries as (
    select * from {{ ref('stg_landing__ledger_values') }}
    where not is_withheld
),

-- Most figures were said once and never again: only the others need to be ranked.
said_again as (
    select
        *,
        row_number() over (
            partition by kpi_id, period_grain, period_start, scope_type, scope_id
            order by run_id desc
        ) as nth
    from entries
    where why <> 'first'
),

said_last as (
    select entries.*
    from entries
    left join said_again
        on {{ same_figure('entries', 'said_again') }}
        and said_again.nth = 1
    where entries.run_id = said_again.run_id or (said_again.run_id is null and entries.why = 'first')
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
    said_last.kpi_id,
    said_last.period_grain,
    said_last.period_start,
    said_last.scope_type,
    said_last.scope_id,
    said_last.value,
    said_last.numerator,
    said_last.denominator,
    said_last.target,
    said_last.status,
    said_last.definition_version,
    said_last.run_id,
    said_last.recorded_at,
    said_last.as_of,
    said_last.counted_by
from said_last
inner join calendar on said_last.period_grain = calendar.period_grain
left join periods
    on said_last.period_grain = periods.period_grain
    and said_last.period_start = periods.period_start
where periods.is_complete or said_last.period_start < calendar.first_start
