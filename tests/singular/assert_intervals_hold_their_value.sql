-- Offends: a figure outside its own interval, and an interval of a proportion that leaves 0 to 1.
with kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
    where ci_low is not null or ci_high is not null
),

kpis as (
    select * from {{ ref('dim_kpi') }}
)

select
    kpi_values.kpi_id,
    kpi_values.period_grain,
    kpi_values.period_start,
    kpi_values.scope_type,
    kpi_values.scope_id,
    kpi_values.ci_low,
    kpi_values.value,
    kpi_values.ci_high
from kpi_values
inner join kpis on kpi_values.kpi_id = kpis.kpi_id
where
    -- Ends at 0 and 1 come out a hair's breadth off.
    not coalesce(kpi_values.ci_low <= kpi_values.value + 1e-9 * greatest(abs(kpi_values.value), 1), false)
    or not coalesce(kpi_values.ci_high >= kpi_values.value - 1e-9 * greatest(abs(kpi_values.value), 1), false)
    or (
        kpis.kind = 'proportion'
        and (kpi_values.ci_low < -1e-9 or kpi_values.ci_high > kpis.scale + 1e-9)
    )
