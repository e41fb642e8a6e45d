-- Postings and improvement actions.

-- What was worked and sold, in whole numbers, so that the sums are the same in whatever order they are added.
create table work_by_month as
select
    month_no,
    team_no,
    service_no,
    count(*) as requests
from requests
where cancelled_at is null
group by month_no, team_no, service_no;

create table hours_by_month as
select
    days.month_no,
    duty.team_no,
    count(*) * 8 as hours
from duty
inner join days
    on duty.day_no = days.day_no
group by days.month_no, duty.team_no;

create view export_service_finances as
with requests_of_teams as (
    select month_no, team_no, sum(requests)::bigint as requests
    from work_by_month
    where team_no is not null
    group by month_no, team_no
),

requests_of_services as (
    select month_no, service_no, sum(requests)::bigint as requests
    from work_by_month
    group by month_no, service_no
),

requests_of_all as (
    select month_no, sum(requests)::bigint as requests
    from work_by_month
    group by month_no
),

labour as (
    select
        1 as part, month_no, team_no as member, 'cost' as kind, 'labour' as category, team_no, null as service_no, true as is_service,
        hours * (44 + 4 * u('wage', team_no)) * (1 + 0.003 * month_no) as amount, 'CNY' as currency
    from hours_by_month
),

of_teams as (
    select
        2 + kind_no as part, month_no, team_no as member,
        case kind_no when 3 then 'revenue' else 'cost' end as kind,
        case kind_no when 0 then 'material' when 1 then 'training' when 2 then 'equipment' end as category,
        team_no, null as service_no, true as is_service,
        requests * [38, 9, 14, 520][1 + kind_no] * (0.8 + 0.4 * u('team posting', team_no * 1000 + month_no * 10 + kind_no))
        * case when kind_no = 3 then 1.1 - 0.05 * (team_no % 3) else 1 end as amount,
        'CNY' as currency
    from requests_of_teams
    cross join range(4) as list(kind_no)
),

of_services as (
    select
        6 + kind_no as part, month_no, service_no as member,
        case kind_no when 1 then 'revenue' else 'cost' end as kind,
        case kind_no when 0 then 'maintenance' end as category,
        null as team_no, service_no, kind_no = 1 or service_no % 2 = 0 as is_service,
        requests * [30, 210][1 + kind_no] * (0.75 + 0.5 * u('service posting', service_no * 1000 + month_no * 10 + kind_no))
        -- The fault week had its price.
        * case when kind_no = 0 and month_no = 14 then 2.4 else 1 end as amount,
        'CNY' as currency
    from requests_of_services
    cross join range(2) as list(kind_no)
),

of_the_company as (
    select
        10 + kind_no as part, month_no, 0 as member,
        ['cost', 'cost', 'cost', 'revenue', 'operating_profit', 'cost'][1 + kind_no] as kind,
        ['indirect', 'innovation', 'other', null, null, 'equipment'][1 + kind_no] as category,
        null as team_no, null as service_no,
        kind_no in (0, 5) as is_service,
        requests * [60, 45, 25, 900, 260, 4][1 + kind_no] * (0.8 + 0.4 * u('company posting', month_no * 10 + kind_no))
        * case when kind_no = 4 and month_no in (1, 13, 14) then 0.45 else 1 end as amount,
        -- Software from abroad is paid in dollars.
        case kind_no when 5 then 'USD' else 'CNY' end as currency
    from requests_of_all
    cross join range(6) as list(kind_no)
),

postings as (
    select * from labour
    union all
    select * from of_teams
    union all
    select * from of_services
    union all
    select * from of_the_company
)

select
    'F' || (100000000 + part * 10000000 + month_no * 10000 + member) as posting_id,
    (first_day() + to_months(1 + month_no::integer))::date - 1 as posted_on,
    kind,
    category,
    team_id(team_no) as team_id,
    service_id(service_no) as service_id,
    is_service,
    round(amount, 2) as amount,
    currency
from postings
order by month_no, part, member;

create view export_improvement_actions as
select *
from (
    values
    (
        'IA001', 'call_connect_rate', 'team', 'T03', '高峰时段回呼与排班调整', 'A1003', date '2024-09-15', date '2024-10-01', date '2024-11-15', 0.12,
        '1. 高峰时段增开回呼;2. 午间错峰排班;3. 每周复盘', '运营部', 60000.00, 57300.00, 'CNY'
    ),
    (
        'IA002', 'average_call_duration', 'team', 'T02', '标准话术,缩短通话', 'A1002', date '2024-08-20', date '2024-09-01', date '2024-10-31', -30.0,
        '1. 编写话术;2. 培训;3. 抽查', '质检部', 30000.00, 34800.00, 'CNY'
    ),
    (
        'IA003', 'csat_top_box_rate', 'company', 'all', '新工单系统上线', 'A1001', date '2024-05-10', date '2024-06-03', date '2024-12-20', 0.05,
        '1. 选型;2. 试点"华东一组";3. 全员切换', '信息部', 480000.00, 512600.00, 'CNY'
    ),
    (
        'IA004', 'complaint_rate', 'team', 'T05', '投诉回访专班', 'A1005', date '2025-05-05', date '2025-05-12', null, -0.02,
        '1. 成立专班;2. 48 小时回访', '客户体验部', 40000.00, null, 'CNY'
    ),
    (
        'IA005', 'mean_time_to_repair', 'company', 'all', '平台故障复盘与冗余建设', 'A1001', date '2025-03-24', date '2025-04-01', null, -3600.0,
        '1. 复盘;2. 双活改造', '技术部', 15000.00, 9200.00, 'USD'
    )
) as list (
    action_id, kpi_id, scope_type, scope_id, title, owner_id, planned_on, started_on, completed_on, expected_change,
    steps, proposed_by, budget_amount, actual_amount, currency
);
