-- Grain: one row per period and scope. Checkouts, dated by the day the queue was joined: one belongs whole to that day.
with checkouts as (
    select
        *,
        'unknown' as channel,
        'unknown' as service_id,
        'unknown' as customer_segment
    from {{ ref('fct_store_checkouts') }}
),

daily as (
    select
        {{ day_and_scopes('queue_joined_on') }},
        -- A moment without a clock enters no duration.
        count(queueing_seconds) as checkouts_queued,
        coalesce(sum(queueing_seconds), 0) as queueing_seconds,
        coalesce(sum(queueing_seconds * queueing_seconds), 0) as queueing_seconds_squares,
        count(serving_seconds) as checkouts_served,
        coalesce(sum(serving_seconds), 0) as serving_seconds,
        coalesce(sum(serving_seconds * serving_seconds), 0) as serving_seconds_squares
    from checkouts
    group by {{ each_day_and_scope_set('queue_joined_on') }}
),

{{ roll_up(
    'daily',
    counts=['checkouts_queued', 'checkouts_served'],
    amounts=['queueing_seconds', 'queueing_seconds_squares', 'serving_seconds', 'serving_seconds_squares'],
) }}
