-- Grain: one row per period and scope. Points earned and redeemed by members, dated by the day of the movement.
with movements as (
    select
        *,
        'unknown' as agent_id,
        'unknown' as team_id,
        'unknown' as channel,
        'unknown' as service_id
    from {{ ref('fct_member_activity') }}
),

daily as (
    select
        {{ day_and_scopes('occurred_on') }},
        count(*) as points_movements,
        sum(points_earned) as points_earned,
        sum(points_redeemed) as points_redeemed
    from movements
    group by {{ each_day_and_scope_set('occurred_on') }}
),

{{ roll_up('daily', counts=['points_movements'], amounts=['points_earned', 'points_redeemed']) }}
