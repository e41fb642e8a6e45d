-- Grain: one row per rated row of PhoneNow's spreadsheet, read as the answer to one question after the call.
with sheet as (
    select * from {{ ref('base_phonenow__call_center') }}
    -- A call without a rating had no survey: nobody was asked who was not answered.
    where "Satisfaction rating" is not null
),

renamed as (
    select
        "Call Id" as response_id,
        'overall' as dimension,
        "Call Id" as invitation_id,
        'csat' as survey,
        'customer' as respondent_type,
        null as respondent_id,
        "Call Id" as request_id,
        "Agent" as agent_id,
        "Topic" as service_id,
        null as region,
        'phone' as channel,
        'phone' as collection_method,
        null as sent_at,
        coalesce(ended_at, started_at) as responded_at,
        "Satisfaction rating" as score,
        null as expected_score,
        '1' as scale_min,
        '5' as scale_max,
        null as comment,
        null as updated_at,
        null as is_deleted,
        _problem,
        _file,
        _row,
        _line
    from sheet
),

{{ read_and_judge('survey_responses', 'renamed', source_name='phonenow') }}
