-- Offends: a figure of a scorecard that is not the one of fct_kpi_values, and a figure of its period that it lacks.
with kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
),

scorecards as (
    {%- for scope_type in ['company', 'team', 'agent'] %}
    select
        '{{ scope_type }}' as scope_type,
        scope_id,
        period_grain,
        period_start,
        kpi_id,
        numerator,
        denominator,
        value,
        previous_value,
        target,
        status
    from {{ ref('scorecard_' ~ scope_type) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

periods_shown as (
    select distinct
        scope_type,
        period_grain,
        period_start
    from scorecards
),

values_to_show as (
    select kpi_values.*
    from kpi_values
    inner join periods_shown
        on kpi_values.scope_type = periods_shown.scope_type
        and kpi_values.period_grain = periods_shown.period_grain
        and kpi_values.period_start = periods_shown.period_start
)

select
    scope_type,
    scope_id,
    period_grain,
    period_start,
    kpi_id,
    scorecards.value as shown_value,
    values_to_show.value,
    scorecards.status as shown_status,
    values_to_show.status
from scorecards
full outer join values_to_show using (scope_type, scope_id, period_grain, period_start, kpi_id)
where
    scorecards.status is null
    or scorecards.numerator is distinct from values_to_show.numerator
    or scorecards.denominator is distinct from values_to_show.denominator
    or scorecards.value is distinct from values_to_show.value
    or scorecards.previous_value is distinct from values_to_show.previous_value
    or scorecards.target is distinct from values_to_show.target
    -- A KPI without any row in the period is shown as one without data.
    or scorecards.status <> coalesce(values_to_show.status, 'no_data')
