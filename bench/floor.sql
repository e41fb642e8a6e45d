-- The floor: from the landed Parquet to the rows of fct_kpi_values with as little work as DuckDB can do it with.
--
-- What is written here takes the place of the table whose name it makes, and of all that only that table needs. Everything
-- else that fct_kpi_values needs (dimensions, small facts, measures, KPIs, scorecards: one pass a moment already) is not
-- here: bench/floor.py adds the SQL that dbt compiled for the very build it is held against, without tests, lineage and
-- rejected rows' reasons. The result must equal the build's to 1e-9, or the bench is red.
--
-- By hand: only the columns that a figure reads, read as the demo's exports write them (ISO 8601, local time in UTC+8,
-- nothing to trim); the contract's rules as one condition without a reason; copies of a key looked for by the hash of
-- the key alone, and only those few put in order.

-- ---- rows that do not stand, of all exports but the four large ones

create table floor.small_rows as
select 'agents' as entity, source_file, source_row, agent_id || '|' || coalesce(valid_from::varchar, '') as row_key,
    is_deleted, updated_at, rejected_because is not null as is_rejected
from staging.stg_standard__agents
union all
select 'customers', source_file, source_row, customer_id, is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__customers
union all
select 'services', source_file, source_row, service_id, is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__services
union all
select 'complaints', source_file, source_row, complaint_id, is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__complaints
union all
select 'quality_audits', source_file, source_row, audit_id || '|' || coalesce(item_id, ''), is_deleted, updated_at,
    rejected_because is not null
from staging.stg_standard__quality_audits
union all
select 'training_records', source_file, source_row,
    concat_ws('|', course_id, agent_id, scheduled_on::varchar), is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__training_records
union all
select 'agent_goals', source_file, source_row, goal_id, is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__agent_goals
union all
select 'agent_assessments', source_file, source_row, concat_ws('|', agent_id, assessed_on::varchar, dimension),
    is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__agent_assessments
union all
select 'agent_shifts', source_file, source_row, agent_id || '|' || shift_on::varchar, is_deleted, updated_at,
    rejected_because is not null
from staging.stg_standard__agent_shifts
union all
select 'service_finances', source_file, source_row, posting_id, is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__service_finances
union all
select 'orders', source_file, source_row, order_id, is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__orders
union all
select 'member_activity', source_file, source_row, activity_id, is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__member_activity
union all
select 'maintenance_tasks', source_file, source_row, task_id, is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__maintenance_tasks
union all
select 'store_checkouts', source_file, source_row, checkout_id, is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__store_checkouts
union all
select 'stockouts', source_file, source_row, stockout_id, is_deleted, updated_at, rejected_because is not null
from staging.stg_standard__stockouts;

create table intermediate.int_set_aside_rows as
with settled as (
    select
        entity,
        small_rows.source_file,
        source_row,
        case
            when delivery = 'full' and row_number() over (
                partition by entity, small_rows.source_file, row_key order by source_row
            ) > 1 then true
            when delivery = 'append' and row_number() over (
                partition by entity, row_key order by updated_at desc nulls last, file_order desc, source_row desc
            ) > 1 then true
            else coalesce(is_deleted, false)
        end as is_set_aside
    from floor.small_rows
    inner join landing.files on entity = table_name and small_rows.source_file = files.source_file
    where
        not is_rejected
        and hash(entity, row_key) in (
            select hash(entity, row_key) from floor.small_rows group by 1 having count(*) > 1 or bool_or(is_deleted)
        )
)

select entity, 'standard' as source_name, source_file, source_row, 'rejected' as verdict
from floor.small_rows
where is_rejected
union all
select entity, 'standard', source_file, source_row, 'set aside'
from settled
where is_set_aside;

-- ---- the four large exports: what stands, read once

-- A landed row as typed; the contract's rules for it in `is_accepted`.
create view floor.requests_read as
select
    *,
    request_id is not null and request_type is not null and created_at is not null
    and created_at <= (select as_of + interval 24 hour from landing.run_context)
    and coalesce(accepted_at >= created_at, true) and coalesce(first_response_at >= created_at, true)
    and coalesce(first_resolved_at >= created_at, true) and coalesce(resolved_at >= created_at, true)
    and coalesce(closed_at >= created_at, true) and coalesce(cancelled_at >= created_at, true)
    and coalesce(resolved_at >= first_resolved_at, true)
    and coalesce(handling_seconds >= 0, true) and coalesce(contact_count >= 0, true)
    and coalesce(reopened_count >= 0, true) as is_accepted
from (
    select
        request_id, request_type, topic, channel, customer_id, agent_id, team_id, service_id, region, priority,
        asset_id, duplicate_of, rework_of, _file, _row,
        try_cast(created_at as timestamp) - interval 8 hour as created_at,
        try_cast(accepted_at as timestamp) - interval 8 hour as accepted_at,
        try_cast(first_response_at as timestamp) - interval 8 hour as first_response_at,
        try_cast(first_resolved_at as timestamp) - interval 8 hour as first_resolved_at,
        try_cast(resolved_at as timestamp) - interval 8 hour as resolved_at,
        try_cast(closed_at as timestamp) - interval 8 hour as closed_at,
        try_cast(cancelled_at as timestamp) - interval 8 hour as cancelled_at,
        try_cast(due_at as timestamp) - interval 8 hour as due_at,
        try_cast(followed_up_at as timestamp) - interval 8 hour as followed_up_at,
        try_cast(handling_seconds as double) as handling_seconds,
        try_cast(contact_count as bigint) as contact_count,
        try_cast(reopened_count as bigint) as reopened_count,
        try_cast(is_resolved as boolean) as is_resolved,
        try_cast(updated_at as timestamp) as updated_at,
        coalesce(try_cast(is_deleted as boolean), false) as is_deleted
    from landing_standard.service_requests
    where _problem is null
);

