-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'error_rate',
    'first_contact_resolution_rate',
    'information_accuracy_rate',
    'problem_resolution_rate',
    'quality_audit_score',
    'record_accuracy_rate',
    'reopen_rate',
    'rework_rate',
    'service_accuracy_score',
    'service_effectiveness_rate',
    'service_standard_attainment_rate',
]) }}
