-- Topics that were announced and did not come, or were raised and never became a topic.
--
-- One row per topic and way in which it came up, the announced ones first. Announced (by an event
-- that did not take place or of which nobody said so, or in an outlook): no event about it was held
-- since. Raised (on an agenda, as an outcome): no event of the series was ever about it. Words of
-- welcome and cultural contributions raise nothing.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- topic_id  key
-- topic_label  German
-- raised_way  event, outlook, agenda or outcome
-- mentions  events, points of the agenda or outcomes
-- short_title  number and series of the event of the newest mention; null if unknown
-- held_on  its date, of a planned event the announced one; null if unknown
-- raised_title  what was announced or raised, the newest
-- dialogues_since  held events since then
-- planned_on  date of the next planned event about it; null if none
with days as (
    select
        event.event_id,
        concat_ws(' ', event.number_text || '.', series.label) as numbered_title,
        event.title,
        event.held_on,
        event.status,
        event.number_order,
        held_events.event_id is not null as is_held,
        coalesce(
            event.held_on,
            (
                select max(earlier.held_on)
                from event as earlier
                where earlier.series_id = event.series_id
                    and earlier.number_order < event.number_order
            ),
            date '0001-01-01'
        ) as day_or_before
    from event
    inner join series using (series_id)
    left join held_events using (event_id)
    where series.evaluated
),
about as (
    select event_topic.topic_id, days.event_id, days.day_or_before, days.number_order
    from days
    inner join event_topic using (event_id)
    where days.is_held
),
raised as (
    select event_topic.topic_id, 'event' as way, days.event_id, days.title as words, 0 as place
    from days
    inner join event_topic using (event_id)
    where not days.is_held and (days.status <> 'planned' or days.held_on < current_date)
    union all
    select
        agenda_item.topic_id,
        if(agenda_item.kind = 'outlook', 'outlook', 'agenda'),
        days.event_id,
        agenda_item.title,
        agenda_item.position
    from days
    inner join agenda_item using (event_id)
    where days.is_held
        and agenda_item.topic_id is not null
        and agenda_item.kind not in ('welcome', 'culture')
    union all
    select outcome.topic_id, 'outcome', outcome.event_id, outcome.title, 0
    from outcome
    where outcome.topic_id is not null
        and (outcome.event_id is null or outcome.event_id in (select event_id from held_events))
),
known as (
    select raised.*, days.numbered_title, days.held_on, days.day_or_before, days.number_order
    from raised
    left join days using (event_id)
    where in_period(days.held_on, $from_date, $to_date)
),
still_open as (
    select *
    from known
    where not exists (
        select 1
        from about
        where about.topic_id = known.topic_id
            and (
                known.way in ('agenda', 'outcome')
                or (
                    about.event_id <> known.event_id
                    and (about.day_or_before, coalesce(about.number_order, 0))
                        > (known.day_or_before, coalesce(known.number_order, 0))
                )
            )
    )
),
newest as (
    select
        *,
        count(*) over (partition by topic_id, way) as n_mentions,
        row_number() over (
            partition by topic_id, way
            order by day_or_before desc nulls last, number_order desc nulls last, place desc, words
        ) as newest_place
    from still_open
)
select
    topic.topic_id,
    topic.label as topic_label,
    way as raised_way,
    n_mentions as mentions,
    newest.numbered_title as short_title,
    newest.held_on,
    newest.words as raised_title,
    (
        select count(*)
        from days
        where days.is_held
            and days.event_id is distinct from newest.event_id
            and (days.day_or_before, coalesce(days.number_order, 0))
                > (
                    coalesce(newest.day_or_before, date '0001-01-01'),
                    coalesce(newest.number_order, 0)
                )
    ) as dialogues_since,
    next_planned.planned_on
from newest
inner join topic using (topic_id)
left join next_planned using (topic_id)
where newest_place = 1
order by array_position(['event', 'outlook', 'agenda', 'outcome'], way),
    newest.day_or_before desc nulls last, topic_label collate de
