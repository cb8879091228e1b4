-- What Orleans needs from the history's database: who is in the cluster (membership) and what to wake up when (reminders).
--
-- Orleans' ADO.NET providers know no table. They read the texts of their queries from OrleansQuery once, at start, by unqualified name, fill in
-- parameters of fixed names and read columns of fixed names. Everything else is ours; this file is run at every start and changes nothing when
-- it has run before. A silo that is already up keeps the texts it has read, so a column may be added here, but not renamed, while older silos run.

create schema if not exists orleans;
set local search_path to orleans;

create table if not exists OrleansQuery (
    QueryKey  text primary key,
    QueryText text not null
);

-- The version counts every change of membership. Its row is what silos compete for: whoever finds the version it read still in place wins,
-- all others read again. It also serialises writers, because they take its row lock first.
create table if not exists cluster_version (
    cluster_id text        primary key,
    version    integer     not null default 0,
    changed_at timestamptz not null default now()
);

-- One row for each life of a silo; a restart on the same address has a new generation (its start time).
create table if not exists cluster_member (
    cluster_id    text        not null references cluster_version,
    address       text        not null,
    port          integer     not null,
    generation    integer     not null,
    silo_name     text        not null,
    host_name     text        not null,
    status        integer     not null,
    gateway_port  integer     not null,
    suspect_times text,
    started_at    timestamptz not null,
    alive_at      timestamptz not null,
    primary key (cluster_id, address, port, generation)
);

-- Reminders belong to the service, not to the cluster: a new cluster of the same service goes on with them.
create table if not exists reminder (
    service_id    text        not null,
    grain_id      text        not null,
    reminder_name text        not null,
    grain_hash    integer     not null,
    first_due_at  timestamptz not null,
    period_ms     bigint      not null,
    version       integer     not null default 0,
    primary key (service_id, grain_id, reminder_name)
);

-- Every silo reads its share of the ring again and again.
create index if not exists reminder_by_hash on reminder (service_id, grain_hash);

insert into OrleansQuery (QueryKey, QueryText)
values

-- Answers whether the row was made; several silos of a new cluster start at once.
('InsertMembershipVersionKey', $query$
    with made as (
        insert into cluster_version (cluster_id) values (@DeploymentId)
        on conflict do nothing
        returning cluster_id
    )
    select exists (select from made)
$query$),

