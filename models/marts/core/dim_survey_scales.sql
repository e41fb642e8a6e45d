-- Grain: one row per survey and scale: ours, or in its place the company's own.
with ours as (
    select * from {{ ref('survey_scales') }}
),

overrides as (
    select * from {{ ref('survey_scales_overrides') }}
)

select
    survey,
    cast(scale_min as double) as scale_min,
    cast(scale_max as double) as scale_max,
    cast(satisfied_from as double) as satisfied_from,
    is_reversed,
    is_default
from overrides
union all
select
    ours.survey,
    cast(ours.scale_min as double) as scale_min,
    cast(ours.scale_max as double) as scale_max,
    cast(ours.satisfied_from as double) as satisfied_from,
    ours.is_reversed,
    -- A survey has one default: the company's, where it names one.
    ours.is_default
    and ours.survey not in (select chosen.survey from overrides as chosen where chosen.is_default) as is_default
from ours
left join overrides
    on ours.survey = overrides.survey
    and ours.scale_min = overrides.scale_min
    and ours.scale_max = overrides.scale_max
where overrides.survey is null
