-- Orders, members' points, shop checkouts, stockouts and the upkeep of the assets.

create table order_days as
with weights as (
    select
        *,
        sum((season * season * day_rhythm * (1 + month_no / 40.0) * 1000000)::bigint) over (order by day_no)::hugeint as share_to,
        sum((season * season * day_rhythm * (1 + month_no / 40.0) * 1000000)::bigint) over ()::hugeint as share_all
    from days
)

select
    day_no,
    month_no,
    season,
    (share_to * getvariable('orders') // share_all)::bigint as last_order
from weights
order by day_no;

-- Numbers spread over the days as orders are; points movements and checkouts follow the same rhythm.
create table order_numbers as
with numbered as (
    select *, lag(last_order, 1, 0) over (order by day_no) as before
    from order_days
    order by day_no
)

select
    day_no,
    month_no,
    season,
    pow(season, 1.5) as rush,
    day_no * 86400 as midnight,
    unnest(range(before + 1, last_order + 1)) as n
from numbered;

create view export_orders as
with placed as (
    select
        *,
        after(midnight, 28800 + 54000 * pow(u('ordered', n), 0.8)) as ordered_at,
        customer_drawn(u('buyer', n), day_no) as customer_drawn_no,
        u('bought', n) as service_draw,
        u('bought, new', n) as new_service_draw,
        u('items', n) as items_draw,
        u('price', n) as price_draw
    from order_numbers
),

promised as (
    select
        *,
        ordered_at + 86400 * (2 + (u('far', n) < 0.3)::integer) as promised_at,
        customer_still_there(customer_drawn_no, day_no) as customer_no,
        customer_region_no(customer_still_there(customer_drawn_no, day_no)) as region_no,
        1 + floor(4 * items_draw * items_draw)::integer as item_count,
        u('order end', n) as end_draw
    from placed
),

delivered as (
    select
        *,
        so_far(case when end_draw < 0.035 then after(ordered_at, 600 + 60000 * u('order cancelled', n)) end) as cancelled_at,
        so_far(case when end_draw between 0.035 and 0.043 then after(ordered_at, 600000 + 400000 * u('lost', n)) end) as lost_at,
        -- Slower in the north-west and in a rush.
        so_far(case
            when end_draw > 0.043
                then after(ordered_at, skewed(
                    118000 * [0.88, 0.93, 0.98, 1.0, 1.12, 1.35, 1.15][region_no] * pow(season, 0.9), 0.32, 'delivery', n
                ))
        end) as delivered_at
    from promised
),

checked as (
    select
        *,
        delivered_at is not null and u('returned', n) < [0.05, 0.05, 0.07, 0.06, 0.09, 0.10, 0.08][region_no] * rush as is_returned
    from delivered
)

select
    'O' || (getvariable('id_base') + n) as order_id,
    customer_id(customer_no) as customer_id,
    service_id(service_drawn(service_draw, new_service_draw, day_no)) as service_id,
    pick(['app', 'app', 'wechat', 'online', 'phone'], u('bought by', n)) as channel,
    case when n % 4 <> 1 then region_name(region_no) end as region,
    clock(ordered_at) as ordered_at,
    round(39 + 60 * item_count + 900 * price_draw * price_draw * price_draw * price_draw, 2) as amount,
    'CNY' as currency,
    clock(promised_at) as promised_at,
    clock(delivered_at) as delivered_at,
    clock(cancelled_at) as cancelled_at,
    clock(lost_at) as lost_at,
    item_count,
    case when delivered_at is not null and u('counted', n) < 0.96 then (u('wrong', n) < 0.018 * pow(season, 2))::integer end as wrong_item_count,
    case when delivered_at is not null and u('counted', n) < 0.96 then (u('missing', n) < 0.014 * pow(season, 2))::integer end as missing_item_count,
    case when delivered_at is not null then u('damaged', n) < 0.012 + 0.008 * (region_no > 4)::integer end as is_damaged,
    clock(so_far(case when is_returned then after(delivered_at, 90000 + 500000 * u('returns', n)) end)) as returned_at,
    -- Test orders that the shop took out again the same day.
    case when n % 997 = 500 then clock(ordered_at + 3600) end as updated_at,
    case when n % 997 = 500 then true end as is_deleted
from checked;

create view export_member_activity as
with moved as (
    select
        n,
        after(midnight, 30000 + 50000 * u('points at', n)) as occurred_at,
        day_no,
        customer_drawn(u('member points', n), day_no) as customer_drawn_no,
        u('redeems', n) < 0.16 + 0.006 * month_no + case when month_no in (10, 17) then 0.1 else 0 end as redeems
    from order_numbers
)

select
    'M' || (getvariable('id_base') + n) as activity_id,
    customer_id(customer_no) as customer_id,
    clock(occurred_at) as occurred_at,
    case when not redeems then (10 + 190 * u('earned', n))::integer else 0 end as points_earned,
    case when redeems then (50 + 350 * u('redeemed', n))::integer else 0 end as points_redeemed
from (select *, customer_still_there(customer_drawn_no, day_no) as customer_no from moved)
where is_member(customer_no) and member_from(customer_no) <= day_no;

create view export_store_checkouts as
with joined as (
    select
        order_numbers.*,
        1 + floor(getvariable('stores') * u('store', n))::integer as store_no,
        after(midnight, 32400 + 43000 * u('queue', n)) as queue_joined_at,
        cashiers.agent_no,
        cashiers.agent_id
    from order_numbers
    left join seats_a_day
        on order_numbers.day_no = seats_a_day.day_no
    left join seats as cashiers
        on seat_drawn(least(5, seats_a_day.seats), seats_a_day.first_seat, 'cashier', n) = cashiers.seat_no
    where u('shop', n) < 0.4
),

served as (
    select
        *,
        skewed(110 * pow(season, 1.4) * (0.7 + 0.12 * (store_no % 6)), 0.7, 'queueing', n) as queue_seconds,
        skewed(62 * (0.85 + 0.06 * (coalesce(agent_no, 0) % 6)), 0.4, 'serving', n) as serving_seconds
    from joined
)

select
    'X' || (getvariable('id_base') + n) as checkout_id,
    'ST' || lpad(store_no::varchar, 3, '0') as store_id,
    region_name(1 + (store_no - 1) % 7) as region,
    agent_id,
    clock(queue_joined_at) as queue_joined_at,
    clock(so_far(after(queue_joined_at, queue_seconds))) as service_started_at,
    clock(so_far(after(queue_joined_at, queue_seconds + serving_seconds))) as service_ended_at
from served
-- Some left the queue with nothing bought.
where u('walks away', n) > 0.01 or queue_seconds < 300
order by n;

create view export_stockouts as
with emptied as (
    select
        *,
        floor(getvariable('stores') * u('empty store', n))::integer as store,
        after(midnight, 32400 + 40000 * u('runs out', n)) as out_at
    from order_numbers
    where u('stockout', n) < 0.13 * season
)

select
    'SO' || (getvariable('id_base') + n) as stockout_id,
    'ST' || lpad((1 + store)::varchar, 3, '0') as store_id,
    region_name(1 + store % 7) as region,
    'SKU' || (1000 + floor(120 * pow(u('sku', n), 1.7))::integer) as sku,
    clock(out_at) as out_at,
    clock(so_far(after(
        out_at,
        skewed(70000 * pow(season, 2) * [0.8, 0.85, 0.9, 1.0, 1.15, 1.5, 1.2][1 + store % 7], 0.6, 'restocks', n)
    ))) as restocked_at
from emptied;

-- Sixty assets, each looked after every month; the tasks of the next quarter are planned already.
create view export_maintenance_tasks as
with planned as (
    select
        a::integer as asset_no,
        m::integer as month_no,
        a * 100 + m as task_no,
        (first_day() + to_months(m::integer))::date + (3 + (a * 7) % 24)::integer as due_on
    from range(1, 61) as assets(a)
    cross join range(21) as months(m)
    where (a + m) % 2 = 0
),

done as (
    select
        *,
        case
            when u('upkeep', task_no) < 0.90 + 0.002 * month_no - case when month_no in (10, 13, 14) then 0.22 else 0 end - 0.08 * (asset_no % 3 = 0)::integer
                then due_on - floor(6 * u('upkeep early', task_no))::integer
            when u('upkeep', task_no) < 0.97 then due_on + 1 + floor(14 * u('upkeep late', task_no))::integer
        end as done_on
    from planned
)

select
    'MT' || (100000 + task_no) as task_id,
    'AS' || (100 + asset_no) as asset_id,
    due_on,
    case when done_on <= last_day() then done_on end as done_on
from done
order by due_on, asset_no;
