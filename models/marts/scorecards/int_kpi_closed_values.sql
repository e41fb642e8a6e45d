-- Grain: one row per KPI, period and scope of closed months that are frozen: as published when they were closed.
with closed_months as (
    select * from {{ ref('stg_landing__closed_months') }}
    where is_frozen
),

kpis as (
    select * from {{ ref('dim_kpi') }}
),

-- A period is closed when each month that it touches is; a KPI in it, when each of them was closed with it.
closed_periods as (
    select
        closed_months.kpi_id,
        periods.period_grain,
        periods.period_start,
        max(closed_months.run_id) as run_id,
        max(closed_months.closed_at) as closed_at
    from {{ ref('dim_periods') }} as periods
    inner join closed_months
        on periods.period_end >= closed_months.month
        and periods.period_start < cast(closed_months.month + interval '1' month as date)
    group by
        closed_months.kpi_id,
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
        on ledger.kpi_id = closed_periods.kpi_id
        and ledger.period_grain = closed_periods.period_grain
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
        closed_periods.kpi_id,
        closed_periods.period_grain,
        closed_periods.period_start,
        kpis.roll_up in ('change', 'composite') as is_derived,
        kpis.definition_version,
        closed_periods.run_id,
        closed_periods.closed_at
    from closed_periods
    inner join kpis on closed_periods.kpi_id = kpis.kpi_id
    inner join {{ ref('kpi_scopes') }} as kpi_scopes
        on closed_periods.kpi_id = kpi_scopes.kpi_id
        and closed_periods.period_grain = kpi_scopes.period_grain
        and kpi_scopes.scope_type = 'company'
    left join closed
        on closed_periods.kpi_id = closed.kpi_id
        and closed_periods.period_grain = closed.period_grain
        and closed_periods.period_start = closed.period_start
        and closed.scope_type = 'company'
    where closed.kpi_id is null
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
    cast(0 as double) as numerator,
    cast(0 as double) as denominator,
    cast(null as double) as value,
    cast(0 as bigint) as sample_size,
    cast(null as double) as ci_low,
    cast(null as double) as ci_high,
    cast(null as double) as target,
    'no_data' as status,
    definition_version,
    is_derived,
    run_id,
    closed_at as recorded_at,
    cast(null as timestamp) as as_of
from companies_without_figure