-- Copies that do not stand: superseded by a later one, or deleted.
create table floor.requests_set_aside as
select _file, _row
from floor.requests_read
inner join landing.files on table_name = 'service_requests' and _file = source_file
where
    (is_accepted or is_deleted)
    and hash(request_id) in (
        select hash(request_id) from landing_standard.service_requests group by 1 having count(*) > 1 or max(is_deleted) = 'true'
    )
qualify is_deleted
    or row_number() over (partition by request_id order by updated_at desc nulls last, file_order desc, _row desc) > 1;

create view floor.events_read as
select
    event_id, request_id, actor_id, event_type, actor_type, from_value, to_value, _file, _row,
    try_cast(occurred_at as timestamp) - interval 8 hour as occurred_at,
    is_public is distinct from 'false' as is_public,
    try_cast(updated_at as timestamp) as updated_at,
    coalesce(try_cast(is_deleted as boolean), false) as is_deleted,
    event_id is not null and request_id is not null
    and event_type in ('customer_message', 'agent_reply', 'assigned', 'transferred', 'escalated', 'status_changed',
        'reopened', 'merged')
    and coalesce(actor_type in ('agent', 'customer', 'system'), true)
    and coalesce(try_cast(occurred_at as timestamp) - interval 8 hour
        <= (select as_of + interval 24 hour from landing.run_context), false) as is_accepted
from landing_standard.request_events
where _problem is null;

create table floor.events_set_aside as
select _file, _row
from floor.events_read
inner join landing.files on table_name = 'request_events' and _file = source_file
where
    (is_accepted or is_deleted)
    and hash(event_id) in (
        select hash(event_id) from landing_standard.request_events group by 1 having count(*) > 1 or max(is_deleted) = 'true'
    )
qualify is_deleted
    or row_number() over (partition by event_id order by updated_at desc nulls last, file_order desc, _row desc) > 1;

create table core.fct_request_events as
select
    event_id,
    request_id,
    actor_id,
    event_type,
    from_value,
    to_value,
    actor_type,
    case
        when event_type = 'reopened' and status_after.kind = 'paused' then 'paused'
        when event_type = 'reopened' then 'open'
        when event_type = 'status_changed' and status_after.kind = 'cancelled' then 'resolved'
        when event_type = 'status_changed' then status_after.kind
    end as state,
    event_type = 'customer_message' as is_message,
    event_type = 'agent_reply' and is_public and coalesce(actor_type, 'agent') = 'agent' as is_reply,
    event_type in ('agent_reply', 'status_changed') and coalesce(actor_type = 'agent', false) and actor_id is not null
        as is_action,
    event_type = 'transferred' and coalesce(from_value <> to_value, true) as is_transfer,
    event_type = 'escalated' as is_escalation,
    event_type = 'reopened'
    or (
        event_type = 'status_changed' and coalesce(status_before.kind = 'resolved', false)
        and coalesce(status_after.kind in ('open', 'paused'), false)
    ) as is_reopening,
    event_type = 'status_changed' and coalesce(status_after.kind <> 'resolved', true) as is_status_step,
    true as is_occurred_timed,
    (occurred_at + interval 8 hour)::date as occurred_on,
    occurred_at
from floor.events_read as events
left join core.dim_request_statuses as status_before
    on lower(from_value) = status_before.status and event_type = 'status_changed'
left join core.dim_request_statuses as status_after
    on lower(to_value) = status_after.status and event_type in ('status_changed', 'reopened')
anti join floor.events_set_aside as set_aside on events._row = set_aside._row and events._file = set_aside._file
where is_accepted and not is_deleted;

-- All that int_schedules_in_force asks of the requests.
create view staging.stg_standard__service_requests as
select distinct team_id, channel from landing_standard.service_requests;

-- An agent's team, from the beginning of time on: before its first state an agent is known and has no team.
create table floor.agent_teams as
select agent_id, team_id, valid_from_at, valid_to_at from core.dim_agent_states
union all
select agent_id, null, timestamp '0001-01-01', min(valid_from_at) from core.dim_agent_states group by agent_id;

create table core.fct_service_requests as
with merged as (
    select request_id, max(to_value) as merged_into
    from core.fct_request_events
    where event_type = 'merged' and to_value <> request_id
    group by request_id
),

