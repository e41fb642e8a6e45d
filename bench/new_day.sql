-- Reads the views requests, events, calls (all text) and the variables day (its date) and third (rows of each export;
-- where there are fewer events, calls make up for them).
-- The n-th sampled row of the last thirty days becomes: of each six five new rows of the day, and one that concerns its
-- own old day: it comes late, or it is there already and is corrected, or deleted.
create macro part_of(nth) as
    case when nth % 6 > 0 then 'new' when nth % 60 = 0 then 'deleted' when nth % 12 = 0 then 'corrected' else 'late' end;

create macro shift_of(part, moment) as
    to_days(case when part = 'new' then (getvariable('day') - moment::date)::int else 0 end);

-- A moment moved; empty where it would lie beyond the end of the day, which nobody knows yet.
create macro moved(moment, shift) as
    case when moment::timestamp + shift < getvariable('day') + interval 1 day
        then strftime(moment::timestamp + shift, '%Y-%m-%d %H:%M:%S') end;

create macro renamed(part, id) as case when part in ('new', 'late') then 'N' || id else id end;

create macro changed_at(part) as
    case when part in ('corrected', 'deleted') then strftime(getvariable('day'), '%Y-%m-%d') || ' 18:00:00' end;

create table sample as
select
    *,
    part_of(row_number() over (order by hash(request_id), request_id)) as part,
    shift_of(part, created_at) as shift
from requests
where created_at between '2025-06-01' and '2025-06-30 23:59:59' and request_id like 'R%' and request_id not like '%-%'
qualify row_number() over (order by hash(request_id), request_id) <= getvariable('third');

create table new_requests as
select
    * exclude (part, shift) replace (
        renamed(part, request_id) as request_id,
        moved(created_at, shift) as created_at,
        moved(accepted_at, shift) as accepted_at,
        moved(first_response_at, shift) as first_response_at,
        moved(first_resolved_at, shift) as first_resolved_at,
        moved(resolved_at, shift) as resolved_at,
        moved(closed_at, shift) as closed_at,
        moved(cancelled_at, shift) as cancelled_at,
        moved(followed_up_at, shift) as followed_up_at,
        strftime(due_at::timestamp + shift, '%Y-%m-%d %H:%M:%S') as due_at,
        case when resolved_at is null or moved(resolved_at, shift) is not null then status else 'open' end as status,
        case when moved(resolved_at, shift) is not null then is_resolved end as is_resolved,
        -- A correction: it took a minute longer than was said.
        case when part = 'corrected' then (handling_seconds::int + 60)::varchar else handling_seconds end
            as handling_seconds,
        null as duplicate_of,
        null as rework_of,
        changed_at(part) as updated_at,
        case when part = 'deleted' then 'true' end as is_deleted
    )
from sample;

create table new_events as
select
    events.* replace (
        renamed(part, event_id) as event_id,
        renamed(part, events.request_id) as request_id,
        moved(occurred_at, shift) as occurred_at,
        case when part = 'corrected' then 'false' else is_public end as is_public
    ),
    changed_at(part) as updated_at,
    case when part = 'deleted' then 'true' end as is_deleted
from events
inner join sample on events.request_id = sample.request_id
where moved(occurred_at, shift) is not null
qualify row_number() over (order by hash(event_id), event_id) <= getvariable('third');

set variable calls = (
    select 3 * getvariable('third') - (select count(*) from new_requests) - (select count(*) from new_events)
);

create table new_calls as
select
    calls.* exclude (part, shift) replace (
        renamed(part, call_id) as call_id,
        case when part = 'new' then null else request_id end as request_id,
        moved(started_at, shift) as started_at,
        moved(queued_at, shift) as queued_at,
        moved(answered_at, shift) as answered_at,
        moved(ended_at, shift) as ended_at,
        case when part = 'corrected' then (hold_seconds::int + 1)::varchar else hold_seconds end as hold_seconds,
        changed_at(part) as updated_at
    ),
    case when part = 'deleted' then 'true' end as is_deleted
from (
    select
        *,
        part_of(row_number() over (order by hash(call_id), call_id)) as part,
        shift_of(part, started_at) as shift
    from calls
    where started_at between '2025-06-01' and '2025-06-30 23:00:00' and call_id not like '%-%'
    qualify row_number() over (order by hash(call_id), call_id) <= getvariable('calls')
) as calls;
