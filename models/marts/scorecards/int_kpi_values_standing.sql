-- Grain: one row per KPI, period and scope: as measured, and in closed months that are frozen as they were published.
{{ config(materialized='table' if target.type == 'spark' else 'view') }}
{{ with_closed_values(ref('int_kpi_values_measured'), 'false') }}
