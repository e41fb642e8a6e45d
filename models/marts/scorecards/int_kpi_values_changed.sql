-- Grain: one row per KPI, period and scope: the KPIs that compare a KPI with itself a period before. They are worked out
-- from measured values, so their rows are those that have something to compare, and the company's.
with changed as (
    {{ stack_kpis([
        'service_quality_improvement_rate',
    ]) }}
),

kpis as (
    select
        *,
        denominator_words is not null as has_denominator
    from {{ ref('dim_kpi') }}
),

kpi_scopes as (
    select * from {{ ref('kpi_scopes') }}
)

select
    changed.kpi_id,
    changed.period_grain,
    changed.period_start,
    changed.scope_type,
    changed.scope_id,
    changed.numerator,
    changed.denominator,
    changed.sample_size,
    changed.numerator_squares,
    {{ kpi_value('changed.numerator', 'changed.denominator', 'kpis.scale', 'kpis.has_denominator') }} as value
from changed
inner join kpi_scopes
    on changed.kpi_id = kpi_scopes.kpi_id
    and changed.scope_type = kpi_scopes.scope_type
    and changed.period_grain = kpi_scopes.period_grain
inner join kpis on changed.kpi_id = kpis.kpi_id
where
    changed.scope_type = 'company'
    or changed.numerator <> 0
    or changed.denominator <> 0
