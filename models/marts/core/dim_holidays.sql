-- Grain: one row per holiday calendar and day that is not what its weekday says: ours, or in its place the company's.
with ours as (
    select * from {{ ref('public_holidays') }}
),

overrides as (
    select * from {{ ref('public_holidays_overrides') }}
)

select
    holiday_calendar,
    day,
    kind,
    name_en,
    name_zh
from overrides
union all
select
    ours.holiday_calendar,
    ours.day,
    ours.kind,
    ours.name_en,
    ours.name_zh
from ours
left join overrides
    on ours.holiday_calendar = overrides.holiday_calendar
    and ours.day = overrides.day
where overrides.day is null