-- The version's row is locked before anything is looked at, so of two silos that join at once one finds the version moved on and inserts
-- nothing. Both changes are one statement: there is no version without its row and no row without its version.
('InsertMembershipKey', $query$
    with moved as (
        update cluster_version set version = version + 1, changed_at = now()
        where cluster_id = @DeploymentId and version = @Version
            and not exists (
                select from cluster_member
                where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
        returning cluster_id
    ),
    joined as (
        insert into cluster_member
            (cluster_id, address, port, generation, silo_name, host_name, status, gateway_port, started_at, alive_at)
        select cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        from moved
        returning cluster_id
    )
    select exists (select from joined)
$query$),

('UpdateMembershipKey', $query$
    with moved as (
        update cluster_version set version = version + 1, changed_at = now()
        where cluster_id = @DeploymentId and version = @Version
            and exists (
                select from cluster_member
                where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
        returning cluster_id
    ),
    changed as (
        update cluster_member m
        set status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
        from moved
        where m.cluster_id = moved.cluster_id and m.address = @Address and m.port = @Port and m.generation = @Generation
        returning m.cluster_id
    )
    select exists (select from changed)
$query$),

-- A sign of life is no change of membership: the version stays.
('UpdateIAmAlivetimeKey', $query$
    update cluster_member set alive_at = @IAmAliveTime
    where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$query$),

-- Both reads give the version even when no member is found: Orleans takes the version from the first row, and a null StartTime for "nobody".
('MembershipReadRowKey', $query$
    select v.version as "Version",
        m.address as "Address", m.port as "Port", m.generation as "Generation", m.silo_name as "SiloName", m.host_name as "HostName",
        m.status as "Status", m.gateway_port as "ProxyPort", m.suspect_times as "SuspectTimes", m.started_at as "StartTime",
        m.alive_at as "IAmAliveTime"
    from cluster_version v
    left join cluster_member m
        on m.cluster_id = v.cluster_id and m.address = @Address and m.port = @Port and m.generation = @Generation
    where v.cluster_id = @DeploymentId
$query$),

('MembershipReadAllKey', $query$
    select v.version as "Version",
        m.address as "Address", m.port as "Port", m.generation as "Generation", m.silo_name as "SiloName", m.host_name as "HostName",
        m.status as "Status", m.gateway_port as "ProxyPort", m.suspect_times as "SuspectTimes", m.started_at as "StartTime",
        m.alive_at as "IAmAliveTime"
    from cluster_version v
    left join cluster_member m using (cluster_id)
    where v.cluster_id = @DeploymentId
$query$),

-- For clients. A silo without a gateway has port 0.
('GatewaysQueryKey', $query$
    select address as "Address", gateway_port as "ProxyPort", generation as "Generation"
    from cluster_member
    where cluster_id = @DeploymentId and status = @Status and gateway_port > 0
$query$),

-- 3 is SiloStatus.Active: an active silo is never swept away, however long it was not heard of; the others first have to declare it dead.
('CleanupDefunctSiloEntriesKey', $query$
    delete from cluster_member
    where cluster_id = @DeploymentId and alive_at < @IAmAliveTime and status <> 3
$query$),

-- One statement would check the reference before the members are gone.
('DeleteMembershipTableEntriesKey', $query$
    delete from cluster_member where cluster_id = @DeploymentId;
    delete from cluster_version where cluster_id = @DeploymentId
$query$),

-- The new version is the reminder's etag.
('UpsertReminderRowKey', $query$
    insert into reminder as r (service_id, grain_id, reminder_name, grain_hash, first_due_at, period_ms)
    values (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period)
    on conflict (service_id, grain_id, reminder_name) do update
        set grain_hash = excluded.grain_hash, first_due_at = excluded.first_due_at, period_ms = excluded.period_ms, version = r.version + 1
    returning version as "Version"
$query$),

('ReadReminderRowsKey', $query$
    select grain_id as "GrainId", reminder_name as "ReminderName", first_due_at as "StartTime", period_ms as "Period", version as "Version"
    from reminder
    where service_id = @ServiceId and grain_id = @GrainId
$query$),

('ReadReminderRowKey', $query$
    select grain_id as "GrainId", reminder_name as "ReminderName", first_due_at as "StartTime", period_ms as "Period", version as "Version"
    from reminder
    where service_id = @ServiceId and grain_id = @GrainId and reminder_name = @ReminderName
$query$),

-- A share of the ring, beginning excluded, end included.
('ReadRangeRows1Key', $query$
    select grain_id as "GrainId", reminder_name as "ReminderName", first_due_at as "StartTime", period_ms as "Period", version as "Version"
    from reminder
    where service_id = @ServiceId and grain_hash > @BeginHash and grain_hash <= @EndHash
$query$),

-- The same where the share goes over the top of the ring (or is all of it, with beginning and end equal).
('ReadRangeRows2Key', $query$
    select grain_id as "GrainId", reminder_name as "ReminderName", first_due_at as "StartTime", period_ms as "Period", version as "Version"
    from reminder
    where service_id = @ServiceId and (grain_hash > @BeginHash or grain_hash <= @EndHash)
$query$),

-- Only the version that was read may be removed: the reminder may have been set anew meanwhile.
('DeleteReminderRowKey', $query$
    with gone as (
        delete from reminder
        where service_id = @ServiceId and grain_id = @GrainId and reminder_name = @ReminderName and version = @Version
        returning grain_id
    )
    select exists (select from gone)
$query$),

('DeleteReminderRowsKey', $query$
    delete from reminder where service_id = @ServiceId
$query$)

on conflict (QueryKey) do update set QueryText = excluded.QueryText where OrleansQuery.QueryText <> excluded.QueryText;
