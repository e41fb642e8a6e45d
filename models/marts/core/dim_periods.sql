-- Grain: one row per period grain and period: its last day, the periods it is compared with, whether it is over.
with periods as (
    select distinct
        period_grain,
        period_start
    from {{ ref('period_days') }}
),

run as (
    select {{ to_local('as_of') }} as as_of_local
    from {{ ref('stg_landing__run_context') }}
),

compared as (
    select
        period_grain,
        period_start,
        cast(case period_grain
            when 'day' then period_start + interval '1' day
            when 'week' then period_start + interval '7' day
            when 'month' then period_start + interval '1' month
            when 'quarter' then period_start + interval '3' month
            else period_start + interval '1' year
        end as date) as next_period_start,
        cast(case period_grain
            when 'day' then period_start - interval '1' day
            when 'week' then period_start - interval '7' day
            when 'month' then period_start - interval '1' month
            when 'quarter' then period_start - interval '3' month
            else period_start - interval '1' year
        end as date) as previous_period_start,
        -- 364 days keep the weekday, and a 53rd week needs no rule of its own.
        cast(case period_grain
            when 'day' then period_start - interval '364' day
            when 'week' then period_start - interval '364' day
            else period_start - interval '1' year
        end as date) as year_ago_period_start
    from periods
)

select
    compared.period_grain,
    compared.period_start,
    cast(compared.next_period_start - interval '1' day as date) as period_end,
    compared.next_period_start,
    compared.previous_period_start,
    compared.year_ago_period_start,
    cast(compared.next_period_start as timestamp) <= run.as_of_local as is_complete,
    cast(floor({{ elapsed_seconds('cast(compared.next_period_start as timestamp)', 'run.as_of_local') }} / 86400) as bigint)
        as days_since_end
from compared
cross join run
