-- Service requests: one row each, in the order of their creation, with all that the other exports hang on.

create table request_numbers as
select
    slot,
    unnest(range(last_request - requests + 1, last_request + 1)) as n
from slots;

create table requests as
with dated as (
    select
        request_numbers.n,
        slots.day_no,
        slots.month_no,
        slots.is_fault_week,
        slots.pressure,
        slots.strain,
        coalesce(seats_a_day.seats, 0) as seats,
        seats_a_day.first_seat,
        -- In an hour they come evenly with a jitter, so the number keeps the order of time.
        after(
            slots.starts_at,
            least(3599, 3600 * (n - 1 - (last_request - requests) + u('minute', n)) / requests)
        ) as created_at,
        -- One in forty repeats a request a little before; one in a hundred does an earlier one again.
        case when n % 40 = 17 then n - 1 - floor(10 * u('repeats', n))::bigint end as duplicate_of,
        case
            when n % 100 = 59 and n > 100
                then greatest(1, n - 1 - floor((1 + 3 * u('does again', n)) * getvariable('requests') / 547)::bigint)
        end as rework_of
    from request_numbers
    left join slots
        on request_numbers.slot = slots.slot
    left join seats_a_day
        on slots.day_no = seats_a_day.day_no
),

asked as (
    select
        *,
        coalesce(duplicate_of, rework_of, n) as matter  -- what is repeated shares customer, type and service
    from dated
),

drawn as (
    select
        *,
        customer_drawn(u('customer', matter), day_no) as customer_drawn_no,
        u('service', matter) as service_draw,
        u('new service', matter) as new_service_draw,
        u('channel', n) as channel_draw
    from asked
),

described as (
    select
        * exclude (customer_drawn_no, service_draw, new_service_draw, channel_draw),
        customer_still_there(customer_drawn_no, day_no) as customer_no,
        service_drawn(service_draw, new_service_draw, day_no) as service_no,
        -- 1 consultation, 2 problem, 3 fault, 4 application, 5 feedback, 6 suggestion, 7 complaint, 8 project
        case
            when is_fault_week and u('fault week', matter) < 0.55 then 3
            else place_of([36, 26, 10, 12, 5, 3, 5, 3], u('type', matter))
        end as type_no,
        -- From telephone to app, slowly.
        case
            when channel_draw < 0.42 - 0.008 * month_no then 1
            when channel_draw < 0.62 - 0.008 * month_no then 2
            when channel_draw < 0.80 - 0.006 * month_no then 3
            when channel_draw < 0.93 then 4
            else 5
        end as channel_no
    from drawn
),

routed as (
    select
        *,
        -- Simple questions by app and online are more and more answered by the robot.
        type_no = 1 and channel_no in (2, 4) and u('robot', n) < 0.15 + 0.015 * month_no as is_automated,
        u('without agent', n) >= 0.02 as wants_agent,
        u('handed over', n) < 0.08 + 0.06 * (type_no in (2, 3))::integer + 0.03 * (pressure > 1.6)::integer as changes_hands,
        u('shared', n) < 0.08 + 0.08 * (type_no in (3, 8))::integer as is_shared
    from described
),

seated as (
    select
        *,
        wants_agent and not is_automated as has_agent,
        seat_drawn(seats, first_seat, 'seat', n) as seat_no,
        case
            when wants_agent and not is_automated and (changes_hands or is_shared) then seat_drawn(seats, first_seat, 'first seat', n)
        end as other_seat_no
    from routed
),

staffed as (
    select
        seated.*,
        case when has_agent then holder.agent_id end as agent_id,
        case when has_agent then holder.team_no end as team_no,
        coalesce(holder.skill, 0) as skill,
        coalesce(holder.wait_factor, 1) as wait_factor,
        holder.talk_factor,
        holder.connect_shift,
        -- Who held it before a transfer; a colleague of the same team is an assignment, not a transfer between teams.
        case
            -- Slow teams pass on more.
            when changes_hands and other.agent_no <> holder.agent_no and u('keeps it', n) < 0.8 * holder.wait_factor - 0.2
                then other.agent_id
        end as first_agent_id,
        other.team_no as first_team_no,
        -- Who lends a hand without taking it over.
        case when is_shared and not changes_hands and other.agent_no <> holder.agent_no then other.agent_id end as colleague_id
    from seated
    left join seats as holder
        on seated.seat_no = holder.seat_no
    left join seats as other
        on seated.other_seat_no = other.seat_no
),

