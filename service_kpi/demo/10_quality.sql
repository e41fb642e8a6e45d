-- Quality audits: a sample of the handled requests, eight items each. Auditors do not grow as fast as requests.

create view export_quality_audits as
with sampled as (
    select
        *,
        n as audit_no,
        so_far(after(resolved_at, 90000 + 500000 * u('audited', n))) as audited_at,
        u('auditor', n) as auditor_draw
    from rated_requests
    where u('audit', n) < least(0.15, 0.08 * pow(6000.0 / getvariable('requests'), 0.3))
),

items as (
    select
        *,
        ['correct_handling', 'correct_handling', 'record_entry', 'information_given', 'attitude', 'professionalism', 'standard', 'standard'][item_no]
            as criterion,
        audit_no * 8 + item_no as judged_no
    from (select *, unnest(range(1, 9)) as item_no from sampled where audited_at is not null)
),

judged as (
    select
        *,
        -- Not every item can be judged: no information was given, no standard text was due.
        not (item_no in (4, 8) and u('not applicable', judged_no) < 0.22) as is_applicable,
        u('passed', judged_no)
        < [0.90, 0.87, 0.86, 0.88, 0.91, 0.87, 0.85, 0.82][item_no] + 0.2 * skill - 0.12 - 0.2 * (pressure - 1) + 0.006 * (month_no - 9) as would_pass
    from items
)

select
    'QA' || (getvariable('id_base') + audit_no) as audit_id,
    'IT' || item_no as item_id,
    criterion,
    request_id,
    case when channel_no = 1 and u('by call', n) < 0.55 then 'C' || (getvariable('id_base') * 10 + n * 4) end as call_id,
    agent_id,
    'QC' || (1 + floor(4 * auditor_draw)::integer) as auditor_id,
    clock(audited_at) as audited_at,
    is_applicable,
    case when is_applicable then would_pass end as is_passed,
    item_no in (1, 4) as is_fatal,
    case when is_applicable then case when would_pass then [20, 15, 10, 15, 10, 10, 10, 10][item_no] else floor(9 * u('points', judged_no))::integer end end
        as score,
    case when is_applicable then [20, 15, 10, 15, 10, 10, 10, 10][item_no] end as max_score,
    -- Some auditors count the errors, the others only fail the item.
    case
        when not is_applicable or auditor_draw >= 0.75 then null
        when would_pass then 0
        else 1 + (u('errors', judged_no) < 0.2)::integer
    end as error_count
from judged;
