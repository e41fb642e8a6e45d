-- Grain: one row per landed question of a survey invitation, whatever becomes of it.
{{ staged('survey_responses') }}
