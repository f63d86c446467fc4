-- Who was registered and who came, per event.
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
-- mode  in_person, online, hybrid or unknown
-- attendances  persons who came; null without an attendance list
-- registered  persons who were registered, those who came included; null if the lists do not tell
-- withdrawn  persons who took their registration back; null if the lists do not tell
-- no_show  registered persons who are known not to have come; null if the lists do not tell
-- show_up_rate  attended by registered (without those who withdrew), 0 to 1; null if not told
with counted as (
    select
        event_id,
        count(*) filter (where status = 'attended') as n_attended,
        count(*) filter (where status = 'withdrawn') as n_withdrawn,
        count(*) filter (where status = 'no_show') as n_no_show,
        count(*) filter (where status = 'registered') as n_open
    from current_attendance
    group by event_id
),
told as (
    select *, n_withdrawn + n_no_show + n_open > 0 as tells_registration
    from counted
    where n_attended > 0
)
select
    held_events.event_id,
    held_events.short_title,
    held_events.title,
    held_events.held_on,
    held_events.mode,
    n_attended as attendances,
    if(tells_registration, n_attended + n_no_show + n_open + n_withdrawn, null) as registered,
    if(tells_registration, n_withdrawn, null) as withdrawn,
    if(tells_registration, n_no_show, null) as no_show,
    if(tells_registration, n_attended / (n_attended + n_no_show + n_open), null) as show_up_rate
from held_events
left join told using (event_id)
where in_period(held_events.held_on, $from_date, $to_date)
order by held_events.sort_on, held_events.number_order nulls last, held_events.event_id
