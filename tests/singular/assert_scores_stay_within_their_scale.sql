-- Offends: points (a net promoter score) beyond -100 and 100, a score or an index beyond 0 and 100.
with kpis as (
    select
        kpi_id,
        case when unit = 'points' then -100 else 0 end as lowest
    from {{ ref('dim_kpi') }}
    where unit in ('points', 'score', 'index')
)

select
    kpi_values.kpi_id,
    kpi_values.period_grain,
    kpi_values.period_start,
    kpi_values.scope_type,
    kpi_values.scope_id,
    kpi_values.value
from {{ ref('fct_kpi_values') }} as kpi_values
inner join kpis on kpi_values.kpi_id = kpis.kpi_id
-- Sums of doubles may be a hair's breadth beyond.
where kpi_values.value < kpis.lowest - 1e-9 or kpi_values.value > 100 + 1e-9
