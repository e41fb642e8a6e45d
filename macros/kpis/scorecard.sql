{# A scorecard: each member of a scope with every KPI it may have, in the latest complete period of each grain.
   A KPI without a figure is a row that says no_data, not a gap. #}
{% macro scorecard(scope_type) -%}
with latest as (
    select
        period_grain,
        max(period_start) as period_start
    from {{ ref('dim_periods') }}
    where is_complete
    group by period_grain
),

kpi_values as (
    select kpi_values.*
    from {{ ref('fct_kpi_values') }} as kpi_values
    inner join latest
        on kpi_values.period_grain = latest.period_grain
        and kpi_values.period_start = latest.period_start
    where kpi_values.scope_type = '{{ scope_type }}'
),

members as (
    select distinct
        period_grain,
        period_start,
        scope_id
    from kpi_values
),

kpi_scopes as (
    select * from {{ ref('kpi_scopes') }}
    where scope_type = '{{ scope_type }}'
),

kpis as (
    select * from {{ ref('dim_kpi') }}
)

select
    members.scope_id,
    members.period_grain,
    members.period_start,
    kpis.kpi_id,
    kpis.name_en,
    kpis.name_zh,
    kpis.area,
    kpis.unit,
    kpis.better,
    kpi_values.numerator,
    kpi_values.denominator,
    kpi_values.value,
    kpi_values.sample_size,
    kpi_values.ci_low,
    kpi_values.ci_high,
    kpi_values.previous_value,
    kpi_values.value - kpi_values.previous_value as value_change,
    kpi_values.year_ago_value,
    kpi_values.target,
    kpi_values.target_to,
    kpi_values.benchmark,
    coalesce(kpi_values.status, 'no_data') as status,
    coalesce(kpi_values.is_provisional, false) as is_provisional,
    coalesce(kpi_values.is_pilot, false) as is_pilot
from members
inner join kpi_scopes on members.period_grain = kpi_scopes.period_grain
inner join kpis on kpi_scopes.kpi_id = kpis.kpi_id
left join kpi_values
    on members.period_grain = kpi_values.period_grain
    and members.period_start = kpi_values.period_start
    and members.scope_id = kpi_values.scope_id
    and kpis.kpi_id = kpi_values.kpi_id
{%- endmacro %}
