-- Grain: one row per KPI, period and scope: counted, and divided once. What change and history are worked out from.
-- The rows are those that kpi_scopes allows. The company has one for every period; any other scope has one where
-- there is something to count, above the line or below it.
with measured as (
    {%- for area in [
        'satisfaction', 'service_quality', 'responsiveness', 'complaints', 'efficiency', 'collaboration', 'people',
        'loyalty', 'finance', 'operations',
    ] %}
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
    -- What is worked out from other KPIs' values comes after this.
    where kpis.roll_up not in ('change', 'composite')
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
    where
        measured.scope_type = 'company'
        or measured.numerator <> 0
        or measured.denominator <> 0
        -- A median of 0 seconds is a figure.
        or (kpis.kind in ('quantile', 'extreme') and measured.sample_size <> 0)
),

company_periods_without_rows as (
    select
        kpi_scopes.kpi_id,
        kpi_scopes.period_grain,
        periods.period_start,
        'company' as scope_type,
        'all' as scope_id,
        -- The export is there and holds nothing of that period: truly none. Nothing has no longest and no median.
        case when kpis.is_available and kpis.kind not in ('quantile', 'extreme') then cast(0 as double) end
            as numerator,
        case when kpis.is_available and kpis.has_denominator then cast(0 as double) end as denominator,
        case
            when kpis.is_available and (kpis.has_denominator or kpis.kind in ('quantile', 'extreme'))
                then cast(0 as bigint)
        end as sample_size,
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
)

select
    counted.kpi_id,
    counted.period_grain,
    counted.period_start,
    counted.scope_type,
    counted.scope_id,
    counted.numerator,
    counted.denominator,
    -- Sums of money have no sample; where there was nothing to add up it is none all the same.
    case
        when counted.numerator = 0 and counted.denominator = 0 then coalesce(counted.sample_size, 0)
        else counted.sample_size
    end as sample_size,
    counted.numerator_squares,
    {{ kpi_value('counted.numerator', 'counted.denominator', 'kpis.scale', 'kpis.has_denominator') }} as value
from counted
inner join kpis on counted.kpi_id = kpis.kpi_id
