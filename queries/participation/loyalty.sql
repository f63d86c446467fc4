-- Who came once, who comes again and who has stayed away, in the series up to the end of the
-- period.
--
-- One row per kind of visitor (person, organisation) and standing, in this order: first_time (so
-- far at one dialogue, one of the last three), returning (at several, at one of the last three as
-- well), lapsed (not seen at the last three). Empty where the period has no attendance list.
--
-- $from_date  date, inclusive; visits before it count as well
-- $to_date  date, inclusive
--
-- visitor  person or organisation
-- standing  first_time, returning or lapsed
-- visitors  so many different ones; null where the lists name none
-- share  of all recognised visitors of this kind, 0 to 1; null where the lists name none
-- people  the visitors where they are people, else null
-- organisations  the visitors where they are organisations, else null
-- recognised  attendances with a pseudonym, or with an organisation (private persons have none)
-- attendances  all attendances that were looked at
-- events_with_list  dialogues with a list that were looked at
-- recent_events  so many of the newest of them count as the last ones
with numbered as (
    select
        event_id,
        in_period(held_on, $from_date, $to_date) as is_in_period,
        row_number() over (order by sort_on, number_order nulls last, event_id) as place,
        count(*) over () as n_lists,
        3 as n_recent
    from held_events
    where coalesce(held_on, sort_on) <= $to_date
        and event_id in (select event_id from counted_attendance)
),
attended as (
    select
        counted_attendance.person_key,
        organisation_id,
        numbered.*
    from counted_attendance
    inner join numbered using (event_id)
),
visits as (
    select 'person' as kind, person_key as visitor_key, place, n_lists, n_recent
    from attended
    where person_key is not null
    union all
    select 'organisation', organisation_id::text, place, n_lists, n_recent
    from attended
    where organisation_id is not null
),
standings as (
    select
        kind,
        case
            when max(place) <= any_value(n_lists) - any_value(n_recent) then 'lapsed'
            when count(distinct place) > 1 then 'returning'
            else 'first_time'
        end as reached
    from visits
    group by kind, visitor_key
),
counted as (
    select kind, reached, count(*) as n_visitors from standings group by kind, reached
),
totals as (
    select
        any_value(n_lists) as n_events,
        any_value(n_recent) as n_recent,
        count(*) as n_attendances,
        count(person_key) as n_of_people,
        count(organisation_id) as n_of_organisations
    from attended
),
grid as (
    select *
    from (values (1, 'person'), (2, 'organisation')) as kinds (kind_place, kind)
    cross join (values (1, 'first_time'), (2, 'returning'), (3, 'lapsed')) as all_standings
        (standing_place, reached)
    cross join totals
),
filled as (
    select
        grid.*,
        if(kind = 'person', n_of_people, n_of_organisations) as n_recognised,
        if(n_recognised > 0, coalesce(n_visitors, 0), null) as n
    from grid
    left join counted using (kind, reached)
)
select
    kind as visitor,
    reached as standing,
    n as visitors,
    n / sum(n) over (partition by kind) as share,
    if(kind = 'person', n, null) as people,
    if(kind = 'organisation', n, null) as organisations,
    n_recognised as recognised,
    n_attendances as attendances,
    n_events as events_with_list,
    n_recent as recent_events
from filled
where exists (select 1 from numbered where is_in_period)
order by kind_place, standing_place
