-- Teams, agents and their states, and who is on duty on which day.

create table teams as
with numbered as (
    select t::integer as team_no from range(1, getvariable('teams') + 1) as list(t)
)

select
    team_no,
    team_id(team_no) as team_id,
    1 + (team_no - 1) % 7 as region_no,
    region_name(1 + (team_no - 1) % 7)
    || ['一', '二', '三', '四', '五', '六', '七'][1 + (team_no - 1) // 7] || '组' as team_name,
    -- The first five are set by hand so that a small demo has a clear order; more teams are drawn.
    coalesce([0.8, 0.1, -0.5, 0.45, -0.75][team_no], 1.6 * u('team quality', team_no) - 0.8) as quality,
    coalesce([0.75, 1.05, 1.1, 0.85, 1.45][team_no], 0.7 + 0.7 * u('team waits', team_no)) as wait_factor,
    coalesce([0.82, 1.25, 1.0, 0.92, 1.08][team_no], 0.8 + 0.45 * u('team talks', team_no)) as talk_factor,
    coalesce([0.55, 1.0, 1.1, 0.75, 1.75][team_no], 0.5 + 1.2 * u('team complaints', team_no)) as complaint_factor,
    coalesce([0.07, 0.03, 0.0, 0.05, -0.06][team_no], 0.15 * u('team connects', team_no) - 0.07) as connect_shift
from numbered;

create table agents as
with numbered as (
    select
        a::integer as agent_no,
        u('team', a) as draw,
        -- Joiners, leavers, movers and the promoted by the number, so that the smallest company has each of them.
        a % 5 = 0 as joins,
        a % 5 = 3 and a % 9 <> 4 as leaves,
        a % 6 = 2 as moves,
        a % 9 = 4 as is_promoted
    from range(1, getvariable('agents') + 1) as list(a)
),

placed as (
    select
        *,
        -- One of each team first, the rest by draw; the low numbers are the larger teams.
        case
            when agent_no <= getvariable('teams') then agent_no
            else 1 + floor(getvariable('teams') * pow(draw, 1.25))::integer
        end as first_team_no,
        case
            when joins then day_at(40 + 420 * u('hired', agent_no))
            else first_day() - (60 + 2400 * u('hired', agent_no))::integer
        end as hired_on
    from numbered
)

select
    agent_no,
    first_team_no,
    case when moves then 1 + first_team_no % getvariable('teams') end as second_team_no,
    case when moves then day_at(150 + 250 * u('moves', agent_no)) end as moved_on,
    case when is_promoted then day_at(120 + 330 * u('promoted', agent_no)) end as promoted_on,
    hired_on,
    case when leaves then day_at(100 + 440 * u('left', agent_no)) end as left_on,
    pick(['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '胡', '朱', '高', '林'], u('surname', agent_no))
    || pick(
        [
            '伟', '芳', '娜', '敏', '静', '丽', '强', '磊', '洋', '艳', '勇', '杰', '娟', '涛', '明', '秀英',
            '雨桐', '子涵', '浩然', '欣怡', '思远', '佳琪', '志强', '晓燕', '文博', '诗涵'
        ],
        u('given name', agent_no)
    ) as agent_name,
    pick(['全职', '全职', '全职', '全职', '外包', '兼职'], u('contract', agent_no)) as employment_type,
    round(32 + 26 * u('hourly cost', agent_no), 2) as hourly_cost,
    0.5 * z('talent', agent_no) as talent,
    1 + floor(3 * u('pace', agent_no))::integer as pace
from placed;

create view agent_states as
select
    agent_no,
    hired_on as state_from,
    coalesce(moved_on, date '2099-01-01') as state_to,
    first_team_no as team_no
from agents
union all
select agent_no, moved_on, date '2099-01-01', second_team_no
from agents
where moved_on is not null;

-- One row per agent and day on duty. Two days off in seven, at another weekday for each agent.
create table duty as
select
    agents.agent_no,
    days.day_no,
    agent_states.team_no::tinyint as team_no,
    teams.wait_factor,
    teams.talk_factor,
    teams.connect_shift,
    agents.pace,
    -- Skill: the team's habits, talent, and what a year on the job adds.
    0.7 * teams.quality + agents.talent
    + 0.8 * (1 - exp(-datediff('day', agents.hired_on, days.day) / 240.0)) as skill
from agents
inner join days
    on agents.hired_on <= days.day
    and coalesce(agents.left_on, date '2099-01-01') >= days.day
    and (days.day_no + agents.agent_no * 3) % 7 > 1
inner join agent_states
    on agents.agent_no = agent_states.agent_no
    and days.day >= agent_states.state_from
    and days.day < agent_states.state_to
inner join teams
    on agent_states.team_no = teams.team_no
where u('on leave', agents.agent_no * 1000 + days.day_no) > 0.04
order by days.day_no, agents.agent_no;

-- Seats: a quick agent holds three a day, a slow one holds one; a request takes a seat at random. A seat knows all that
-- a request or a call needs of its agent, so that one join gives it.
create table seats as
select
    day_no,
    agent_no,
    agent_id(agent_no) as agent_id,
    team_no,
    skill::float as skill,
    wait_factor::float as wait_factor,
    talk_factor::float as talk_factor,
    connect_shift::float as connect_shift,
    row_number() over (order by day_no, agent_no, seat)::integer as seat_no
from duty
cross join range(3) as list(seat)
where seat < pace;

create table seats_a_day as
select
    day_no,
    count(*)::integer as seats,
    min(seat_no) as first_seat
from seats
group by day_no;

-- A day without anybody on duty has no seat to give.
create macro seat_drawn(seats, first_seat, stream, id) as
    case when seats > 0 then first_seat + floor(seats * u(stream, id))::integer end;

create view export_agents as
with changes as (
    select
        agent_no,
        case when agent_no % 4 <> 1 then hired_on end as valid_from,
        hired_on as sorted_by,
        first_team_no as team_no,
        false as is_promoted
    from agents
    union all
    select
        agent_no,
        moved_on,
        moved_on,
        second_team_no,
        coalesce(promoted_on <= moved_on, false)
    from agents
    where moved_on is not null
    union all
    select
        agent_no,
        promoted_on,
        promoted_on,
        case when moved_on <= promoted_on then second_team_no else first_team_no end,
        true
    from agents
    where promoted_on is not null and promoted_on is distinct from moved_on
)

select
    agent_id(changes.agent_no) as agent_id,
    strftime(changes.valid_from::timestamp, '%Y-%m-%d %H:%M:%S') as valid_from,
    agents.agent_name,
    teams.team_id,
    teams.team_name,
    case
        when changes.is_promoted and agents.agent_no % 2 = 0 then '组长'
        when changes.is_promoted then '高级客服专员'
        else '客服专员'
    end as role,
    region_name(teams.region_no) as region,
    agents.employment_type,
    strftime(agents.hired_on, '%Y-%m-%d') as hired_on,
    strftime(agents.left_on, '%Y-%m-%d') as left_on,
    round(agents.hourly_cost * case when changes.is_promoted then 1.2 else 1 end, 2) as hourly_cost
from changes
inner join agents
    on changes.agent_no = agents.agent_no
inner join teams
    on changes.team_no = teams.team_no
-- Who left before a change never had it.
where changes.sorted_by <= coalesce(agents.left_on, date '2099-01-01')
order by changes.agent_no, changes.sorted_by;
