-- Quality audit score 服务质检得分: audit points scored; none for an audit with a failed fatal item / audit points possible.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    {{ 'points_scored_without_fatal' if var('fatal_item_voids_audit') else 'points_scored' }} as numerator,
    points_possible as denominator,
    audits_scored as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('audits_by_audited') }}
