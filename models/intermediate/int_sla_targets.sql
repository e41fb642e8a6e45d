-- Grain: one row per target of service level, stretch of days and kind of request (its type, priority, channel,
-- customer segment, member tier): the policy in force. Of those whose patterns fit, the one in the lowest position.
with policies as (
    select
        *,
        coalesce(
            lead(valid_from) over (partition by target, position order by valid_from), cast('9999-01-01' as date)
        ) as valid_to
    from {{ ref('sla_policies') }}
),

kinds as (
    select distinct
        request_type,
        lower(coalesce(priority, '')) as priority,
        channel,
        customer_segment,
        member_tier
    from {{ ref('fct_service_requests') }}
),

days as (
    select
        valid_from as from_day,
        lead(valid_from, 1, cast('9999-01-01' as date)) over (order by valid_from) as to_day
    from (select distinct valid_from from policies) as changes
),

fitting as (
    select
        kinds.*,
        policies.target,
        days.from_day,
        days.to_day,
        policies.position,
        policies.minutes,
        policies.clock,
        policies.pauses,
        row_number() over (
            partition by
                kinds.request_type, kinds.priority, kinds.channel, kinds.customer_segment, kinds.member_tier,
                policies.target, days.from_day
            order by policies.position
        ) as place
    from policies
    inner join days on policies.valid_from <= days.from_day and policies.valid_to > days.from_day
    inner join kinds
        on lower(policies.request_type) in (kinds.request_type, '*')
        and lower(policies.priority) in (kinds.priority, '*')
        and policies.channel in (kinds.channel, '*')
        and policies.customer_segment in (kinds.customer_segment, '*')
        and policies.member_tier in (kinds.member_tier, '*')
)

select
    target,
    from_day,
    to_day,
    request_type,
    priority,
    channel,
    customer_segment,
    member_tier,
    position,
    cast(minutes as bigint) * 60000000 as target_us,
    clock,
    pauses
from fitting
-- 0 minutes: no target.
where place = 1 and minutes > 0
