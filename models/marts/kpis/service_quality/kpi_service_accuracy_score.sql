-- Service accuracy score 服务准确度评分: audits whose correct_handling items all passed / audits with a correct_handling item.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    audits_handled_correctly as numerator,
    audits_of_handling as denominator,
    audits_of_handling as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('audits_by_audited') }}
