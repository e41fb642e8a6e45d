{# The months in which an agent worked a shift. #}
{% macro working_months() -%}
    select distinct
        agent_id,
        date_trunc('month', shift_on) as month
    from {{ ref('fct_agent_shifts') }}
    where is_worked and agent_id <> 'unknown'
{%- endmacro %}
