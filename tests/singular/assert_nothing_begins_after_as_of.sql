-- Offends: a row of a fact whose first moment lies more than 24 hours after as_of; staging rejects such rows.
with run as (
    select as_of + interval '24' hour as latest_start
    from {{ ref('stg_landing__run_context') }}
),

{%- set first_moments = {
    'fct_service_requests': 'created_at', 'fct_calls': 'started_at', 'fct_complaints': 'submitted_at',
    'fct_survey_responses': 'least(sent_at, responded_at)', 'fct_quality_audit_items': 'audited_at', 'fct_request_events': 'occurred_at',
    'fct_orders': 'ordered_at', 'fct_member_activity': 'occurred_at', 'fct_store_checkouts': 'queue_joined_at',
    'fct_stockouts': 'out_at',
} %}

beginnings as (
    {%- for fact, first_moment in first_moments.items() %}
    select
        '{{ fact }}' as fact,
        source_name,
        source_file,
        source_row,
        {{ first_moment }} as begins_at
    from {{ ref(fact) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    beginnings.fact,
    beginnings.source_name,
    beginnings.source_file,
    beginnings.source_row,
    beginnings.begins_at
from beginnings
cross join run
where beginnings.begins_at > run.latest_start
