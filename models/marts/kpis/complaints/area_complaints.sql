-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'complaint_acceptance_time',
    'complaint_first_response_24h_rate',
    'complaint_handling_time',
    'complaint_rate',
    'complaint_resolution_rate',
    'complaint_volume',
    'feedback_handling_time',
    'repeat_complaint_rate',
    'service_recovery_rate',
]) }}
