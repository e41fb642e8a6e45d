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
        end as errors,
        is_applicable and score is not null and max_score is not null as is_scored
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
    bool_and(is_passed) filter (where is_applicable and criterion = 'record_entry') as is_recorded_correctly,
    bool_and(is_passed) filter (where is_applicable and criterion = 'information_given') as is_informed_correctly,
    count(is_passed) filter (where is_applicable and criterion = 'standard') as standards_judged,
    count(*) filter (where is_applicable and is_passed and criterion = 'standard') as standards_met,
    coalesce(bool_or(is_applicable and is_fatal and not is_passed), false) as has_failed_fatal_item,
    -- Null: no item that applies has both a score and a maximum.
    cast(sum(score) filter (where is_scored) as double) as points_scored,
    cast(sum(max_score) filter (where is_scored) as double) as points_possible,
    -- days, reporting time zone
    max(audited_on) filter (where place = 1) as audited_on,
    -- moments, UTC
    max(audited_at) filter (where place = 1) as audited_at
from items_with_errors
group by audit_id
