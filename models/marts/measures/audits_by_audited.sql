-- Grain: one row per period and scope. Quality audits, dated by the day they were made.
with audits as (
    select * from {{ ref('fct_quality_audits') }}
),

daily as (
    select
        {{ day_and_scopes('audited_on') }},
        count(*) as audits,
        -- With an item on correct handling that has a verdict.
        count(is_handled_correctly) as audits_of_handling,
        count(*) filter (where is_handled_correctly) as audits_handled_correctly,
        count(*) filter (where errors > 0) as audits_with_errors,
        coalesce(sum(errors), 0) as errors
    from audits
    group by {{ each_day_and_scope_set('audited_on') }}
),

{{ roll_up(
    'daily',
    counts=['audits', 'audits_of_handling', 'audits_handled_correctly', 'audits_with_errors'],
    amounts=['errors'],
) }}
