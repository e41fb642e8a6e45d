-- Grain: one row per customer whom an export names: how satisfied, how often heard of, how long ago.
with customers as (
    select * from {{ ref('dim_customers') }}
),

run as (
    select {{ local_date("as_of - interval '1' second") }} as last_day
    from {{ ref('stg_landing__run_context') }}
),

requests as (
    select
        customer_id,
        count(*) as requests,
        min(created_on) as first_on,
        max(created_on) as last_on
    from {{ ref('fct_service_requests') }}
    where not is_duplicate and customer_id is not null
    group by customer_id
),

complaints as (
    select
        customer_id,
        count(*) as complaints
    from {{ ref('fct_complaints') }}
    where customer_id is not null
    group by customer_id
),

orders as (
    select
        customer_id,
        count(*) as orders,
        cast(sum(amount) as double) as order_amount,
        min(ordered_on) as first_on,
        max(ordered_on) as last_on
    from {{ ref('fct_orders') }}
    where not is_cancelled
    group by customer_id
),

answers as (
    select
        customer_id,
        survey,
        score_share,
        nps_class,
        row_number() over (
            partition by customer_id, survey
            order by responded_at desc, response_id desc
        ) as place
    from {{ ref('fct_survey_responses') }}
    where is_rated and survey in ('csat', 'nps') and dimension = 'overall' and customer_id is not null
),

satisfaction as (
    select
        customer_id,
        count(*) filter (where survey = 'csat') as ratings,
        avg(score_share) filter (where survey = 'csat') as mean_satisfaction,
        max(score_share) filter (where survey = 'csat' and place = 1) as last_satisfaction,
        avg(score_share) filter (where survey = 'csat' and place > 1) as earlier_satisfaction,
        max(nps_class) filter (where survey = 'nps' and place = 1) as nps_class
    from answers
    group by customer_id
),

named as (
    select customer_id from customers
    union
    select customer_id from requests
    union
    select customer_id from complaints
    union
    select customer_id from orders
    union
    select customer_id from satisfaction
),

profiles as (
    select
        named.customer_id,
        coalesce(customers.customer_segment, 'unknown') as customer_segment,
        coalesce(customers.region, 'unknown') as region,
        coalesce(run.last_day between customers.member_from_day and customers.member_to_day, false) as is_member,
        customers.closed_on <= run.last_day as is_closed,
        coalesce(satisfaction.ratings, 0) as ratings,
        satisfaction.mean_satisfaction,
        satisfaction.last_satisfaction,
        satisfaction.last_satisfaction - satisfaction.earlier_satisfaction as satisfaction_change,
        satisfaction.nps_class,
        coalesce(requests.requests, 0) as requests,
        coalesce(complaints.complaints, 0) as complaints,
        coalesce(orders.orders, 0) as orders,
        coalesce(orders.order_amount, 0) as order_amount,
        -- least() and greatest() pass over null.
        least(requests.first_on, orders.first_on) as first_active_on,
        greatest(requests.last_on, orders.last_on) as last_active_on,
        run.last_day
    from named
    left join customers on named.customer_id = customers.customer_id
    left join requests on named.customer_id = requests.customer_id
    left join complaints on named.customer_id = complaints.customer_id
    left join orders on named.customer_id = orders.customer_id
    left join satisfaction on named.customer_id = satisfaction.customer_id
    cross join run
)

select
    -- A pseudonym since it was landed.
    customer_id as customer_key,
    customer_segment,
    region,
    is_member,
    case
        when is_closed then 'closed'
        when last_active_on is null then 'never active'
        when last_active_on > last_day - interval '{{ var('active_days') }}' day then 'active'
        when last_active_on > last_day - interval '{{ var('lapsed_days') }}' day then 'quiet'
        else 'lapsed'
    end as activity_state,
    ratings,
    mean_satisfaction,
    last_satisfaction,
    satisfaction_change,
    case
        -- Half a step on a scale of five.
        when satisfaction_change >= 0.125 then 'rising'
        when satisfaction_change <= -0.125 then 'falling'
        when satisfaction_change is not null then 'steady'
    end as satisfaction_trend,
    nps_class,
    requests,
    complaints,
    orders,
    order_amount,
    first_active_on,
    last_active_on
from profiles
-- The order of the rows tells nothing.
order by customer_key
