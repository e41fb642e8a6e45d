-- Grain: one row per index, part, period and scope where the part has a value: how far it is from its floor to its target.
with parts as (
    select * from {{ ref('index_parts') }}
),

kpis as (
    select * from {{ ref('dim_kpi') }}
),

kpi_values as (
    select * from {{ ref('int_kpi_values_standing') }}
    where value is not null
),

kpi_scopes as (
    select * from {{ ref('kpi_scopes') }}
)

select
    parts.index_id,
    parts.part,
    parts.kpi_id,
    kpis.area,
    kpi_values.period_grain,
    kpi_values.period_start,
    kpi_values.scope_type,
    kpi_values.scope_id,
    cast(parts.weight as double) as weight,
    -- Below the floor is 0, above the target 1.
    greatest(0, least(1, (kpi_values.value - parts.floor) / (parts.target - parts.floor))) as part_value,
    kpi_values.sample_size
from parts
inner join kpis on parts.kpi_id = kpis.kpi_id
inner join kpi_values on parts.kpi_id = kpi_values.kpi_id
inner join kpi_scopes
    on parts.index_id = kpi_scopes.kpi_id
    and kpi_values.scope_type = kpi_scopes.scope_type
    and kpi_values.period_grain = kpi_scopes.period_grain
