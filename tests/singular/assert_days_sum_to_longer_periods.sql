-- Offends: a period of the company whose days, for an additive KPI, do not sum to it. Every day with data is in the
-- calendar, so a week or month that the calendar cuts is the sum of the days it has. Days of a closed month that is
-- frozen stay what they were while a longer period goes on.
with kpi_values as (
    select kpi_values.*
    from {{ ref('fct_kpi_values') }} as kpi_values
    inner join {{ ref('dim_kpi') }} as kpis on kpi_values.kpi_id = kpis.kpi_id
    where
        kpis.roll_up in ('ratio', 'sum')
        and kpis.finest_grain = 'day'
        and kpi_values.scope_type = 'company'
),

kpi_scopes as (
    select * from {{ ref('kpi_scopes') }}
    where scope_type = 'company' and period_grain = 'day'
),

period_days as (
    select * from {{ ref('period_days') }}
    where period_grain <> 'day'
),

days_added as (
    select
        kpi_values.kpi_id,
        period_days.period_grain,
        period_days.period_start,
        sum(kpi_values.numerator) as numerator,
        sum(kpi_values.denominator) as denominator,
        bool_or(kpi_values.is_frozen) as has_frozen_days
    from kpi_values
    inner join period_days on kpi_values.period_start = period_days.day
    where kpi_values.period_grain = 'day'
    group by
        kpi_values.kpi_id,
        period_days.period_grain,
        period_days.period_start
)

select
    kpi_values.kpi_id,
    kpi_values.period_grain,
    kpi_values.period_start,
    kpi_values.numerator,
    days_added.numerator as days_numerator,
    kpi_values.denominator,
    days_added.denominator as days_denominator
from kpi_values
inner join kpi_scopes on kpi_values.kpi_id = kpi_scopes.kpi_id
left join days_added
    on kpi_values.kpi_id = days_added.kpi_id
    and kpi_values.period_grain = days_added.period_grain
    and kpi_values.period_start = days_added.period_start
where
    kpi_values.period_grain <> 'day'
    and not coalesce(days_added.has_frozen_days, false)
    and (
        -- Sums of doubles, added in another order.
        abs(coalesce(kpi_values.numerator, 0) - coalesce(days_added.numerator, 0))
        > 1e-9 * greatest(abs(coalesce(kpi_values.numerator, 0)), 1)
        or abs(coalesce(kpi_values.denominator, 0) - coalesce(days_added.denominator, 0))
        > 1e-9 * greatest(abs(coalesce(kpi_values.denominator, 0)), 1)
    )
