-- The headline figures of any period: the overview, the year before and all earlier years take
-- them from here.
--
-- One row per figure: figure_id, figure_value and base, as overview/headline.sql explains them.
-- A column of that name in a table below would take the place of a parameter's column: whoever
-- calls it for columns gives them names of their own.
create or replace macro headline_of(from_date, to_date) as table
with events_in_period as (
    select event_id from held_events where in_period(held_on, from_date, to_date)
),
attended as (
    select counted_attendance.*
    from counted_attendance
    inner join events_in_period using (event_id)
),
answered as (
    select
        event_id,
        count(distinct response_id) as n_responses
    from current_feedback
    inner join events_in_period using (event_id)
    group by event_id
),
asked as (
    select event_id, n_responses, count(*) as n_attended
    from answered
    inner join attended using (event_id)
    group by event_id, n_responses
),
lists as (
    select count(distinct event_id) as n_lists from attended
),
figures as (
    select 1 as position, 'events' as figure_id, count(*)::double as figure_value,
        count(*) as base
    from events_in_period
    union all
    select 2, 'attendances', if(n_lists = 0, null, (select count(*) from attended)),
        nullif(n_lists, 0)
    from lists
    union all
    select 3, 'people', if(count(person_key) = 0, null, count(distinct person_key)),
        nullif(count(person_key), 0)
    from attended
    union all
    select 4, 'municipalities', if(count(*) = 0, null, count(distinct ags)),
        if(count(*) = 0, null, (select count(*) from municipality))
    from attended
    union all
    select 5, 'organisations', if(count(*) = 0, null, count(distinct organisation_id)),
        nullif(count(organisation_id), 0)
    from attended
    union all
    select 6, 'response_rate', sum(n_responses) / sum(n_attended), sum(n_attended)
    from asked
)
select position, figure_id, figure_value, base::bigint as base from figures