attributed as (
    select
        requests.*,
        coalesce(requests.duplicate_of, merged_into) as original_request_id,
        case when requests.agent_id is null or agents.agent_id is null then 'unknown' else requests.agent_id end
            as agent_member,
        coalesce(requests.team_id, agents.team_id, 'unknown') as team_member,
        coalesce(requests.channel, 'unknown') as channel_member,
        coalesce(services.service_id, 'unknown') as service_member,
        coalesce(requests.region, customers.region, 'unknown') as region_member,
        coalesce(customers.customer_segment, 'unknown') as customer_segment,
        coalesce(customers.member_tier, 'unknown') as member_tier,
        coalesce(
            case when services.standard_handling_seconds > 0 then services.standard_handling_seconds end,
            nullif(types.standard_handling_seconds, 0)
        ) as standard_handling_seconds,
        services.service_id is not null as is_service_known,
        coalesce(services.is_customised, false) as is_service_customised,
        services.launched_on,
        coalesce(types.is_problem, false) as is_problem,
        coalesce(types.is_first_contact_resolvable, true) as is_first_contact_resolvable,
        (created_at + interval 8 hour)::date as created_on
    from floor.requests_read as requests
    left join merged on requests.request_id = merged.request_id
    left join core.dim_request_types as types on requests.request_type = types.request_type
    left join floor.agent_teams as agents
        on requests.agent_id = agents.agent_id
        and requests.created_at >= agents.valid_from_at
        and requests.created_at < agents.valid_to_at
    left join core.dim_customers as customers on requests.customer_id = customers.customer_id
    left join core.dim_services as services on requests.service_id = services.service_id
    anti join floor.requests_set_aside as set_aside
        on requests._row = set_aside._row and requests._file = set_aside._file
    where is_accepted and not is_deleted
)

select
    request_id,
    customer_id,
    original_request_id as duplicate_of,
    rework_of,
    asset_id,
    agent_member as agent_id,
    team_member as team_id,
    channel_member as channel,
    service_member as service_id,
    region_member as region,
    requests.customer_segment,
    requests.member_tier,
    request_type,
    topic,
    priority,
    coalesce(schedules.schedule_id, 'always') as schedule_id,
    coalesce(schedules.schedule_number, 0) as schedule_number,
    handling_seconds,
    standard_handling_seconds,
    contact_count,
    reopened_count,
    (epoch_us(accepted_at) - epoch_us(created_at)) / 1e6 as acceptance_calendar_seconds,
    (epoch_us(first_response_at) - epoch_us(created_at)) / 1e6 as response_calendar_seconds,
    (epoch_us(first_resolved_at) - epoch_us(created_at)) / 1e6 as first_completion_calendar_seconds,
    (epoch_us(resolved_at) - epoch_us(created_at)) / 1e6 as completion_calendar_seconds,
    case when accepted_at <= resolved_at then (epoch_us(resolved_at) - epoch_us(accepted_at)) / 1e6 end
        as handling_calendar_seconds,
    -- Business time is in no figure unless the company says so (business_time_kpis).
    null::double as acceptance_business_seconds,
    null::double as response_business_seconds,
    null::double as first_completion_business_seconds,
    null::double as completion_business_seconds,
    null::double as handling_business_seconds,
    is_service_known,
    is_service_customised,
    coalesce(
        created_on >= launched_on and created_on <= (launched_on + interval 12 month - interval 1 day)::date, false
    ) as is_service_new,
    is_problem,
    is_first_contact_resolvable,
    original_request_id is not null as is_duplicate,
    cancelled_at is not null as is_cancelled,
    resolved_at is not null as is_completed,
    coalesce(is_resolved, resolved_at is not null) as is_resolved,
    coalesce(due_at <= (select as_of from landing.run_context), false) as is_due,
    coalesce(resolved_at <= due_at, false) as is_completed_on_time,
    coalesce(followed_up_at >= closed_at, false) as is_followed_up,
    true as is_created_timed,
    first_response_at is not null as is_first_response_timed,
    resolved_at is not null as is_resolved_timed,
    created_on,
    (accepted_at + interval 8 hour)::date as accepted_on,
    (first_response_at + interval 8 hour)::date as first_response_on,
    (first_resolved_at + interval 8 hour)::date as first_resolved_on,
    (resolved_at + interval 8 hour)::date as resolved_on,
    (closed_at + interval 8 hour)::date as closed_on,
    (due_at + interval 8 hour)::date as due_on,
    created_at,
    accepted_at,
    first_response_at,
    first_resolved_at,
    resolved_at,
    closed_at,
    cancelled_at,
    due_at,
    'standard' as source_name,
    _file as source_file,
    _row as source_row
from attributed as requests
left join intermediate.int_schedules_in_force as schedules
    on team_member = schedules.team_id
    and channel_member = schedules.channel
    and requests.customer_segment = schedules.customer_segment
    and requests.member_tier = schedules.member_tier
    and created_on >= schedules.from_day
    and created_on < schedules.to_day;

create view floor.calls_read as
select
    *,
    call_id is not null and started_at is not null
    and started_at <= (select as_of + interval 24 hour from landing.run_context)
    and coalesce(direction in ('inbound', 'outbound'), true)
    and coalesce(outcome in ('answered', 'abandoned', 'missed', 'busy'), true)
    and coalesce(queued_at >= started_at, true) and coalesce(answered_at >= started_at, true)
    and coalesce(ended_at >= started_at, true) and coalesce(answered_at >= queued_at, true)
    and coalesce(ended_at >= queued_at, true) and coalesce(ended_at >= answered_at, true)
    and coalesce(wrap_up_seconds >= 0, true) as is_accepted
from (
    select
        call_id, direction, topic, customer_id, agent_id, request_id, service_id, outcome, _file, _row,
        try_cast(started_at as timestamp) - interval 8 hour as started_at,
        try_cast(queued_at as timestamp) - interval 8 hour as queued_at,
        try_cast(answered_at as timestamp) - interval 8 hour as answered_at,
        try_cast(ended_at as timestamp) - interval 8 hour as ended_at,
        try_cast(wrap_up_seconds as double) as wrap_up_seconds,
        try_cast(updated_at as timestamp) as updated_at,
        coalesce(try_cast(is_deleted as boolean), false) as is_deleted
    from landing_standard.calls
    where _problem is null
);

