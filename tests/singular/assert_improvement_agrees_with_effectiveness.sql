-- Offends: a service quality improvement rate that is not what effectiveness, published with the value before it, says.
with kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
    where not is_frozen
),

effectiveness as (
    select
        period_grain,
        period_start,
        scope_type,
        scope_id,
        (value - previous_value) / nullif(previous_value, 0) as improvement
    from kpi_values
    where kpi_id = 'service_effectiveness_rate' and period_grain in ('month', 'quarter', 'year')
),

improvements as (
    select * from kpi_values
    where kpi_id = 'service_quality_improvement_rate'
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    effectiveness.improvement,
    improvements.value
from effectiveness
full outer join improvements using (period_grain, period_start, scope_type, scope_id)
where
    (effectiveness.improvement is null) <> (improvements.value is null)
    or abs(effectiveness.improvement - improvements.value) > 1e-9
