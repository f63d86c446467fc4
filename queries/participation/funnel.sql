-- From the invitation to the dialogue: what became of those who were invited and registered.
--
-- One row per stage: invited, of them registered_of_invited and not_registered; registered, of them
-- attended, withdrawn, no_show and still_open. Empty where no list tells who was registered.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- stage  as above
-- persons  persons at that stage, over all events that tell; null where none does
-- out_of  the invited or the registered of the same events; null for these two themselves
-- share  persons by out_of, 0 to 1; null without it
-- events  events whose lists tell: for the registered those that tell them from those who came,
--   for the invited those that name them as well
-- part_of  invited or registered: what the persons are a part of; null for these two themselves
with told as (
    select *
    from event_registration
    where in_period(held_on, $from_date, $to_date) and n_registered is not null
),
invitations as (
    select
        count(*) as n_events,
        sum(n_invited) as n_all,
        sum(n_registered) as n_yes,
        sum(n_not_registered) as n_not
    from told
    where n_invited is not null
),
registrations as (
    select
        count(*) as n_events,
        sum(n_registered) as n_all,
        sum(n_attended) as n_came,
        sum(n_withdrawn) as n_took_back,
        sum(n_no_show) as n_away,
        sum(n_open) as n_silent
    from told
),
stages as (
    select 1 as position, 'invited' as stage_name, n_all as n, null as n_whole, n_events as n_told,
        null as whole
    from invitations
    union all
    select 2, 'registered_of_invited', n_yes, n_all, n_events, 'invited' from invitations
    union all
    select 3, 'not_registered', n_not, n_all, n_events, 'invited' from invitations
    union all
    select 4, 'registered', n_all, null, n_events, null from registrations
    union all
    select 5, 'attended', n_came, n_all, n_events, 'registered' from registrations
    union all
    select 6, 'withdrawn', n_took_back, n_all, n_events, 'registered' from registrations
    union all
    select 7, 'no_show', n_away, n_all, n_events, 'registered' from registrations
    union all
    select 8, 'still_open', n_silent, n_all, n_events, 'registered' from registrations
)
select
    stage_name as stage,
    n::bigint as persons,
    n_whole::bigint as out_of,
    (n / n_whole)::double as share,
    n_told as events,
    whole as part_of
from stages
where exists (select 1 from told)
order by position
