{# What a value is held against: the target; of a band the end nearer to it, within the band the value itself. #}
{% macro aim(value, relation='kpi_values') -%}
    case
        when {{ relation }}.target_to is null then {{ relation }}.target
        else greatest({{ relation }}.target, least({{ value }}, {{ relation }}.target_to))
    end
{%- endmacro %}
