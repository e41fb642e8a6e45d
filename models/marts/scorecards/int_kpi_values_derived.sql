-- Grain: one row per KPI, period and scope: the KPIs that are made of others, one compared with itself a period before or
-- several weighed. They are worked out from measured values, so their rows are those that have something to work with.
with derived as (
    {{ stack_kpis([
        'customer_satisfaction_index',
        'service_quality_improvement_rate',
        'service_quality_index',
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
    derived.kpi_id,
    derived.period_grain,
    derived.period_start,
    derived.scope_type,
    derived.scope_id,
    derived.numerator,
    derived.denominator,
    derived.sample_size,
    derived.numerator_squares,
    {{ kpi_value('derived.numerator', 'derived.denominator', 'kpis.scale', 'kpis.has_denominator') }} as value
from derived
inner join kpi_scopes
    on derived.kpi_id = kpi_scopes.kpi_id
    and derived.scope_type = kpi_scopes.scope_type
    and derived.period_grain = kpi_scopes.period_grain
inner join kpis on derived.kpi_id = kpis.kpi_id
where
    derived.scope_type = 'company'
    or derived.numerator <> 0
    or derived.denominator <> 0
