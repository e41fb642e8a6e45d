-- Offends: a period and scope whose CSAT answers, counted person by person, are not those counted day by day.
with by_person as (
    select * from {{ ref('respondents_by_responded') }}
),

by_day as (
    select * from {{ ref('ratings_by_responded') }}
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    by_person.csat_answers,
    by_day.csat_ratings
from by_person
full outer join by_day using (period_grain, period_start, scope_type, scope_id)
where
    coalesce(by_person.csat_answers, 0) <> coalesce(by_day.csat_ratings, 0)
    or by_person.csat_answers_independent > by_person.csat_answers
