-- Accuracy of information given 反馈信息准确率: audits whose information_given items all passed / audits with an information_given item.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    audits_informed_correctly as numerator,
    audits_of_information as denominator,
    audits_of_information as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('audits_by_audited') }}
