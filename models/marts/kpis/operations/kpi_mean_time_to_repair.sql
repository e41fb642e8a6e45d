-- Mean time to repair 故障平均修复时间: sum of time from a fault’s report to its repair / faults repaired.
{%- set clock = shown_clock('mean_time_to_repair') %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    repair_{{ clock }}_seconds as numerator,
    faults_repaired as denominator,
    faults_repaired as sample_size,
    repair_{{ clock }}_seconds_squares as numerator_squares
from {{ ref('requests_by_resolved') }}
