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

{# The member of one named scope that a row of `relation` belongs to. #}
{% macro member_of(relation, scope_type) -%}
    {{ return("'all'" if scope_type == 'company' else relation ~ '.' ~ {
        'team': 'team_id', 'agent': 'agent_id', 'channel': 'channel', 'service': 'service_id', 'region': 'region',
        'customer_segment': 'customer_segment',
    }[scope_type]) }}
{%- endmacro %}

{# The same where `scope_type` is a column that names the scope. Facts about agents alone have no other scopes than `only`. #}
{% macro scope_member(relation, scope_type, only=none) -%}
    case {{ scope_type }}
        {%- for scope in ['company', 'team', 'agent', 'channel', 'service', 'region', 'customer_segment']
            if only is none or scope in only %}
        when '{{ scope }}' then {{ member_of(relation, scope) }}
        {%- endfor %}
    end
{%- endmacro %}