create table floor.calls_set_aside as
select _file, _row
from floor.calls_read
inner join landing.files on table_name = 'calls' and _file = source_file
where
    (is_accepted or is_deleted)
    and hash(call_id) in (
        select hash(call_id) from landing_standard.calls group by 1 having count(*) > 1 or max(is_deleted) = 'true'
    )
qualify is_deleted
    or row_number() over (partition by call_id order by updated_at desc nulls last, file_order desc, _row desc) > 1;

create table core.fct_calls as
with calls as (
    select
        calls.*,
        coalesce(calls.customer_id, requests.customer_id) as caller_id,
        case
            when calls.agent_id is null then coalesce(requests.agent_id, 'unknown')
            when calls.agent_id in (select agent_id from core.dim_agent_states) then calls.agent_id
            else 'unknown'
        end as agent_member,
        case
            when calls.service_id is null then coalesce(requests.service_id, 'unknown')
            else coalesce(services.service_id, 'unknown')
        end as service_member,
        nullif(requests.team_id, 'unknown') as request_team_id,
        nullif(requests.region, 'unknown') as request_region,
        coalesce(requests.channel, 'unknown') as channel,
        coalesce(outcome = 'answered', answered_at is not null) as is_answered,
        coalesce(direction, 'inbound') = 'inbound' as is_inbound
    from floor.calls_read as calls
    left join core.fct_service_requests as requests on calls.request_id = requests.request_id
    left join core.dim_services as services on calls.service_id = services.service_id
    anti join floor.calls_set_aside as set_aside on calls._row = set_aside._row and calls._file = set_aside._file
    where is_accepted and not is_deleted
)

select
    call_id,
    caller_id as customer_id,
    request_id,
    agent_member as agent_id,
    coalesce(request_team_id, states.team_id, 'unknown') as team_id,
    channel,
    service_member as service_id,
    coalesce(request_region, customers.region, 'unknown') as region,
    coalesce(customers.customer_segment, 'unknown') as customer_segment,
    topic,
    wrap_up_seconds,
    (epoch_us(case when is_answered then answered_at else ended_at end)
        - epoch_us(coalesce(queued_at, started_at))) / 1e6 as waiting_seconds,
    case when is_answered then (epoch_us(ended_at) - epoch_us(answered_at)) / 1e6 end as connected_seconds,
    is_inbound,
    is_answered,
    is_inbound and (queued_at is not null or coalesce(outcome in ('answered', 'abandoned', 'missed'), false)) as is_offered,
    is_inbound and coalesce(outcome = 'abandoned', false) as is_abandoned,
    (started_at + interval 8 hour)::date as started_on,
    started_at,
    'standard' as source_name,
    _file as source_file,
    _row as source_row
from calls
left join core.dim_agent_states as states
    on agent_member = states.agent_id
    and started_at >= states.valid_from_at
    and started_at < states.valid_to_at
left join core.dim_customers as customers on caller_id = customers.customer_id;

create view floor.surveys_read as
select
    *,
    response_id is not null and coalesce(sent_at, responded_at) is not null
    and coalesce(survey in ('csat', 'nps', 'ces', 'review', 'employee', 'employee_nps', 'partner', 'collaboration',
        'third_party'), false)
    and coalesce(respondent_type in ('customer', 'agent', 'partner', 'third_party'), true)
    and coalesce(responded_at >= sent_at, true)
    and least(sent_at, responded_at) <= (select as_of + interval 24 hour from landing.run_context)
    and coalesce(score >= scale_min, true) and coalesce(score <= scale_max, true)
    and coalesce(expected_score >= scale_min, true) and coalesce(expected_score <= scale_max, true) as is_accepted
from (
    select
        response_id, dimension, invitation_id, survey, respondent_type, respondent_id, request_id, agent_id, service_id,
        region, channel, _file, _row,
        try_cast(sent_at as timestamp) - interval 8 hour as sent_at,
        try_cast(responded_at as timestamp) - interval 8 hour as responded_at,
        try_cast(score as double) as score,
        try_cast(expected_score as double) as expected_score,
        try_cast(scale_min as double) as scale_min,
        try_cast(scale_max as double) as scale_max,
        try_cast(updated_at as timestamp) as updated_at,
        coalesce(try_cast(is_deleted as boolean), false) as is_deleted
    from landing_standard.survey_responses
    where _problem is null
);

create table floor.surveys_set_aside as
select _file, _row
from floor.surveys_read
inner join landing.files on table_name = 'survey_responses' and _file = source_file
where
    (is_accepted or is_deleted)
    and hash(response_id, dimension) in (
        select hash(response_id, dimension) from landing_standard.survey_responses
        group by 1 having count(*) > 1 or max(is_deleted) = 'true'
    )
qualify is_deleted
    or row_number() over (
        partition by response_id, dimension order by updated_at desc nulls last, file_order desc, _row desc
    ) > 1;

create table core.fct_survey_responses as
with asked as (
    select
        responses.*,
        coalesce(respondent_type, case when survey in ('employee', 'employee_nps') then 'agent' else 'customer' end)
            as respondent_kind,
        coalesce(
            responses.agent_id,
            case when survey in ('employee', 'employee_nps') and respondent_kind = 'agent' then respondent_id end
        ) as given_agent_id,
        least(sent_at, responded_at) as first_moment_at
    from floor.surveys_read as responses
    anti join floor.surveys_set_aside as set_aside
        on responses._row = set_aside._row and responses._file = set_aside._file
    where is_accepted and not is_deleted
),

