-- Grain: one row per KPI of the area, period and scope.
{{ stack_kpis([
    'employee_net_promoter_score',
    'employee_satisfaction_rate',
    'employee_turnover_rate',
    'improvement_plan_execution_rate',
    'personal_goal_completion_rate',
    'personal_growth_index',
    'professional_assessment_score',
    'training_effectiveness',
    'training_participation_rate',
    'training_pass_rate',
]) }}
