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
        {%- for relation in [ref('int_schedules_in_force'), ref('business_calendar'), ref('int_exports')] %}
        || ' ' || {{ content_as_a_whole(relation) }}
        {%- endfor %} as inputs
    from ({{ standing_rows('service_requests') }}) as requests
    left join ({{ merged_requests() }}) as merged on requests.request_id = merged.request_id
    left join ({{ content_by('agent_id', ref('dim_agent_states')) }}) as agents on requests.agent_id = agents.agent_id
    left join ({{ content_by('customer_id', ref('dim_customers')) }}) as customers
        on requests.customer_id = customers.customer_id
    left join ({{ content_by('service_id', ref('dim_services')) }}) as services on requests.service_id = services.service_id
    cross join {{ ref('stg_landing__run_context') }} as run
    group by 1
{%- endmacro %}
