-- Chance, time and names, as macros. No random(): every draw is a hash of the seed, a stream's name and an id,
-- so the same seed gives the same company whatever the thread count and whatever else is drawn.

create macro h(stream, id) as hash(xor(hash(stream, getvariable('seed')), cast(id as ubigint)));

-- A number in [0, 1), even and independent from stream to stream. The id is a whole number.
create macro u(stream, id) as (h(stream, id) >> 11)::double / 9007199254740992;

-- A standard normal draw: of 63 fair coins how many show heads, smoothed by an even draw.
create macro z(stream, id) as
    (bit_count((h(stream, id) >> 1)::bigint) - 32 + (h(stream, id) & 255)::double / 256) / 3.98;

-- A waiting or working time around a typical one (its median), skewed to the right as such times are.
create macro skewed(typical, spread, stream, id) as typical * exp(spread * z(stream, id));

create macro pick(options, share) as options[1 + floor(share * len(options))::integer];

-- The place of one of several weights, whole numbers whose sum is 100.
create macro place_of(percentages, share) as
    flatten(list_transform(percentages, lambda weight, place: repeat([place], weight)))[1 + floor(share * 100)::integer];

-- Moments are seconds, and days are days, counted from the start of 2024: adding whole numbers is cheap. Only what
-- is written becomes a timestamp (clock) or a date (day_at).
create macro after(moment, seconds) as moment + floor(seconds)::integer;
create macro clock(moment) as epoch_ms(1704067200000 + 1000 * moment::bigint);
create macro first_day() as date '2024-01-01';
create macro last_day() as date '2025-06-30';
create macro day_at(days) as date '2024-01-01' + floor(days)::integer;
create macro day_of(day) as datediff('day', date '2024-01-01', day)::integer;
create macro start_of(day) as day_of(day) * 86400;

-- Exports are written at as_of, the end of 2025-06-30: what lies later has not happened yet.
create macro so_far(moment) as case when moment < start_of(date '2025-07-01') then moment end;

-- Ids of one kind have one width, set by the company's size; adding is cheaper than padding.
create macro request_id(n) as 'R' || (getvariable('id_base') + n);
create macro customer_id(k) as 'K' || (getvariable('id_base') + k);
create macro agent_id(a) as 'A' || (1000 + a);
create macro team_id(t) as list_transform(range(1, 41), lambda x: 'T' || lpad(x::varchar, 2, '0'))[t];
create macro service_id(s) as list_transform(range(1, 15), lambda x: 'S' || lpad(x::varchar, 2, '0'))[s];

create macro region_name(r) as ['华东', '华南', '华北', '华中', '西南', '西北', '东北'][r];
create macro channel_name(c) as ['phone', 'online', 'wechat', 'app', 'email'][c];

create macro topic(type_no, n) as
    pick(
        [
            ['产品咨询', '价格咨询', '账单查询', '使用指导'],
            ['登录异常', '账单错误', '配送延误', '功能异常', '安装问题'],
            ['设备故障', '网络中断', '系统宕机', '智能门锁离线'],
            ['开通申请', '退换申请', '发票申请', '上门预约'],
            ['服务反馈', '产品反馈'],
            ['流程建议', '功能建议'],
            ['服务态度投诉', '处理时效投诉', '费用投诉'],
            ['系统集成项目', '迁移项目', '门店改造项目']
        ][type_no],
        u('topic', n)
    );
