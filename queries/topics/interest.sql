-- How many came to the events about each topic.
--
-- One row per held event, by topic (most events first), then oldest first. An event stands under
-- the topic with most weight.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- event_id  key
-- short_title  number and series
-- title  title of the event
-- held_on  date; null if unknown
-- topic_label  the topic with most weight; null without a topic
-- attendances  persons who came; null without an attendance list
with attended as (
    select event_id, count(*) as n_attended from counted_attendance group by event_id
)
select
    held_events.event_id,
    held_events.short_title,
    held_events.title,
    held_events.held_on,
    main_topic.topic_label,
    n_attended as attendances
from held_events
left join main_topic using (event_id)
left join attended using (event_id)
where in_period(held_events.held_on, $from_date, $to_date)
order by main_topic.topic_id is null, count(*) over (partition by main_topic.topic_id) desc,
    main_topic.topic_label collate de, held_events.sort_on,
    held_events.number_order nulls last, held_events.event_id
