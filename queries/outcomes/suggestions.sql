-- Which topics were suggested, and what became of them.
--
-- One row per suggestion received in the period, newest first, unknown days last.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- suggestion_id  key
-- title  German
-- source  citizen, company, municipality, politics, association, other or unknown
-- received_on  date; null if unknown
-- topic_label  German; null without a topic
-- status  proposed, planned, covered or declined
-- waiting_months  complete months since received, while proposed or planned; null if unknown
-- reason  why declined, or a remark; null without one
-- taken_up_at  number, series and title of the event that took or takes it up; null without one
-- held_on  its date; null if unknown or without an event
select
    current_suggestion.suggestion_id,
    current_suggestion.title,
    current_suggestion.source,
    current_suggestion.received_on,
    topic.label as topic_label,
    current_suggestion.status,
    if(
        current_suggestion.status in ('proposed', 'planned'),
        datesub('month', current_suggestion.received_on, current_date),
        null
    ) as waiting_months,
    current_suggestion.reason,
    if(
        event.event_id is null,
        null,
        concat_ws(' ', event.number_text || '.', series.label) || ': ' || event.title
    ) as taken_up_at,
    event.held_on
from current_suggestion
left join topic using (topic_id)
left join event on event.event_id = current_suggestion.event_id
left join series using (series_id)
where in_period(current_suggestion.received_on, $from_date, $to_date)
order by
    current_suggestion.received_on desc nulls last,
    current_suggestion.suggestion_id desc
