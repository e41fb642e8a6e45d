-- Grain: one row per landed agent, date and dimension assessed, whatever becomes of it.
{{ staged('agent_assessments') }}
