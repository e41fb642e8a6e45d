-- Grain: one row per index, version and KPI: what the index is made of from a day on, and which judgements weigh it.
-- A version begins when index_parts or the judgements say something new of the index.
with parts as (
    select
        index_id,
        cast(valid_from as date) as valid_from,
        part,
        kpi_id,
        cast(weight as double) as weight,
        cast(floor as double) as floor,
        cast(target as double) as target
    from {{ ref('index_parts') }}
),

judgements as (
    select
        index_id,
        cast(valid_from as date) as valid_from
    from {{ ref('ahp_judgements') }}
),

first_days as (
    select
        index_id,
        valid_from
    from parts
    union
    select
        index_id,
        valid_from
    from judgements
),

versions as (
    select
        index_id,
        valid_from,
        coalesce(
            lead(valid_from) over (partition by index_id order by valid_from), cast('9999-12-31' as date)
        ) as valid_to
    from first_days
),

-- Each of the two holds until it says something new itself.
versions_with_sources as (
    select
        versions.index_id,
        versions.valid_from,
        versions.valid_to,
        max(parts.valid_from) as parts_from,
        max(judgements.valid_from) as judged_from
    from versions
    inner join parts on versions.index_id = parts.index_id and versions.valid_from >= parts.valid_from
    left join judgements on versions.index_id = judgements.index_id and versions.valid_from >= judgements.valid_from
    group by
        versions.index_id,
        versions.valid_from,
        versions.valid_to
)

select
    versions.index_id,
    versions.valid_from,
    versions.valid_to,
    versions.judged_from,
    parts.part,
    parts.kpi_id,
    parts.weight,
    parts.floor,
    parts.target
from versions_with_sources as versions
inner join parts
    on versions.index_id = parts.index_id
    and versions.parts_from = parts.valid_from
