-- What the attendance lists of an event tell of invitation and registration.
--
-- One row per held event with an attendance list. n_invited, n_registered: null where the lists do
-- not tell; who is registered counts as invited too, where the invited are named at all. n_open:
-- registered persons of whom nothing more is known, which does not make them no-shows.
create or replace view event_registration as
with counted as (
    select
        event_id,
        count(*) as n_listed,
        count(*) filter (where status = 'attended') as n_came,
        count(*) filter (where status = 'withdrawn') as n_took_back,
        count(*) filter (where status = 'no_show') as n_stayed_away,
        count(*) filter (where status = 'registered') as n_silent,
        count(*) filter (where status = 'invited') as n_only_invited
    from current_attendance
    group by event_id
),
told as (
    select *, n_took_back + n_stayed_away + n_silent > 0 as tells_registration
    from counted
    where n_came > 0
)
select
    held_events.event_id,
    held_events.held_on,
    n_came as n_attended,
    if(n_only_invited > 0, n_listed, null) as n_invited,
    if(n_only_invited > 0, n_only_invited, null) as n_not_registered,
    if(tells_registration, n_listed - n_only_invited, null) as n_registered,
    if(tells_registration, n_took_back, null) as n_withdrawn,
    if(tells_registration, n_stayed_away, null) as n_no_show,
    if(tells_registration, n_silent, null) as n_open
from told
inner join held_events using (event_id)
