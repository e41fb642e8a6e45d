-- Offends: a proportion that counts more in its numerator than in its denominator, or less than nothing.
with kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
),

kpis as (
    select * from {{ ref('dim_kpi') }}
    where kind = 'proportion'
)

select
    kpi_values.kpi_id,
    kpi_values.period_grain,
    kpi_values.period_start,
    kpi_values.scope_type,
    kpi_values.scope_id,
    kpi_values.numerator,
    kpi_values.denominator
from kpi_values
inner join kpis on kpi_values.kpi_id = kpis.kpi_id
where
    kpi_values.numerator < 0
    or kpi_values.numerator > kpi_values.denominator
