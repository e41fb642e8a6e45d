-- Grain: one row per period and scope. Calls, dated by the day they started: a call belongs whole to that day.
with calls as (
    select * from {{ ref('fct_calls') }}
),

daily as (
    select
        {{ day_and_scopes('started_on') }},
        count(*) as calls,
        count(*) filter (where is_inbound) as inbound_calls,
        -- Busy, missed and abandoned calls are in inbound_calls and not here.
        count(*) filter (where is_inbound and is_answered) as inbound_calls_answered,
        -- Connected and ended, both directions: a call still running has no duration yet.
        count(connected_seconds) as calls_connected,
        coalesce(sum(connected_seconds), 0) as connected_seconds,
        coalesce(sum(connected_seconds * connected_seconds), 0) as connected_seconds_squares
    from calls
    group by {{ each_day_and_scope_set('started_on') }}
),

{{ roll_up(
    'daily',
    counts=['calls', 'inbound_calls', 'inbound_calls_answered', 'calls_connected'],
    amounts=['connected_seconds', 'connected_seconds_squares'],
) }}
