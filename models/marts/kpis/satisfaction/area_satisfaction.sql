-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'csat_top_box_rate',
    'customer_satisfaction_score',
    'positive_feedback_rate',
]) }}
