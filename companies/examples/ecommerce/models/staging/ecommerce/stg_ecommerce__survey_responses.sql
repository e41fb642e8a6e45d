-- Grain: one row per row of the customer support file, read as the rating that followed the request.
with file as (
    {{ source_as_declared('ecommerce', 'customer_support') }}
),

renamed as (
    select
        "Unique id" as response_id,
        'overall' as dimension,
        "Unique id" as invitation_id,
        'csat' as survey,
        'customer' as respondent_type,
        null as respondent_id,
        "Unique id" as request_id,
        -- Said here too, and not left to the request: a rating stands although the times of its request are rejected.
        "Agent_name" as agent_id,
        category as service_id,
        "Customer_City" as region,
        channel_name as channel,
        null as collection_method,
        null as sent_at,
        "Survey_response_Date" as responded_at,
        "CSAT Score" as score,
        null as expected_score,
        '1' as scale_min,
        '5' as scale_max,
        "Customer Remarks" as comment,
        null as updated_at,
        null as is_deleted,
        _problem,
        _file,
        _row,
        _line
    from file
),

{{ read_and_judge('survey_responses', 'renamed', source_name='ecommerce') }}