attributed as (
    select
        asked.*,
        coalesce(case when respondent_kind = 'customer' then respondent_id end, requests.customer_id) as rater_id,
        case
            when given_agent_id is null then coalesce(requests.agent_id, 'unknown')
            when given_agent_id in (select agent_id from core.dim_agent_states) then given_agent_id
            else 'unknown'
        end as agent_member,
        case
            when asked.service_id is null then coalesce(requests.service_id, 'unknown')
            else coalesce(services.service_id, 'unknown')
        end as service_member,
        nullif(requests.team_id, 'unknown') as request_team_id,
        coalesce(asked.region, nullif(requests.region, 'unknown')) as given_region,
        coalesce(asked.channel, requests.channel, 'unknown') as channel_member,
        coalesce(asked.scale_min, scales.scale_min) as scale_from,
        coalesce(asked.scale_max, scales.scale_max) as scale_to
    from asked
    left join core.fct_service_requests as requests on asked.request_id = requests.request_id
    left join core.dim_services as services on asked.service_id = services.service_id
    left join core.dim_survey_scales as scales on asked.survey = scales.survey and scales.is_default
)

select
    response_id,
    invitation_id,
    request_id,
    rater_id as customer_id,
    respondent_id,
    respondent_type,
    agent_member as agent_id,
    coalesce(request_team_id, states.team_id, 'unknown') as team_id,
    channel_member as channel,
    service_member as service_id,
    coalesce(given_region, customers.region, 'unknown') as region,
    coalesce(customers.customer_segment, 'unknown') as customer_segment,
    attributed.survey,
    lower(coalesce(dimension, 'overall')) as dimension,
    score,
    case when scales.is_reversed then 1 - (score - scale_from) / nullif(scale_to - scale_from, 0)
        else (score - scale_from) / nullif(scale_to - scale_from, 0) end as score_share,
    case
        when scales.satisfied_from is null then (score - scale_from) / nullif(scale_to - scale_from, 0) >= 0.75
        when scales.is_reversed then score <= scales.satisfied_from
        else score >= scales.satisfied_from
    end as is_satisfied,
    score / nullif(scale_to, 0) as score_of_maximum,
    case
        when not coalesce(scale_from = 0 and scale_to = 10, false) then null
        when score >= 9 then 'promoter'
        when score <= 6 then 'detractor'
        when score is not null then 'passive'
    end as nps_class,
    case when scales.is_reversed then score <= expected_score else score >= expected_score end as is_expectation_met,
    responded_at is not null and coalesce(score between scale_from and scale_to, false) as is_rated,
    (responded_at + interval 8 hour)::date as responded_on,
    sent_at,
    responded_at,
    'standard' as source_name,
    _file as source_file,
    _row as source_row
from attributed
left join core.dim_survey_scales as scales
    on attributed.survey = scales.survey and scale_from = scales.scale_min and scale_to = scales.scale_max
left join core.dim_agent_states as states
    on agent_member = states.agent_id
    and first_moment_at >= states.valid_from_at
    and first_moment_at < states.valid_to_at
left join core.dim_customers as customers on rater_id = customers.customer_id;

-- ---- what events say of a request: no order is needed but among assignments

create table core.fct_request_journeys as
with assignments as (
    select
        event_id,
        to_value <> coalesce(
            from_value, lag(to_value) over (partition by request_id order by occurred_at, event_id)
        ) as is_to_another_agent
    from core.fct_request_events
    where event_type = 'assigned'
)

select
    requests.request_id,
    bool_or(is_transfer) as is_transferred,
    bool_or(is_escalation) as is_escalated,
    bool_or(event_type in ('reopened', 'status_changed')) as has_statuses,
    -- One, or at least two: more is asked nowhere.
    case
        when min(actor_id) filter (where is_action) < max(actor_id) filter (where is_action) then 2
        else count(*) filter (where is_action) > 0
    end::bigint as agents_at_work,
    case
        when any_value(resolved_at) is not null then count(*) filter (
            where (is_transfer or coalesce(is_to_another_agent, false) or is_status_step) and occurred_at < resolved_at
        )
    end as steps_before_resolution
from core.fct_request_events as events
inner join core.fct_service_requests as requests on events.request_id = requests.request_id
left join assignments on events.event_id = assignments.event_id
group by requests.request_id;

-- Only requests that were passed on have handovers: only their events are put in order.
create table core.fct_handovers as
with events as (
    select
        *,
        row_number() over in_order as event_number,
        count(*) filter (where is_action) over in_order as actions_so_far
    from core.fct_request_events
    where (is_action or is_transfer)
        and request_id in (select request_id from core.fct_request_events where is_transfer)
    window in_order as (partition by request_id order by occurred_at, event_id rows unbounded preceding)
),

transfers as (
    select
        request_id,
        actions_so_far,
        min(event_number) as event_number,
        min_by(occurred_at, event_number) as transferred_at,
        min_by(case when actor_type = 'agent' then coalesce(actor_id, '') else '' end, event_number) as passed_on_by
    from events
    where is_transfer
    group by request_id, actions_so_far
),

with_agent as (
    select transfers.*, coalesce(nullif(passed_on_by, ''), last_action.actor_id) as agent_before_id
    from transfers
    left join events as last_action
        on transfers.request_id = last_action.request_id
        and transfers.actions_so_far = last_action.actions_so_far
        and last_action.is_action
),

