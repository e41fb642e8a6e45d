{# A folder's `+schema` is the schema's whole name: `core`, not `main_core`. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
