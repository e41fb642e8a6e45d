-- Grain: one row per index, version, and part or KPI of it: what it weighs, given or judged, and whether it holds.
with versions as (
    select
        versions.*,
        kpis.area
    from {{ ref('int_kpi_index_versions') }} as versions
    inner join {{ ref('dim_kpi') }} as kpis on versions.kpi_id = kpis.kpi_id
),

priorities as (
    select * from {{ ref('int_kpi_ahp_priorities') }}
),

culprits as (
    select * from {{ ref('int_kpi_ahp_culprits') }}
),

used as (
    select
        *,
        {% if var('service_quality_index_of') == 'surveys' -%}
        index_id <> 'service_quality_index' or area = 'satisfaction'
        {%- else -%}
        true
        {%- endif %} as is_used
    from versions
),

items as (
    select
        index_id,
        valid_from,
        valid_to,
        judged_from,
        'part' as level,
        '*' as parent,
        part as item,
        sum(weight) as given_weight,
        max(is_used) as is_used
    from used
    group by
        index_id,
        valid_from,
        valid_to,
        judged_from,
        part
    union all
    select
        index_id,
        valid_from,
        valid_to,
        judged_from,
        'kpi' as level,
        part as parent,
        kpi_id as item,
        weight as given_weight,
        is_used
    from used
),

-- A group that nobody compared goes by what index_parts gives.
weighed as (
    select
        items.*,
        coalesce(priorities.judges, 0) as judges,
        coalesce(
            priorities.weight,
            items.given_weight
            / sum(items.given_weight) over (partition by items.index_id, items.valid_from, items.parent)
        ) as local_weight,
        priorities.consistency_ratio,
        coalesce(
            max(priorities.consistency_ratio) over (partition by items.index_id, items.valid_from) > 0.1, false
        ) as is_held
    from items
    left join priorities
        on items.index_id = priorities.index_id
        and items.judged_from = priorities.valid_from
        and items.parent = priorities.parent
        and items.item = priorities.item
)

select
    weighed.index_id,
    weighed.valid_from,
    weighed.valid_to,
    weighed.level,
    weighed.parent,
    weighed.item,
    weighed.given_weight,
    weighed.local_weight,
    case when not weighed.is_held then weighed.local_weight * coalesce(parents.local_weight, 1) end as global_weight,
    weighed.judges,
    weighed.consistency_ratio,
    weighed.is_held,
    weighed.is_used,
    culprits.culprit_a,
    culprits.culprit_b,
    culprits.culprit_judge,
    culprits.culprit_judgement,
    culprits.culprit_implied
from weighed
left join weighed as parents
    on weighed.index_id = parents.index_id
    and weighed.valid_from = parents.valid_from
    and weighed.parent = parents.item
    and parents.level = 'part'
left join culprits
    on weighed.index_id = culprits.index_id
    and weighed.judged_from = culprits.valid_from
    and weighed.parent = culprits.parent
    and weighed.consistency_ratio > 0.1