handovers as (
    select
        transfers.request_id,
        transfers.event_number,
        any_value(transferred_at) as transferred_at,
        min_by(actions.actor_id, actions.event_number) as taken_by_id,
        min_by(actions.occurred_at, actions.event_number) as taken_up_at
    from with_agent as transfers
    inner join events as actions
        on transfers.request_id = actions.request_id
        and transfers.actions_so_far < actions.actions_so_far
        and actions.is_action
        and coalesce(agent_before_id <> actions.actor_id, true)
    group by transfers.request_id, transfers.event_number
)

select
    coalesce(agents.agent_id, 'unknown') as agent_id,
    coalesce(nullif(requests.team_id, 'unknown'), agents.team_id, 'unknown') as team_id,
    channel,
    service_id,
    region,
    customer_segment,
    (epoch_us(taken_up_at) - epoch_us(transferred_at)) / 1e6 as handover_calendar_seconds,
    null::double as handover_business_seconds,
    (taken_up_at + interval 8 hour)::date as taken_up_on
from handovers
inner join core.fct_service_requests as requests on handovers.request_id = requests.request_id and not is_duplicate
left join floor.agent_teams as agents
    on taken_by_id = agents.agent_id
    and taken_up_at >= agents.valid_from_at
    and taken_up_at < agents.valid_to_at;

-- ---- waits for a reply, and the clocks of service levels

-- One pass in order counts the replies before each point; the first message of a wait is its earliest.
create table core.fct_reply_waits as
with events as (
    select request_id, occurred_at, is_reply, event_id, actor_id
    from core.fct_request_events
    where is_message or is_reply
),

requests as (
    select * from core.fct_service_requests
    where not is_duplicate
),

points as (
    select request_id, created_at as happened_at, false as is_reply, 0 as place, '' as event_id, null as actor_id
    from requests
    where request_id in (select request_id from events)
    union all
    select request_id, occurred_at, is_reply, case when is_reply then 2 else 1 end, event_id, actor_id
    from events
    union all
    select request_id, first_response_at, true, 3, '', null
    from requests
    where first_response_at is not null
        and request_id in (select request_id from events)
        and (request_id, first_response_at) not in (select (request_id, occurred_at) from events where is_reply)
),

numbered as (
    select
        *,
        count(*) filter (where is_reply) over (
            partition by request_id order by happened_at, place, event_id rows unbounded preceding
        ) - is_reply::int as replies_before
    from points
),

waits as (
    select
        request_id,
        replies_before,
        min(happened_at) filter (where not is_reply) as began_at,
        max(happened_at) filter (where is_reply) as replied_at,
        max(actor_id) filter (where is_reply) as actor_id,
        row_number() over (partition by request_id order by replies_before) as wait_number
    from numbered
    group by request_id, replies_before
    having count(*) filter (where not is_reply) > 0
    union all
    select request_id, 0, created_at, first_response_at, null, 1
    from requests
    where request_id not in (select request_id from events)
)

select
    waits.request_id,
    wait_number,
    case when actor_id is null then requests.agent_id else coalesce(agents.agent_id, 'unknown') end as agent_id,
    coalesce(nullif(requests.team_id, 'unknown'), agents.team_id, own.team_id, 'unknown') as team_id,
    channel,
    service_id,
    region,
    customer_segment,
    (epoch_us(replied_at) - epoch_us(began_at)) / 1e6 as reply_calendar_seconds,
    null::double as reply_business_seconds,
    true as is_began_timed,
    replied_at is not null as is_replied_timed,
    (replied_at + interval 8 hour)::date as replied_on,
    began_at,
    replied_at
from waits
inner join requests on waits.request_id = requests.request_id
left join floor.agent_teams as agents
    on waits.actor_id = agents.agent_id
    and replied_at >= agents.valid_from_at
    and replied_at < agents.valid_to_at
left join floor.agent_teams as own
    on waits.actor_id is null
    and requests.team_id = 'unknown'
    and requests.agent_id = own.agent_id
    and replied_at >= own.valid_from_at
    and replied_at < own.valid_to_at;

