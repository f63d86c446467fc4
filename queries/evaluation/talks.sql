-- How the feedback talks went: how many had which tendency.
--
-- One row per scope (the whole series, a year) and tendency, the best first, talks without a
-- stated tendency last. Without a period: which small cells have to be hidden can only be told
-- from all scopes together.
--
-- scope  whole or year
-- scope_year  year in which the talk began; null for the whole series
-- scope_event  always null: talks belong to no single event
-- tendency  1 (negative) to 5 (positive); null: none stated
-- talks  talks with this tendency
-- talk_share  of the talks that state a tendency, 0 to 1; null for those that state none
-- talks_held  all talks
with summed as (
    select scope, scope_year, count(*) as n_held, count(tendency) as n_stated
    from scoped_talks
    group by scope, scope_year
),
steps as (
    select * from (values (5), (4), (3), (2), (1), (null)) as listed (step)
)
select
    summed.scope,
    summed.scope_year,
    null::text as scope_event,
    steps.step as tendency,
    count(scoped_talks.talk_id) as talks,
    if(steps.step is null, null, count(scoped_talks.talk_id) / nullif(n_stated, 0)) as talk_share,
    n_held as talks_held
from summed
cross join steps
left join scoped_talks on scoped_talks.scope = summed.scope
    and scoped_talks.scope_year is not distinct from summed.scope_year
    and scoped_talks.tendency is not distinct from steps.step
group by summed.scope, summed.scope_year, steps.step, n_stated, n_held
order by summed.scope desc, summed.scope_year, steps.step desc nulls last
