{# KPI models one above the other: an explicit list with fixed columns. #}
{% macro stack_kpis(kpi_ids) -%}
    {%- for kpi_id in kpi_ids %}
    select
        '{{ kpi_id }}' as kpi_id,
        period_grain,
        period_start,
        scope_type,
        scope_id,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        cast(sample_size as bigint) as sample_size,
        cast(numerator_squares as double) as numerator_squares
    from {{ ref('kpi_' ~ kpi_id) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
