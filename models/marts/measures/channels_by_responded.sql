-- Grain: one row per period and scope with two channels or more that have a sample: how far apart customers rate the
-- channels. Counted afresh at each period and scope.
{%- set scopes = ['company', 'team', 'service', 'region', 'customer_segment'] %}
with ratings as (
    select * from {{ ref('fct_survey_responses') }}
    where is_rated and survey = 'csat' and dimension = 'overall' and channel <> 'unknown'
),

channels as (
    select
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('ratings', 'kept.scope_type', only=scopes) }} as scope_id,
        ratings.channel,
        count(*) as answers,
        cast(count(*) filter (where ratings.is_satisfied) as double) / count(*) as satisfied_share
    from ratings
    inner join {{ ref('period_days') }} as period_days on ratings.responded_on = period_days.day
    inner join {{ ref('reporting_scopes') }} as kept
        on period_days.period_grain = kept.period_grain
        and kept.scope_type in ('{{ scopes | join("', '") }}')
    where kept.period_grain in ('month', 'quarter', 'year')
    group by
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('ratings', 'kept.scope_type', only=scopes) }},
        ratings.channel
    having count(*) >= {{ var('minimum_sample') }}
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    min(satisfied_share) as lowest_share,
    max(satisfied_share) as highest_share,
    cast(sum(answers) as bigint) as answers
from channels
group by
    period_grain,
    period_start,
    scope_type,
    scope_id
having count(*) >= 2
