-- How far the dialogues reach into each municipality, year by year.
--
-- One row per year with a held event and municipality, oldest year first and by name; the events
-- without a known date are a year of their own, the last one.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- held_year  calendar year; null: the date is not known
-- ags  official key, 8 digits
-- municipality_name  German
-- events_with_list  held events of the year whose attendance list is known
-- dialogues  of those, the ones somebody from the municipality came to
-- share  dialogues by events_with_list, 0 to 1; null without a list
with attended as (
    select * from counted_attendance where in_period(held_on, $from_date, $to_date)
),
years as (
    select distinct coalesce(held_year, 9999) as at_year
    from held_events
    where in_period(held_on, $from_date, $to_date)
),
lists as (
    select coalesce(held_year, 9999) as at_year, count(distinct event_id) as n_lists
    from attended
    group by at_year
),
counted as (
    select
        coalesce(held_year, 9999) as at_year,
        ags,
        count(distinct event_id) as n_dialogues
    from attended
    where level = 'municipality'
    group by at_year, ags
)
select
    nullif(years.at_year, 9999) as held_year,
    municipality.ags,
    municipality.name as municipality_name,
    coalesce(n_lists, 0) as events_with_list,
    coalesce(n_dialogues, 0) as dialogues,
    if(n_lists > 0, coalesce(n_dialogues, 0) / n_lists, null) as share
from years
cross join municipality
left join lists using (at_year)
left join counted on counted.at_year = years.at_year and counted.ags = municipality.ags
order by years.at_year, municipality_name collate de
