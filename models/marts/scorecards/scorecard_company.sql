-- Grain: one row per KPI and period grain: its latest complete period.
{{ scorecard('company') }}
