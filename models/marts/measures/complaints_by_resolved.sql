-- Grain: one row per period and scope. Complaints resolved, dated by the day of resolution.
with complaints as (
    select * from {{ ref('fct_complaints') }}
    where resolved_at is not null
),

daily as (
    select
        {{ day_and_scopes('resolved_on') }},
        -- A moment without a clock enters no duration.
        count(resolution_calendar_seconds) as complaints_resolved,
        coalesce(sum(resolution_calendar_seconds), 0) as resolution_calendar_seconds,
        coalesce(sum(resolution_calendar_seconds * resolution_calendar_seconds), 0)
            as resolution_calendar_seconds_squares,
        coalesce(sum(resolution_business_seconds), 0) as resolution_business_seconds,
        coalesce(sum(resolution_business_seconds * resolution_business_seconds), 0)
            as resolution_business_seconds_squares
    from complaints
    group by {{ each_day_and_scope_set('resolved_on') }}
),

{{ roll_up(
    'daily',
    counts=['complaints_resolved'],
    amounts=[
        'resolution_calendar_seconds', 'resolution_calendar_seconds_squares',
        'resolution_business_seconds', 'resolution_business_seconds_squares',
    ],
) }}
