-- How many of those who came filled in a questionnaire.
--
-- One row per held event, oldest first.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- event_id  key
-- short_title  number and series
-- title  title of the event
-- held_on  date; null if unknown
-- attendances  persons who came; null without an attendance list
-- responses  questionnaires; null if there are none
-- response_rate  responses by attendances, 0 to 1; null if one of them is not known
with attended as (
    select event_id, count(*) as n_attended from counted_attendance group by event_id
),
answered as (
    select event_id, count(distinct response_id) as n_responses
    from current_feedback
    group by event_id
)
select
    held_events.event_id,
    held_events.short_title,
    held_events.title,
    held_events.held_on,
    n_attended as attendances,
    n_responses as responses,
    n_responses / n_attended as response_rate
from held_events
left join attended using (event_id)
left join answered using (event_id)
where in_period(held_events.held_on, $from_date, $to_date)
order by held_events.sort_on, held_events.number_order nulls last, held_events.event_id
