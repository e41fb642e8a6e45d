-- Grain: one row per KPI, period and scope: the KPIs that are made of others, one compared with itself a period before or
-- several weighed. They are worked out from measured values, so their rows are those that have something to work with.
with derived as (
    {{ stack_kpis([
        'customer_satisfaction_index',
        'service_quality_improvement_rate',
        'service_quality_index',
    ]) }}
),

kpis as (
    select
        kpis.*,
        kpis.denominator_words is not null as has_denominator,
        coalesce(availability.is_available, false) as is_available
    from {{ ref('dim_kpi') }} as kpis
    left join {{ ref('kpi_availability') }} as availability on kpis.kpi_id = availability.kpi_id
    where kpis.roll_up in ('change', 'composite')
),

kpi_scopes as (
    select * from {{ ref('kpi_scopes') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

allowed as (
    select derived.*
    from derived
    inner join kpi_scopes
        on derived.kpi_id = kpi_scopes.kpi_id
        and derived.scope_type = kpi_scopes.scope_type
        and derived.period_grain = kpi_scopes.period_grain
    inner join kpis
        on derived.kpi_id = kpis.kpi_id
        and kpis.is_available
    where
        derived.scope_type = 'company'
        or derived.numerator <> 0
        or derived.denominator <> 0
),

-- Of nothing nothing is made: no figure, and no zero.
company_periods_without_rows as (
    select
        kpi_scopes.kpi_id,
        kpi_scopes.period_grain,
        periods.period_start,
        'company' as scope_type,
        'all' as scope_id,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        cast(null as bigint) as sample_size,
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

worked_out as (
    select * from allowed
    union all
    select * from company_periods_without_rows
)

select
    worked_out.kpi_id,
    worked_out.period_grain,
    worked_out.period_start,
    worked_out.scope_type,
    worked_out.scope_id,
    worked_out.numerator,
    worked_out.denominator,
    worked_out.sample_size,
    worked_out.numerator_squares,
    {{ kpi_value('worked_out.numerator', 'worked_out.denominator', 'kpis.scale', 'kpis.has_denominator') }} as value
from worked_out
inner join kpis on worked_out.kpi_id = kpis.kpi_id
