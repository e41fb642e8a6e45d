-- Grain: one row per KPI, period and scope. Every figure of every KPI stands here, divided once.
-- The rows are those that kpi_scopes allows. The company has one for every period; any other scope has one where
-- something that the KPI counts happened.
with measured as (
    {%- for area in ['satisfaction', 'complaints', 'efficiency'] %}
    select * from {{ ref('area_' ~ area) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

kpis as (
    select
        kpis.*,
        kpis.denominator_words is not null as has_denominator,
        coalesce(availability.is_available, false) as is_available
    from {{ ref('dim_kpi') }} as kpis
    left join {{ ref('kpi_availability') }} as availability on kpis.kpi_id = availability.kpi_id
),

kpi_scopes as (
    select * from {{ ref('kpi_scopes') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

-- A KPI whose export is missing has no figure anywhere, not a zero.
allowed as (
    select measured.*
    from measured
    inner join kpi_scopes
        on measured.kpi_id = kpi_scopes.kpi_id
        and measured.scope_type = kpi_scopes.scope_type
        and measured.period_grain = kpi_scopes.period_grain
    inner join kpis
        on measured.kpi_id = kpis.kpi_id
        and kpis.is_available
),

company_periods_without_rows as (
    select
        kpi_scopes.kpi_id,
        kpi_scopes.period_grain,
        periods.period_start,
        'company' as scope_type,
        'all' as scope_id,
        -- The export is there and holds nothing of that period: truly none.
        case when kpis.is_available then cast(0 as double) end as numerator,
        case when kpis.is_available and kpis.has_denominator then cast(0 as double) end as denominator,
        case when kpis.is_available and kpis.has_denominator then cast(0 as bigint) end as sample_size,
        cast(null as double) as numerator_squares
    from kpi_scopes
    inner join kpis on kpi_scopes.kpi_id = kpis.kpi_id
    inner join periods on kpi_scopes.period_grain = periods.period_grain
    left join allowed
        on kpi_scopes.kpi_id = allowed.kpi_id
        and periods.period_grain = allowed.period_grain
        and periods.period_start = allowed.period_start
        and allowed.scope_type = 'company'
    where kpi_scopes.scope_type = 'company' and allowed.kpi_id is null
),

counted as (
    select * from allowed
    union all
    select * from company_periods_without_rows
),

valued as (
    select
        counted.*,
        kpis.kind,
        kpis.scale,
        kpis.maturity_days,
        kpis.definition_version,
        {{ kpi_value('counted.numerator', 'counted.denominator', 'kpis.scale', 'kpis.has_denominator') }} as value
    from counted
    inner join kpis on counted.kpi_id = kpis.kpi_id
),

compared as (
    select
        valued.*,
        periods.is_complete,
        periods.is_complete and periods.days_since_end < valued.maturity_days as is_provisional,
        before.value as previous_value,
        year_ago.value as year_ago_value
    from valued
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
