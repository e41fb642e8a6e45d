{# Counted values, where a closed month is frozen those it was closed with in their place, as a query.
   `derived`: whether these are the KPIs that are made of others. #}
{% macro with_closed_values(counted, derived) -%}
    select counted.*
    from {{ counted }} as counted
    left join (
        select distinct
            kpi_id,
            period_grain,
            period_start
        from {{ ref('int_kpi_closed_values') }}
    ) as closed
        on counted.kpi_id = closed.kpi_id
        and counted.period_grain = closed.period_grain
        and counted.period_start = closed.period_start
    where closed.kpi_id is null
    union all
    select
        kpi_id,
        period_grain,
        period_start,
        scope_type,
        scope_id,
        numerator,
        denominator,
        sample_size,
        cast(null as double) as numerator_squares,
        value
    from {{ ref('int_kpi_closed_values') }}
    where is_derived = {{ derived }}
{%- endmacro %}
