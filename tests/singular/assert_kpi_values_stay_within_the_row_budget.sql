-- Offends: a slice of fct_kpi_values, where the whole has more rows than the setting row_budget: the largest come first,
-- and are the grains to leave out of scope_grains.
with slices as (
    select
        scope_type,
        period_grain,
        count(*) as slice_rows
    from {{ ref('fct_kpi_values') }}
    group by
        scope_type,
        period_grain
),

counted as (
    select sum(slice_rows) as all_rows
    from slices
)

select
    slices.scope_type,
    slices.period_grain,
    slices.slice_rows,
    counted.all_rows
from slices
cross join counted
where counted.all_rows > {{ var('row_budget') }}
order by slices.slice_rows desc
