-- The headline figures of a period.
--
-- One row per figure, in the order of the screen.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- figure_id  events, attendances, people, municipalities, organisations or response_rate
-- figure_value  number; for response_rate 0 to 1; null where nothing was collected
-- base  what the figure rests on: events, attendances or municipalities; null where nothing was
with events_in_period as (
    select event_id from held_events where in_period(held_on, $from_date, $to_date)
),
attended as (
    select counted_attendance.*
    from counted_attendance
    inner join events_in_period using (event_id)
),
answered as (
    select
        event_id,
        count(distinct response_id) as n_responses
    from current_feedback
    inner join events_in_period using (event_id)
    group by event_id
),
asked as (
    select event_id, n_responses, count(*) as n_attended
    from answered
    inner join attended using (event_id)
    group by event_id, n_responses
),
lists as (
    select count(distinct event_id) as n_lists from attended
),
figures as (
    select 1 as position, 'events' as figure_id, count(*)::double as figure_value,
        count(*) as base
    from events_in_period
    union all
    select 2, 'attendances', if(n_lists = 0, null, (select count(*) from attended)),
        nullif(n_lists, 0)
    from lists
    union all
    select 3, 'people', if(count(person_key) = 0, null, count(distinct person_key)),
        nullif(count(person_key), 0)
    from attended
    union all
    select 4, 'municipalities', if(count(*) = 0, null, count(distinct ags)),
        if(count(*) = 0, null, (select count(*) from municipality))
    from attended
    union all
    select 5, 'organisations', if(count(*) = 0, null, count(distinct organisation_id)),
        nullif(count(organisation_id), 0)
    from attended
    union all
    select 6, 'response_rate', sum(n_responses) / sum(n_attended), sum(n_attended)
    from asked
)
select figure_id, figure_value, base::bigint as base
from figures
order by position