create macro floor.business_clock(open_minutes, open_before, moment_us) as
    case
        when open_minutes = 0 then open_before
        when open_minutes = 1152921504606846975 then open_before + moment_us % 3600000000
        when open_minutes is null then moment_us
        else open_before
            + bit_count(open_minutes & ((1::bigint << ((moment_us % 3600000000) // 60000000)::int) - 1))::bigint * 60000000
            + case
                when open_minutes & (1::bigint << ((moment_us % 3600000000) // 60000000)::int) > 0
                    then moment_us % 60000000
                else 0
            end
    end;

-- Each clock from its start to where it is judged, as if nothing interrupted it. Moments in microseconds since 1970.
create table floor.clocks as
with starts as (
    select
        request_id, request_type, priority, channel, customer_segment, member_tier, agent_id, team_id, service_id, region,
        schedule_number, least(resolved_at, cancelled_at) as ended_at, resolved_at,
        'first_response' as target, 1 as clock_number, created_at as started_at, first_response_at as stopped_at,
        cancelled_at as withdrawn_at
    from core.fct_service_requests
    where not is_duplicate
    union all
    select
        request_id, request_type, priority, channel, customer_segment, member_tier, agent_id, team_id, service_id, region,
        schedule_number, least(resolved_at, cancelled_at), null,
        'resolution', 1, created_at, resolved_at, cancelled_at
    from core.fct_service_requests
    where not is_duplicate
    union all
    select
        requests.request_id, request_type, priority, requests.channel, requests.customer_segment, member_tier,
        requests.agent_id, requests.team_id, requests.service_id, requests.region,
        schedule_number, least(resolved_at, cancelled_at) as ended_at, null,
        'next_reply', wait_number - 1, began_at, replied_at,
        case
            when replied_at is null and ended_at is not null then greatest(began_at, ended_at)
            else cancelled_at
        end
    from core.fct_reply_waits as waits
    inner join core.fct_service_requests as requests on waits.request_id = requests.request_id
    where wait_number > 1
),

targeted as (
    select
        starts.* exclude (schedule_number, request_type, priority, member_tier),
        case when clock = 'calendar' then 0 else schedule_number end as schedule_number,
        case when clock = 'calendar' then 'always' end as always,
        target_us,
        pauses,
        epoch_us(started_at) as started_us,
        epoch_us(coalesce(stopped_at, as_of)) as judged_us
    from starts
    cross join (select as_of from landing.run_context) as run
    inner join intermediate.int_sla_targets as targets
        on starts.target = targets.target
        and starts.request_type = targets.request_type
        and lower(coalesce(starts.priority, '')) = targets.priority
        and starts.channel = targets.channel
        and starts.customer_segment = targets.customer_segment
        and starts.member_tier = targets.member_tier
        and (started_at + interval 8 hour)::date >= targets.from_day
        and (started_at + interval 8 hour)::date < targets.to_day
)

select
    targeted.* exclude (always),
    floor.business_clock(from_hour.open_minutes, from_hour.open_before, started_us) as from_clock,
    case
        when judged_us <= started_us then 0
        else floor.business_clock(judged_hour.open_minutes, judged_hour.open_before, judged_us) - from_clock
    end as elapsed_us,
    -- Of a first response: whether even the resolution came in its time.
    case
        when target = 'first_response' then coalesce(
            floor.business_clock(resolved_hour.open_minutes, resolved_hour.open_before, epoch_us(resolved_at))
            - from_clock <= target_us,
            false
        )
    end as is_resolved_in_response_time
from targeted
left join core.business_calendar as from_hour
    on schedule_number * 10000000 + started_us // 3600000000 = from_hour.hour_key
left join core.business_calendar as judged_hour
    on schedule_number * 10000000 + judged_us // 3600000000 = judged_hour.hour_key
left join core.business_calendar as resolved_hour
    on schedule_number * 10000000 + epoch_us(resolved_at) // 3600000000 = resolved_hour.hour_key;

-- The few clocks that a pause or an earlier resolution interrupts: stretch by stretch.
create table floor.interrupted_clocks as
with clocks as (
    select
        request_id, target, clock_number, schedule_number, target_us, pauses, started_at, judged_us,
        case when stopped_at is not null or ended_at is not null
            then greatest(started_at, least(stopped_at, ended_at)) end as tail_at
    from floor.clocks
    where
        (pauses and request_id in (select request_id from core.fct_request_states where state = 'paused'))
        or (target = 'resolution' and request_id in (select request_id from core.fct_request_states where state = 'resolved'))
),

stretches as (
    select
        clocks.*,
        epoch_us(greatest(from_at, started_at)) as from_us,
        epoch_us(least(to_at, tail_at)) as to_us
    from clocks
    inner join core.fct_request_states as states
        on clocks.request_id = states.request_id
        and (to_at is null or to_at > started_at)
        and (tail_at is null or from_at < tail_at)
        and (state <> 'paused' or not pauses)
        and (state <> 'resolved' or target <> 'resolution')
    where tail_at is null or started_at < tail_at
    union all
    select *, epoch_us(tail_at), null
    from clocks
    where tail_at is not null
),

clocked as (
    select
        stretches.*,
        floor.business_clock(from_hour.open_minutes, from_hour.open_before, from_us) as from_clock,
        floor.business_clock(to_hour.open_minutes, to_hour.open_before, to_us) - from_clock as run_us,
        case
            when judged_us <= from_us then 0
            when judged_us < to_us or to_us is null
                then floor.business_clock(judged_hour.open_minutes, judged_hour.open_before, judged_us) - from_clock
            else run_us
        end as elapsed_us
    from stretches
    left join core.business_calendar as from_hour
        on schedule_number * 10000000 + from_us // 3600000000 = from_hour.hour_key
    left join core.business_calendar as to_hour
        on schedule_number * 10000000 + to_us // 3600000000 = to_hour.hour_key
    left join core.business_calendar as judged_hour
        on schedule_number * 10000000 + judged_us // 3600000000 = judged_hour.hour_key
),

summed as (
    select
        *,
        coalesce(sum(run_us) over (
            partition by request_id, target, clock_number order by from_us
            rows between unbounded preceding and 1 preceding
        ), 0)::bigint as run_before_us
    from clocked
)

select
    request_id,
    target,
    clock_number,
    sum(elapsed_us)::bigint as elapsed_us,
    min(from_clock + target_us - run_before_us) filter (
        where run_before_us <= target_us and (run_us is null or target_us < run_before_us + run_us)
    ) as breach_clock
from summed
group by request_id, target, clock_number
union all
-- One that never ran has no stretch.
select request_id, target, clock_number, 0, null
from clocks
where (request_id, target, clock_number) not in (select (request_id, target, clock_number) from stretches);

-- A view: one measure reads it, once.
create view core.fct_sla_clocks as
with judged as (
    select
        clocks.*,
        case when interrupted.request_id is null then clocks.elapsed_us else interrupted.elapsed_us end
            <= target_us and stopped_at is not null as is_met,
        case when interrupted.request_id is null then from_clock + target_us else interrupted.breach_clock end
            as breach_clock
    from floor.clocks
    left join floor.interrupted_clocks as interrupted
        on clocks.request_id = interrupted.request_id
        and clocks.target = interrupted.target
        and clocks.clock_number = interrupted.clock_number
),

breached as (
    select
        judged.*,
        make_timestamp(
            case
                when schedule_number = 0 then breach_clock
                else opens_us + breach_clock - openings.from_clock
            end
        ) as breach_at
    from judged
    left join floor.openings
        on schedule_number = openings.number
        and breach_clock // 3600000000 = clock_hour
        and breach_clock >= openings.from_clock
        and breach_clock < openings.to_clock
)

select
    target,
    agent_id,
    team_id,
    channel,
    service_id,
    region,
    customer_segment,
    true as is_judged,
    is_met,
    coalesce(breach_at <= (select as_of from landing.run_context), false) as is_due,
    coalesce(withdrawn_at < breach_at, false) as is_withdrawn,
    is_resolved_in_response_time,
    case when target = 'first_response' then true end as is_resolution_judged,
    (breach_at + interval 8 hour)::date as breach_on
from breached;

create table floor.openings as
select schedules.schedule_number as number, openings.*
from intermediate.int_openings_by_clock as openings
inner join (select distinct schedule_id, schedule_number from intermediate.int_schedule_days) as schedules
    on openings.schedule_id = schedules.schedule_id;

-- ---- customers, each once a period: from months to quarters to years, each from the fewer rows before it

create macro floor.period_of(grain, day) as date_trunc(grain, day)::date;

-- The members of all scopes, each by the hash that stands for it, and the grains that are kept of it.
create table floor.members as
with members as (
    select 'company' as scope_type, 'all' as scope_id
    union select 'channel', channel from core.fct_service_requests
    union select 'team', team_id from core.fct_service_requests
    union select 'service', service_id from core.fct_service_requests
    union select 'customer_segment', customer_segment from core.fct_service_requests
    union select 'agent', agent_id from core.fct_service_requests
    union select 'region', region from core.fct_service_requests
    union select 'service', service_id from core.fct_orders
    union select 'customer_segment', customer_segment from core.fct_orders
    union select 'region', region from core.fct_orders
)

select hash(scope_type, scope_id) as member, scope_type, scope_id, period_grain
from members
inner join core.reporting_scopes using (scope_type);

create table measures.customers_by_created as
with requests as (
    select hash(customer_id) as customer, created_on as day, * exclude (created_on)
    from core.fct_service_requests
    where not is_duplicate and customer_id is not null
),

visits as (
    select hash('company', 'all') as member, customer, day from requests
    union all select hash('channel', channel), customer, day from requests
    union all select hash('team', team_id), customer, day from requests
    union all select hash('service', service_id), customer, day from requests
    union all select hash('customer_segment', customer_segment), customer, day from requests
    union all select hash('agent', agent_id), customer, day from requests
    union all select hash('region', region), customer, day from requests
),

days as (
    select distinct * from visits
    where member in (select member from floor.members where period_grain = 'day')
),

weeks as (
    select distinct * replace (floor.period_of('week', day) as day) from visits
    where member in (select member from floor.members where period_grain = 'week')
),

months as (select distinct * replace (floor.period_of('month', day) as day) from visits),
quarters as (select distinct * replace (floor.period_of('quarter', day) as day) from months),
years as (select distinct * replace (floor.period_of('year', day) as day) from quarters),

counted as (
    select 'day' as period_grain, day, member, count(*) as customers from days group by all
    union all select 'week', day, member, count(*) from weeks group by all
    union all select 'month', day, member, count(*) from months group by all
    union all select 'quarter', day, member, count(*) from quarters group by all
    union all select 'year', day, member, count(*) from years group by all
)

select period_grain, day as period_start, scope_type, scope_id, customers
from counted
inner join floor.members using (member, period_grain);

create table measures.customers_by_active as
with activity as (
    select hash(customer_id) as customer, created_on as day, service_id, region, customer_segment
    from core.fct_service_requests
    where not is_duplicate and customer_id is not null
    union all
    select hash(customer_id), ordered_on, service_id, region, customer_segment
    from core.fct_orders
    where not is_cancelled
),

visits as (
    select hash('company', 'all') as member, customer, floor.period_of('month', day) as day from activity
    union all select hash('service', service_id), customer, floor.period_of('month', day) from activity
    union all select hash('region', region), customer, floor.period_of('month', day) from activity
    union all select hash('customer_segment', customer_segment), customer, floor.period_of('month', day) from activity
),

months as (select distinct * from visits),
quarters as (select distinct * replace (floor.period_of('quarter', day) as day) from months),
years as (select distinct * replace (floor.period_of('year', day) as day) from quarters),

active as (
    select 'month' as period_grain, * from months
    union all select 'quarter', * from quarters
    union all select 'year', * from years
),

counted as (
    select
        periods.period_grain,
        periods.period_start,
        active.member,
        count(*) as customers_before,
        count(again.customer) as customers_retained
    from active
    inner join core.dim_periods as periods
        on active.period_grain = periods.period_grain and active.day = periods.previous_period_start
    left join active as again
        on again.member = hash('company', 'all')
        and periods.period_grain = again.period_grain
        and periods.period_start = again.day
        and active.customer = again.customer
    group by all
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    customers_before,
    customers_retained,
    customers_before - customers_retained as customers_lost
from counted
inner join floor.members using (member, period_grain);
