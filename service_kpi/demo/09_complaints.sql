-- Complaints: about a request, some a second time about the same matter, and some without a request's number.

create view export_complaints as
with complained as (
    select
        *,
        after(created_at, 3600 + skewed(80000, 0.8, 'complains', n)) as first_submitted_at,
        1 + floor(6 * pow(u('category', n), 1.3))::integer as category_no
    from requests
    where duplicate_of is null
        and cancelled_at is null
        and u('complaint', n) < 0.3  -- cheap to know, and few are left
        and u('complaint', n) < (
            0.045 * coalesce([0.55, 1.0, 1.1, 0.75, 1.75][team_no], 0.5 + 1.2 * u('team complaints', coalesce(team_no, 0)))
            * pow(pressure, 0.9) * exp(-0.25 * skill) * case when type_no in (3, 7) then 1.5 else 1 end
        )
),

voiced as (
    select
        *,
        unnest([1, case when u('again', n) < 0.10 then 2 end]) as voice
    from complained
),

submitted as (
    select
        * exclude (accepted_at, first_response_at, resolved_at),
        n * 2 + voice - 1 as complaint_no,
        case voice when 1 then first_submitted_at else after(first_submitted_at, 250000 + 1800000 * u('second', n)) end as submitted_at
    from voiced
    where voice is not null
),

handled as (
    select
        *,
        so_far(after(submitted_at, skewed(2600 * pressure * wait_factor, 0.9, 'complaint accepted', complaint_no))) as accepted_at,
        so_far(after(submitted_at, skewed(17000 * pressure * wait_factor, 0.9, 'complaint answered', complaint_no))) as first_response_at,
        case
            when u('complaint resolved', complaint_no) < 0.74 + 0.2 * skill - 0.1 * (pressure > 1.6)::integer
                then so_far(after(submitted_at, 20000 + skewed(150000 * wait_factor * exp(-0.2 * skill), 0.7, 'complaint handled', complaint_no)))
        end as resolved_at,
        n % 7 = 4 as has_no_number
    from submitted
    where so_far(submitted_at) is not null
),

paid as (
    select
        *,
        case when resolved_at is not null and u('paid', complaint_no) < 0.18 then round(20 + 480 * pow(u('payment', complaint_no), 2), 2) end
            as compensation_amount
    from handled
)

select
    'TS' || (getvariable('id_base') * 2 + complaint_no) as complaint_id,
    case when not has_no_number then request_id end as request_id,
    case when n % 60 <> 31 then customer_id end as customer_id,
    -- Where the request is known the agent and the team come from it.
    case when has_no_number then agent_id end as agent_id,
    case when has_no_number then team_id(team_no) end as team_id,
    case when has_no_number then service_id(service_no) end as service_id,
    case when n % 3 = 0 then region_name(region_no) end as region,
    pick(['phone', 'phone', 'online', 'wechat', 'app', 'email'], u('complaint by', complaint_no)) as channel,
    case
        when type_no = 3 and u('fault complaint', n) < 0.6 then '产品质量'
        else ['响应慢', '处理质量', '服务态度', '费用争议', '物流配送', '产品质量'][category_no]
    end as category,
    pick(['一般', '一般', '一般', '较重', '较重', '严重'], u('severity', complaint_no)) as severity,
    clock(submitted_at) as submitted_at,
    clock(accepted_at) as accepted_at,
    clock(first_response_at) as first_response_at,
    clock(resolved_at) as resolved_at,
    case
        when resolved_at is null then null
        when compensation_amount is not null then '赔偿'
        else pick(['道歉', '重新处理', '解释说明', '不成立'], u('complaint outcome', complaint_no))
    end as outcome,
    compensation_amount,
    case when compensation_amount is not null then 'CNY' end as currency
from paid;
