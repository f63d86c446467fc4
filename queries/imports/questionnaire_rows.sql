-- Which questionnaires are behind the evaluation; what they answer is shown in sums only.
--
-- One row per questionnaire, newest event first, in the order of the file.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- event_id  key
-- short_title  number and series
-- title  title of the event
-- held_on  date; null if unknown
-- batch_id  number of the import
-- file_name  as uploaded
-- source_row  row of the file as Excel counts it
-- asked  questions asked in it
-- answered  of those, the ones with an answer
-- is_counted  true: counts in the evaluation
select
    event.event_id,
    concat_ws(' ', event.number_text || '.', series.label) as short_title,
    event.title,
    event.held_on,
    feedback_response.batch_id,
    import_batch.file_name,
    feedback_response.source_row,
    count(feedback_answer.question_id) as asked,
    count(feedback_answer.question_id) filter (
        where feedback_answer.value is not null or feedback_answer.answer_text is not null
    ) as answered,
    feedback_response.response_id in (select response_id from current_feedback) as is_counted
from feedback_response
inner join event using (event_id)
inner join series using (series_id)
inner join import_batch on import_batch.batch_id = feedback_response.batch_id
left join feedback_answer using (response_id)
where feedback_response.superseded_by is null
    and in_period(event.held_on, $from_date, $to_date)
group by event.event_id, event.number_text, series.label, event.title, event.held_on,
    feedback_response.response_id, feedback_response.batch_id, import_batch.file_name, feedback_response.source_row
order by event.held_on desc nulls last, event.event_id, feedback_response.batch_id,
    feedback_response.source_row
