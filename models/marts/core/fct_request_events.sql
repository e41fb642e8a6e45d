-- Grain: one row per event of a request that stands, in the order in which things happened to the request.
{%- call partitioned_by('request_created_on') %}
    select
        coalesce(requests.created_on, date '1970-01-01') as partition,
        count(*)
        || ' ' || bit_xor({{ row_content('request_events', 'events') }}) as inputs
    from ({{ standing_rows('request_events') }}) as events
    left join {{ ref('fct_service_requests') }} as requests on events.request_id = requests.request_id
    group by 1
{%- endcall %}
with events as (
    select
        events.*,
        -- Of a request that nobody knows: a day that is none.
        coalesce(requests.created_on, date '1970-01-01') as request_created_on
    from ({{ standing_rows('request_events') }}) as events
    left join {{ ref('fct_service_requests') }} as requests on events.request_id = requests.request_id
    where {{ is_touched("coalesce(requests.created_on, date '1970-01-01')") }}
),

statuses as (
    select * from {{ ref('dim_request_statuses') }}
),

events_with_kinds as (
    select
        events.*,
        status_before.kind as from_kind,
        status_after.kind as to_kind
    from events
    left join statuses as status_before
        on lower(events.from_value) = status_before.status
        and events.event_type = 'status_changed'
    left join statuses as status_after
        on lower(events.to_value) = status_after.status
        and events.event_type in ('status_changed', 'reopened')
)

select
    -- ids
    event_id,
    request_id,
    actor_id,
    -- what it is
    event_type,
    actor_type,
    from_value,
    to_value,
    row_number() over (partition by request_id order by occurred_at, event_id) as event_number,
    to_kind,
    -- The state that the request is in from then on: open, paused or resolved; null: the event says nothing of it.
    case
        when event_type = 'reopened' and to_kind = 'paused' then 'paused'
        when event_type = 'reopened' then 'open'
        when event_type = 'status_changed' and to_kind = 'cancelled' then 'resolved'
        when event_type = 'status_changed' then to_kind
    end as state,
    event_type = 'customer_message' as is_message,
    -- Of a person, and the customer sees it.
    event_type = 'agent_reply' and coalesce(is_public, true) and coalesce(actor_type, 'agent') = 'agent' as is_reply,
    -- Work of an agent; passing on is none.
    event_type in ('agent_reply', 'status_changed') and coalesce(actor_type = 'agent', false) and actor_id is not null
        as is_action,
    event_type = 'transferred' and coalesce(from_value <> to_value, true) as is_transfer,
    event_type = 'escalated' as is_escalation,
    event_type = 'reopened'
    or (
        event_type = 'status_changed'
        and coalesce(from_kind = 'resolved', false)
        and coalesce(to_kind in ('open', 'paused'), false)
    ) as is_reopening,
    length(occurred_at_text) > 10 as is_occurred_timed,
    -- days, reporting time zone
    {{ local_date('occurred_at') }} as occurred_on,
    request_created_on,
    -- moments, UTC
    occurred_at,
    -- lineage
    source_name,
    source_file,
    source_row
from events_with_kinds
