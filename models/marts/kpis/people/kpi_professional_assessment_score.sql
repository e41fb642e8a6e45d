-- Professional knowledge and skill score 专业知识与技能评估得分: assessment points scored / assessment points possible.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    skill_points as numerator,
    skill_points_possible as denominator,
    skill_assessments as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('assessments_by_assessed') }}
