-- Grain: one row per wait of a customer for a reply: from the first message since the last reply to the next reply of a
-- person. The request's creation is its first message. A wait without an answer is a row too.
{%- call partitioned_by('request_created_on') %}
    {{ follows(['fct_service_requests', 'fct_request_events'], as_a_whole=[ref('dim_agents'), ref('dim_agent_states')]) }}
{%- endcall %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and {{ is_touched('created_on') }}
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

agent_states as (
    select * from {{ ref('dim_agent_states') }}
),

events as (
    select * from {{ ref('fct_request_events') }}
    where (is_message or is_reply) and {{ is_touched('request_created_on') }}
),

conversing as (
    select requests.*
    from requests
    inner join (select distinct request_id from events) as told on requests.request_id = told.request_id
),

points as (
    select
        request_id,
        created_at as happened_at,
        is_created_timed as is_timed,
        false as is_reply,
        0 as place,
        '' as event_id,
        cast(null as {{ dbt.type_string() }}) as actor_id
    from conversing
    union all
    select
        request_id,
        occurred_at as happened_at,
        is_occurred_timed as is_timed,
        is_reply,
        case when is_reply then 2 else 1 end as place,
        event_id,
        actor_id
    from events
    union all
    select
        conversing.request_id,
        conversing.first_response_at as happened_at,
        conversing.is_first_response_timed as is_timed,
        true as is_reply,
        3 as place,
        '' as event_id,
        cast(null as {{ dbt.type_string() }}) as actor_id
    from conversing
    left join (select distinct request_id, occurred_at from events where is_reply) as logged
        on conversing.request_id = logged.request_id
        and conversing.first_response_at = logged.occurred_at
    where conversing.first_response_at is not null and logged.request_id is null
),

points_in_order as (
    select
        *,
        row_number() over (partition by request_id order by happened_at, place, event_id) as point_number
    from points
),

-- All messages up to a reply, and that reply.
points_by_reply as (
    select
        *,
        sum(case when is_reply then 1 else 0 end) over (partition by request_id order by point_number)
        - case when is_reply then 1 else 0 end as replies_before
    from points_in_order
),

waits as (
    select
        request_id,
        replies_before,
        min_by(happened_at, point_number) filter (where not is_reply) as began_at,
        min_by(is_timed, point_number) filter (where not is_reply) as is_began_timed,
        max(happened_at) filter (where is_reply) as replied_at,
        coalesce(bool_or(is_timed) filter (where is_reply), false) as is_replied_timed,
        max(actor_id) filter (where is_reply) as actor_id
    from points_by_reply
    group by
        request_id,
        replies_before
    having count(*) filter (where not is_reply) > 0
    union all
    select
        requests.request_id,
        0 as replies_before,
        requests.created_at as began_at,
        requests.is_created_timed as is_began_timed,
        requests.first_response_at as replied_at,
        requests.is_first_response_timed as is_replied_timed,
        cast(null as {{ dbt.type_string() }}) as actor_id
    from requests
    left join (select distinct request_id from events) as told on requests.request_id = told.request_id
    where told.request_id is null
),

waits_of_requests as (
    select
        waits.*,
        row_number() over (partition by waits.request_id order by waits.replies_before) as wait_number,
        case
            when waits.actor_id is null then requests.agent_id
            else {{ known_member('waits.actor_id', 'agents.agent_id', 'agents') }}
        end as agent_member,
        nullif(requests.team_id, 'unknown') as request_team_id,
        requests.channel,
        requests.service_id,
        requests.region,
        requests.customer_segment,
        requests.schedule_id,
        requests.schedule_number,
        requests.created_on as request_created_on,
        requests.source_name,
        requests.source_file,
        requests.source_row,
        case when waits.is_began_timed and waits.is_replied_timed then waits.began_at end as began_timed_at,
        case when waits.is_began_timed and waits.is_replied_timed then waits.replied_at end as replied_timed_at
    from waits
    inner join requests on waits.request_id = requests.request_id
    left join agents on waits.actor_id = agents.agent_id
),

waits_clocked as (
    select
        waits.*,
        {{ business_clock('began_hour', 'waits.schedule_number', 'waits.began_timed_at') }} as began_clock,
        {{ business_clock('replied_hour', 'waits.schedule_number', 'waits.replied_timed_at') }} as replied_clock
    from waits_of_requests as waits
    {{ from_business_hour('began_hour', 'waits.schedule_number', 'waits.began_timed_at') }}
    {{ from_business_hour('replied_hour', 'waits.schedule_number', 'waits.replied_timed_at') }}
)

select
    -- ids
    waits.request_id,
    waits.wait_number,
    -- scopes: the agent is who replied
    waits.agent_member as agent_id,
    coalesce(waits.request_team_id, agent_states.team_id, 'unknown') as team_id,
    waits.channel,
    waits.service_id,
    waits.region,
    waits.customer_segment,
    -- what it is
    waits.schedule_id,
    {{ elapsed_seconds('waits.began_timed_at', 'waits.replied_timed_at') }} as reply_calendar_seconds,
    {{ business_seconds('waits.began_clock', 'waits.replied_clock') }} as reply_business_seconds,
    waits.is_began_timed,
    waits.is_replied_timed,
    -- days, reporting time zone
    {{ local_date('waits.replied_at') }} as replied_on,
    waits.request_created_on,
    -- moments, UTC
    waits.began_at,
    waits.replied_at,
    -- lineage: the request's
    waits.source_name,
    waits.source_file,
    waits.source_row
from waits_clocked as waits
left join agent_states
    on waits.agent_member = agent_states.agent_id
    and waits.replied_at >= agent_states.valid_from_at
    and waits.replied_at < agent_states.valid_to_at
