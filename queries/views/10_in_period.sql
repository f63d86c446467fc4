-- Whether an event belongs to a period; without a known date only to one without a beginning.
create or replace macro in_period(held_on, from_date, to_date) as
    coalesce(held_on, date '0001-01-01') between from_date and to_date
