-- Grain: one row per audit. All its items belong where and when its first one does: earliest, then lowest item_id.
with items as (
    select
        *,
        row_number() over (
            partition by audit_id
            order by audited_at, item_id
        ) as place
    from {{ ref('fct_quality_audit_items') }}
),

items_with_errors as (
    select
        *,
        -- What an item that does not apply says is about nothing.
        case
            when not is_applicable then 0
            else coalesce(error_count, case when not is_passed then 1 else 0 end)
        end as errors
    from items
)

select
    -- ids
    audit_id,
    -- scopes
    max(agent_id) filter (where place = 1) as agent_id,
    max(team_id) filter (where place = 1) as team_id,
    max(channel) filter (where place = 1) as channel,
    max(service_id) filter (where place = 1) as service_id,
    max(region) filter (where place = 1) as region,
    max(customer_segment) filter (where place = 1) as customer_segment,
    -- what it found
    cast(sum(errors) as double) as errors,
    -- Null: no item on correct handling, or none with a verdict.
    bool_and(is_passed) filter (where is_applicable and criterion = 'correct_handling') as is_handled_correctly,
    -- days, reporting time zone
    max(audited_on) filter (where place = 1) as audited_on,
    -- moments, UTC
    max(audited_at) filter (where place = 1) as audited_at
from items_with_errors
group by audit_id
