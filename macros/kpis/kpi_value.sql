{# The one division: numerator / denominator x scale; a KPI without denominator is its numerator. No denominator to
   divide by (zero): null, never infinity. #}
{% macro kpi_value(numerator, denominator, scale, has_denominator) -%}
    case
        when {{ has_denominator }} then {{ numerator }} / nullif({{ denominator }}, 0) * {{ scale }}
        else {{ numerator }} * {{ scale }}
    end
{%- endmacro %}
