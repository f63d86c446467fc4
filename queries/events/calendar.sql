-- The events of the evaluated series, held and to come, with what is known of them.
--
-- One row per event that is not cancelled, newest first.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- event_id  key
-- short_title  number and series
-- title  title of the event
-- held_on  date; null if unknown
-- date_basis  stated, announced or unknown
-- is_held  true or false
-- mode  in_person, online, hybrid or unknown
-- venue  text; null if unknown
-- municipality_name  where it took place; null if unknown
-- topics  labels of its topics, most weight first; null if none
-- attendances  persons who came; null without an attendance list
-- responses  questionnaires; null if there are none
with topic_labels as (
    select event_id, string_agg(topic.label, ', ' order by weight desc, topic.label) as topics
    from event_topic
    inner join topic using (topic_id)
    group by event_id
),
attended as (
    select event_id, count(*) as attendances from counted_attendance group by event_id
),
answered as (
    select event_id, count(distinct response_id) as responses
    from current_feedback
    group by event_id
)
select
    event.event_id,
    concat_ws(' ', event.number_text || '.', series.label) as short_title,
    event.title,
    event.held_on,
    event.date_basis,
    held_events.event_id is not null as is_held,
    event.mode,
    event.venue,
    municipality.name as municipality_name,
    topic_labels.topics,
    attended.attendances,
    answered.responses
from event
inner join series using (series_id)
left join held_events using (event_id)
left join municipality on municipality.ags = event.ags
left join topic_labels using (event_id)
left join attended using (event_id)
left join answered using (event_id)
where series.evaluated
    and event.status <> 'cancelled'
    and in_period(event.held_on, $from_date, $to_date)
order by coalesce(held_events.sort_on, event.held_on) desc nulls last,
    event.number_order desc nulls last, event.event_id
