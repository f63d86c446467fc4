-- What became of each outcome, from the event where it was raised to its end or today.
--
-- One row per outcome raised at an event of the period: overdue ones first, then those that are
-- not ended, then the others; within each the one raised first.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- outcome_id  key
-- title  German
-- kind  project, study, demand, idea, funding or evaluation
-- topic_label  German; null without a topic
-- raised_at  number and series of the event; null if unknown
-- raised_on  date of that event; null if unknown
-- raised_basis  how sure the date is: stated, announced or unknown; null without an event
-- raised_after  where the date is unknown: known day of the event numbered before; null without
-- raised_before  where the date is unknown: known day of the event numbered after; null without
-- status  open, running, done or dropped
-- months  complete months from raised to ended or, if not ended, to today; null if unknown
-- ended  '2026', '2026-05' or '2026-05-31'; null if not ended or unknown
-- ended_on  last day of it
-- due  '2026', '2026-05' or '2026-05-31'; null without one
-- due_on  last day of it
-- is_overdue  not ended and the due date is past
-- updates  dated updates so far
-- update_days  their dates as '2026-05-31', oldest first, separated by commas; null without one
-- last_update_on  date of the newest; null without one
-- last_message  its text; null without one
-- responsible  organisation; null if unknown
-- municipality_names  municipalities concerned, by name; null if none is named
-- note  from the record or by staff; null without one
-- seen_on  today
with days as (
    select
        outcome_id,
        string_agg(strftime(happened_on, '%Y-%m-%d'), ',' order by happened_on) as update_days
    from outcome_update
    group by outcome_id
)
select
    outcome_state.outcome_id,
    outcome_state.title,
    outcome_state.kind,
    topic.label as topic_label,
    raised_at,
    raised_on,
    raised_basis,
    raised_after,
    raised_before,
    status_now as status,
    case
        when status_now in ('open', 'running') then datesub('month', raised_on, current_date)
        when ended_on >= raised_on then datesub('month', raised_on, ended_on)
    end as months,
    ended_known as ended,
    ended_on,
    due_known as due,
    due_on,
    is_overdue,
    n_updates as updates,
    update_days,
    last_update_on,
    last_message,
    responsible,
    municipality_names,
    note,
    current_date as seen_on
from outcome_state
left join topic using (topic_id)
left join days on days.outcome_id = outcome_state.outcome_id
where in_period(raised_on, $from_date, $to_date)
order by
    is_overdue desc,
    status_now in ('done', 'dropped'),
    coalesce(raised_on, raised_after, raised_before) nulls last,
    outcome_state.title collate de,
    outcome_state.outcome_id
