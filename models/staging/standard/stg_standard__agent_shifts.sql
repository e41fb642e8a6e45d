-- Grain: one row per landed agent and day, whatever becomes of it.
{{ staged('agent_shifts') }}
