-- Surveys: customers on their request (csat, nps, ces), reviews nobody asked for, and what partners, outside
-- inspectors and the staff themselves say.

-- How pleased a customer is, before chance: skill and success please, waiting, returning and a strained day do not.
create macro mood(skill, pressure, wait_factor, is_resolved, was_reopened) as
    3.95 + 0.55 * skill - 0.75 * ln(pressure) - 0.55 * ln(wait_factor)
    + case when is_resolved then 0.15 else -0.8 end - 0.5 * was_reopened::integer;

create macro rating(mood, low, high) as least(high, greatest(low, round(mood)))::integer;

create macro remark(score, id) as
    case
        when score >= 4 then pick([
            '很满意', '响应很快,态度也好', '客服说:"马上处理",结果当天就解决了', '专业、耐心', '谢谢!', '一次就解决了'
        ], u('remark', id))
        when score = 3 then pick(['一般', '能解决,但等得有点久', '还行'], u('remark', id))
        else pick([
            '等了很久,没人接', '问题没有解决', '来回转了三次,"请稍等"听了一天', '处理太慢', '态度生硬,不愿再打'
        ], u('remark', id))
    end;

-- The share of a small company's invitations.
create macro asked() as getvariable('asked_per_mille') / 1000;

create view rated_requests as
select
    *,
    mood(skill, pressure, wait_factor, is_resolved, reopened_at is not null) + 1.0 * z('mood', n) as mood
from requests
where agent_id is not null and resolved_at is not null and duplicate_of is null;

-- csat 1-5: overall, and for half of those who answer the long form, four dimensions in turn.
create view csat_rows as
with invited as (
    select
        *,
        so_far(after(resolved_at, 120 + 1500 * u('csat sent', n))) as sent_at
    from rated_requests
    where u('csat', n) < 0.42 * asked()
),

answering as (
    select
        *,
        case
            when u('csat answered', n) < 0.34 + 0.05 * mood - 0.15 * ln(pressure * wait_factor)
                then so_far(after(sent_at, skewed(9000, 1.1, 'csat answers', n)))
        end as responded_at,
        u('form', n) < 0.5 as is_long_form,
        1 + n % 4 as form
    from invited
    where sent_at is not null
),

asked as (
    select
        n,
        mood,
        skill,
        pressure,
        'Q' || (getvariable('id_base') + n) as response_id,
        'I' || (getvariable('id_base') + n) as invitation_id,
        case when n % 60 <> 31 and u('anonymous', n) >= 0.07 then customer_id end as respondent_id,
        request_id,
        agent_id,
        channel_name(channel_no) as channel,
        case channel_no when 1 then pick(['phone', 'online'], u('csat by', n)) when 5 then 'email' else 'online' end
            as collection_method,
        clock(sent_at) as sent_at,
        clock(responded_at) as responded_at,
        unnest(
            case
                when responded_at is null then [null]
                when not is_long_form then ['overall']
                else [
                    ['overall', 'attitude', 'professionalism', 'problem_solving', 'response_speed'],
                    ['overall', 'product_quality', 'price', 'price_tolerance', 'company_image'],
                    ['overall', 'delivery', 'after_sales', 'relationship', 'communication'],
                    ['overall', 'environment', 'personalisation', 'innovation', 'warmth', 'courtesy']
                ][form]
            end
        ) as dimension
    from answering
),

scored as (
    select
        *,
        case
            when dimension = 'overall' then rating(mood, 1, 5)
            when dimension is not null
                then rating(
                    -- Asked for details people are less polite.
                    mood - 0.6 + 0.7 * skill - 1.0 * ln(pressure) + 0.7 * z('dimension', n * 4096 + len(dimension) * 128 + ascii(dimension[-1]))
                    + case
                        when dimension in ('price', 'price_tolerance') then -0.45
                        when dimension in ('attitude', 'courtesy', 'warmth') then 0.25
                        when dimension = 'response_speed' then -0.5 * ln(pressure)
                        else 0
                    end,
                    1, 5
                )
        end as score
    from asked
)

