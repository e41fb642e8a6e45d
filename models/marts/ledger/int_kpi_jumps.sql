-- Grain: one row per KPI, month and company or team whose new figure is far from all that its earlier months were.
-- Far: more deviations from the median than the limit allows, in median absolute deviations scaled as a standard one.
with kpis as (
    select * from {{ ref('dim_kpi') }}
),

holds as (
    select * from {{ ref('stg_landing__holds') }}
    where kind = 'jump'
),

kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
    where is_complete
),

-- Months of the company and its teams that this run says for the first time or otherwise.
candidates as (
    select changes.*
    from {{ ref('int_kpi_value_changes') }} as changes
    where
        changes.period_grain = 'month'
        and changes.scope_type in ('company', 'team')
        and changes.scope_id <> 'unknown'
        and not changes.is_withheld
        and changes.status in ('met', 'near', 'missed', 'no_target')
        and exists (select 1 from {{ ref('int_kpi_said_values') }})
),

histories as (
    select
        candidates.kpi_id,
        candidates.period_start,
        candidates.scope_type,
        candidates.scope_id,
        candidates.value,
        earlier.value as earlier_value,
        median(earlier.value) over (
            partition by candidates.kpi_id, candidates.period_start, candidates.scope_type, candidates.scope_id
        ) as middle
    from candidates
    inner join kpi_values as earlier
        on candidates.kpi_id = earlier.kpi_id
        and candidates.period_grain = earlier.period_grain
        and candidates.scope_type = earlier.scope_type
        and candidates.scope_id = earlier.scope_id
        and earlier.period_start < candidates.period_start
        and earlier.status in ('met', 'near', 'missed', 'no_target')
),

spreads as (
    select
        kpi_id,
        period_start,
        scope_type,
        scope_id,
        max(value) as value,
        max(middle) as middle,
        -- The median deviation of a normal distribution is its standard deviation over 1.4826.
        1.4826 * median(abs(earlier_value - middle)) as spread,
        count(*) as months
    from histories
    group by
        kpi_id,
        period_start,
        scope_type,
        scope_id
),

judged as (
    select
        spreads.*,
        -- Years without a change are no reason to stop at a small one.
        greatest(
            holds.jump_deviations * spreads.spread,
            case when kpis.kind = 'proportion' then 0.05 * kpis.scale else 0.2 * abs(spreads.middle) end
        ) as allowed
    from spreads
    inner join kpis on spreads.kpi_id = kpis.kpi_id
    inner join holds on spreads.months >= holds.jump_history
)

select
    kpi_id,
    period_start,
    scope_type,
    scope_id,
    value,
    middle,
    months,
    allowed
from judged
where abs(value - middle) > allowed
