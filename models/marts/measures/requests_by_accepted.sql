-- Grain: one row per period and scope. Requests accepted, dated by the day of acceptance.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_service_requests'), 'accepted_on', 'created_on')]) }}
{%- endcall %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and accepted_at is not null and {{ in_touched_days('accepted_on') }}
),

daily as (
    select
        {{ day_and_scopes('accepted_on') }},
        -- A moment without a clock enters no duration.
        count(acceptance_calendar_seconds) as requests_accepted,
        coalesce(sum(acceptance_calendar_seconds), 0) as acceptance_calendar_seconds,
        coalesce(sum(acceptance_calendar_seconds * acceptance_calendar_seconds), 0)
            as acceptance_calendar_seconds_squares,
        coalesce(sum(acceptance_business_seconds), 0) as acceptance_business_seconds,
        coalesce(sum(acceptance_business_seconds * acceptance_business_seconds), 0)
            as acceptance_business_seconds_squares
    from requests
    group by {{ each_day_and_scope_set('accepted_on') }}
),

{{ roll_up(
    'daily',
    counts=['requests_accepted'],
    amounts=[
        'acceptance_calendar_seconds', 'acceptance_calendar_seconds_squares',
        'acceptance_business_seconds', 'acceptance_business_seconds_squares',
    ],
) }}
