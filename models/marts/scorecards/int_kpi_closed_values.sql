-- Grain: one row per KPI, period and scope of closed months that are frozen: as published when they were closed.
with closed_months as (
    select * from {{ ref('stg_landing__closed_months') }}
    where is_frozen
),

kpis as (
    select * from {{ ref('dim_kpi') }}
),

-- A period is closed when each month that it touches is.
closed_periods as (
    select
        periods.period_grain,
        periods.period_start,
        max(closed_months.run_id) as run_id
    from {{ ref('dim_periods') }} as periods
    inner join closed_months
        on periods.period_end >= closed_months.month
        and periods.period_start < cast(closed_months.month + interval '1' month as date)
    group by
        periods.period_grain,
        periods.period_start,
        periods.period_end
    having
        count(*) = 12 * (extract(year from periods.period_end) - extract(year from periods.period_start))
        + extract(month from periods.period_end) - extract(month from periods.period_start) + 1
),

entries as (
    select
        ledger.*,
        row_number() over (
            partition by ledger.kpi_id, ledger.period_grain, ledger.period_start, ledger.scope_type, ledger.scope_id
            order by ledger.run_id desc
        ) as nth
    from {{ ref('stg_landing__ledger_values') }} as ledger
    inner join closed_periods
        on ledger.period_grain = closed_periods.period_grain
        and ledger.period_start = closed_periods.period_start
        and ledger.run_id <= closed_periods.run_id
    where not ledger.is_withheld
),

closed as (
    select
        entries.*,
        kpis.roll_up in ('change', 'composite') as is_derived
    from entries
    inner join kpis on entries.kpi_id = kpis.kpi_id
    inner join {{ ref('kpi_scopes') }} as kpi_scopes
        on entries.kpi_id = kpi_scopes.kpi_id
        and entries.scope_type = kpi_scopes.scope_type
        and entries.period_grain = kpi_scopes.period_grain
    where entries.nth = 1 and {{ says_something('entries') }}
),

-- The company has a row of each KPI and period, also of one of which it said nothing.
companies_without_figure as (
    select
        kpi_id,
        period_grain,
        period_start,
        is_derived,
        max(definition_version) as definition_version,
        max(run_id) as run_id,
        max(recorded_at) as recorded_at,
        max(as_of) as as_of
    from closed
    group by
        kpi_id,
        period_grain,
        period_start,
        is_derived
    having count(*) filter (where scope_type = 'company') = 0
)

select
    kpi_id,
    period_grain,
    period_start,
    scope_type,
    scope_id,
    numerator,
    denominator,
    value,
    sample_size,
    ci_low,
    ci_high,
    target,
    status,
    definition_version,
    is_derived,
    run_id,
    recorded_at,
    as_of
from closed
union all
select
    kpi_id,
    period_grain,
    period_start,
    'company' as scope_type,
    'all' as scope_id,
    cast(null as double) as numerator,
    cast(null as double) as denominator,
    cast(null as double) as value,
    cast(null as bigint) as sample_size,
    cast(null as double) as ci_low,
    cast(null as double) as ci_high,
    cast(null as double) as target,
    'no_data' as status,
    definition_version,
    is_derived,
    run_id,
    recorded_at,
    as_of
from companies_without_figure
