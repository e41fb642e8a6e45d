-- Shifts, trainings, goals and assessments of the agents.

create view export_agent_shifts as
with loaded as (
    select
        duty.*,
        days.season * pow(days.day_rhythm, 0.6) * case when days.is_fault_week then 1.7 else 1 end as load,
        duty.agent_no * 1000 + duty.day_no as shift_no,
        agents.employment_type = '兼职' as is_part_time
    from duty
    inner join days
        on duty.day_no = days.day_no
    inner join agents
        on duty.agent_no = agents.agent_no
),

worked as (
    select
        *,
        case when is_part_time then 14400 else 28800 end as scheduled_seconds,
        (case when is_part_time then 14400 else 28800 end * (0.94 + 0.10 * u('worked', shift_no)
        + case when load > 1.5 then 0.12 else 0 end))::integer as worked_seconds
    from loaded
),

busy as (
    select
        *,
        least(0.93, greatest(0.25, 0.55 + 0.04 * pace + 0.22 * (load - 1) - 0.03 * skill + 0.06 * z('busy', shift_no))) as busy_share
    from worked
)

select
    agent_id(agent_no) as agent_id,
    day_at(day_no) as shift_on,
    scheduled_seconds,
    worked_seconds,
    (worked_seconds * 0.88 * (1 - busy_share))::integer as available_seconds,
    (worked_seconds * 0.88 * busy_share)::integer as handling_seconds
from busy
order by day_no, agent_no;

create view months as
select
    m::integer as month_no,
    (first_day() + to_months(m::integer))::date as month_start
from range(18) as list(m);

create view staff_by_month as
select
    months.month_no,
    months.month_start,
    agents.*,
    agent_states.team_no,
    teams.quality,
    agents.agent_no * 100 + months.month_no as draw_no
from agents
cross join months
inner join agent_states
    on agents.agent_no = agent_states.agent_no
    and greatest(months.month_start, agents.hired_on) >= agent_states.state_from
    and greatest(months.month_start, agents.hired_on) < agent_states.state_to
inner join teams
    on agent_states.team_no = teams.team_no
where agents.hired_on <= months.month_start
    and coalesce(agents.left_on, date '2099-01-01') > (months.month_start + interval 27 days)::date;

create view export_training_records as
with courses as (
    select
        *,
        month_start + 6 + floor(18 * u('course day', agent_no % 3 * 100 + month_no))::integer as scheduled_on,
        1 + (agent_no + month_no) % 6 as course_no,
        u('attended', draw_no) < 0.80 + 0.18 * quality - case when month_no in (10, 14) then 0.25 else 0 end as attended,
        least(95, 52 + 9 * quality + 6 * talent + 0.8 * month_no + 9 * z('before', draw_no)) as points_before
    from staff_by_month
    -- The good teams train more; March and September are the training months, November has no time for it.
    where u('trained', draw_no) < 0.48 + 0.28 * quality + [0, 0, 0.3, 0, 0, -0.15][1 + month_no % 6] - 0.2 * (month_no = 10)::integer
),

examined as (
    select
        *,
        least(100, points_before + 12 + 3 * quality + 6 * z('after', draw_no)) as points_after,
        u('examined', draw_no) < 0.9 as is_examined
    from courses
)

select
    'TR' || lpad(course_no::varchar, 2, '0') as course_id,
    agent_id(agent_no) as agent_id,
    scheduled_on,
    ['服务礼仪', '产品知识', '投诉处理', '沟通技巧', '工单系统操作', '数据合规'][course_no] as course_name,
    attended,
    case when attended and is_examined then points_after >= 62 end as passed,
    case when attended and is_examined then round(points_before, 1) end as score_before,
    case when attended and is_examined then round(points_after, 1) end as score_after,
    [2, 3, 4, 3, 2, 1.5][course_no] as hours,
    case when attended then [200, 300, 500, 400, 200, 150][course_no] end as cost,
    case when attended then 'CNY' end as currency
from examined
order by scheduled_on, agent_no;

create view export_agent_goals as
with planned as (
    select
        *,
        unnest([
            case when month_no % 3 = 0 then 1 end,
            case when u('needs a plan', draw_no) < 0.25 - 0.10 * quality then 2 end
        ]) as kind_no
    from staff_by_month
),

timed as (
    select
        *,
        month_start + 2 + floor(6 * u('goal set', draw_no))::integer as set_on,
        month_start + case kind_no when 1 then 89 else 58 end as due_on,
        60 + floor(40 * u('goal', draw_no))::integer as target_value,
        u('goal kept', draw_no) as kept_draw,
        -- What is due after November's rush is put off.
        0.66 + 0.33 * quality + 0.024 * month_no - case when month_no in (8, 9, 10) then 0.75 else 0 end as kept_share
    from planned
    where kind_no is not null
),

completed as (
    select
        *,
        case
            when kept_draw < kept_share then due_on - floor(15 * u('goal early', draw_no))::integer
            when kept_draw < kept_share + 0.12 then due_on + 1 + floor(20 * u('goal late', draw_no))::integer
        end as completion
    from timed
)

select
    'G' || kind_no || (1000000 + draw_no) as goal_id,
    agent_id(agent_no) as agent_id,
    case kind_no when 1 then 'goal' else 'improvement_plan' end as kind,
    set_on,
    due_on,
    case when completion <= last_day() and completion <= coalesce(left_on, last_day()) then completion end as completed_on,
    target_value,
    case
        when due_on <= last_day()
            then round(target_value * case when kept_draw < kept_share then 1 + 0.15 * u('goal value', draw_no) else 0.6 + 0.35 * u('goal value', draw_no) end, 1)
    end as actual_value
from completed
order by set_on, agent_no, kind_no;

create view export_agent_assessments as
with assessed as (
    select
        *,
        month_start + 14 as assessed_on,
        unnest(range(1, 9)) as dimension_no,
        datediff('month', hired_on, month_start) as months_employed
    from staff_by_month
    -- Every third month, a third of the agents each month.
    where (month_no + agent_no) % 3 = 0
)

select
    agent_id(agent_no) as agent_id,
    assessed_on,
    [
        'overall', 'product_knowledge', 'industry_knowledge', 'regulations', 'communication', 'problem_solving', 'tools', 'learning'
    ][dimension_no] as dimension,
    least(100, greatest(20, round(
        48 + 6 * talent + 7 * quality + 16 * (1 - exp(-months_employed / 14.0)) + [0, 2, -3, -5, 3, 0, 1, 2][dimension_no]
        -- The good teams learn faster; a hard month shows.
        + 0.8 * (1 + quality) * month_no - case when month_no in (10, 11, 14) then 4 else 0 end
        + case dimension_no when 1 then 1.5 else 4 end * z('assessed', draw_no * 8 + dimension_no), 1
    ))) as score,
    100 as max_score
from assessed
order by assessed_on, agent_no, dimension_no;
