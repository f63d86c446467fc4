-- Imports that replaced what the event held, rather than adding to it: persons who are not in such
-- a file are out, also when an earlier import is taken back. Undone imports leave this table.
create table replacing_batch (
    batch_id integer primary key    -- import_batch.batch_id
);
