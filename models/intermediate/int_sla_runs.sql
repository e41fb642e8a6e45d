-- Grain: one row per clock of service level and stretch of time in which it runs, with what it ran before. The last
-- stretch of a clock has no end, unless the clock stands still.
{%- call partitioned_by('request_created_on') %}
    {{ follows(['int_sla_clocks', 'fct_request_states']) }}
{%- endcall %}
with clocks as (
    select * from {{ ref('int_sla_clocks') }}
    where {{ is_touched('request_created_on') }}
),

states as (
    select * from {{ ref('fct_request_states') }}
    where {{ is_touched('request_created_on') }}
),

interrupted as (
    select distinct
        clocks.request_id,
        clocks.target
    from clocks
    inner join states
        on clocks.request_id = states.request_id
        and (
            (states.state = 'paused' and clocks.pauses)
            or (states.state = 'resolved' and clocks.target = 'resolution')
        )
),

stretches as (
    select
        clocks.*,
        interrupted.request_id is not null as is_interrupted,
        clocks.started_at as from_at,
        cast(null as timestamp) as to_at
    from clocks
    left join interrupted
        on clocks.request_id = interrupted.request_id
        and clocks.target = interrupted.target
    where interrupted.request_id is null
    union all
    select
        clocks.*,
        true as is_interrupted,
        greatest(states.from_at, clocks.started_at) as from_at,
        -- least() passes over null.
        least(states.to_at, clocks.tail_at) as to_at
    from clocks
    inner join interrupted
        on clocks.request_id = interrupted.request_id
        and clocks.target = interrupted.target
    inner join states
        on clocks.request_id = states.request_id
        and (states.to_at is null or states.to_at > clocks.started_at)
        and (clocks.tail_at is null or states.from_at < clocks.tail_at)
        and (states.state <> 'paused' or not clocks.pauses)
        and (states.state <> 'resolved' or clocks.target <> 'resolution')
    where clocks.tail_at is null or clocks.started_at < clocks.tail_at
    union all
    select
        clocks.*,
        true as is_interrupted,
        clocks.tail_at as from_at,
        cast(null as timestamp) as to_at
    from clocks
    inner join interrupted
        on clocks.request_id = interrupted.request_id
        and clocks.target = interrupted.target
    where clocks.tail_at is not null
),

stretches_clocked as (
    select
        stretches.*,
        {{ business_clock('from_hour', 'stretches.schedule_number', 'stretches.from_at') }} as from_clock,
        {{ business_clock('to_hour', 'stretches.schedule_number', 'stretches.to_at') }} as to_clock,
        {{ business_clock('stopped_hour', 'stretches.schedule_number', 'stretches.stopped_at') }} as stopped_clock
    from stretches
    {{ from_business_hour('from_hour', 'stretches.schedule_number', 'stretches.from_at') }}
    {{ from_business_hour('to_hour', 'stretches.schedule_number', 'stretches.to_at') }}
    {{ from_business_hour('stopped_hour', 'stretches.schedule_number', 'stretches.stopped_at') }}
),

stretches_measured as (
    select
        *,
        -- Null: without an end. Where the schedule does not cover an end it is 0, and a test stops the run.
        case when to_at is not null then coalesce(to_clock - from_clock, 0) end as run_us,
        -- What of it lies before the clock is stopped; null while it runs.
        case
            when stopped_at is null then null
            when stopped_at <= from_at then cast(0 as bigint)
            when stopped_at < to_at or to_at is null then stopped_clock - from_clock
            else to_clock - from_clock
        end as elapsed_us
    from stretches_clocked
)

select
    request_id,
    target,
    clock_number,
    schedule_id,
    target_us,
    from_at,
    from_clock,
    run_us,
    elapsed_us,
    cast(0 as bigint) as run_before_us,
    request_created_on
from stretches_measured
where not is_interrupted
union all
select
    request_id,
    target,
    clock_number,
    schedule_id,
    target_us,
    from_at,
    from_clock,
    run_us,
    elapsed_us,
    cast(
        coalesce(
            sum(run_us) over (
                partition by request_id, target, clock_number
                order by from_at
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as bigint
    ) as run_before_us,
    request_created_on
from stretches_measured
where is_interrupted
