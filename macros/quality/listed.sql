{# The different values of a group as one text, in their order and separated by commas; null where there is none. #}
{% macro listed(value) -%}{{ return(adapter.dispatch('listed')(value)) }}{%- endmacro %}
{% macro default__listed(value) -%}string_agg(distinct {{ value }}, ', ' order by {{ value }}){%- endmacro %}
{% macro spark__listed(value) -%}nullif(array_join(array_sort(collect_set({{ value }})), ', '), ''){%- endmacro %}
