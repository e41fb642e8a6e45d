-- Offends: a figure whose previous or year-ago value is not the value of that period. The periods are found here
-- another way than in dim_periods: the one before ends the day before, the year-ago one has the same name a year
-- earlier.
with kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

periods_before as (
    select
        later.period_grain,
        later.period_start,
        earlier.period_start as before_start
    from periods as later
    inner join periods as earlier
        on later.period_grain = earlier.period_grain
        and later.period_start = earlier.period_end + 1
),

periods_year_ago as (
    select
        later.period_grain,
        later.period_start,
        earlier.period_start as year_ago_start
    from periods as later
    inner join periods as earlier
        on later.period_grain = earlier.period_grain
        and (
            (
                later.period_grain in ('day', 'week')
                and later.period_start = earlier.period_start + 364
            )
            or (
                later.period_grain not in ('day', 'week')
                and extract(year from later.period_start) = extract(year from earlier.period_start) + 1
                and extract(month from later.period_start) = extract(month from earlier.period_start)
            )
        )
)

select
    kpi_values.kpi_id,
    kpi_values.period_grain,
    kpi_values.period_start,
    kpi_values.scope_type,
    kpi_values.scope_id,
    kpi_values.previous_value,
    values_before.value as value_before,
    kpi_values.year_ago_value,
    values_year_ago.value as value_year_ago
from kpi_values
left join periods_before
    on kpi_values.period_grain = periods_before.period_grain
    and kpi_values.period_start = periods_before.period_start
left join kpi_values as values_before
    on kpi_values.kpi_id = values_before.kpi_id
    and kpi_values.period_grain = values_before.period_grain
    and periods_before.before_start = values_before.period_start
    and kpi_values.scope_type = values_before.scope_type
    and kpi_values.scope_id = values_before.scope_id
left join periods_year_ago
    on kpi_values.period_grain = periods_year_ago.period_grain
    and kpi_values.period_start = periods_year_ago.period_start
left join kpi_values as values_year_ago
    on kpi_values.kpi_id = values_year_ago.kpi_id
    and kpi_values.period_grain = values_year_ago.period_grain
    and periods_year_ago.year_ago_start = values_year_ago.period_start
    and kpi_values.scope_type = values_year_ago.scope_type
    and kpi_values.scope_id = values_year_ago.scope_id
where
    kpi_values.previous_value is distinct from values_before.value
    or kpi_values.year_ago_value is distinct from values_year_ago.value
