{# The contract of an export: the dbt source `standard.<entity>`, declared in models/contract/<entity>.yml.
   Returns {columns: [{name, type, required, values}], key, first_moment, required_any, in_order, not_negative, within, money}. #}
{% macro contract_of(entity) %}
    {%- set sources = graph.sources.values() | selectattr('source_name', 'equalto', 'standard')
        | selectattr('name', 'equalto', entity) | list -%}
    {%- if not sources -%}{{ exceptions.raise_compiler_error("no contract for the export " ~ entity) }}{%- endif -%}
    {%- set meta = sources[0].config.meta or sources[0].meta -%}
    {%- set columns = [] -%}
    {%- for column in sources[0].columns.values() -%}
        {%- set rules = (column.config.meta if column.config else {}) or column.meta or {} -%}
        {%- do columns.append({
            'name': column.name, 'type': column.data_type,
            'required': rules.get('required', false), 'values': rules.get('values', []),
        }) -%}
    {%- endfor -%}
    {{ return({
        'columns': columns, 'key': meta.key, 'first_moment': meta.get('first_moment'),
        'required_any': meta.get('required_any', []), 'in_order': meta.get('in_order', []),
        'not_negative': meta.get('not_negative', []),
        'within': meta.get('within', []), 'money': meta.get('money', []),
    }) }}
{% endmacro %}
