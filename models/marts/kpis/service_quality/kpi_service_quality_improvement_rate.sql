-- Service quality improvement rate 服务质量改善率: service effectiveness now less the period before / service effectiveness the period before.
with effectiveness as (
    select * from {{ ref('int_kpi_values_standing') }}
    where kpi_id = 'service_effectiveness_rate'
),

periods as (
    select * from {{ ref('dim_periods') }}
)

select
    effectiveness.period_grain,
    effectiveness.period_start,
    effectiveness.scope_type,
    effectiveness.scope_id,
    effectiveness.value - before.value as numerator,
    case when effectiveness.value is not null then before.value end as denominator,
    case when effectiveness.value is not null and before.value is not null
        then least(effectiveness.sample_size, before.sample_size)
    end as sample_size,
    cast(null as double) as numerator_squares
from effectiveness
inner join periods
    on effectiveness.period_grain = periods.period_grain
    and effectiveness.period_start = periods.period_start
left join effectiveness as before
    on effectiveness.period_grain = before.period_grain
    and periods.previous_period_start = before.period_start
    and effectiveness.scope_type = before.scope_type
    and effectiveness.scope_id = before.scope_id
