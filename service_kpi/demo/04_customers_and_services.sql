-- Customers and services. What a row needs of its customer is worked out from the customer's number, without a join.

-- Seven in ten were customers before the span, the others join in the course of it.
create macro customer_joined(k) as
    case
        when k <= getvariable('founders') then -(1 + 1800 * u('joined', k))::integer
        else floor(540.0 * (k - getvariable('founders')) / (getvariable('customers') - getvariable('founders') + 1))::integer
    end;

create macro customers_on(day_no) as
    least(
        getvariable('customers'),
        getvariable('founders') + day_no / 540.0 * (getvariable('customers') - getvariable('founders') + 1)
    );

-- One of those of the day, by an even draw. A few customers ask often, most seldom.
create macro customer_drawn(share, day_no) as
    1 + floor(floor(customers_on(day_no)) * share * sqrt(share))::integer;

-- One in seventeen ends the contract some day; after it, the neighbour before takes the place in every draw.
create macro customer_closed(k) as
    case when k % 17 = 5 then greatest(customer_joined(k) + 30, 40 + floor(500 * u('closed', k))::integer) end;
create macro customer_still_there(k, day_no) as case when customer_closed(k) <= day_no then k - 1 else k end;

create macro customer_region_no(k) as place_of([28, 20, 16, 13, 11, 6, 6], u('home', k));
create macro customer_segment(k) as
    ['个人', '小微企业', '中型企业', '大客户'][place_of([55, 25, 13, 7], u('segment', k))];

create macro is_member(k) as u('member', k) < 0.45;
create macro member_from(k) as
    greatest(customer_joined(k), floor(-700 + 1100 * u('member from', k))::integer);

create view export_customers as
select
    customer_id(k) as customer_id,
    case
        when customer_segment(k) = '个人'
            then pick(['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '何', '郭', '马', '罗'], u('surname', k))
                || pick(['先生', '女士', '建国', '淑华', '梓萱', '宇轩', '海燕', '俊杰', '婷婷', '国强'], u('given name', k))
        else region_name(customer_region_no(k))
            || pick(['恒信', '瑞丰', '明达', '华盛', '金桥', '远航', '智联', '德润', '宏图', '百川'], u('firm', k))
            || pick(['商贸', '科技', '物流', '制造', '餐饮', '教育'], u('trade', k)) || '有限公司'
    end as customer_name,
    '1' || pick(['30', '35', '38', '50', '58', '77', '86', '99'], u('phone', k))
    || (10000000 + floor(89999999 * u('phone number', k))::bigint) as phone,
    case when u('has email', k) < 0.7 then 'k' || k || '@example.cn' end as email,
    customer_segment(k) as segment,
    region_name(customer_region_no(k)) as region,
    day_at(customer_joined(k)) as joined_on,
    case when customer_closed(k) <= day_of(last_day()) then day_at(customer_closed(k)) end as closed_on,
    is_member(k) as is_member,
    case when is_member(k) then day_at(member_from(k)) end as member_from_on,
    -- Some memberships ran out; a few run to a day after as_of.
    case
        when is_member(k) and u('member to', k) < 0.18 then day_at(member_from(k) + 200 + 700 * u('member to', k * 3 + 1))
    end as member_to_on,
    case when is_member(k) then pick(['普通', '普通', '银卡', '金卡', '钻石'], u('tier', k)) end as member_tier
from range(1, getvariable('customers') + 1) as list(k)
order by k;

create table services as
select *
from (
    values
    (1, '家电维修', '维修服务', date '2019-03-01', null, false, 2400),
    (2, '安装调试', '维修服务', date '2019-03-01', null, false, 2700),
    (3, '智能家居', '产品', date '2021-06-15', null, false, 1500),
    (4, '云存储', '云产品', date '2020-09-01', null, false, 1200),
    (5, '企业邮箱', '云产品', date '2020-09-01', null, false, 1100),
    (6, '会员商城', '零售', date '2019-11-11', null, false, 900),
    (7, '延保服务', '维修服务', date '2022-05-20', null, false, 1300),
    (8, '定制集成', '企业方案', date '2021-01-10', null, true, 3600),
    (9, '专属顾问', '企业方案', date '2022-10-01', null, true, 2100),
    (10, '电话缴费', '零售', date '2019-03-01', date '2024-09-30', false, 600),
    (11, '远程诊断', '云产品', date '2024-04-15', null, false, 1000),
    (12, '上门清洗', '维修服务', date '2024-10-08', null, false, 1800),
    (13, '能源管家', '企业方案', date '2025-02-17', null, true, 2000),
    (14, '智能门锁', '产品', date '2025-05-12', null, false, 1600)
) as list (service_no, service_name, service_line, launched_on, retired_on, is_customised, standard_handling_seconds);

create view export_services as
select service_id(service_no) as service_id, * exclude (service_no)
from services
order by service_no;

-- The established ones, and from its launch day each new one with a growing share. Two even draws choose.
create macro service_drawn(share, new_share, day_no) as
    case
        when new_share < 0.05 and day_no >= day_of(date '2024-04-15') then 11
        when new_share < 0.09 and day_no >= day_of(date '2024-10-08') then 12
        when new_share < 0.12 and day_no >= day_of(date '2025-02-17') then 13
        when new_share < 0.15 and day_no >= day_of(date '2025-05-12') then 14
        when share >= 0.96 and day_no > day_of(date '2024-09-30') then 6
        else place_of([20, 12, 14, 12, 8, 14, 6, 6, 4, 4], share)
    end;
