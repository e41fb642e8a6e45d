-- Grain: one row per export and landed file: landed = accepted + superseded + rejected.
-- `landed` is counted on what was landed and `accepted` on what stands in the facts, by two routes: a row lost on
-- the way breaks the sum. A deletion is accepted too (it takes effect) and stands in no fact.
with files as (
    select * from {{ ref('stg_landing__files') }}
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
),

{%- set facts = {
    'agents': 'dim_agent_states', 'customers': 'dim_customers', 'services': 'dim_services',
    'service_requests': 'fct_service_requests', 'calls': 'fct_calls', 'complaints': 'fct_complaints',
    'survey_responses': 'fct_survey_responses', 'quality_audits': 'fct_quality_audit_items',
    'training_records': 'fct_training_records', 'agent_goals': 'fct_agent_goals',
    'agent_assessments': 'fct_agent_assessments', 'request_events': 'fct_request_events',
    'agent_shifts': 'fct_agent_shifts', 'service_finances': 'fct_service_finances', 'orders': 'fct_orders',
    'member_activity': 'fct_member_activity', 'maintenance_tasks': 'fct_maintenance_tasks',
    'store_checkouts': 'fct_store_checkouts', 'stockouts': 'fct_stockouts',
    'improvement_actions': 'fct_improvement_actions',
} %}

landed as (
    select
        entity,
        source_name,
        source_file,
        count(*) as landed
    from {{ ref('int_landed_rows') }}
    group by
        entity,
        source_name,
        source_file
),

standing as (
    {%- for entity, fact in facts.items() %}
    select
        '{{ entity }}' as entity,
        source_name,
        source_file,
        count(*) as standing
    from {{ ref(fact) }}
    group by
        source_name,
        source_file
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

set_aside as (
    select
        entity,
        source_name,
        source_file,
        count(*) filter (where verdict = 'superseded') as superseded,
        count(*) filter (where verdict = 'rejected') as rejected,
        count(*) filter (where verdict = 'deleted') as deletions
    from {{ ref('int_set_aside_rows') }}
    group by
        entity,
        source_name,
        source_file
),

in_force as (
    select
        landed.entity,
        landed.source_name,
        landed.source_file,
        landed.landed,
        coalesce(standing.standing, 0) + coalesce(set_aside.deletions, 0) as accepted,
        coalesce(set_aside.superseded, 0) as superseded,
        coalesce(set_aside.rejected, 0) as rejected,
        coalesce(set_aside.deletions, 0) as deletions
    from landed
    left join standing
        on landed.entity = standing.entity
        and landed.source_name = standing.source_name
        and landed.source_file = standing.source_file
    left join set_aside
        on landed.entity = set_aside.entity
        and landed.source_name = set_aside.source_name
        and landed.source_file = set_aside.source_file
),

-- Which exports a table of a source gives: one of `standard` the export of its name, any other what is staged of it.
given as (
    select distinct
        landed.entity,
        landed.source_name,
        files.table_name
    from landed
    inner join files
        on landed.source_name = files.source_name
        and landed.source_file = files.source_file
    where landed.source_name <> 'standard'
    union all
    select distinct
        files.table_name as entity,
        files.source_name,
        files.table_name
    from files
    where files.source_name = 'standard' and files.table_name in ('{{ facts | join("', '") }}')
),

-- Delivery `full`: a later file replaced these whole. And files that hold a header and no row.
other_files as (
    select
        given.entity,
        files.source_name,
        files.source_file,
        files.landed_rows as landed,
        cast(0 as bigint) as accepted,
        files.landed_rows as superseded,
        cast(0 as bigint) as rejected,
        cast(0 as bigint) as deletions
    from files
    inner join given
        on files.source_name = given.source_name
        and files.table_name = given.table_name
    where not files.is_in_force or files.landed_rows = 0
),

all_files as (
    select * from in_force
    union all
    select * from other_files
)

select
    all_files.entity,
    all_files.source_name,
    all_files.source_file,
    cast(all_files.landed as bigint) as landed,
    cast(all_files.accepted as bigint) as accepted,
    cast(all_files.superseded as bigint) as superseded,
    cast(all_files.rejected as bigint) as rejected,
    cast(all_files.deletions as bigint) as deletions,
    run.run_id
from all_files
cross join run
