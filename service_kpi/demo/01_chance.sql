-- Chance and time, as macros. No random(): every draw is a hash of the seed, a stream's name and an id,
-- so the same seed gives the same company whatever the thread count and whatever else is drawn.

-- A number in [0, 1), even and independent from stream to stream. The id is a whole number.
create macro u(stream, id) as
    (hash(xor(hash(stream, getvariable('seed')), cast(id as ubigint))) >> 11)::double / 9007199254740992;

-- A standard normal draw (Box and Muller).
create macro z(stream, id) as
    sqrt(-2 * ln(1 - u(stream, id))) * cos(2 * pi() * u(stream || ', angle', id));

-- A waiting or working time around a typical one (its median), skewed to the right as such times are.
create macro skewed(typical, spread, stream, id) as typical * exp(spread * z(stream, id));

create macro pick(options, share) as options[1 + floor(share * len(options))::integer];

create macro after(moment, seconds) as moment + to_seconds(floor(seconds)::bigint);

-- Exports are written at as_of, the end of 2025-06-30: what lies later has not happened yet.
create macro so_far(moment) as case when moment < timestamp '2025-07-01' then moment end;

create macro first_day() as date '2024-01-01';
create macro last_day() as date '2025-06-30';
create macro day_at(days) as date '2024-01-01' + cast(floor(days) as integer);

-- Ids of one kind have one width, set by the company's size; adding is cheaper than padding.
create macro request_id(n) as 'R' || (getvariable('id_base') + n);
create macro customer_id(k) as 'K' || (getvariable('id_base') + k);
create macro agent_id(a) as 'A' || (1000 + a);
create macro team_id(t) as 'T' || lpad(t::varchar, 2, '0');
create macro service_id(s) as 'S' || lpad(s::varchar, 2, '0');

create macro region_name(r) as ['华东', '华南', '华北', '华中', '西南', '西北', '东北'][r];
create macro channel_name(c) as ['phone', 'online', 'wechat', 'app', 'email'][c];

create macro topic(type_no, n) as
    case type_no
        when 1 then pick(['产品咨询', '价格咨询', '账单查询', '使用指导'], u('topic', n))
        when 2 then pick(['登录异常', '账单错误', '配送延误', '功能异常', '安装问题'], u('topic', n))
        when 3 then pick(['设备故障', '网络中断', '系统宕机', '智能门锁离线'], u('topic', n))
        when 4 then pick(['开通申请', '退换申请', '发票申请', '上门预约'], u('topic', n))
        when 5 then pick(['服务反馈', '产品反馈'], u('topic', n))
        when 6 then pick(['流程建议', '功能建议'], u('topic', n))
        when 7 then pick(['服务态度投诉', '处理时效投诉', '费用投诉'], u('topic', n))
        else pick(['系统集成项目', '迁移项目', '门店改造项目'], u('topic', n))
    end;
