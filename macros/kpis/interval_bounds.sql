{# The ends of the 95 % interval: side is -1 (low) or 1 (high). #}
{% macro z_95() %}{{ 1.959963984540054 }}{% endmacro %}

{# Wilson score interval of a share of so many independent units: holds within 0 and 1, honest for small samples. #}
{% macro wilson_bound(share, units, side) -%}
    {%- set z = z_95() | float -%}
    {{ 'greatest(0, ' if side < 0 else 'least(1, ' }}(
        {{ share }} + {{ z * z / 2 }} / {{ units }}
        + {{ side }} * {{ z }} * sqrt(({{ share }} * (1 - {{ share }}) + {{ z * z / 4 }} / {{ units }}) / {{ units }})
    ) / (1 + {{ z * z }} / {{ units }}))
{%- endmacro %}

{# Interval of a mean from the sum and the sum of squares of n units. #}
{% macro mean_bound(total, squares, units, side) -%}
    {%- set z = z_95() | float -%}
    {{ total }} / {{ units }} + {{ side }} * {{ z }} * sqrt(
        greatest({{ squares }} - {{ total }} * {{ total }} / {{ units }}, 0) / ({{ units }} - 1) / {{ units }}
    )
{%- endmacro %}
