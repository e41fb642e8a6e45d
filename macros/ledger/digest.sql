{# A whole number that changes with any of the columns. The engine's own: only comparable within one version of it. #}
{% macro digest(columns) -%}{{ return(adapter.dispatch('digest')(columns | list)) }}{%- endmacro %}
{% macro default__digest(columns) -%}hash({{ columns | join(', ') }}){%- endmacro %}
{% macro spark__digest(columns) -%}xxhash64({{ columns | join(', ') }}){%- endmacro %}