select
    response_id,
    dimension,
    invitation_id,
    'csat' as survey,
    'customer' as respondent_type,
    respondent_id,
    request_id,
    agent_id,
    null as service_id,  -- the request's
    null as region,
    channel,
    collection_method,
    sent_at,
    responded_at,
    score,
    case when dimension = 'overall' and u('expected', n) < 0.45 then rating(4.3 + 0.6 * z('expectation', n), 1, 5) end
        as expected_score,
    case when score is not null then 1 end as scale_min,
    case when score is not null then 5 end as scale_max,
    case when dimension = 'overall' and u('remarks', n) < 0.25 then remark(score, n) end as comment
from scored;

-- nps 0-10 to one in six, ces 1-7 (the more the easier) to one in seven, a review of their own accord from one in twelve.
create view other_customer_rows as
with asked as (
    select
        *,
        case when survey_draw < 0.16 * asked() then 1 when survey_draw < 0.30 * asked() then 2 else 3 end as survey_no
    from (select *, u('other survey', n) as survey_draw from rated_requests)
    where survey_draw < 0.38 * asked()
),

sent as (
    select
        *,
        case when survey_no < 3 then so_far(after(resolved_at, 90000 + 300000 * u('survey sent', n))) end as sent_at
    from asked
),

answered as (
    select
        *,
        case
            when survey_no = 3 then so_far(after(resolved_at, skewed(60000, 1, 'reviews', n)))
            when u('survey answered', n) < 0.5 then so_far(after(sent_at, skewed(20000, 1, 'answers', n)))
        end as responded_at
    from sent
),

scored as (
    select
        *,
        case
            when responded_at is null then null
            when survey_no = 1 then rating(8.1 + 1.5 * (mood - 3.95) + 0.8 * z('nps', n), 0, 10)
            when survey_no = 2 then rating(5.0 + 1.4 * (mood - 3.95) - 0.5 * ln(pressure) + 0.7 * z('ces', n), 1, 7)
            -- Who writes unasked is of two minds less often, and minds the wait.
            else rating(3.95 + 1.7 * (mood - 3.95) - 0.7 * ln(pressure), 1, 5)
        end as score
    from answered
    where sent_at is not null or responded_at is not null
)

select
    ['N', 'U', 'V'][survey_no] || (getvariable('id_base') + n) as response_id,
    null as dimension,
    ['J', 'L'][survey_no] || (getvariable('id_base') + n) as invitation_id,
    ['nps', 'ces', 'review'][survey_no] as survey,
    'customer' as respondent_type,
    case when n % 60 <> 31 and u('anonymous', n) >= 0.07 then customer_id end as respondent_id,
    request_id,
    agent_id,
    case when n % 50 <> 8 then service_id(service_no) end as service_id,
    null as region,
    channel_name(channel_no) as channel,
    'online' as collection_method,
    clock(sent_at) as sent_at,
    clock(responded_at) as responded_at,
    score,
    null as expected_score,
    case when score is not null then [0, 1, 1][survey_no] end as scale_min,
    case when score is not null then [10, 7, 5][survey_no] end as scale_max,
    case when survey_no = 3 then remark(score, n) end as comment
from scored;

-- The staff: satisfaction and collaboration each month, recommendation each quarter (half of the answers without a name,
-- but for collaboration).
create table staff_rows as
with months as (
    select m::integer as month_no, first_day() + to_months(m::integer) as month_start
    from range(18) as list(m)
),

asked as (
    select
        agents.agent_no,
        months.month_no,
        months.month_start::date as month_start,
        agents.talent,
        agent_states.team_no,
        teams.quality,
        unnest([
            'employee',
            case when month_no % 3 = 2 then 'employee_nps' end,
            'collaboration'
        ]) as survey
    from agents
    cross join months
    inner join agent_states
        on agents.agent_no = agent_states.agent_no
        and month_start >= agent_states.state_from
        and month_start < agent_states.state_to
    inner join teams
        on agent_states.team_no = teams.team_no
    where agents.hired_on <= months.month_start
        and coalesce(agents.left_on, date '2099-01-01') > months.month_start + interval 20 days
),

answered as (
    select
        *,
        agent_no * 100 + month_no as answer_no,
        start_of(month_start) + 9 * 86400 + 9 * 3600 as sent_at,
        case
            when u(survey || ' answered', agent_no * 100 + month_no) < 0.86
                then after(start_of(month_start) + 9 * 86400 + 9 * 3600, 3600 + 500000 * u(survey || ' answers', agent_no * 100 + month_no))
        end as responded_at,
        -- November and the fault week's month weigh on the staff.
        0.6 * quality + case when month_no in (10, 14) then -0.6 else 0 end + 0.8 * z(survey || ' mood', agent_no * 100 + month_no) as mood
    from asked
    where survey is not null
)

