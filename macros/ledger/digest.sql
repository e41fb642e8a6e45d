{# A whole number that changes with any of the columns. The engine's own: only comparable within one version of it.
   DuckDB adds the last argument of hash() by a plain xor: without the second round two rows that exchange its value
   would leave the bit_xor() over both as it was. #}
{% macro digest(columns) -%}{{ return(adapter.dispatch('digest')(columns | list)) }}{%- endmacro %}
{% macro default__digest(columns) -%}hash(hash({{ columns | join(', ') }})){%- endmacro %}
{% macro spark__digest(columns) -%}xxhash64({{ columns | join(', ') }}){%- endmacro %}
