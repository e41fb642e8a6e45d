-- Grain: one row per status of a request, in lower case, and what it means: ours, or in its place the company's own.
with ours as (
    select * from {{ ref('request_statuses') }}
),

overrides as (
    select * from {{ ref('request_statuses_overrides') }}
)

select
    lower(status) as status,
    kind
from overrides
union all
select
    lower(ours.status) as status,
    ours.kind
from ours
left join overrides on lower(ours.status) = lower(overrides.status)
where overrides.status is null
