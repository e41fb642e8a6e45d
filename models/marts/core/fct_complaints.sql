-- Grain: one row per complaint that stands. What a complaint does not say of itself it takes from its request.
with complaints as (
    {{ standing_rows('complaints') }}
),

requests as (
    select * from {{ ref('fct_service_requests') }}
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

schedules as (
    select * from {{ ref('int_schedules_in_force') }}
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
),

complaints_with_requests as (
    select
        complaints.*,
        coalesce(complaints.customer_id, requests.customer_id) as complainant_id,
        case
            when complaints.agent_id is null then coalesce(requests.agent_id, 'unknown')
            else {{ known_member('complaints.agent_id', 'agents.agent_id', 'agents') }}
        end as agent_member,
        case
            when complaints.service_id is null then coalesce(requests.service_id, 'unknown')
            else {{ known_member('complaints.service_id', 'services.service_id', 'services') }}
        end as service_member,
        coalesce(complaints.team_id, nullif(requests.team_id, 'unknown')) as given_team_id,
        coalesce(complaints.region, nullif(requests.region, 'unknown')) as given_region,
        coalesce(complaints.channel, requests.channel, 'unknown') as channel_member
    from complaints
    left join requests on complaints.request_id = requests.request_id
    left join agents on complaints.agent_id = agents.agent_id
    left join services on complaints.service_id = services.service_id
),

complaints_attributed as (
    select
        complaints.*,
        coalesce(complaints.given_team_id, agent_states.team_id, 'unknown') as team_member,
        coalesce(complaints.given_region, customers.region, 'unknown') as region_member,
        coalesce(customers.customer_segment, 'unknown') as customer_segment,
        coalesce(customers.member_tier, 'unknown') as member_tier,
        {{ local_date('complaints.submitted_at') }} as submitted_on,
        {%- for moment in ['submitted', 'accepted', 'first_response', 'resolved'] %}
        {{ timed('complaints.' ~ moment ~ '_at') }} as {{ moment }}_timed_at
        {{- ',' if not loop.last }}
        {%- endfor %}
    from complaints_with_requests as complaints
    left join agent_states
        on complaints.agent_member = agent_states.agent_id
        and complaints.submitted_at >= agent_states.valid_from_at
        and complaints.submitted_at < agent_states.valid_to_at
    left join customers on complaints.complainant_id = customers.customer_id
),

complaints_scheduled as (
    select
        complaints.*,
        coalesce(schedules.schedule_id, 'always') as schedule_id,
        coalesce(schedules.schedule_number, 0) as schedule_number,
        complaints.submitted_timed_at + interval '{{ var('complaint_answer_hours') }}' hour as answer_due_at,
        -- The one before it of the same customer about the same.
        lag(complaints.submitted_at) over (
            partition by complaints.complainant_id, lower(complaints.category)
            order by complaints.submitted_at, complaints.complaint_id
        ) as submitted_before_at
    from complaints_attributed as complaints
    left join schedules
        on complaints.team_member = schedules.team_id
        and complaints.channel_member = schedules.channel
        and complaints.customer_segment = schedules.customer_segment
        and complaints.member_tier = schedules.member_tier
        and complaints.submitted_on >= schedules.from_day
        and complaints.submitted_on < schedules.to_day
),

-- Each moment read once off the business clock of the complaint's schedule.
complaints_clocked as (
    select
        complaints.*,
        {%- for moment in ['submitted', 'accepted', 'first_response', 'resolved'] %}
        {{ business_clock(moment ~ '_hour', 'complaints.schedule_number', 'complaints.' ~ moment ~ '_timed_at') }}
            as {{ moment }}_clock
        {{- ',' if not loop.last }}
        {%- endfor %}
    from complaints_scheduled as complaints
    {%- for moment in ['submitted', 'accepted', 'first_response', 'resolved'] %}
    {{ from_business_hour(moment ~ '_hour', 'complaints.schedule_number', 'complaints.' ~ moment ~ '_timed_at') }}
    {%- endfor %}
)

select
    -- ids
    complaints.complaint_id,
    complaints.complainant_id as customer_id,
    complaints.request_id,
    -- scopes
    complaints.agent_member as agent_id,
    complaints.team_member as team_id,
    complaints.channel_member as channel,
    complaints.service_member as service_id,
    complaints.region_member as region,
    complaints.customer_segment,
    -- what it is
    complaints.category,
    complaints.severity,
    complaints.outcome,
    complaints.schedule_id,
    {{ elapsed_seconds('complaints.submitted_timed_at', 'complaints.accepted_timed_at') }}
        as acceptance_calendar_seconds,
    {{ elapsed_seconds('complaints.submitted_timed_at', 'complaints.first_response_timed_at') }}
        as response_calendar_seconds,
    {{ elapsed_seconds('complaints.submitted_timed_at', 'complaints.resolved_timed_at') }}
        as resolution_calendar_seconds,
    {{ business_seconds('complaints.submitted_clock', 'complaints.accepted_clock') }} as acceptance_business_seconds,
    {{ business_seconds('complaints.submitted_clock', 'complaints.first_response_clock') }}
        as response_business_seconds,
    {{ business_seconds('complaints.submitted_clock', 'complaints.resolved_clock') }} as resolution_business_seconds,
    complaints.resolved_at is not null as is_resolved,
    -- Its time to be answered is over, and one knows when it was answered if it was.
    coalesce(complaints.answer_due_at <= run.as_of, false)
    and (complaints.first_response_at is null or complaints.first_response_timed_at is not null) as is_answer_due,
    coalesce(complaints.first_response_timed_at <= complaints.answer_due_at, false) as is_answered_in_time,
    -- By so much time at most.
    coalesce(
        complaints.complainant_id is not null
        and complaints.category is not null
        and complaints.submitted_at
        <= complaints.submitted_before_at + interval '{{ var('repeat_complaint_days') * 24 }}' hour,
        false
    ) as is_repeated,
    -- days, reporting time zone
    complaints.submitted_on,
    {{ local_date('complaints.accepted_at') }} as accepted_on,
    {{ local_date('complaints.resolved_at') }} as resolved_on,
    {{ local_date('complaints.answer_due_at') }} as answer_due_on,
    -- moments, UTC
    complaints.submitted_at,
    complaints.accepted_at,
    complaints.first_response_at,
    complaints.resolved_at,
    -- lineage
    complaints.source_name,
    complaints.source_file,
    complaints.source_row
from complaints_clocked as complaints
cross join run
