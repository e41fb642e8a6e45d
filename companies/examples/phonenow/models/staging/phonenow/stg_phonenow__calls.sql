-- Grain: one row per row of PhoneNow's spreadsheet, read as a call.
-- The sheet gives the start, the wait and the talk time; the contract wants moments.
with sheet as (
    select
        *,
        try_cast("Date" || ' ' || "Time" as timestamp) as started,
        try_cast("Speed of answer in seconds" as double) as wait_seconds,
        {{ clock_seconds('"AvgTalkDuration"') }} as talk_seconds
    from {{ source('phonenow', 'call_center') }}
),

renamed as (
    select
        "Call Id" as call_id,
        'inbound' as direction,
        null as queue,
        "Topic" as topic,
        null as customer_id,
        "Agent" as agent_id,
        "Call Id" as request_id,
        "Topic" as service_id,
        "Date" || ' ' || "Time" as started_at,
        null as queued_at,
        cast(started + wait_seconds * interval '1' second as varchar) as answered_at,
        cast(started + (wait_seconds + talk_seconds) * interval '1' second as varchar) as ended_at,
        null as hold_seconds,
        null as wrap_up_seconds,
        case "Answered (Y/N)" when 'Y' then 'answered' when 'N' then 'missed' else "Answered (Y/N)" end as outcome,
        null as is_transferred,
        "Resolved" as is_resolved,
        null as updated_at,
        null as is_deleted,
        _problem,
        _file,
        _row,
        _line
    from sheet
),

trimmed as (
    select {{ trim_columns('calls') }}
    from renamed
),

clocks_read as (
    select {{ read_clocks('calls') }}
    from trimmed
),

parsed as (
    select {{ parse_columns('calls', source_name='phonenow') }}
    from clocks_read
)

select
    *,
    {{ judge('calls') }} as rejected_because
from parsed
