using Weasel.Postgresql;
using Weasel.Postgresql.Functions;

namespace ShipmentTracker.History.Storage;

/// <summary>
/// Appends events to many of Marten's streams in one statement: those whose stream is at the version they expect. It leaves what Marten's own append leaves, row for row.
/// </summary>
static class AppendFunction
{
    /// <summary>
    /// One row per event, the events of an append together and in order: its stream, its version, how many events its append has (told by the first of them, 0 by the others), and
    /// what is kept of it. Answers the streams that were at another version: nothing of theirs was written.
    /// </summary>
    public const string Call = $"select {Name}($1, $2, $3, $4, $5, $6, $7, $8)";

    const string Name = HistoryDatabase.Schema + ".append_events";
    const string Streams = HistoryDatabase.Schema + ".mt_streams";
    const string Events = HistoryDatabase.Schema + ".mt_events";

    // Written as PostgreSQL tells it back, so that it is compared with what is there and made anew only where it differs.
    //
    // The settings: joined in any other way the streams would be locked in another order, and two writers could wait for each other; one plan serves for all calls.
    //
    // Streams are made first and moved on after, each time in the order of their names. Whoever makes one waits for nobody who is still making; whoever moves one on waits only for
    // others who do, in the same order. A stream that somebody else has made or moved on meanwhile is waited for and then found at another version.
    //
    // Versions are settled before any number is drawn from the sequence: a number that is drawn and not used is a gap, and a gap holds up everything that follows the events.
    //
    // Nobody is woken for readings: what follows the events by itself wants the others, and notifying makes commits wait for each other.
    const string Sql = $"""
        CREATE OR REPLACE FUNCTION {Name}(streams character varying[], versions bigint[], counts integer[], ids uuid[], types character varying[], dotnet_types character varying[], bodies jsonb[], recorded timestamp with time zone[])
         RETURNS character varying[]
         LANGUAGE plpgsql
         SET enable_hashjoin TO 'off'
         SET enable_mergejoin TO 'off'
         SET enable_seqscan TO 'off'
         SET plan_cache_mode TO 'force_generic_plan'
        AS $function$
        declare
            made varchar[];
            moved varchar[];
            archived varchar;
            stale varchar[];
        begin
            if 1 = any(versions) then
                with fresh as (
                    insert into {Streams} (id, type, version, timestamp, tenant_id)
                    select a.stream, null, a.count, now(), '*DEFAULT*' from unnest(streams, versions, counts) as a (stream, version, count)
                    where a.count > 0 and a.version = 1 order by a.stream
                    on conflict (id) do nothing returning id)
                select array_agg(id) into made from fresh;
            end if;

            with bumped as (
                update {Streams} s set version = s.version + a.count, timestamp = now()
                from (select * from unnest(streams, versions, counts) as e (stream, version, count) where e.count > 0 and e.version > 1 order by e.stream) as a
                where s.id = a.stream and s.version = a.version - 1 returning s.id, s.is_archived)
            select array_agg(id), min(id) filter (where is_archived) into moved, archived from bumped;
            if archived is not null then
                raise exception 'Attempted to append event to archived stream with Id ''%''.', archived using errcode = 'MT001';
            end if;

            if coalesce(cardinality(made), 0) + coalesce(cardinality(moved), 0) < cardinality(array_remove(counts, 0)) then
                select array_agg(stream) into stale from (select unnest(streams) except (select unnest(made) union all select unnest(moved))) as others (stream);
            end if;

            insert into {Events} (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
            select nextval('{HistoryDatabase.Schema}.mt_events_sequence'), e.id, e.stream, e.version, e.body, e.type, e.at, '*DEFAULT*', e.dotnet_type, false
            from unnest(streams, versions, ids, types, dotnet_types, bodies, recorded) as e (stream, version, id, type, dotnet_type, body, at)
            where stale is null or e.stream <> all(stale);

            if '{EventNames.ReadingsRecorded}' <> any(types) then
                perform pg_notify('mt_events_appended', '');
            end if;
            return stale;
        end
        $function$;
        """;

    public static Function SchemaObject { get; } = new(PostgresqlProvider.Instance.Parse(Name), Sql);
}
