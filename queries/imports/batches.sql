-- Every import with what it did.
--
-- One row per import batch, newest first.
--
-- batch_id        number of the import
-- kind            attendance or feedback
-- event_id        key
-- event_title     title of the event
-- held_on         date; null if unknown
-- file_name       as uploaded
-- source          recognised format
-- imported_by     account
-- imported_at     timestamp in UTC
-- rows_read       rows
-- rows_new        rows
-- rows_same       rows
-- rows_changed    rows
-- rows_removed    rows
-- rows_left_out   rows
-- state           active or undone
-- undone_at       timestamp in UTC; null if active
select
    import_batch.batch_id,
    import_batch.kind,
    import_batch.event_id,
    event.title as event_title,
    event.held_on,
    import_batch.file_name,
    import_batch.source,
    import_batch.imported_by,
    import_batch.imported_at,
    import_batch.rows_read,
    import_batch.rows_new,
    import_batch.rows_same,
    import_batch.rows_changed,
    import_batch.rows_removed,
    import_batch.rows_left_out,
    import_batch.state,
    import_batch.undone_at
from import_batch
inner join event using (event_id)
order by import_batch.batch_id desc
