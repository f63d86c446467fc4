-- What the public record says about feedback beside the questionnaires.
--
-- One row per entry of the record, oldest first; in a year if it began or ended in it.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- outcome_id  key
-- title  German
-- starts  as the record gives it: 2022-12 or 2022-12-14; null if unknown
-- ends  as the record gives it; null if unknown
-- short_title  event at which it was raised; null if unknown
-- note  what the record says came of it; null if nothing
select
    outcome.outcome_id,
    outcome.title,
    outcome.starts,
    outcome.ends,
    held_events.short_title,
    outcome.note
from outcome
left join held_events using (event_id)
where outcome.kind = 'evaluation'
    and (
        $from_date <= date '0001-12-31'
        or year($from_date)
            between left(outcome.starts, 4)::integer
            and coalesce(left(outcome.ends, 4), left(outcome.starts, 4))::integer
        or year($to_date)
            between left(outcome.starts, 4)::integer
            and coalesce(left(outcome.ends, 4), left(outcome.starts, 4))::integer
    )
order by outcome.starts nulls last, outcome.outcome_id
