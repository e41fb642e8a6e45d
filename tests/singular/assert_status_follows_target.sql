-- Offends: a figure called met that is worse than its target, missed that is better, near that is further off than any
-- margin of its KPI allows; and a judgement without a target or a value. Of a KPI that is neither better high nor low a
-- target is a figure to plan with: nothing meets or misses it.
with kpi_values as (
    select kpi_values.*, kpis.better
    from {{ ref('fct_kpi_values') }} as kpi_values
    inner join {{ ref('dim_kpi') }} as kpis on kpi_values.kpi_id = kpis.kpi_id
    where kpi_values.status in ('met', 'near', 'missed', 'no_target') and not kpi_values.is_frozen
),

margins as (
    select
        kpi_id,
        max(near_margin) as widest
    from {{ ref('int_kpi_targets') }}
    group by kpi_id
)

select
    kpi_values.kpi_id,
    kpi_values.period_grain,
    kpi_values.period_start,
    kpi_values.scope_type,
    kpi_values.scope_id,
    kpi_values.value,
    kpi_values.target,
    kpi_values.status
from kpi_values
left join margins on kpi_values.kpi_id = margins.kpi_id
where
    (kpi_values.status = 'no_target') <> (kpi_values.target is null or kpi_values.better = 'none')
    or kpi_values.value is null
    or (
        kpi_values.better in ('higher', 'lower')
        and kpi_values.status <> 'no_target'
        and (kpi_values.status = 'met') <> case kpi_values.better
            when 'higher' then kpi_values.value >= kpi_values.target - 1e-12 * greatest(abs(kpi_values.target), 1)
            else kpi_values.value <= kpi_values.target + 1e-12 * greatest(abs(kpi_values.target), 1)
        end
    )
    or (
        kpi_values.status = 'near'
        and abs(kpi_values.value - {{ aim('kpi_values.value') }})
            > margins.widest * abs({{ aim('kpi_values.value') }}) + 1e-9 * greatest(abs(kpi_values.target), 1)
    )
    or (
        kpi_values.target_to is not null
        and kpi_values.status in ('met', 'near', 'missed')
        and (kpi_values.status = 'met')
        <> (
            abs(kpi_values.value - {{ aim('kpi_values.value') }}) <= 1e-12 * greatest(abs(kpi_values.target), 1)
        )
    )
