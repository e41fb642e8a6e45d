-- Problem-solving satisfaction 问题解决满意度: problem-solving ratings that are satisfied / problem-solving ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    problem_solving_ratings_satisfied as numerator,
    problem_solving_ratings as denominator,
    problem_solving_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
