-- After-sales satisfaction 售后服务满意度: after-sales ratings that are satisfied / after-sales ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    after_sales_ratings_satisfied as numerator,
    after_sales_ratings as denominator,
    after_sales_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
