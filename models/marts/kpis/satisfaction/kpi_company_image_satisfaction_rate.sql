-- Company-image satisfaction 企业形象满意度: company-image ratings that are satisfied / company-image ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    company_image_ratings_satisfied as numerator,
    company_image_ratings as denominator,
    company_image_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
