-- Grain: one row per request (duplicates are none) and stretch of time in one state: open, paused, or resolved between
-- two openings. Without events that say otherwise a request is open from its creation to its end.
{%- call partitioned_by('request_created_on') %}
    {{ follows(['fct_service_requests', 'fct_request_events']) }}
{%- endcall %}
with requests as (
    select
        request_id,
        created_at,
        created_on as request_created_on,
        first_resolved_at,
        least(resolved_at, cancelled_at) as ended_at
    from {{ ref('fct_service_requests') }}
    where not is_duplicate and {{ is_touched('created_on') }}
),

events as (
    select
        request_id,
        event_id,
        state,
        occurred_at
    from {{ ref('fct_request_events') }}
    where state is not null and {{ is_touched('request_created_on') }}
),

requests_with_events as (
    select requests.*
    from requests
    inner join (select distinct request_id from events) as told on requests.request_id = told.request_id
),

points as (
    select
        request_id,
        created_at as from_at,
        'open' as state,
        ended_at,
        request_created_on,
        0 as place,
        '' as event_id
    from requests_with_events
    union all
    select
        request_id,
        first_resolved_at as from_at,
        'resolved' as state,
        ended_at,
        request_created_on,
        1 as place,
        '' as event_id
    from requests_with_events
    where first_resolved_at >= created_at and (ended_at is null or first_resolved_at < ended_at)
    union all
    select
        requests.request_id,
        events.occurred_at as from_at,
        events.state,
        requests.ended_at,
        requests.request_created_on,
        2 as place,
        events.event_id
    from requests_with_events as requests
    inner join events
        on requests.request_id = events.request_id
        and events.occurred_at >= requests.created_at
        and (requests.ended_at is null or events.occurred_at < requests.ended_at)
),

points_in_order as (
    select
        *,
        row_number() over (partition by request_id order by from_at, place, event_id) as point_number
    from points
),

points_with_last_opening as (
    select
        *,
        max(case when state <> 'resolved' then point_number end) over (partition by request_id) as last_opening_number
    from points_in_order
),

-- What was never opened again was not resolved then: its end says when.
stretches as (
    select
        request_id,
        state,
        from_at,
        request_created_on,
        point_number,
        coalesce(lead(from_at) over (partition by request_id order by point_number), ended_at) as to_at
    from points_with_last_opening
    where point_number <= last_opening_number
),

turns as (
    select
        *,
        lag(state) over (partition by request_id order by point_number) as state_before,
        max(to_at) over (partition by request_id) as last_to_at,
        bool_or(to_at is null) over (partition by request_id) as is_open
    from stretches
    where to_at is null or to_at > from_at
),

states as (
    select
        request_id,
        state,
        request_created_on,
        from_at,
        coalesce(
            lead(from_at) over (partition by request_id order by point_number),
            case when not is_open then last_to_at end
        ) as to_at
    from turns
    where state_before is null or state_before <> state
    union all
    select
        requests.request_id,
        'open' as state,
        requests.request_created_on,
        requests.created_at as from_at,
        requests.ended_at as to_at
    from requests
    left join (select distinct request_id from events) as told on requests.request_id = told.request_id
    where told.request_id is null and (requests.ended_at is null or requests.ended_at > requests.created_at)
)

select
    request_id,
    row_number() over (partition by request_id order by from_at) as state_number,
    state,
    lag(state) over (partition by request_id order by from_at) as state_before,
    lead(state) over (partition by request_id order by from_at) as state_after,
    -- days, reporting time zone
    request_created_on,
    -- moments, UTC
    from_at,
    to_at
from states
