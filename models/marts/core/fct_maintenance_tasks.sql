-- Grain: one row per preventive task that stands, for the service and region of its asset.
with tasks as (
    {{ standing_rows('maintenance_tasks') }}
),

assets as (
    select * from {{ ref('dim_assets') }}
),

run as (
    select {{ local_date("as_of - interval '1' second") }} as last_day
    from {{ ref('stg_landing__run_context') }}
)

select
    -- ids
    tasks.task_id,
    tasks.asset_id,
    -- scopes
    coalesce(assets.service_id, 'unknown') as service_id,
    coalesce(assets.region, 'unknown') as region,
    -- what it is
    tasks.due_on <= run.last_day as is_due,
    coalesce(tasks.done_on <= tasks.due_on, false) as is_done_on_time,
    -- days, reporting time zone
    tasks.due_on,
    tasks.done_on,
    -- lineage
    tasks.source_name,
    tasks.source_file,
    tasks.source_row
from tasks
left join assets on tasks.asset_id = assets.asset_id
cross join run
