-- Grain: one row per agent, KPI and period grain: its latest complete period.
{{ scorecard('agent') }}
