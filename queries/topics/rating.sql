-- How the events about each topic were rated: the question „Gesamteindruck“.
--
-- One row per held event with answers to it, by topic (most events first), then oldest first. An
-- event stands under the topic with most weight. Where it was rated on two scales, the one with
-- more answers holds.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- event_id  key
-- short_title  number and series
-- title  title of the event
-- held_on  date; null if unknown
-- held_year  calendar year; null if the day is unknown
-- topic_label  the topic with most weight; null without a topic
-- question_id  key: overall
-- overall_version  version of the question, which tells its scale
-- answered  answers given
-- agreement  share of answers in the best quarter of the scale, 0 to 1
with rated as (
    select
        event_id,
        version,
        count(*) as n_answered,
        avg(agrees::integer) as agree_share
    from scale_answers
    where question_id = 'overall' and value is not null
    group by event_id, version
    qualify row_number() over (partition by event_id order by n_answered desc, version) = 1
)
select
    held_events.event_id,
    held_events.short_title,
    held_events.title,
    held_events.held_on,
    held_events.held_year,
    main_topic.topic_label,
    'overall' as question_id,
    rated.version as overall_version,
    n_answered as answered,
    agree_share as agreement
from held_events
inner join rated using (event_id)
left join main_topic using (event_id)
where in_period(held_events.held_on, $from_date, $to_date)
order by main_topic.topic_id is null, count(*) over (partition by main_topic.topic_id) desc,
    main_topic.topic_label collate de, held_events.sort_on,
    held_events.number_order nulls last, held_events.event_id
