-- Grain: one row per KPI, period, scope and run that found another figure than was published before, and whether the
-- new one was published or withheld.
with entries as (
    select * from {{ ref('stg_landing__ledger_values') }}
),

restated as (
    select distinct
        kpi_id,
        period_grain,
        period_start,
        scope_type,
        scope_id
    from entries
    where why <> 'first'
),

-- What was published when an entry was made: the latest entry before it that was not withheld.
in_order as (
    select
        entries.*,
        max(case when not entries.is_withheld then entries.run_id end) over (
            partition by
                entries.kpi_id, entries.period_grain, entries.period_start, entries.scope_type, entries.scope_id
            order by entries.run_id, entries.is_withheld
            rows between unbounded preceding and 1 preceding
        ) as was_run_id
    from entries
    inner join restated on {{ same_figure('entries', 'restated') }}
),

before_this_run as (
    select
        later.kpi_id,
        later.period_grain,
        later.period_start,
        later.scope_type,
        later.scope_id,
        later.why,
        later.is_withheld,
        earlier.value as was_value,
        later.value as now_value,
        earlier.numerator as was_numerator,
        later.numerator as now_numerator,
        earlier.denominator as was_denominator,
        later.denominator as now_denominator,
        earlier.target as was_target,
        later.target as now_target,
        earlier.status as was_status,
        later.status as now_status,
        earlier.definition_version as was_definition_version,
        later.definition_version as now_definition_version,
        earlier.run_id as was_run_id,
        later.run_id as now_run_id,
        earlier.recorded_at as was_recorded_at,
        later.recorded_at as now_recorded_at,
        later.as_of
    from in_order as later
    left join entries as earlier
        on {{ same_figure('later', 'earlier') }}
        and later.was_run_id = earlier.run_id
        and not earlier.is_withheld
    where later.why <> 'first'
),

by_this_run as (
    select
        changes.kpi_id,
        changes.period_grain,
        changes.period_start,
        changes.scope_type,
        changes.scope_id,
        changes.why,
        changes.is_withheld,
        said.value as was_value,
        changes.value as now_value,
        said.numerator as was_numerator,
        changes.numerator as now_numerator,
        said.denominator as was_denominator,
        changes.denominator as now_denominator,
        said.target as was_target,
        changes.target as now_target,
        said.status as was_status,
        changes.status as now_status,
        said.definition_version as was_definition_version,
        changes.definition_version as now_definition_version,
        said.run_id as was_run_id,
        changes.run_id as now_run_id,
        said.recorded_at as was_recorded_at,
        changes.recorded_at as now_recorded_at,
        changes.as_of
    from {{ ref('int_kpi_value_changes') }} as changes
    left join {{ ref('int_kpi_said_values') }} as said on {{ same_figure('changes', 'said') }}
    where changes.why <> 'first'
),

restatements as (
    select * from before_this_run
    union all
    select * from by_this_run
)

select
    kpi_id,
    period_grain,
    period_start,
    scope_type,
    scope_id,
    why,
    is_withheld,
    was_value,
    now_value,
    now_value - was_value as difference,
    was_numerator,
    now_numerator,
    was_denominator,
    now_denominator,
    was_target,
    now_target,
    was_status,
    now_status,
    was_definition_version,
    now_definition_version,
    was_run_id,
    now_run_id,
    was_recorded_at,
    now_recorded_at,
    as_of
from restatements
where
    {{ differs('was_value', 'now_value') }}
    or {{ differs('was_numerator', 'now_numerator') }}
    or {{ differs('was_denominator', 'now_denominator') }}
    or {{ differs('was_target', 'now_target') }}
    or coalesce(was_status, 'no_data') <> now_status
