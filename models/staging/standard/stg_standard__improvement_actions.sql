-- Grain: one row per landed improvement action, whatever becomes of it.
{{ staged('improvement_actions') }}
