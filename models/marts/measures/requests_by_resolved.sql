-- Grain: one row per period and scope. Requests completed, dated by the day of their last resolution.
with requests as (
    select
        requests.*,
        handling.handling_seconds as touch_seconds
    from {{ ref('fct_service_requests') }} as requests
    left join {{ ref('fct_request_handling') }} as handling on requests.request_id = handling.request_id
    where not requests.is_duplicate and requests.is_completed
),

daily as (
    select
        {{ day_and_scopes('resolved_on') }},
        count(*) as requests_completed,
        -- A moment without a clock enters no duration.
        count(completion_calendar_seconds) as requests_completed_timed,
        coalesce(sum(completion_calendar_seconds), 0) as completion_seconds,
        coalesce(sum(completion_calendar_seconds * completion_calendar_seconds), 0) as completion_seconds_squares,
        count(touch_seconds) as requests_handled,
        coalesce(sum(touch_seconds), 0) as handling_seconds,
        coalesce(sum(touch_seconds * touch_seconds), 0) as handling_seconds_squares
    from requests
    group by {{ each_day_and_scope_set('resolved_on') }}
),

{{ roll_up(
    'daily',
    counts=['requests_completed', 'requests_completed_timed', 'requests_handled'],
    amounts=['completion_seconds', 'completion_seconds_squares', 'handling_seconds', 'handling_seconds_squares'],
) }}
