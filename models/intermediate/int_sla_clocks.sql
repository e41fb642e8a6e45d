-- Grain: one row per request and target of service level (of next_reply: per wait): when its clock starts and stops,
-- and the policy in force on the day it starts.
{%- call partitioned_by('request_created_on') %}
    {{ follows(['fct_service_requests', 'fct_reply_waits']) }}
{%- endcall %}
with requests as (
    select
        *,
        least(resolved_at, cancelled_at) as ended_at
    from {{ ref('fct_service_requests') }}
    where not is_duplicate and is_created_timed and {{ is_touched('created_on') }}
),

-- The request's own columns ride along: joined to it again further down, every clock would first meet every target.
starts as (
    select
        requests.*,
        'first_response' as target,
        cast(1 as bigint) as clock_number,
        created_at as started_at,
        first_response_at as stopped_at,
        first_response_at is null or is_first_response_timed as is_judged,
        cancelled_at as withdrawn_at
    from requests
    union all
    select
        requests.*,
        'resolution' as target,
        cast(1 as bigint) as clock_number,
        created_at as started_at,
        resolved_at as stopped_at,
        resolved_at is null or is_resolved_timed as is_judged,
        cancelled_at as withdrawn_at
    from requests
    union all
    -- By the first response's policy, where it pauses: fct_sla_clocks asks whether even the resolution was so quick.
    select
        requests.*,
        'resolution_in_response_time' as target,
        cast(1 as bigint) as clock_number,
        created_at as started_at,
        resolved_at as stopped_at,
        resolved_at is null or is_resolved_timed as is_judged,
        cancelled_at as withdrawn_at
    from requests
    union all
    select
        requests.*,
        'next_reply' as target,
        waits.wait_number - 1 as clock_number,
        waits.began_at as started_at,
        waits.replied_at as stopped_at,
        waits.replied_at is null or waits.is_replied_timed as is_judged,
        -- Nobody waits any longer once the request has ended.
        case
            when waits.replied_at is null and requests.ended_at is not null
                then greatest(waits.began_at, requests.ended_at)
            else requests.cancelled_at
        end as withdrawn_at
    from {{ ref('fct_reply_waits') }} as waits
    inner join requests on waits.request_id = requests.request_id
    where waits.wait_number > 1 and waits.is_began_timed and {{ is_touched('waits.request_created_on') }}
)

select
    starts.request_id,
    starts.target,
    starts.clock_number,
    targets.position as policy_position,
    targets.clock,
    targets.pauses,
    case when targets.clock = 'calendar' then 'always' else starts.schedule_id end as schedule_id,
    case when targets.clock = 'calendar' then 0 else starts.schedule_number end as schedule_number,
    targets.target_us,
    starts.is_judged,
    -- moments, UTC
    starts.started_at,
    starts.stopped_at,
    starts.withdrawn_at,
    -- From then on no state interrupts it: it has stopped, or the request has ended.
    case
        when starts.stopped_at is not null or starts.ended_at is not null
            then greatest(starts.started_at, least(starts.stopped_at, starts.ended_at))
    end as tail_at,
    -- days, reporting time zone
    starts.created_on as request_created_on
from starts
inner join {{ ref('int_sla_targets') }} as targets
    on case when starts.target = 'resolution_in_response_time' then 'first_response' else starts.target end
    = targets.target
    and starts.request_type = targets.request_type
    and lower(coalesce(starts.priority, '')) = targets.priority
    and starts.channel = targets.channel
    and starts.customer_segment = targets.customer_segment
    and starts.member_tier = targets.member_tier
    and {{ local_date('starts.started_at') }} >= targets.from_day
    and {{ local_date('starts.started_at') }} < targets.to_day
where starts.target <> 'resolution_in_response_time' or targets.pauses
