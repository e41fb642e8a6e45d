-- Grain: one row per landed goal or improvement plan, whatever becomes of it.
{{ staged('agent_goals') }}
