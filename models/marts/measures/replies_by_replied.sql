-- Grain: one row per period and scope. Replies of a person that ended a wait, dated by the day of the reply.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_reply_waits'), 'replied_on', 'request_created_on')]) }}
{%- endcall %}
with waits as (
    select * from {{ ref('fct_reply_waits') }}
    where replied_at is not null and {{ in_touched_days('replied_on') }}
),

daily as (
    select
        {{ day_and_scopes('replied_on') }},
        -- A moment without a clock enters no duration.
        count(reply_calendar_seconds) as replies,
        coalesce(sum(reply_calendar_seconds), 0) as reply_calendar_seconds,
        coalesce(sum(reply_calendar_seconds * reply_calendar_seconds), 0) as reply_calendar_seconds_squares,
        coalesce(sum(reply_business_seconds), 0) as reply_business_seconds,
        coalesce(sum(reply_business_seconds * reply_business_seconds), 0) as reply_business_seconds_squares
    from waits
    group by {{ each_day_and_scope_set('replied_on') }}
),

{{ roll_up(
    'daily',
    counts=['replies'],
    amounts=[
        'reply_calendar_seconds', 'reply_calendar_seconds_squares',
        'reply_business_seconds', 'reply_business_seconds_squares',
    ],
) }}