answered as (
    select
        *,
        is_automated or u('never answered', n) >= 0.025 * wait_factor * wait_factor + 0.05 * (pressure > 2.5)::integer as is_answered,
        -- Seconds to the first reply of a person: by channel, the strain of the hour, the team, the skill.
        skewed(
            [45, 110, 260, 700, 7500][channel_no] * pressure * wait_factor * exp(-0.25 * skill),
            0.7, 'first reply', n
        ) as reply_seconds,
        skewed(
            [1500, 30000, 24000, 18000, 70000, 140000, 90000, 800000][type_no]
            * strain * wait_factor * exp(-0.3 * skill),
            0.75, 'resolution', n
        ) as work_seconds
    from staffed
),

replied as (
    select
        *,
        case when agent_id is not null and is_answered then after(created_at, reply_seconds + 5) end as reply_time,
        case when n % 36 = 11 then after(created_at, 300 + 90000 * u('cancelled', n)) end as cancelled_time,
        case when first_agent_id is not null and is_answered then after(created_at, reply_seconds + 60 + 0.3 * work_seconds) end
            as transfer_time,
        case when first_agent_id is not null and is_answered
            then after(
                created_at,
                reply_seconds + 90 + 0.3 * work_seconds + skewed(5400 * pressure * wait_factor, 0.8, 'handover', n)
            )
        end as takeover_time
    from answered
),

worked as (
    select
        *,
        case
            when cancelled_time is not null or (duplicate_of is not null and u('merged', n) < 0.5) then null
            when is_automated then after(created_at, 20 + 200 * u('robot time', n))
            -- Most of what nobody holds, and some of the rest, is still open.
            when agent_id is null or not is_answered or u('left open', n) < 0.02 * wait_factor * wait_factor then null
            else after(coalesce(takeover_time, reply_time), 60 + work_seconds)
        end as resolution_time,
        not is_automated and u('reopened', n) < greatest(0.015, 0.10 - 0.07 * skill + 0.05 * (pressure > 1.6)::integer)
            as is_reopened,
        not is_automated and cancelled_time is null and u('escalated', n) < 0.03 * wait_factor * wait_factor + 0.03 * (pressure > 1.6)::integer
            as is_escalated
    from replied
),

reopened as (
    select
        *,
        case when is_reopened then after(resolution_time, 7200 + 600000 * pow(u('reopens', n), 1.5)) end as reopen_time
    from worked
),

-- What lies after as_of has not happened, and what follows from it neither.
happened as (
    select
        *,
        so_far(case when cancelled_time is null or reply_time < cancelled_time then reply_time end) as first_response_at,
        so_far(cancelled_time) as cancelled_at,
        so_far(case when cancelled_time is null then transfer_time end) as transferred_at,
        so_far(case when cancelled_time is null then takeover_time end) as taken_over_at,
        so_far(resolution_time) as first_resolved_at,
        so_far(reopen_time) as reopened_at,
        case
            when so_far(reopen_time) is null then so_far(resolution_time)
            when u('reopened for good', n) > 0.1 then so_far(after(reopen_time, 3600 + 0.8 * work_seconds))
        end as resolved_at,
        case when is_escalated then so_far(after(created_at, 600 + 0.5 * work_seconds)) end as escalation_time,
        u('closed', n) < 0.93 as gets_closed
    from reopened
)

select
    n,
    request_id(n) as request_id,
    day_no,
    month_no,
    pressure::float as pressure,
    skill,
    wait_factor,
    talk_factor,
    connect_shift,
    type_no::tinyint as type_no,
    channel_no::tinyint as channel_no,
    service_no::tinyint as service_no,
    customer_id(customer_no) as customer_id,
    customer_region_no(customer_no)::tinyint as region_no,
    agent_id,
    team_no,
    first_agent_id,
    first_team_no,
    colleague_id,
    duplicate_of,
    rework_of,
    is_automated,
    created_at,
    case when first_response_at is not null then after(created_at, reply_seconds * (0.3 + 0.6 * u('accepted', n))) end as accepted_at,
    first_response_at,
    transferred_at,
    taken_over_at,
    case when first_resolved_at is null or escalation_time < first_resolved_at then escalation_time end as escalated_at,
    first_resolved_at,
    reopened_at,
    resolved_at,
    cancelled_at,
    -- Closed a day or two after the resolution, where nobody objects.
    case when gets_closed then so_far(after(resolved_at, 40000 + 90000 * u('closes', n))) end as closed_at,
    case
        when gets_closed and agent_id is not null
            and u('followed up', n) < 0.20 + 0.22 * (2 - wait_factor) + 0.006 * month_no
            then so_far(after(resolved_at, 140000 + 150000 * u('follows up', n)))
    end as followed_up_at,
    1
    + floor(-ln(1 - u('contacts', n)) * (0.75 - 0.2 * skill + 0.15 * (pressure > 1.6)::integer + 0.5 * (reopened_at is not null)::integer))::integer
    as contacts,
    case when resolved_at is not null then u('success', n) < 0.90 + 0.05 * skill - 0.05 * (pressure > 1.6)::integer - 0.06 * (type_no = 7)::integer end
        as is_resolved
