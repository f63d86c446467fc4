-- Which outcomes are not ended although their due date is past.
--
-- One row per overdue outcome raised at an event of the period, the longest overdue first.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- outcome_id  key
-- title  German
-- kind  project, study, demand, idea, funding or evaluation
-- due  '2026', '2026-05' or '2026-05-31', as known
-- days_overdue  days from the last day of it to today
-- status  open or running
-- responsible  organisation; null if unknown
-- last_update_on  date of the newest update; null without one
select
    outcome_id,
    title,
    kind,
    due_known as due,
    date_diff('day', due_on, current_date) as days_overdue,
    status_now as status,
    responsible,
    last_update_on
from outcome_state
where is_overdue and in_period(raised_on, $from_date, $to_date)
order by due_on, title collate de, outcome_id
