-- Grain: one row per row of PhoneNow's spreadsheet, read as the request that the call was about.
with sheet as (
    select * from {{ ref('base_phonenow__call_center') }}
),

renamed as (
    select
        "Call Id" as request_id,
        -- Of every call the sheet says whether the matter was resolved: each is a problem.
        'problem' as request_type,
        "Topic" as topic,
        'phone' as channel,
        null as customer_id,
        "Agent" as agent_id,
        null as team_id,
        "Topic" as service_id,
        null as region,
        null as priority,
        null as asset_id,
        started_at as created_at,
        null as accepted_at,
        null as first_response_at,
        null as first_resolved_at,
        -- Resolved on the telephone: at the end of the call.
        case when "Resolved" = 'Y' then coalesce(ended_at, started_at) end as resolved_at,
        null as closed_at,
        null as cancelled_at,
        null as due_at,
        null as followed_up_at,
        null as status,
        "Resolved" as is_resolved,
        null as is_automated,
        null as handling_seconds,
        null as contact_count,
        null as reopened_count,
        null as duplicate_of,
        null as rework_of,
        null as updated_at,
        null as is_deleted,
        _problem,
        _file,
        _row,
        _line
    from sheet
),

{{ read_and_judge('service_requests', 'renamed', source_name='phonenow') }}
