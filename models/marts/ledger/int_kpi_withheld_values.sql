-- Grain: one row per KPI, period and scope of a closed month that is frozen, counted now: what stands there in its place.
-- `was` is what was withheld last, else what the month was closed with; its target and status froze with the month.
with closed_values as (
    select * from {{ ref('int_kpi_closed_values') }}
),

closed as (
    select * from closed_values
    where {{ says_something('closed_values') }}
),

frozen as (
    select distinct
        kpi_id,
        period_grain,
        period_start
    from closed_values
),

measured as (
    select * from {{ ref('int_kpi_values_measured') }}
    union all
    select * from {{ ref('int_kpi_values_derived') }}
),

counted as (
    select
        measured.*,
        kpis.definition_version
    from measured
    inner join frozen
        on measured.kpi_id = frozen.kpi_id
        and measured.period_grain = frozen.period_grain
        and measured.period_start = frozen.period_start
    inner join {{ ref('dim_kpi') }} as kpis on measured.kpi_id = kpis.kpi_id
    where {{ says_something('measured') }}
),

withheld as (
    select
        *,
        row_number() over (
            partition by kpi_id, period_grain, period_start, scope_type, scope_id
            order by run_id desc
        ) as nth
    from {{ ref('stg_landing__ledger_values') }}
    where is_withheld
),

known as (
    select
        coalesce(withheld.kpi_id, closed.kpi_id) as kpi_id,
        coalesce(withheld.period_grain, closed.period_grain) as period_grain,
        coalesce(withheld.period_start, closed.period_start) as period_start,
        coalesce(withheld.scope_type, closed.scope_type) as scope_type,
        coalesce(withheld.scope_id, closed.scope_id) as scope_id,
        case when withheld.kpi_id is null then closed.value else withheld.value end as value,
        case when withheld.kpi_id is null then closed.numerator else withheld.numerator end as numerator,
        case when withheld.kpi_id is null then closed.denominator else withheld.denominator end as denominator,
        coalesce(withheld.definition_version, closed.definition_version) as definition_version,
        coalesce(withheld.run_id, closed.run_id) as run_id,
        coalesce(withheld.as_of, closed.as_of) as as_of,
        closed.target,
        coalesce(closed.status, 'no_data') as status
    from closed
    full outer join (select * from withheld where nth = 1) as withheld on {{ same_figure('closed', 'withheld') }}
    -- Of a month that is not frozen any more nothing is withheld.
    inner join frozen
        on coalesce(withheld.kpi_id, closed.kpi_id) = frozen.kpi_id
        and coalesce(withheld.period_grain, closed.period_grain) = frozen.period_grain
        and coalesce(withheld.period_start, closed.period_start) = frozen.period_start
)

select
    coalesce(counted.kpi_id, known.kpi_id) as kpi_id,
    coalesce(counted.period_grain, known.period_grain) as period_grain,
    coalesce(counted.period_start, known.period_start) as period_start,
    coalesce(counted.scope_type, known.scope_type) as scope_type,
    coalesce(counted.scope_id, known.scope_id) as scope_id,
    counted.value,
    counted.numerator,
    counted.denominator,
    counted.sample_size,
    cast(null as double) as ci_low,
    cast(null as double) as ci_high,
    known.target,
    coalesce(known.status, 'no_data') as status,
    coalesce(counted.definition_version, known.definition_version) as definition_version,
    true as is_withheld,
    known.value as was_value,
    known.numerator as was_numerator,
    known.denominator as was_denominator,
    known.target as was_target,
    coalesce(known.status, 'no_data') as was_status,
    coalesce(known.definition_version, counted.definition_version) as was_definition_version,
    coalesce(known.run_id, 'none') as was_run_id,
    known.as_of as was_as_of
from counted
full outer join known on {{ same_figure('counted', 'known') }}
