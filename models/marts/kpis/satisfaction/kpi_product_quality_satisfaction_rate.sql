-- Product-quality satisfaction 商品质量满意度: product-quality ratings that are satisfied / product-quality ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    product_quality_ratings_satisfied as numerator,
    product_quality_ratings as denominator,
    product_quality_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
