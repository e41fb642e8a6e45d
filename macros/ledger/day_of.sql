{# The local day on which a row of an export begins; 1970-01-01 where the export has no moment or the row none. #}
{% macro day_of(entity) -%}
    {%- set contract = contract_of(entity) if execute else {} -%}
    {%- if contract.first_moment -%}coalesce({{ begins_on(entity) }}, date '1970-01-01')
    {%- elif contract.required_any -%}coalesce({{ local_date(first_moment(contract)) }}, date '1970-01-01')
    {%- else -%}date '1970-01-01'
    {%- endif -%}
{%- endmacro %}
