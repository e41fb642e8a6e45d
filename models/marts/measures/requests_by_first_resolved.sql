-- Grain: one row per period and scope. Requests resolved once at least, dated by the day of the first resolution.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_service_requests'), 'first_resolved_on', 'created_on')]) }}
{%- endcall %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and first_resolved_at is not null and {{ in_touched_days('first_resolved_on') }}
),

daily as (
    select
        {{ day_and_scopes('first_resolved_on') }},
        -- A moment without a clock enters no duration.
        count(first_completion_calendar_seconds) as requests_first_completed,
        coalesce(sum(first_completion_calendar_seconds), 0) as first_completion_calendar_seconds,
        coalesce(sum(first_completion_calendar_seconds * first_completion_calendar_seconds), 0)
            as first_completion_calendar_seconds_squares,
        coalesce(sum(first_completion_business_seconds), 0) as first_completion_business_seconds,
        coalesce(sum(first_completion_business_seconds * first_completion_business_seconds), 0)
            as first_completion_business_seconds_squares
    from requests
    group by {{ each_day_and_scope_set('first_resolved_on') }}
),

{{ roll_up(
    'daily',
    counts=['requests_first_completed'],
    amounts=[
        'first_completion_calendar_seconds', 'first_completion_calendar_seconds_squares',
        'first_completion_business_seconds', 'first_completion_business_seconds_squares',
    ],
) }}
