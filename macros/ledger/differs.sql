{# Whether two figures are not the same; sums of doubles, added in another order, are. #}
{% macro differs(one, other) -%}
    (({{ one }} is null) <> ({{ other }} is null)
    or coalesce(abs({{ one }} - {{ other }}) > 1e-12 + 1e-9 * greatest(abs({{ one }}), abs({{ other }})), false))
{%- endmacro %}

{# Whether a row of figures says anything: a company without a case has a row that says nothing. #}
{% macro says_something(row) -%}
    ({{ row }}.value is not null or {{ row }}.numerator <> 0 or {{ row }}.denominator <> 0)
{%- endmacro %}

{# The join condition of two relations by KPI, period and scope. #}
{% macro same_figure(one, other) -%}
    {%- for column in ['kpi_id', 'period_grain', 'period_start', 'scope_type', 'scope_id'] -%}
    {{ one }}.{{ column }} = {{ other }}.{{ column }}{{ ' and ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