select
    'P' || case survey when 'employee' then 1 when 'employee_nps' then 2 else 3 end || (1000000 + answer_no) as response_id,
    case when survey = 'employee' and responded_at is not null then 'overall' end as dimension,
    'H' || case survey when 'employee' then 1 when 'employee_nps' then 2 else 3 end || (1000000 + answer_no) as invitation_id,
    survey,
    'agent' as respondent_type,
    case when survey = 'collaboration' or u('named', answer_no) < 0.5 then agent_id(agent_no) end as respondent_id,
    null as request_id,
    -- The team of an answer is the team of this agent; for the staff surveys any colleague of it stands for the team.
    agent_id(agent_no) as agent_id,
    null as service_id,
    null as region,
    null as channel,
    'online' as collection_method,
    clock(sent_at) as sent_at,
    clock(responded_at) as responded_at,
    case
        when responded_at is null then null
        when survey = 'employee_nps' then rating(7.3 + 1.8 * mood, 0, 10)
        when survey = 'employee' then rating(3.8 + mood, 1, 5)
        else rating(4.0 + mood, 1, 5)
    end as score,
    null as expected_score,
    case when responded_at is not null then case survey when 'employee_nps' then 0 else 1 end end as scale_min,
    case when responded_at is not null then case survey when 'employee_nps' then 10 else 5 end end as scale_max,
    null as comment
from answered
order by response_id;

-- Twelve partners on a service each quarter; inspectors on a team each month, out of a hundred.
create table outside_rows as
with months as (
    select m::integer as month_no, (first_day() + to_months(m::integer))::date as month_start
    from range(18) as list(m)
),

partners as (
    select
        month_no * 100 + p as answer_no,
        month_start + interval 10 hours + to_days(13 + p::integer % 4) as responded_at,
        p,
        month_no,
        3.9 + 0.03 * month_no + 0.8 * z('partner', month_no * 100 + p) - case when month_no in (10, 14) then 0.7 else 0 end as mood
    from months
    cross join range(1, 13) as list(p)
),

inspections as (
    select
        teams.team_no * 1000 + month_no * 10 + visit as answer_no,
        month_start + interval 14 hours + to_days(19 + visit::integer) as responded_at,
        teams.*,
        78 + 9 * quality + 0.5 * month_no - case when month_no in (10, 14) then 8 else 0 end
        + 4 * z('inspection', teams.team_no * 1000 + month_no * 10 + visit) as points,
        first_value(agents.agent_no) over (partition by teams.team_no, month_no, visit order by agents.agent_no) as inspected_no,
        agents.agent_no,
        visit
    from months
    cross join teams
    cross join range(2) as list(visit)
    inner join agents
        on teams.team_no = agents.first_team_no
    where agents.second_team_no is null
        and agents.hired_on < months.month_start
        and agents.left_on is null
)

select
    'B' || (1000000 + answer_no) as response_id,
    'overall' as dimension,
    null as invitation_id,
    'partner' as survey,
    'partner' as respondent_type,
    'PA' || (100 + p) as respondent_id,
    null as request_id,
    null as agent_id,
    service_id(1 + p % 9) as service_id,
    null as region,
    null as channel,
    'interview' as collection_method,
    null::timestamp as sent_at,
    responded_at,
    rating(mood, 1, 5) as score,
    null as expected_score,
    1 as scale_min,
    5 as scale_max,
    null as comment
from partners
union all
select
    'D' || (1000000 + answer_no),
    'overall',
    null,
    'third_party',
    'third_party',
    'TP' || (1 + visit),
    null,
    agent_id(agent_no),
    null,
    region_name(region_no),
    case visit when 0 then 'phone' else 'online' end,
    case visit when 0 then 'phone' else 'on_site' end,
    null,
    responded_at,
    rating(points, 0, 100),
    null,
    0,
    100,
    null
from inspections
where agent_no = inspected_no
order by response_id;

create view export_survey_responses as
select * from csat_rows
union all
select * from other_customer_rows
union all
select * from staff_rows
union all
select * from outside_rows;
