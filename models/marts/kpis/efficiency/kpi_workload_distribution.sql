-- Workload distribution 工作量分布: population standard deviation, over agents, of requests completed per day worked / mean of the same over the same agents.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    workload_deviation as numerator,
    workload_mean as denominator,
    agents_at_work as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('workloads_by_resolved') }}
