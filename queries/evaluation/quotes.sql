-- Free texts that a person has released as quotes.
--
-- One row per released text, newest event first, then by text. Two equal texts are one quote.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- event_id  key
-- short_title  number and series
-- held_on  date; null if unknown
-- question_label  what was asked, German
-- quote  as written, without addresses
-- released_at  UTC
select distinct
    held_events.event_id,
    held_events.short_title,
    held_events.held_on,
    question.short_label as question_label,
    current_feedback.answer_text as quote,
    released_quote.released_at
from released_quote
inner join current_feedback on current_feedback.event_id = released_quote.event_id
    and current_feedback.question_id = released_quote.question_id
    and sha256(current_feedback.answer_text) = released_quote.text_key
inner join held_events on held_events.event_id = current_feedback.event_id
inner join question on question.question_id = current_feedback.question_id
    and question.version = current_feedback.version
where in_period(held_events.held_on, $from_date, $to_date)
order by held_events.held_on desc nulls last, held_events.event_id, question_label, quote
