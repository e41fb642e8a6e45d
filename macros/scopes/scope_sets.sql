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

{# The member of a scope that a row of `relation` belongs to; `scope_type` is the column that names the scope. Facts
   about agents alone have no other scopes than `only`. #}
{% macro scope_member(relation, scope_type, only=none) -%}
    {%- set members = {
        'company': "'all'", 'team': relation ~ '.team_id', 'agent': relation ~ '.agent_id',
        'channel': relation ~ '.channel', 'service': relation ~ '.service_id', 'region': relation ~ '.region',
        'customer_segment': relation ~ '.customer_segment',
    } -%}
    case {{ scope_type }}
        {%- for scope, member in members.items() if only is none or scope in only %}
        when '{{ scope }}' then {{ member }}
        {%- endfor %}
    end
{%- endmacro %}
