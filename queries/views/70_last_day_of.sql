-- The last day of what is known of a date: '2026-05-31', '2026-05' or '2026'; null for other texts.
create or replace macro last_day_of(known) as
    case length(known)
        when 10 then try_cast(known as date)
        when 7 then last_day(try_cast(known || '-01' as date))
        when 4 then try_cast(known || '-12-31' as date)
    end
