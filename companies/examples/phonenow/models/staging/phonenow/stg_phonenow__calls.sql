-- Grain: one row per row of PhoneNow's spreadsheet, read as a call.
with sheet as (
    select * from {{ ref('base_phonenow__call_center') }}
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
        started_at,
        -- There is no menu before the queue: the wait counts from the start.
        started_at as queued_at,
        answered_at,
        ended_at,
        null as hold_seconds,
        null as wrap_up_seconds,
        -- N says that nobody answered, not who gave up; the sheet's own figures call it abandoned.
        case "Answered (Y/N)" when 'Y' then 'answered' when 'N' then 'abandoned' else "Answered (Y/N)" end as outcome,
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

{{ read_and_judge('calls', 'renamed', source_name='phonenow') }}
