-- Grain: one row per action taken on a KPI that stands. Amounts in the reporting currency.
with actions as (
    {{ standing_rows('improvement_actions') }}
)

select
    -- ids
    actions.action_id,
    actions.kpi_id,
    actions.owner_id,
    -- what it is
    actions.scope_type,
    actions.scope_id,
    actions.title,
    actions.steps,
    actions.proposed_by,
    actions.expected_change,
    actions.reporting_budget_amount as budget_amount,
    actions.reporting_actual_amount as actual_amount,
    -- days, reporting time zone
    actions.planned_on,
    actions.started_on,
    actions.completed_on,
    -- lineage
    actions.source_name,
    actions.source_file,
    actions.source_row
from actions
