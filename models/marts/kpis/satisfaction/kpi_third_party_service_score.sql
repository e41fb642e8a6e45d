-- Third-party service score 第三方评估得分: sum of third-party scores rescaled to 0-100 / third-party scores.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    third_party_shares as numerator,
    third_party_ratings as denominator,
    third_party_ratings as sample_size,
    third_party_shares_squares as numerator_squares
from {{ ref('ratings_by_responded') }}
