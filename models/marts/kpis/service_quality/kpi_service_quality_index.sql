-- Service quality index 服务质量指数: sum of weight x part over the parts with data / sum of the weights of those parts.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    sum(weight * part_value) as numerator,
    sum(weight) as denominator,
    -- As sure as the least sure of its parts.
    min(sample_size) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('int_kpi_index_parts') }}
where
    index_id = 'service_quality_index'
    -- Held while its judgements contradict.
    and weight is not null
group by
    period_grain,
    period_start,
    scope_type,
    scope_id
