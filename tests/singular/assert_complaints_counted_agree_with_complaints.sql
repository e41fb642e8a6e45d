-- Offends: a year in which the complaints that the complaint rate counts are not those that stand in the fact.
with kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
    where
        kpi_id = 'complaint_rate'
        and period_grain = 'year'
        and scope_type = 'company'
        and numerator is not null
        and not is_frozen
),

complaints as (
    select
        extract(year from submitted_on) as complaint_year,
        count(*) as complaints
    from {{ ref('fct_complaints') }}
    -- A complaint of the day after as_of stands in the facts and counts in a later run.
    where submitted_on <= (select max(days.day) from {{ ref('period_days') }} as days)
    group by extract(year from submitted_on)
)

select
    kpi_values.period_start,
    kpi_values.numerator,
    complaints.complaints
from kpi_values
left join complaints on extract(year from kpi_values.period_start) = complaints.complaint_year
where kpi_values.numerator <> coalesce(complaints.complaints, 0)
