-- Grain: one row per period and scope. Requests that a person answered, dated by the day of the first public reply.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_service_requests'), 'first_response_on', 'created_on')]) }}
{%- endcall %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and first_response_at is not null and {{ in_touched_days('first_response_on') }}
),

daily as (
    select
        {{ day_and_scopes('first_response_on') }},
        -- A moment without a clock enters no duration.
        count(response_calendar_seconds) as requests_responded,
        coalesce(sum(response_calendar_seconds), 0) as response_calendar_seconds,
        coalesce(sum(response_calendar_seconds * response_calendar_seconds), 0) as response_calendar_seconds_squares,
        coalesce(sum(response_business_seconds), 0) as response_business_seconds,
        coalesce(sum(response_business_seconds * response_business_seconds), 0) as response_business_seconds_squares,
        max(response_calendar_seconds) as longest_response_calendar_seconds,
        max(response_business_seconds) as longest_response_business_seconds
    from requests
    group by {{ each_day_and_scope_set('first_response_on') }}
),

{{ roll_up(
    'daily',
    counts=['requests_responded'],
    amounts=[
        'response_calendar_seconds', 'response_calendar_seconds_squares',
        'response_business_seconds', 'response_business_seconds_squares',
    ],
    maxima=['longest_response_calendar_seconds', 'longest_response_business_seconds'],
) }}
