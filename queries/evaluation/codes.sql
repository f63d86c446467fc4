-- What the free texts are about: how many carry which code of the code book.
--
-- One row per scope (the whole series, a year, an event) and code, by label: an order by number
-- would tell hidden ones. Without a period: which small cells have to be hidden can only be told
-- from all scopes together.
--
-- scope  whole, year or event
-- scope_year  year of the event; null for the whole series and for an event without a date
-- scope_event  key of the event; null for the whole series and a year
-- code_id  key
-- code_label  German
-- description  when the code fits
-- texts  free texts that carry the code; a text may carry several
-- texts_coded  free texts that carry any code
-- texts_given  free texts
-- text_share  texts by texts_coded, 0 to 1; null where no text is coded
with given as (
    select
        response_id,
        event_id,
        question_id,
        held_year,
        sha256(answer_text) as text_key
    from current_feedback
    where nullif(trim(answer_text), '') is not null
),
spread as (
    select given.*, unnest(scopes_of(held_year, event_id), recursive := true)
    from given
),
summed as (
    select
        scope,
        scope_year,
        scope_event,
        scope_key,
        count(*) as n_given,
        count(*) filter (
            where exists (
                select 1
                from comment_code
                where comment_code.event_id = spread.event_id
                    and comment_code.question_id = spread.question_id
                    and comment_code.text_key = spread.text_key
            )
        ) as n_coded
    from spread
    group by scope, scope_year, scope_event, scope_key
),
counted as (
    select scope_key, code_id, count(*) as n_texts
    from spread
    inner join comment_code using (event_id, question_id, text_key)
    group by scope_key, code_id
),
listed as (
    select code_id, label, description
    from code
    where active or code_id in (select counted.code_id from counted)
)
select
    summed.scope,
    summed.scope_year,
    summed.scope_event,
    listed.code_id,
    listed.label as code_label,
    listed.description,
    coalesce(n_texts, 0) as texts,
    n_coded as texts_coded,
    n_given as texts_given,
    coalesce(n_texts, 0) / nullif(n_coded, 0) as text_share
from summed
cross join listed
left join counted on counted.scope_key = summed.scope_key and counted.code_id = listed.code_id
order by
    summed.scope desc,
    summed.scope_year nulls last,
    summed.scope_event,
    listed.label,
    listed.code_id
