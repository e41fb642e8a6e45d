-- Grain: one row per landed agent, course and date, whatever becomes of it.
{{ staged('training_records') }}
