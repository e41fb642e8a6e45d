-- Offends: a period without a row of a KPI that the company keeps at that grain. No figure is a row that says so.
with kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
    where scope_type = 'company'
),

kpi_scopes as (
    select * from {{ ref('kpi_scopes') }}
    where scope_type = 'company'
),

periods as (
    select * from {{ ref('dim_periods') }}
)

select
    kpi_scopes.kpi_id,
    periods.period_grain,
    periods.period_start
from kpi_scopes
inner join periods on kpi_scopes.period_grain = periods.period_grain
left join kpi_values
    on kpi_scopes.kpi_id = kpi_values.kpi_id
    and periods.period_grain = kpi_values.period_grain
    and periods.period_start = kpi_values.period_start
where kpi_values.kpi_id is null
