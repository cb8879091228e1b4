using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using ShipmentTracker.Api.Clustering;
using ShipmentTracker.Contracts;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Ingest;
using ShipmentTracker.Contracts.Live;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Contracts.Shipments;
using ShipmentTracker.Contracts.Webhooks;

namespace ShipmentTracker.Api.Tests.Support;

/// <summary>A cluster that answers as the test says.</summary>
sealed class FakeCluster : ICluster
{
    readonly IGrainFactory factory;

    public FakeCluster()
    {
        factory = DispatchProxy.Create<IGrainFactory, Factory>();
        ((Factory)factory).Cluster = this;
    }

    /// <summary>Thrown by every call when set.</summary>
    public Exception? Failure { get; set; }

    public bool Away { get; set; }

    public ConcurrentDictionary<string, FakeShipment> Shipments { get; } = new();

    public ConcurrentDictionary<AssetId, FakeAsset> Assets { get; } = new();

    public ConcurrentDictionary<SiloAddress, FakeSilo> Silos { get; } = new();

    public FakeKeys Keys { get; } = new();

    public FakeTelemetryDesk Telemetry { get; } = new();

    public FakeAudit Audit { get; } = new();
    public FakeWebhooks Webhooks { get; } = new();

    /// <summary>What the desk was asked, and what it answers.</summary>
    public ConcurrentQueue<RegisterShipment> Registered { get; } = new();

    public Func<RegisterShipment, Outcome<ShipmentInfo>> Desk { get; set; } = command => Samples.Shipment with { Carrier = command.Carrier ?? "" };

    public IGrainFactory Grains => TryGetGrains() ?? throw new ClusterAwayException();

    public IGrainFactory? TryGetGrains() => Away ? null : factory;

    public FakeSilo AddSilo(int generation)
    {
        var address = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), generation);
        return Silos[address] = new FakeSilo();
    }

    object GetGrain(Type type, object key)
    {
        if (Failure is { } failure) throw failure;
        if (type == typeof(IKeyGrain)) return new FakeKeyGrain(Keys, (string)key);
        if (type == typeof(ITelemetryDeskGrain)) return Telemetry;
        if (type == typeof(IAuditGrain)) return Audit;
        if (type == typeof(IKeyDeskGrain)) return Keys;
        if (type == typeof(IWebhookDeskGrain)) return Webhooks;
        if (type == typeof(IWebhookGrain)) return new FakeWebhook(Webhooks, (string)key);
        if (type == typeof(IShipmentDeskGrain)) return new FakeDesk(this);
        if (type == typeof(IShipmentGrain)) return Shipments.GetOrAdd((string)key, _ => new FakeShipment(null));
        if (type == typeof(IManagementGrain)) return Management();
        if (type == typeof(ILiveFeedGrain))
        {
            return Silos.FirstOrDefault(s => s.Key.ToParsableString() == (string)key).Value ?? throw new SiloUnavailableException("no such silo");
        }

        var kind = type == typeof(IVehicleGrain) ? AssetKind.Vehicle : type == typeof(IContainerGrain) ? AssetKind.Container : AssetKind.Seal;
        return Assets.GetOrAdd(new AssetId(kind, (string)key), _ => new FakeAsset());
    }

    object Management()
    {
        var management = DispatchProxy.Create<IManagementGrain, ManagementProxy>();
        ((ManagementProxy)(object)management).Cluster = this;
        return management;
    }

#pragma warning disable CA1852 // The proxies are made by inheriting from these.
    class Factory : DispatchProxy
    {
        public FakeCluster Cluster { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            "GetGrain" => Cluster.GetGrain(targetMethod.GetGenericArguments()[0], args![0]!),
            "CreateObjectReference" => args![0],
            _ => throw new NotSupportedException(targetMethod.Name),
        };
    }

    class ManagementProxy : DispatchProxy
    {
        public FakeCluster Cluster { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == "GetHosts"
            ? Task.FromResult(Cluster.Silos.Keys.ToDictionary(s => s, _ => SiloStatus.Active))
            : throw new NotSupportedException(targetMethod.Name);
    }
#pragma warning restore CA1852
}

