-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'average_call_duration',
    'average_completion_time',
    'average_handling_time',
    'average_speed_of_answer',
    'call_abandonment_rate',
    'call_connect_rate',
    'escalation_rate',
    'median_completion_time',
    'open_backlog',
    'process_complexity',
    'service_efficiency_rate',
    'service_request_volume',
]) }}
