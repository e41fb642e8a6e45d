-- Grain: one row per team, KPI and period grain: its latest complete period.
{{ scorecard('team') }}
