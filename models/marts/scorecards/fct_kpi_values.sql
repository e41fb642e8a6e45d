-- Grain: one row per KPI, period and scope. Every figure of every KPI stands here, with what it is compared with, how
-- sure it is and what it means.
with valued as (
    select * from {{ ref('int_kpi_values_measured') }}
),

kpis as (
    select * from {{ ref('dim_kpi') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

compared as (
    select
        valued.*,
        kpis.kind,
        kpis.scale,
        kpis.definition_version,
        periods.is_complete,
        periods.is_complete and periods.days_since_end < kpis.maturity_days as is_provisional,
        before.value as previous_value,
        year_ago.value as year_ago_value
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
),

bounded as (
    select
        *,
        case
            when value is null then cast(null as double)
            when kind = 'proportion' then scale * {{ wilson_bound('numerator', 'denominator', -1) }}
            when kind = 'mean' and sample_size > 1
                then scale * ({{ mean_bound('numerator', 'numerator_squares', 'sample_size', -1) }})
        end as ci_low,
        case
            when value is null then cast(null as double)
            when kind = 'proportion' then scale * {{ wilson_bound('numerator', 'denominator', 1) }}
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
    cast(null as double) as target,
    cast(null as double) as benchmark,
    case
        when value is null then 'no_data'
        when not is_complete then 'in_progress'
        when sample_size < {{ var('minimum_sample') }} then 'small_sample'
        else 'no_target'
    end as status,
    is_complete,
    is_provisional,
    definition_version
from bounded
