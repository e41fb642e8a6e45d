-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'average_call_duration',
    'call_connect_rate',
    'service_request_volume',
]) }}
