-- Grain: one row per scope and period grain that the company keeps (setting scope_grains).
{%- set grain_order = ['day', 'week', 'month', 'quarter', 'year'] %}
{%- set rows = [] %}
{%- for scope_type, grains in var('scope_grains').items() %}
{%- for grain in grains %}
{%- do rows.append([scope_type, grain, grain_order.index(grain)]) %}
{%- endfor %}
{%- endfor %}
select
    scope_type,
    period_grain,
    grain_rank
from (
    values
    {%- for scope_type, grain, rank in rows %}
    ('{{ scope_type }}', '{{ grain }}', {{ rank }}){{ ',' if not loop.last }}
    {%- endfor %}
) as kept (scope_type, period_grain, grain_rank)
