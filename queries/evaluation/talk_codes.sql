-- What the feedback talks were about: in how many of them a code of the code book occurs.
--
-- One row per scope (the whole series, a year) and code, by label. Without a period: which small
-- cells have to be hidden can only be told from all scopes together.
--
-- scope  whole or year
-- scope_year  year in which the talk began; null for the whole series
-- scope_event  always null: talks belong to no single event
-- code_id  key
-- code_label  German
-- description  when the code fits
-- talks  talks with a statement that carries the code
-- talks_held  all talks
-- talk_share  talks by talks_held, 0 to 1
with summed as (
    select scope, scope_year, count(*) as n_held from scoped_talks group by scope, scope_year
),
counted as (
    select scope, scope_year, code_id, count(distinct talk_id) as n_talks
    from scoped_talks
    inner join talk_note_code using (talk_id)
    group by scope, scope_year, code_id
)
select
    summed.scope,
    summed.scope_year,
    null::text as scope_event,
    code.code_id,
    code.label as code_label,
    code.description,
    coalesce(n_talks, 0) as talks,
    n_held as talks_held,
    coalesce(n_talks, 0) / n_held as talk_share
from summed
cross join code
left join counted on counted.scope = summed.scope
    and counted.scope_year is not distinct from summed.scope_year
    and counted.code_id = code.code_id
where code.code_id in (select counted.code_id from counted)
order by summed.scope desc, summed.scope_year, code.label, code.code_id
