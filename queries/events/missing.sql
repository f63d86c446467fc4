-- What is still missing for the events that took place or should have taken place by today.
--
-- One row per event and missing fact, newest event first.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- event_id  key
-- short_title  number and series
-- title  title of the event
-- missing_fact  whether_held, attendance, feedback, date, announced_date, venue, mode or topic
with overdue as (
    select
        event.event_id,
        concat_ws(' ', event.number_text || '.', series.label) as short_title,
        event.title,
        event.held_on as sort_on,
        event.number_order
    from event
    inner join series using (series_id)
    where series.evaluated
        and event.status = 'planned'
        and event.held_on < current_date
        and in_period(event.held_on, $from_date, $to_date)
        and event.event_id not in (select event_id from held_events)
),
events_in_period as (
    select * from held_events where in_period(held_on, $from_date, $to_date)
),
facts as (
    select event_id, 0 as position, 'whether_held' as missing_fact from overdue
    union all
    select event_id, 1, 'attendance'
    from events_in_period
    where event_id not in (select event_id from counted_attendance)
    union all
    select event_id, 2, 'feedback'
    from events_in_period
    where event_id not in (select event_id from current_feedback)
    union all
    select event_id, 3, if(date_basis = 'announced', 'announced_date', 'date')
    from events_in_period
    where held_on is null or date_basis <> 'stated'
    union all
    select event_id, 4, 'venue' from events_in_period where venue is null and mode <> 'online'
    union all
    select event_id, 5, 'mode' from events_in_period where mode = 'unknown'
    union all
    select event_id, 6, 'topic'
    from events_in_period
    where event_id not in (select event_id from event_topic)
)
select event_id, short_title, title, missing_fact
from facts
inner join (
    select event_id, short_title, title, sort_on, number_order from events_in_period
    union all
    select event_id, short_title, title, sort_on, number_order from overdue
) as concerned using (event_id)
order by sort_on desc, number_order desc nulls last, event_id, position
