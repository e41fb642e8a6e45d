{# Three narrow sets of scope columns instead of their full cross: the cross keeps nine tenths of the fact's rows. #}
{% macro scope_sets() %}
    {{ return({
        'agent_team': ['agent_id', 'team_id'],
        'channel_service': ['channel', 'service_id'],
        'region_segment': ['region', 'customer_segment'],
    }) }}
{% endmacro %}

{# The columns of a daily: the day, the scope columns, and which set a row belongs to. #}
{% macro day_and_scopes(day) -%}
    {{ day }} as day,
        {%- for columns in scope_sets().values() %}
        {{ columns | join(', ') }},
        {%- endfor %}
        case
            {%- for name, columns in scope_sets().items() %}
            when grouping({{ columns[0] }}) = 0 then '{{ name }}'
            {%- endfor %}
        end as scope_set
{%- endmacro %}

{# The grouping that goes with day_and_scopes(). #}
{% macro each_day_and_scope_set(day) -%}
    grouping sets (
        {%- for columns in scope_sets().values() %}
        ({{ day }}, {{ columns | join(', ') }}){{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{# The member of a scope that a row of `relation` belongs to; `scope_type` is the column that names the scope. #}
{% macro scope_member(relation, scope_type) -%}
    case {{ scope_type }}
        when 'company' then 'all'
        when 'team' then {{ relation }}.team_id
        when 'agent' then {{ relation }}.agent_id
        when 'channel' then {{ relation }}.channel
        when 'service' then {{ relation }}.service_id
        when 'region' then {{ relation }}.region
        when 'customer_segment' then {{ relation }}.customer_segment
    end
{%- endmacro %}
