-- Grain: one row per period and scope. Handovers, dated by the day of the first work after the transfer.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_handovers'), 'taken_up_on', 'request_created_on')]) }}
{%- endcall %}
with handovers as (
    select * from {{ ref('fct_handovers') }}
    where {{ in_touched_days('taken_up_on') }}
),

daily as (
    select
        {{ day_and_scopes('taken_up_on') }},
        -- A moment without a clock enters no duration.
        count(handover_calendar_seconds) as handovers,
        coalesce(sum(handover_calendar_seconds), 0) as handover_calendar_seconds,
        coalesce(sum(handover_calendar_seconds * handover_calendar_seconds), 0) as handover_calendar_seconds_squares,
        coalesce(sum(handover_business_seconds), 0) as handover_business_seconds,
        coalesce(sum(handover_business_seconds * handover_business_seconds), 0) as handover_business_seconds_squares
    from handovers
    group by {{ each_day_and_scope_set('taken_up_on') }}
),

{{ roll_up(
    'daily',
    counts=['handovers'],
    amounts=[
        'handover_calendar_seconds', 'handover_calendar_seconds_squares',
        'handover_business_seconds', 'handover_business_seconds_squares',
    ],
) }}
