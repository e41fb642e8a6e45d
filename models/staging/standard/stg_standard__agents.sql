-- Grain: one row per landed agent and state, whatever becomes of it.
{{ staged('agents') }}
