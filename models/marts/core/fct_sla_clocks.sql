-- Grain: one row per request and target of service level (of next_reply: per wait), judged at as_of. breach_at is the
-- last moment at which it is still in time: a target used up at closing time is breached at the next opening.
{%- call partitioned_by('request_created_on') %}
    -- Besides, when a breach moment of the day has passed.
    select
        followed.partition,
        followed.inputs || ' ' || coalesce(passed.breaches, 0) as inputs
    from ({{ follows(['int_sla_runs', 'int_sla_clocks', 'fct_service_requests']) }}) as followed
    left join (
        select
            cast(clocks.request_created_on as varchar) as partition,
            count(*) as breaches
        from {{ this }} as clocks
        inner join {{ ref('stg_landing__run_context') }} as run on clocks.breach_at <= run.as_of
        group by 1
    ) as passed on followed.partition = passed.partition
{%- endcall %}
with clocks as (
    select * from {{ ref('int_sla_clocks') }}
    where {{ is_touched('request_created_on') }}
),

requests as (
    select * from {{ ref('fct_service_requests') }}
    where {{ is_touched('created_on') }}
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
),

runs as (
    select
        *,
        from_clock + target_us - run_before_us as breach_clock
    from {{ ref('int_sla_runs') }}
    where {{ is_touched('request_created_on') }}
),

-- The stretch in which the target is used up.
breaches as (
    select
        runs.request_id,
        runs.target,
        runs.clock_number,
        case
            when runs.schedule_id = 'always' then {{ from_epoch_microseconds('runs.breach_clock') }}
            else {{ from_epoch_microseconds('openings.opens_us + runs.breach_clock - openings.from_clock') }}
        end as breach_at
    from runs
    left join {{ ref('int_openings_by_clock') }} as openings
        on runs.schedule_id = openings.schedule_id
        and {{ whole_division('runs.breach_clock', 3600000000) }} = openings.clock_hour
        and runs.breach_clock >= openings.from_clock
        and runs.breach_clock < openings.to_clock
    where runs.run_before_us <= runs.target_us
        and (runs.run_us is null or runs.target_us < runs.run_before_us + runs.run_us)
),

elapsed as (
    select
        request_id,
        target,
        clock_number,
        sum(elapsed_us) as elapsed_us
    from runs
    group by
        request_id,
        target,
        clock_number
),

judged as (
    select
        clocks.*,
        breaches.breach_at,
        -- A clock that never ran has no stretch; one that runs has not elapsed.
        case when clocks.stopped_at is not null then coalesce(elapsed.elapsed_us, 0) end as elapsed_us,
        clocks.stopped_at is not null
        and clocks.is_judged
        and coalesce(elapsed.elapsed_us, 0) <= clocks.target_us as is_met
    from clocks
    left join elapsed
        on clocks.request_id = elapsed.request_id
        and clocks.target = elapsed.target
        and clocks.clock_number = elapsed.clock_number
    left join breaches
        on clocks.request_id = breaches.request_id
        and clocks.target = breaches.target
        and clocks.clock_number = breaches.clock_number
)

select
    -- ids
    judged.request_id,
    judged.target,
    judged.clock_number,
    -- scopes: the request's
    requests.agent_id,
    requests.team_id,
    requests.channel,
    requests.service_id,
    requests.region,
    requests.customer_segment,
    -- what it is
    judged.policy_position,
    judged.clock,
    judged.pauses,
    requests.schedule_id,
    judged.target_us / cast(1000000 as double) as target_seconds,
    judged.elapsed_us / cast(1000000 as double) as elapsed_seconds,
    judged.stopped_at is null as is_running,
    judged.is_judged,
    judged.is_met,
    coalesce(judged.breach_at <= run.as_of, false) as is_due,
    coalesce(judged.withdrawn_at < judged.breach_at, false) as is_withdrawn,
    -- Of a first response: the request was even resolved within its time.
    case
        when judged.target <> 'first_response' then null
        when judged.pauses then coalesce(resolutions.is_met, false)
        when judged.clock = 'calendar'
            then coalesce(requests.completion_calendar_seconds * 1000000 <= judged.target_us, false)
        else coalesce(requests.completion_business_seconds * 1000000 <= judged.target_us, false)
    end as is_resolved_in_response_time,
    case
        when judged.target = 'first_response' then not requests.is_completed or requests.is_resolved_timed
    end as is_resolution_judged,
    -- days, reporting time zone
    {{ local_date('judged.breach_at') }} as breach_on,
    judged.request_created_on,
    -- moments, UTC
    judged.started_at,
    judged.stopped_at,
    judged.breach_at,
    -- lineage: the request's
    requests.source_name,
    requests.source_file,
    requests.source_row
from judged
cross join run
inner join requests on judged.request_id = requests.request_id
left join judged as resolutions
    on judged.request_id = resolutions.request_id
    and resolutions.target = 'resolution_in_response_time'
where judged.target <> 'resolution_in_response_time'
