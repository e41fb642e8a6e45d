-- Grain: one row per KPI, period and scope. Every figure of every KPI stands here, with what it is compared with, how
-- sure it is and what it means.
{%- set figure = ['kpi_id', 'period_grain', 'period_start', 'scope_type', 'scope_id'] %}
with valued as (
    select * from {{ ref('int_kpi_values_standing') }}
    union all
    {{ with_closed_values(ref('int_kpi_values_derived'), 'true') }}
),

-- Of closed months that are frozen: judged as they were then.
closed as (
    select * from {{ ref('int_kpi_closed_values') }}
),

kpis as (
    select * from {{ ref('dim_kpi') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

targets as (
    select * from {{ ref('int_kpi_targets') }}
),

-- The most specific one in force on the first day of the period: nobody is judged by what was agreed later.
targets_in_force as (
    select
        {% for column in figure %}valued.{{ column }}, {% endfor %}
        min_by(targets.target, targets.generality) as target,
        min_by(targets.target_to, targets.generality) as target_to,
        min_by(targets.near_margin, targets.generality) as near_margin
    from valued
    inner join targets
        on valued.kpi_id = targets.kpi_id
        and valued.scope_type = targets.scope_type
        and (targets.scope_id = '*' or valued.scope_id = targets.scope_id)
        and (targets.period_grain = '*' or valued.period_grain = targets.period_grain)
        and valued.period_start >= targets.valid_from
        and valued.period_start < targets.valid_to
    group by {% for column in figure %}valued.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
),

-- The first in position of those in force on the first day of the period.
benchmarks_in_force as (
    select
        {% for column in figure %}valued.{{ column }}, {% endfor %}
        min_by(benchmarks.value, benchmarks.position) as benchmark
    from valued
    inner join {{ ref('kpi_benchmarks') }} as benchmarks
        on valued.kpi_id = benchmarks.kpi_id
        and valued.scope_type = benchmarks.scope_type
        and valued.period_start >= benchmarks.valid_from
        and valued.period_start < benchmarks.valid_to
    group by {% for column in figure %}valued.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
),

-- Tried, and for nobody in force yet, on the first day of the period.
pilots as (
    select
        plan.kpi_id,
        periods.period_grain,
        periods.period_start
    from {{ ref('kpi_plan') }} as plan
    inner join periods on periods.period_start between plan.valid_from and plan.valid_to
    group by
        plan.kpi_id,
        periods.period_grain,
        periods.period_start
    having sum(case when plan.status = 'pilot' then 0 else 1 end) = 0
),

compared as (
    select
        valued.*,
        kpis.kind,
        kpis.scale,
        kpis.better,
        coalesce(closed.definition_version, kpis.definition_version) as definition_version,
        closed.kpi_id is not null as is_frozen,
        closed.ci_low as closed_ci_low,
        closed.ci_high as closed_ci_high,
        closed.target as closed_target,
        closed.status as closed_status,
        periods.is_complete,
        periods.is_complete and closed.kpi_id is null and periods.days_since_end < kpis.maturity_days as is_provisional,
        before.value as previous_value,
        year_ago.value as year_ago_value,
        benchmarks_in_force.benchmark,
        targets_in_force.target,
        targets_in_force.target < targets_in_force.target_to as is_band,
        case when targets_in_force.target < targets_in_force.target_to then targets_in_force.target_to end as target_to,
        pilots.kpi_id is not null as is_pilot,
        -- A share of the target, of a band that of the end nearer to the value.
        targets_in_force.near_margin * abs(
            case when valued.value > targets_in_force.target_to then targets_in_force.target_to else targets_in_force.target end
        ) as near_by,
        -- A difference of doubles: a hair's breadth below the target is on it.
        1e-12 * greatest(abs(targets_in_force.target), 1) as hair,
        -- Below 0: worse than the target by so much.
        case kpis.better
            when 'higher' then valued.value - targets_in_force.target
            when 'lower' then targets_in_force.target - valued.value
            else least(valued.value - targets_in_force.target, targets_in_force.target_to - valued.value, 0)
        end as ahead_by
    from valued
    inner join kpis on valued.kpi_id = kpis.kpi_id
    inner join periods
        on valued.period_grain = periods.period_grain
        and valued.period_start = periods.period_start
    -- By the calendar, not by the row before: a period without a row is no period to compare with.
    left join valued as before
        on valued.kpi_id = before.kpi_id
        and valued.period_grain = before.period_grain
        and periods.previous_period_start = before.period_start
        and valued.scope_type = before.scope_type
        and valued.scope_id = before.scope_id
    left join valued as year_ago
        on valued.kpi_id = year_ago.kpi_id
        and valued.period_grain = year_ago.period_grain
        and periods.year_ago_period_start = year_ago.period_start
        and valued.scope_type = year_ago.scope_type
        and valued.scope_id = year_ago.scope_id
    left join targets_in_force on {{ same_figure('valued', 'targets_in_force') }}
    left join benchmarks_in_force on {{ same_figure('valued', 'benchmarks_in_force') }}
    left join pilots
        on valued.kpi_id = pilots.kpi_id
        and valued.period_grain = pilots.period_grain
        and valued.period_start = pilots.period_start
    left join closed on {{ same_figure('valued', 'closed') }}
),

bounded as (
    select
        *,
        case
            when value is null then cast(null as double)
            when is_frozen then closed_ci_low
            when kind = 'proportion' then scale * {{ wilson_bound('(numerator / denominator)', 'sample_size', -1) }}
            when kind = 'mean' and sample_size > 1
                then scale * ({{ mean_bound('numerator', 'numerator_squares', 'sample_size', -1) }})
        end as ci_low,
        case
            when value is null then cast(null as double)
            when is_frozen then closed_ci_high
            when kind = 'proportion' then scale * {{ wilson_bound('(numerator / denominator)', 'sample_size', 1) }}
            when kind = 'mean' and sample_size > 1
                then scale * ({{ mean_bound('numerator', 'numerator_squares', 'sample_size', 1) }})
        end as ci_high
    from compared
)

select
    kpi_id,
    period_grain,
    period_start,
    scope_type,
    scope_id,
    numerator,
    denominator,
    value,
    sample_size,
    ci_low,
    ci_high,
    previous_value,
    year_ago_value,
    -- Where nothing was said nothing was judged.
    case when is_frozen and closed_status <> 'no_data' then closed_target else target end as target,
    case when not is_frozen or closed_target = target then target_to end as target_to,
    benchmark,
    case
        when is_frozen then closed_status
        -- Counted, and not shown because so few answered.
        when numerator is null and sample_size > 0 then 'small_sample'
        when value is null then 'no_data'
        when not is_complete then 'in_progress'
        when sample_size < {{ var('minimum_sample') }} then 'small_sample'
        when target is null or better = 'none' then 'no_target'
        when ahead_by >= -hair or (better = 'target' and not is_band and ahead_by >= -near_by - hair) then 'met'
        when ahead_by >= -near_by - hair then 'near'
        else 'missed'
    end as status,
    is_complete,
    is_provisional,
    is_frozen,
    is_pilot,
    definition_version
from bounded
