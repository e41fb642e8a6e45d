-- Error rate 错误率: errors found (error_count; where empty 1 for a failed item) / audits.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    {{ 'audits_with_errors' if var('error_rate_counts') == 'audits' else 'errors' }} as numerator,
    audits as denominator,
    audits as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('audits_by_audited') }}
