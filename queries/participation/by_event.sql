-- Who was invited, who registered and who came, per event.
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
-- invited  persons who were invited, those who registered included; null if the lists do not tell
-- not_registered  persons who were invited and did not register; null if the lists do not tell
-- registered  persons who were registered, those who came included; null if the lists do not tell
-- withdrawn  persons who took their registration back; null if the lists do not tell
-- no_show  registered persons who are known not to have come; null if the lists do not tell
-- still_open  registered persons of whom nothing more is known; null if the lists do not tell
-- show_up_rate  attended by registered (without those who withdrew), 0 to 1; null if not told
select
    held_events.event_id,
    held_events.short_title,
    held_events.title,
    held_events.held_on,
    held_events.mode,
    n_attended as attendances,
    n_invited as invited,
    n_not_registered as not_registered,
    n_registered as registered,
    n_withdrawn as withdrawn,
    n_no_show as no_show,
    n_open as still_open,
    n_attended / (n_registered - n_withdrawn) as show_up_rate
from held_events
left join event_registration using (event_id)
where in_period(held_events.held_on, $from_date, $to_date)
order by held_events.sort_on, held_events.number_order nulls last, held_events.event_id
