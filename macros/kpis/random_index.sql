{# Saaty's random index: the mean consistency index of matrices filled at random, by the number of items compared.
   His table of 1980 (The Analytic Hierarchy Process), which the published examples go by. Ten items at most. #}
{% macro random_index(items) -%}
    case {{ items }}
        {%- for value in [0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49] %}
        when {{ loop.index + 2 }} then {{ value }}
        {%- endfor %}
    end
{%- endmacro %}
