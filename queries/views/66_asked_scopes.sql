-- How many came to the events at which a question was asked, for every scope.
--
-- One row per scope and version of a question. attended: null where one of the events has no
-- attendance list, or more answers than people who came: then nobody knows how many were silent.
create or replace view asked_scopes as
with attended as (
    select event_id, count(*) as n_attended from counted_attendance group by event_id
),
events as (
    select scope_key, question_id, version, event_id, count(value) as n_answered
    from scoped_answers
    group by scope_key, question_id, version, event_id
)
select
    scope_key,
    question_id,
    version,
    if(bool_and(coalesce(n_attended >= n_answered, false)), sum(n_attended), null)::bigint
        as attended
from events
left join attended using (event_id)
group by scope_key, question_id, version
