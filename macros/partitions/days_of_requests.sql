{# The inputs of fct_service_requests by the day of creation: which requests stand, what is said of whom and what they
   name, and whether they are due; of the schedules, the calendar and which exports there are any change touches every day. #}
{% macro days_of_requests() -%}
    select
        {{ local_date('requests.created_at') }} as partition,
        count(*)
        || ' ' || bit_xor({{ digest([
            row_content('service_requests', 'requests'), 'merged.merged_into', 'agents.content', 'customers.content', 'services.content',
            end_of('requests.due_at', 'timestamp') ~ ' <= run.as_of',
        ]) }})
        || ' ' || any_value(rest.content) as inputs
    from ({{ standing_rows('service_requests') }}) as requests
    left join ({{ merged_requests() }}) as merged on requests.request_id = merged.request_id
    left join (
        select agent_id, bit_xor({{ content_of(ref('dim_agent_states'), 'states') }}) as content
        from {{ ref('dim_agent_states') }} as states
        group by agent_id
    ) as agents on requests.agent_id = agents.agent_id
    left join (
        select customer_id, {{ content_of(ref('dim_customers'), 'customers') }} as content
        from {{ ref('dim_customers') }} as customers
    ) as customers on requests.customer_id = customers.customer_id
    left join (
        select service_id, {{ content_of(ref('dim_services'), 'services') }} as content
        from {{ ref('dim_services') }} as services
    ) as services on requests.service_id = services.service_id
    cross join {{ ref('stg_landing__run_context') }} as run
    cross join (
        select
            {%- for relation in [ref('int_schedules_in_force'), ref('business_calendar'), ref('int_exports')] %}
            coalesce((select bit_xor({{ content_of(relation, 'whole') }}) from {{ relation }} as whole), 0)
            {{- " || ' ' || " if not loop.last }}
            {%- endfor %} as content
    ) as rest
    group by 1
{%- endmacro %}
