-- Grain: one row per period and scope. Calls, dated by the day they started: a call belongs whole to that day.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([days_of(ref('fct_calls'), 'started_on', 'started_on')]) }}
{%- endcall %}
with calls as (
    select * from {{ ref('fct_calls') }}
    where {{ in_touched_days('started_on') }}
),

daily as (
    select
        {{ day_and_scopes('started_on') }},
        count(*) as calls,
        count(*) filter (where is_inbound) as inbound_calls,
        -- Busy, missed and abandoned calls are in inbound_calls and not here.
        count(*) filter (where is_inbound and is_answered) as inbound_calls_answered,
        -- Until the answer, from the queue; an answer without a moment has no waiting time.
        count(waiting_seconds) filter (where is_inbound and is_answered) as inbound_calls_waited,
        coalesce(sum(waiting_seconds) filter (where is_inbound and is_answered), 0) as inbound_waiting_seconds,
        coalesce(sum(waiting_seconds * waiting_seconds) filter (where is_inbound and is_answered), 0)
            as inbound_waiting_seconds_squares,
        count(*) filter (where is_offered) as calls_offered,
        count(*) filter (where is_abandoned) as calls_abandoned,
        -- Hung up at once: no fault of the queue. One whose end is not known is not known to be short.
        count(*) filter (where is_abandoned and waiting_seconds <= {{ var('short_abandon_seconds') }})
            as calls_abandoned_shortly,
        -- In time (setting service_level_seconds): a wait that is not known is not within it.
        count(*) filter (where is_inbound and is_answered and waiting_seconds <= {{ var('service_level_seconds') }})
            as inbound_calls_answered_in_time,
        count(*) filter (where is_offered and is_answered and waiting_seconds <= {{ var('service_level_seconds') }})
            as offered_calls_answered_in_time,
        count(*) filter (where is_abandoned and waiting_seconds <= {{ var('service_level_seconds') }})
            as calls_abandoned_in_time,
        count(*) filter (where is_answered) as calls_answered,
        -- Connected and ended, both directions: a call still running has no duration yet.
        count(connected_seconds) as calls_connected,
        coalesce(sum(connected_seconds), 0) as connected_seconds,
        coalesce(sum(connected_seconds * connected_seconds), 0) as connected_seconds_squares
    from calls
    group by {{ each_day_and_scope_set('started_on') }}
),

{{ roll_up(
    'daily',
    counts=[
        'calls', 'inbound_calls', 'inbound_calls_answered', 'inbound_calls_waited', 'calls_offered', 'calls_abandoned',
        'calls_abandoned_shortly', 'inbound_calls_answered_in_time', 'offered_calls_answered_in_time', 'calls_abandoned_in_time', 'calls_answered',
        'calls_connected',
    ],
    amounts=[
        'inbound_waiting_seconds', 'inbound_waiting_seconds_squares', 'connected_seconds', 'connected_seconds_squares',
    ],
) }}
