-- Where each outcome stands: by its newest update, without one by the record.
--
-- One row per outcome. raised_on: day of the event; where it is unknown, raised_after and
-- raised_before are the known days of the events numbered around it, null without one.
-- ended_known: what is known of the end of one that is done or dropped, as '2026', '2026-05' or
-- '2026-05-31'; null: still going on, or nobody has said when. due: what was entered, else the end
-- that the record plans. is_overdue: due, not ended, and the day is past.
create or replace view outcome_state as
with ordered as (
    select
        *,
        row_number() over (
            partition by outcome_id order by happened_on desc, update_id desc
        ) as place
    from outcome_update
),
newest as (
    select outcome_id, status, happened_on, message from ordered where place = 1
),
other_status as (
    select ordered.outcome_id, min(ordered.place) as last_place
    from ordered
    inner join newest using (outcome_id)
    where ordered.status <> newest.status
    group by ordered.outcome_id
),
-- Since when the status holds, as far as an update says that it changed.
since as (
    select ordered.outcome_id, min(ordered.happened_on) as since_on
    from ordered
    left join other_status using (outcome_id)
    where last_place is null or ordered.place < last_place
    group by ordered.outcome_id
),
counted as (
    select outcome_id, count(*) as n_updates from outcome_update group by outcome_id
),
concerned as (
    select
        outcome_municipality.outcome_id,
        string_agg(municipality.name, ', ' order by municipality.name collate de)
            as municipality_names
    from outcome_municipality
    inner join municipality using (ags)
    group by outcome_municipality.outcome_id
),
stated as (
    select
        outcome.*,
        coalesce(newest.status, outcome.status) as status_now,
        coalesce(outcome_detail.due, outcome.ends) as due_known,
        outcome_detail.responsible,
        newest.happened_on as last_update_on,
        newest.message as last_message,
        case
            when newest.status is null or (last_place is null and newest.status = outcome.status)
                then outcome.ends
            else strftime(since_on, '%Y-%m-%d')
        end as end_said
    from outcome
    left join outcome_detail using (outcome_id)
    left join newest using (outcome_id)
    left join other_status using (outcome_id)
    left join since using (outcome_id)
)
select
    stated.outcome_id,
    stated.kind,
    stated.title,
    stated.topic_id,
    stated.event_id,
    stated.starts,
    stated.ends,
    stated.note,
    stated.responsible,
    municipality_names,
    nullif(concat_ws(' ', event.number_text || '.', series.label), '') as raised_at,
    event.held_on as raised_on,
    event.date_basis as raised_basis,
    case when event.held_on is null then (
        select max(earlier.held_on)
        from event as earlier
        where earlier.series_id = event.series_id and earlier.number_order < event.number_order
    ) end as raised_after,
    case when event.held_on is null then (
        select min(later.held_on)
        from event as later
        where later.series_id = event.series_id and later.number_order > event.number_order
    ) end as raised_before,
    stated.status_now,
    stated.last_update_on,
    stated.last_message,
    coalesce(n_updates, 0) as n_updates,
    if(stated.status_now in ('done', 'dropped'), stated.end_said, null) as ended_known,
    last_day_of(ended_known) as ended_on,
    stated.due_known,
    last_day_of(stated.due_known) as due_on,
    stated.status_now not in ('done', 'dropped') and coalesce(due_on < current_date, false)
        as is_overdue
from stated
left join event on event.event_id = stated.event_id
left join series on series.series_id = event.series_id
left join counted on counted.outcome_id = stated.outcome_id
left join concerned on concerned.outcome_id = stated.outcome_id
