-- What management says to the charts of a period.
--
-- One row per comment, oldest first per chart. A comment on a year belongs to that year, one on
-- all years to the whole series only.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- comment_id  key
-- chart_id  key of the chart in the catalogue
-- comment_year  calendar year; null for a comment on all years
-- comment_text  as written
-- written_by  account
-- written_at  timestamp in UTC
-- data_as_of  timestamp in UTC: when the data behind the chart had been changed last
-- is_outdated  whether data have changed since; comments themselves are no change
select
    comment_id,
    chart_id,
    for_year as comment_year,
    comment_text,
    written_by,
    written_at,
    data_as_of,
    exists (
        select 1
        from audit_log
        where audit_log.entry_id > chart_comment.data_version
            and not ends_with(audit_log.action, '_chart_comment')
            and audit_log.action <> 'freeze_edition'
    ) as is_outdated
from chart_comment
where if(for_year is null, $from_date <= date '0001-12-31',
    make_date(for_year, 1, 1) between $from_date and $to_date)
order by chart_id, for_year nulls first, written_at, comment_id
