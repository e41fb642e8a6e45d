-- Offends: a KPI, scope type and grain that has figures although kpi_scopes does not name it.
with kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
),

kpi_scopes as (
    select * from {{ ref('kpi_scopes') }}
)

select
    kpi_values.kpi_id,
    kpi_values.scope_type,
    kpi_values.period_grain,
    count(*) as figures
from kpi_values
left join kpi_scopes
    on kpi_values.kpi_id = kpi_scopes.kpi_id
    and kpi_values.scope_type = kpi_scopes.scope_type
    and kpi_values.period_grain = kpi_scopes.period_grain
where kpi_scopes.kpi_id is null
group by
    kpi_values.kpi_id,
    kpi_values.scope_type,
    kpi_values.period_grain
