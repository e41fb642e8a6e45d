-- Grain: one row per row of PhoneNow's spreadsheet, with the moments that it only implies.
-- The sheet gives the start, the wait and the talk time; the contract wants moments.
with sheet as (
    select
        *,
        "Date" || ' ' || "Time" as started_at,
        try_cast("Date" || ' ' || "Time" as timestamp) as started,
        try_cast("Speed of answer in seconds" as double) as wait_seconds,
        {{ clock_seconds('"AvgTalkDuration"') }} as talk_seconds
    from {{ source('phonenow', 'call_center') }}
)

select
    *,
    cast(started + wait_seconds * interval '1' second as varchar) as answered_at,
    cast(started + (wait_seconds + talk_seconds) * interval '1' second as varchar) as ended_at
from sheet
