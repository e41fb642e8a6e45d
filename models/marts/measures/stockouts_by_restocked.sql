-- Grain: one row per period and scope. Stockouts that are over, dated by the day they were restocked.
with stockouts as (
    select
        *,
        'unknown' as agent_id,
        'unknown' as team_id,
        'unknown' as channel,
        'unknown' as service_id,
        'unknown' as customer_segment
    from {{ ref('fct_stockouts') }}
    where restocked_on is not null
),

daily as (
    select
        {{ day_and_scopes('restocked_on') }},
        -- A moment without a clock enters no duration.
        count(restocking_seconds) as stockouts_restocked,
        coalesce(sum(restocking_seconds), 0) as restocking_seconds,
        coalesce(sum(restocking_seconds * restocking_seconds), 0) as restocking_seconds_squares
    from stockouts
    group by {{ each_day_and_scope_set('restocked_on') }}
),

{{ roll_up(
    'daily',
    counts=['stockouts_restocked'],
    amounts=['restocking_seconds', 'restocking_seconds_squares'],
) }}
