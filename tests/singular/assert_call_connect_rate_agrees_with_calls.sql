-- Offends: a year in which the company's call connect rate is not what its calls say, counted without the measures.
with kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
    where
        kpi_id = 'call_connect_rate'
        and period_grain = 'year'
        and scope_type = 'company'
        and numerator is not null
        and not is_frozen
),

calls as (
    select
        extract(year from started_on) as call_year,
        count(*) as calls,
        count(*) filter (where is_answered) as calls_answered
    from {{ ref('fct_calls') }}
    where
        (is_inbound or {{ var('connect_rate_counts_outbound') }})
        -- A call of the day after as_of stands in the facts and counts in a later run.
        and started_on <= (select max(days.day) from {{ ref('period_days') }} as days)
    group by extract(year from started_on)
)

select
    kpi_values.period_start,
    kpi_values.numerator,
    calls.calls_answered,
    kpi_values.denominator,
    calls.calls
from kpi_values
left join calls on extract(year from kpi_values.period_start) = calls.call_year
where
    kpi_values.numerator <> coalesce(calls.calls_answered, 0)
    or kpi_values.denominator <> coalesce(calls.calls, 0)
    or abs(kpi_values.value - cast(calls.calls_answered as double) / calls.calls) > 1e-12
