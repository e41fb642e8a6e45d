-- Grain: one row per KPI and position: what usually improves it, to be read beside a missed target.
select
    levers.kpi_id,
    cast(levers.position as bigint) as position,
    levers.lever_en,
    levers.lever_zh
from {{ ref('levers') }} as levers
inner join {{ ref('dim_kpi') }} as kpis on levers.kpi_id = kpis.kpi_id
