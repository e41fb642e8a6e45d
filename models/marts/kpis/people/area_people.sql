-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'employee_satisfaction_rate',
    'improvement_plan_execution_rate',
    'personal_goal_completion_rate',
    'personal_growth_index',
    'training_participation_rate',
]) }}