from happened
-- A join loses the order; from here on every export is a pass over this table, without a join.
order by n;

create view export_service_requests as
select
    request_id,
    ['consultation', 'problem', 'fault', 'application', 'feedback', 'suggestion', 'complaint', 'project'][type_no] as request_type,
    topic(type_no, n) as topic,
    channel_name(channel_no) as channel,
    -- One in sixty came without a customer's name.
    case when n % 60 <> 31 then customer_id end as customer_id,
    agent_id,
    -- Where the team is empty, the agent's team of that day holds.
    case when n % 25 <> 3 then team_id(team_no) end as team_id,
    case when n % 50 <> 8 then service_id(service_no) end as service_id,
    -- Where the region is empty, the customer's holds.
    case when n % 12 <> 5 then region_name(region_no) end as region,
    ['urgent', 'high', 'normal', 'low'][
        case when type_no = 3 then place_of([14, 18, 50, 18], u('priority', n)) else place_of([4, 18, 60, 18], u('priority', n)) end
    ] as priority,
    -- One fault in twenty does not say which asset.
    case when type_no = 3 and n % 20 <> 9 then 'AS' || (100 + 1 + floor(60 * pow(u('asset', n), 1.4))::integer) end as asset_id,
    clock(created_at) as created_at,
    clock(accepted_at) as accepted_at,
    clock(first_response_at) as first_response_at,
    clock(first_resolved_at) as first_resolved_at,
    clock(resolved_at) as resolved_at,
    clock(closed_at) as closed_at,
    clock(cancelled_at) as cancelled_at,
    -- A plan, and so the one moment here that may lie after as_of.
    clock(created_at + 3600 * [4, 48, 24, 24, 72, 168, 48, 480][type_no]) as due_at,
    clock(followed_up_at) as followed_up_at,
    case
        when cancelled_at is not null then 'cancelled'
        when closed_at is not null then 'closed'
        when resolved_at is not null then 'resolved'
        when first_response_at is null then 'new'
        when u('pending', n) < 0.35 then 'pending'
        else 'open'
    end as status,
    is_resolved,
    is_automated,
    case
        when resolved_at is not null and agent_id is not null and u('handling known', n) < 0.94
            then skewed(
                [380, 1100, 1500, 900, 500, 450, 1600, 5200][type_no] * talk_factor * exp(-0.18 * skill)
                * (1.2 - 0.02 * month_no),
                0.5, 'handling', n
            )::integer
    end as handling_seconds,
    contacts as contact_count,
    (reopened_at is not null)::integer as reopened_count,
    request_id(duplicate_of) as duplicate_of,
    request_id(rework_of) as rework_of,
    -- The system dates a row's change only where it was opened again.
    case when reopened_at is not null then clock(coalesce(followed_up_at, closed_at, resolved_at, reopened_at)) end as updated_at,
    null::boolean as is_deleted
from requests;

-- A correction sent at the half-year's end: one request deleted, two put right. Its columns are those of the first file.
create view export_service_requests_corrections as
with chosen as (
    select request_id as chosen_id, row_number() over (order by n desc) as place
    from requests
    where created_at >= start_of(date '2025-06-05') and created_at < start_of(date '2025-06-20') and reopened_at is null
    qualify place <= 3
)

select
    * exclude (chosen_id, place) replace (
        case when place = 2 then 'fault' else request_type end as request_type,
        case when place = 3 then '智能门锁离线' else topic end as topic,
        timestamp '2025-06-30 18:00:00' as updated_at,
        case when place = 1 then true end as is_deleted
    )
from export_service_requests
inner join chosen
    on export_service_requests.request_id = chosen.chosen_id
order by request_id;
