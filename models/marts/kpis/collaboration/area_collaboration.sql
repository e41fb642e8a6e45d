-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'collaboration_satisfaction_rate',
    'handover_waiting_time',
    'team_collaboration_efficiency',
    'transfer_rate',
]) }}
