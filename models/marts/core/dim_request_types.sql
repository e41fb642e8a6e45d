-- Grain: one row per request type: ours, or in its place the company's own.
with ours as (
    select * from {{ ref('request_types') }}
),

overrides as (
    select * from {{ ref('request_types_overrides') }}
)

select
    request_type,
    name_en,
    name_zh,
    is_problem,
    is_first_contact_resolvable,
    cast(standard_handling_seconds as double) as standard_handling_seconds
from overrides
union all
select
    ours.request_type,
    ours.name_en,
    ours.name_zh,
    ours.is_problem,
    ours.is_first_contact_resolvable,
    cast(ours.standard_handling_seconds as double) as standard_handling_seconds
from ours
left join overrides on ours.request_type = overrides.request_type
where overrides.request_type is null
