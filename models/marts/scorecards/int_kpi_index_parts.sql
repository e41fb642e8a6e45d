-- Grain: one row per index, part, period and scope where the part has a value: how far it is from its floor to its target.
with versions as (
    select * from {{ ref('int_kpi_index_versions') }}
),

weights as (
    select
        *,
        max(judges) over (partition by index_id, valid_from) > 0 as is_judged
    from {{ ref('ahp_weights') }}
),

kpi_values as (
    select * from {{ ref('int_kpi_values_standing') }}
    where value is not null
),

kpi_scopes as (
    select * from {{ ref('kpi_scopes') }}
)

select
    versions.index_id,
    versions.valid_from,
    versions.part,
    versions.kpi_id,
    kpi_values.period_grain,
    kpi_values.period_start,
    kpi_values.scope_type,
    kpi_values.scope_id,
    -- Null where the judgements contradict: the index is held.
    case when weights.is_judged then weights.global_weight else versions.weight end as weight,
    -- Below the floor is 0, above the target 1.
    greatest(0, least(1, (kpi_values.value - versions.floor) / (versions.target - versions.floor))) as part_value,
    kpi_values.value,
    kpi_values.sample_size
from versions
inner join weights
    on versions.index_id = weights.index_id
    and versions.valid_from = weights.valid_from
    and versions.part = weights.parent
    and versions.kpi_id = weights.item
    and weights.is_used
-- By the weights of the first day: an old figure stays what it was.
inner join kpi_values
    on versions.kpi_id = kpi_values.kpi_id
    and versions.valid_from <= kpi_values.period_start
    and versions.valid_to > kpi_values.period_start
inner join kpi_scopes
    on versions.index_id = kpi_scopes.kpi_id
    and kpi_values.scope_type = kpi_scopes.scope_type
    and kpi_values.period_grain = kpi_scopes.period_grain
