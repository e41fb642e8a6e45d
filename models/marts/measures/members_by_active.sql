-- Grain: one row per period and scope. Customers who were members on a day of the period, those of them who did something,
-- and what they ordered: counted afresh at each period and scope.
{%- set scopes = ['company', 'region', 'customer_segment'] %}
with members as (
    select * from {{ ref('dim_customers') }}
    where member_from_day is not null
),

periods as (
    select * from {{ ref('period_spans') }}
    where period_grain in ('month', 'quarter', 'year')
),

activity as (
    select
        customer_id,
        ordered_on as active_on,
        true as is_order
    from {{ ref('fct_orders') }}
    where not is_cancelled
    union all
    select
        customer_id,
        occurred_on as active_on,
        false as is_order
    from {{ ref('fct_member_activity') }}
),

activity_of_members as (
    select
        period_days.period_grain,
        period_days.period_start,
        members.customer_id,
        count(*) filter (
            where activity.is_order
            and activity.active_on >= members.member_from_day
            and activity.active_on <= members.member_to_day
        ) as orders
    from activity
    inner join members on activity.customer_id = members.customer_id
    inner join {{ ref('period_days') }} as period_days on activity.active_on = period_days.day
    where period_days.period_grain in ('month', 'quarter', 'year')
    group by
        period_days.period_grain,
        period_days.period_start,
        members.customer_id
),

members_in_period as (
    select
        periods.period_grain,
        periods.period_start,
        kept.scope_type,
        {{ scope_member('members', 'kept.scope_type', only=scopes) }} as scope_id,
        members.customer_id,
        activity_of_members.customer_id is not null as is_active,
        coalesce(activity_of_members.orders, 0) as orders
    from members
    inner join periods
        on members.member_from_day <= periods.last_day
        and members.member_to_day >= periods.first_day
    inner join {{ ref('reporting_scopes') }} as kept
        on periods.period_grain = kept.period_grain
        and kept.scope_type in ('{{ scopes | join("', '") }}')
    left join activity_of_members
        on periods.period_grain = activity_of_members.period_grain
        and periods.period_start = activity_of_members.period_start
        and members.customer_id = activity_of_members.customer_id
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    count(*) as members,
    count(*) filter (where is_active) as members_active,
    cast(sum(orders) as bigint) as orders_of_members
from members_in_period
group by
    period_grain,
    period_start,
    scope_type,
    scope_id
