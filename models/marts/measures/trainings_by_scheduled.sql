-- Grain: one row per period and scope. Trainings that agents attended, dated by the day they were scheduled for.
with trainings as (
    select
        *,
        'unknown' as channel,
        'unknown' as service_id,
        'unknown' as region,
        'unknown' as customer_segment,
        score_before is not null and score_after is not null as is_scored
    from {{ ref('fct_training_records') }}
    where is_attended
),

daily as (
    select
        {{ day_and_scopes('scheduled_on') }},
        count(is_passed) as trainings_judged,
        count(*) filter (where is_passed) as trainings_passed,
        count(*) filter (where is_scored) as trainings_scored,
        coalesce(sum(score_before) filter (where is_scored), 0) as scores_before,
        coalesce(sum(score_after) filter (where is_scored), 0) as scores_after
    from trainings
    group by {{ each_day_and_scope_set('scheduled_on') }}
),

{{ roll_up(
    'daily',
    counts=['trainings_judged', 'trainings_passed', 'trainings_scored'],
    amounts=['scores_before', 'scores_after'],
) }}
