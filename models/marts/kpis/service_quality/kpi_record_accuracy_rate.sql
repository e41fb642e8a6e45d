-- Record accuracy rate 信息录入准确率: audits whose record_entry items all passed / audits with a record_entry item.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    audits_recorded_correctly as numerator,
    audits_of_records as denominator,
    audits_of_records as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('audits_by_audited') }}
