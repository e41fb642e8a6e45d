-- Grain: one row per service request that stands. Team, service, region and segment are fixed once, as of its
-- creation, and hold for all its moments: moving an agent today changes no figure of last month.
{%- call partitioned_by('created_on') %}
    {{ days_of_requests() }}
{%- endcall %}
with requests as (
    select * from ({{ standing_rows('service_requests') }}) as standing
    where {{ is_touched(local_date('created_at')) }}
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

agent_states as (
    select * from {{ ref('dim_agent_states') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
),

services as (
    select * from {{ ref('dim_services') }}
),

request_types as (
    select * from {{ ref('dim_request_types') }}
),

schedules as (
    select * from {{ ref('int_schedules_in_force') }}
),

-- Merged into another one: a duplicate of it.
merged as (
    {{ merged_requests() }}
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
),

requests_attributed as (
    select
        requests.*,
        coalesce(requests.duplicate_of, merged.merged_into) as original_request_id,
        {{ known_member('requests.agent_id', 'agents.agent_id', 'agents') }} as agent_member,
        coalesce(requests.team_id, agent_states.team_id, 'unknown') as team_member,
        coalesce(requests.channel, 'unknown') as channel_member,
        {{ known_member('requests.service_id', 'services.service_id', 'services') }} as service_member,
        coalesce(requests.region, customers.region, 'unknown') as region_member,
        coalesce(customers.customer_segment, 'unknown') as customer_segment,
        coalesce(customers.member_tier, 'unknown') as member_tier,
        -- The service's own standard, else that of the type of request; 0 is none.
        coalesce(
            case when services.standard_handling_seconds > 0 then services.standard_handling_seconds end,
            nullif(request_types.standard_handling_seconds, 0)
        ) as standard_handling_seconds,
        services.service_id is not null as is_service_known,
        coalesce(services.is_customised, false) as is_service_customised,
        services.launched_on,
        -- The last of the twelve months from its launch on.
        cast(services.launched_on + interval '12' month - interval '1' day as date) as new_until,
        coalesce(request_types.is_problem, false) as is_problem,
        coalesce(request_types.is_first_contact_resolvable, true) as is_first_contact_resolvable,
        {{ end_of('requests.due_at', 'timestamp') }} as due_by_at,
        {{ local_date('requests.created_at') }} as created_on,
        {%- for moment in ['created', 'accepted', 'first_response', 'first_resolved', 'resolved'] %}
        {{ timed('requests.' ~ moment ~ '_at') }} as {{ moment }}_timed_at
        {{- ',' if not loop.last }}
        {%- endfor %}
    from requests
    left join merged on requests.request_id = merged.request_id
    left join request_types on lower(requests.request_type) = request_types.request_type
    left join agents on requests.agent_id = agents.agent_id
    left join agent_states
        on requests.agent_id = agent_states.agent_id
        and requests.created_at >= agent_states.valid_from_at
        and requests.created_at < agent_states.valid_to_at
    left join customers on requests.customer_id = customers.customer_id
    left join services on requests.service_id = services.service_id
),

requests_scheduled as (
    select
        requests.*,
        coalesce(schedules.schedule_id, 'always') as schedule_id,
        coalesce(schedules.schedule_number, 0) as schedule_number
    from requests_attributed as requests
    left join schedules
        on requests.team_member = schedules.team_id
        and requests.channel_member = schedules.channel
        and requests.customer_segment = schedules.customer_segment
        and requests.member_tier = schedules.member_tier
        and requests.created_on >= schedules.from_day
        and requests.created_on < schedules.to_day
),

-- Each moment read once off the business clock of the request's schedule.
requests_clocked as (
    select
        requests.*,
        {%- for moment in ['created', 'accepted', 'first_response', 'first_resolved', 'resolved'] %}
        {{ business_clock(moment ~ '_hour', 'requests.schedule_number', 'requests.' ~ moment ~ '_timed_at') }}
            as {{ moment }}_clock
        {{- ',' if not loop.last }}
        {%- endfor %}
    from requests_scheduled as requests
    {%- for moment in ['created', 'accepted', 'first_response', 'first_resolved', 'resolved'] %}
    {{ from_business_hour(moment ~ '_hour', 'requests.schedule_number', 'requests.' ~ moment ~ '_timed_at') }}
    {%- endfor %}
)

select
    -- ids
    requests.request_id,
    requests.customer_id,
    requests.original_request_id as duplicate_of,
    requests.rework_of,
    requests.asset_id,
    -- scopes
    requests.agent_member as agent_id,
    requests.team_member as team_id,
    requests.channel_member as channel,
    requests.service_member as service_id,
    requests.region_member as region,
    requests.customer_segment,
    -- what it is
    lower(requests.request_type) as request_type,
    requests.topic,
    requests.priority,
    requests.member_tier,
    requests.status,
    requests.schedule_id,
    requests.schedule_number,
    requests.handling_seconds,
    requests.standard_handling_seconds,
    {{ elapsed_seconds('requests.created_timed_at', 'requests.accepted_timed_at') }} as acceptance_calendar_seconds,
    {{ elapsed_seconds('requests.created_timed_at', 'requests.first_response_timed_at') }} as response_calendar_seconds,
    {{ elapsed_seconds('requests.created_timed_at', 'requests.first_resolved_timed_at') }}
        as first_completion_calendar_seconds,
    {{ elapsed_seconds('requests.created_timed_at', 'requests.resolved_timed_at') }} as completion_calendar_seconds,
    case
        when requests.accepted_at <= requests.resolved_at
            then {{ elapsed_seconds('requests.accepted_timed_at', 'requests.resolved_timed_at') }}
    end as handling_calendar_seconds,
    {{ business_seconds('requests.created_clock', 'requests.accepted_clock') }} as acceptance_business_seconds,
    {{ business_seconds('requests.created_clock', 'requests.first_response_clock') }} as response_business_seconds,
    {{ business_seconds('requests.created_clock', 'requests.first_resolved_clock') }}
        as first_completion_business_seconds,
    {{ business_seconds('requests.created_clock', 'requests.resolved_clock') }} as completion_business_seconds,
    case
        when requests.accepted_at <= requests.resolved_at
            then {{ business_seconds('requests.accepted_clock', 'requests.resolved_clock') }}
    end as handling_business_seconds,
    requests.contact_count,
    requests.reopened_count,
    requests.is_service_known,
    requests.is_service_customised,
    coalesce(requests.created_on between requests.launched_on and requests.new_until, false) as is_service_new,
    requests.is_problem,
    requests.is_first_contact_resolvable,
    requests.original_request_id is not null as is_duplicate,
    requests.cancelled_at is not null as is_cancelled,
    requests.resolved_at is not null as is_completed,
    -- With success; a row that does not say is resolved when it is completed.
    coalesce(requests.is_resolved, requests.resolved_at is not null) as is_resolved,
    -- A date without a clock is due when its day is over.
    coalesce(requests.due_by_at <= run.as_of, false) as is_due,
    coalesce(requests.resolved_at <= requests.due_by_at, false) as is_completed_on_time,
    coalesce({{ end_of('requests.followed_up_at', 'timestamp') }} >= requests.closed_at, false) as is_followed_up,
    coalesce(requests.is_automated, false) as is_automated,
    requests.created_timed_at is not null as is_created_timed,
    requests.first_response_timed_at is not null as is_first_response_timed,
    requests.resolved_timed_at is not null as is_resolved_timed,
    -- days, reporting time zone
    requests.created_on,
    {{ local_date('requests.accepted_at') }} as accepted_on,
    {{ local_date('requests.first_response_at') }} as first_response_on,
    {{ local_date('requests.first_resolved_at') }} as first_resolved_on,
    {{ local_date('requests.resolved_at') }} as resolved_on,
    {{ local_date('requests.closed_at') }} as closed_on,
    {{ local_date('requests.due_at') }} as due_on,
    -- moments, UTC
    requests.created_at,
    requests.accepted_at,
    requests.first_response_at,
    requests.first_resolved_at,
    requests.resolved_at,
    requests.closed_at,
    requests.cancelled_at,
    requests.due_at,
    -- lineage
    requests.source_name,
    requests.source_file,
    requests.source_row
from requests_clocked as requests
cross join run
