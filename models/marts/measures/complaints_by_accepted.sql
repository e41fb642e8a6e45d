-- Grain: one row per period and scope. Complaints accepted, dated by the day of acceptance.
with complaints as (
    select * from {{ ref('fct_complaints') }}
    where accepted_at is not null
),

daily as (
    select
        {{ day_and_scopes('accepted_on') }},
        -- A moment without a clock enters no duration.
        count(acceptance_calendar_seconds) as complaints_accepted,
        coalesce(sum(acceptance_calendar_seconds), 0) as acceptance_calendar_seconds,
        coalesce(sum(acceptance_calendar_seconds * acceptance_calendar_seconds), 0)
            as acceptance_calendar_seconds_squares,
        coalesce(sum(acceptance_business_seconds), 0) as acceptance_business_seconds,
        coalesce(sum(acceptance_business_seconds * acceptance_business_seconds), 0)
            as acceptance_business_seconds_squares
    from complaints
    group by {{ each_day_and_scope_set('accepted_on') }}
),

{{ roll_up(
    'daily',
    counts=['complaints_accepted'],
    amounts=[
        'acceptance_calendar_seconds', 'acceptance_calendar_seconds_squares',
        'acceptance_business_seconds', 'acceptance_business_seconds_squares',
    ],
) }}
