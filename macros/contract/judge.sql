{# Why a row of an export is rejected, by its contract: `<column>: <reason>`, the first reason that applies;
   null: accepted. Works on what parse_columns() made. #}
{% macro judge(entity, source_name='standard') %}
    {%- set run_context = ref('stg_landing__run_context') -%}
    {%- if execute -%}
    {%- set contract = contract_of(entity) -%}
    {%- set types = {} -%}
    {%- set unreadable = {
        'timestamp': 'not a timestamp', 'date': 'not a date', 'number': 'not a number',
        'integer': 'not a whole number', 'boolean': 'not true or false',
    } -%}
    case
        -- What is left of a row that was rejected and kept long enough: `=<column>: <reason>`.
        when row_problem like '=%' then substr(row_problem, 2)
        when row_problem is not null then 'row: ' || row_problem
        -- A deletion needs to say what is deleted, and no more.
        when is_deleted
            {%- for column in contract.columns if column.name in contract.key %}
            {%- if column.required %}
            and {{ column.name }} is not null
            {%- elif column.type != 'text' %}
            and ({{ column.name }} is not null or {{ column.name }}_text is null)
            {%- endif %}
            {%- endfor %}
            and (updated_at is not null or updated_at_text is null)
            then null
        {%- for column in contract.columns %}
        {%- do types.update({column.name: column.type}) %}
        {%- if column.type != 'text' %}
        when {{ column.name }} is null and {{ column.name }}_text is not null
            then '{{ column.name }}: '
                || {{ unread_because(column.name ~ '_text', unreadable[column.type], source_name) }}
        {%- endif %}
        {%- if column.required %}
        when {{ column.name }} is null then '{{ column.name }}: required but empty'
        {%- endif %}
        {%- if column.required and column.type == 'text' and (column.name in contract.key or column.name.endswith('_id')) %}
        {{ judge_id(column.name) }}
        {%- endif %}
        {%- if column['values'] %}
        when {{ column.name }} not in ('{{ column['values'] | join("', '") }}')
            then '{{ column.name }}: not one of {{ column['values'] | join(', ') }}'
        {%- endif %}
        {%- endfor %}
        {%- if contract.required_any %}
        when coalesce({{ contract.required_any | join(', ') }}) is null
            then '{{ contract.required_any[0] }}: at least one of {{ contract.required_any | join(', ') }} is required'
        {%- endif %}
        {%- for start, end in contract.in_order %}
        when {{ end_of(end, types[end]) }} < {{ start }} then '{{ end }}: before {{ start }}'
        {%- endfor %}
        {%- for column in contract.get('not_negative', []) %}
        when {{ column }} < 0 then '{{ column }}: below zero'
        {%- endfor %}
        {%- for column, lowest, highest in contract.within %}
        when {{ column }} < {{ lowest }} or {{ column }} > {{ highest }} then '{{ column }}: outside its scale'
        {%- endfor %}
        {%- for column in ([contract.first_moment] if contract.first_moment else contract.required_any) %}
        {%- set begins = first_moment(contract) %}
        when {{ begins }} > (select context.as_of + interval '24' hour from {{ run_context }} as context)
            {%- if contract.required_any %} and {{ column }} = {{ begins }}{% endif %}
            then '{{ column }}: in the future'
        {%- endfor %}
        {%- for column in contract.money %}
        when {{ column }} is not null and currency is null then 'currency: required where there is an amount'
        when {{ column }} is not null and exchange_rate is null then 'currency: no exchange rate on its day'
        {%- endfor %}
    end
    {%- else -%} cast(null as {{ dbt.type_string() }}) {%- endif -%}
{% endmacro %}

{# An id that is none: the word for nothing of some program, or a long number of which a spreadsheet kept the first
   digits (1.23457E+18). Many rows would share it. Landing leaves such a one as it is (service_kpi/privacy.py). #}
{% macro judge_id(column) -%}
        when lower({{ column }}) in (
            'null', '(null)', 'none', 'nan', 'nil', 'undefined', 'n/a',
            '#n/a', '#ref!', '#value!', '#div/0!', '#name?', '#null!', '#num!'
        )
            then '{{ column }}: stands for nothing'
        when {{ column }} like '%+%' and {{ matches(column, '^[0-9]([.][0-9]+)?[eE][+][0-9]+$') }}
            then '{{ column }}: a number without its last digits'
{%- endmacro %}

{# A date without a clock ends with its day. #}
{% macro end_of(column, type) -%}
    {%- if type == 'timestamp' -%}
    case when length({{ column }}_text) <= 10 then {{ column }} + interval '1' day - interval '0.000001' second else {{ column }} end
    {%- else -%}{{ column }}{%- endif -%}
{%- endmacro %}

{# The moment a row of an export begins, UTC; of a date its local midnight. #}
{% macro first_moment(contract) -%}
    {%- if not contract.first_moment -%}least({{ contract.required_any | join(', ') }})
    {%- elif contract.first_moment.endswith('_at') -%}{{ contract.first_moment }}
    {%- else -%}{{ local_midnight(contract.first_moment) }}
    {%- endif -%}
{%- endmacro %}
