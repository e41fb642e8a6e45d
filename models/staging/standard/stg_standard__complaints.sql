-- Grain: one row per landed complaint, whatever becomes of it.
{{ staged('complaints') }}
