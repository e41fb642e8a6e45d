-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'error_rate',
    'problem_resolution_rate',
    'service_accuracy_score',
    'service_effectiveness_rate',
]) }}
