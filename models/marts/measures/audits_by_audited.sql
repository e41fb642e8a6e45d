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
        coalesce(sum(errors), 0) as errors,
        count(is_recorded_correctly) as audits_of_records,
        count(*) filter (where is_recorded_correctly) as audits_recorded_correctly,
        count(is_informed_correctly) as audits_of_information,
        count(*) filter (where is_informed_correctly) as audits_informed_correctly,
        sum(standards_judged) as standards_judged,
        sum(standards_met) as standards_met,
        count(points_possible) as audits_scored,
        coalesce(sum(points_scored), 0) as points_scored,
        -- What an audit with a failed fatal item scored is void.
        coalesce(sum(points_scored) filter (where not has_failed_fatal_item), 0) as points_scored_without_fatal,
        coalesce(sum(points_possible), 0) as points_possible
    from audits
    group by {{ each_day_and_scope_set('audited_on') }}
),

{{ roll_up(
    'daily',
    counts=[
        'audits', 'audits_of_handling', 'audits_handled_correctly', 'audits_with_errors', 'audits_of_records',
        'audits_recorded_correctly', 'audits_of_information', 'audits_informed_correctly', 'standards_judged',
        'standards_met', 'audits_scored',
    ],
    amounts=['errors', 'points_scored', 'points_scored_without_fatal', 'points_possible'],
) }}
