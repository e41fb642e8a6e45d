-- Offends: an index, or its change since the period before, that is not the sum of what its parts contribute.
with summed as (
    select
        index_id,
        period_grain,
        period_start,
        scope_type,
        scope_id,
        sum(contribution) as contribution,
        sum(contribution_change) as contribution_change
    from {{ ref('index_parts_values') }}
    group by
        index_id,
        period_grain,
        period_start,
        scope_type,
        scope_id
),

indices as (
    select kpi_values.*
    from {{ ref('fct_kpi_values') }} as kpi_values
    inner join {{ ref('dim_kpi') }} as kpis on kpi_values.kpi_id = kpis.kpi_id
    where kpis.roll_up = 'composite'
)

select
    indices.kpi_id,
    indices.period_grain,
    indices.period_start,
    indices.scope_type,
    indices.scope_id,
    indices.value,
    summed.contribution,
    indices.value - indices.previous_value as value_change,
    summed.contribution_change
from indices
left join summed
    on indices.kpi_id = summed.index_id
    and indices.period_grain = summed.period_grain
    and indices.period_start = summed.period_start
    and indices.scope_type = summed.scope_type
    and indices.scope_id = summed.scope_id
where
    (indices.value is null) <> (summed.contribution is null)
    or abs(indices.value - summed.contribution) > 1e-9
    or (indices.value - indices.previous_value is null) <> (summed.contribution_change is null)
    or abs(indices.value - indices.previous_value - summed.contribution_change) > 1e-9