sealed class FakeDesk(FakeCluster cluster) : IShipmentDeskGrain
{
    public ValueTask<Outcome<ShipmentInfo>> Register(RegisterShipment command, CancellationToken cancellationToken)
    {
        cluster.Registered.Enqueue(command);
        return ValueTask.FromResult(cluster.Desk(command));
    }
}

sealed class FakeShipment(ShipmentInfo? info) : IShipmentGrain
{
    public ConcurrentQueue<object> Commands { get; } = new();

    public Rejection? Refusal { get; set; }

    public ValueTask<Outcome<ShipmentInfo>> Register(RegisterShipment command, CancellationToken cancellationToken) => Take(command);

    public ValueTask<Outcome<ShipmentInfo>> Depart(ShipmentStep command, CancellationToken cancellationToken) => Take(command);

    public ValueTask<Outcome<ShipmentInfo>> Arrive(ShipmentStep command, CancellationToken cancellationToken) => Take(command);

    public ValueTask<Outcome<ShipmentInfo>> Close(ShipmentStep command, CancellationToken cancellationToken) => Take(command);

    public ValueTask<Outcome<ShipmentInfo>> AuthoriseUnlock(string seal, AuthoriseUnlock command, CancellationToken cancellationToken) => Take((seal, command));

    public ValueTask<ShipmentInfo?> GetInfo(CancellationToken cancellationToken) => ValueTask.FromResult(info);

    ValueTask<Outcome<ShipmentInfo>> Take(object command)
    {
        Commands.Enqueue(command);
        return ValueTask.FromResult<Outcome<ShipmentInfo>>(
            Refusal is { } refusal ? refusal : info is { } known ? known : Rejection.NotFound("id", "there is no such shipment"));
    }
}

sealed class FakeAsset : IVehicleGrain, IContainerGrain, ISealGrain
{
    public AssetStatus? Status { get; set; }

    public ConcurrentQueue<HandleAlert> Handled { get; } = new();

    public ValueTask<AssetStatus?> GetStatus(CancellationToken cancellationToken) => ValueTask.FromResult(Status);

    public ValueTask<Outcome<AlertInfo>> AcknowledgeAlert(HandleAlert command, CancellationToken cancellationToken) => Take(command, AlertStatus.Acknowledged);

    public ValueTask<Outcome<AlertInfo>> CloseAlert(HandleAlert command, CancellationToken cancellationToken) => Take(command, AlertStatus.Closed);

    public ValueTask<IngestResult> Ingest(ReadingBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Outcome<AssetStatus>> AssignDuty(AssignDuty command, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Outcome<AssetStatus>> ReleaseDuty(ReleaseDuty command, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Outcome<AssetStatus>> AuthoriseUnlock(AuthoriseUnlock command, CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask<Outcome<AlertInfo>> Take(HandleAlert command, AlertStatus status)
    {
        Handled.Enqueue(command);
        return ValueTask.FromResult<Outcome<AlertInfo>>(Status?.OpenAlerts.FirstOrDefault(a => a.Id == command.AlertId) is { } alert
            ? alert with { Status = status, Acknowledged = new AlertHandling(Samples.Now, command.By, command.Note) }
            : Rejection.NotFound("id", "there is no such alert"));
    }
}

/// <summary>One silo's live feed.</summary>
sealed class FakeSilo : ILiveFeedGrain
{
    readonly Lock gate = new();
    readonly List<LivePosition> changes = [];
    ILiveFeedObserver? subscribed;

    public TaskCompletionSource FirstPoll { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Subscribed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ILiveFeedObserver? Observer => subscribed;

    public void Move(LivePosition position)
    {
        lock (gate) changes.Add(position);
    }

    public void ForgetSubscribers() => subscribed = null;

    public ValueTask<bool> Subscribe(ILiveFeedObserver observer)
    {
        var isNew = subscribed is null;
        subscribed = observer;
        Subscribed.TrySetResult();
        return ValueTask.FromResult(isNew);
    }

    public ValueTask<PositionChanges> PositionsAfter(long cursor, int take)
    {
        lock (gate)
        {
            var page = changes.Skip((int)cursor).Take(take).ToImmutableArray();
            FirstPoll.TrySetResult();
            return ValueTask.FromResult(new PositionChanges(cursor + page.Length, page));
        }
    }
}
