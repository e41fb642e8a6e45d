-- Grain: one row per period and scope. Requests completed, dated by the day of their last resolution.
{%- set or_problem = ' or is_problem' if var('feedback_includes_problems') else '' %}
with requests as (
    select
        requests.*,
        handling.handling_seconds as touch_seconds,
        coalesce(journeys.steps_before_resolution, 0) as steps,
        request_type in ('feedback', 'suggestion'){{ or_problem }} as is_feedback
    from {{ ref('fct_service_requests') }} as requests
    left join {{ ref('fct_request_handling') }} as handling on requests.request_id = handling.request_id
    left join {{ ref('fct_request_journeys') }} as journeys on requests.request_id = journeys.request_id
    where not requests.is_duplicate and requests.is_completed
),

daily as (
    select
        {{ day_and_scopes('resolved_on') }},
        count(*) as requests_completed,
        -- Passed on, given to another agent, put into another status.
        sum(steps) as steps_before_resolution,
        -- A moment without a clock enters no duration.
        count(completion_calendar_seconds) as requests_completed_timed,
        coalesce(sum(completion_calendar_seconds), 0) as completion_calendar_seconds,
        coalesce(sum(completion_calendar_seconds * completion_calendar_seconds), 0)
            as completion_calendar_seconds_squares,
        coalesce(sum(completion_business_seconds), 0) as completion_business_seconds,
        coalesce(sum(completion_business_seconds * completion_business_seconds), 0)
            as completion_business_seconds_squares,
        count(completion_calendar_seconds) filter (where is_feedback) as feedback_completed,
        {%- for clock in ['calendar', 'business'] %}
        coalesce(sum(completion_{{ clock }}_seconds) filter (where is_feedback), 0) as feedback_{{ clock }}_seconds,
        coalesce(sum(completion_{{ clock }}_seconds * completion_{{ clock }}_seconds) filter (where is_feedback), 0)
            as feedback_{{ clock }}_seconds_squares,
        {%- endfor %}
        count(touch_seconds) as requests_handled,
        coalesce(sum(touch_seconds), 0) as handling_seconds,
        coalesce(sum(touch_seconds * touch_seconds), 0) as handling_seconds_squares
    from requests
    group by {{ each_day_and_scope_set('resolved_on') }}
),

{{ roll_up(
    'daily',
    counts=[
        'requests_completed', 'steps_before_resolution', 'requests_completed_timed', 'feedback_completed',
        'requests_handled',
    ],
    amounts=[
        'completion_calendar_seconds', 'completion_calendar_seconds_squares',
        'completion_business_seconds', 'completion_business_seconds_squares',
        'feedback_calendar_seconds', 'feedback_calendar_seconds_squares',
        'feedback_business_seconds', 'feedback_business_seconds_squares',
        'handling_seconds', 'handling_seconds_squares',
    ],
) }}
