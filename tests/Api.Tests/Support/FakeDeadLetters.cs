using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.History.DeadLetters;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Api.Tests.Support;

/// <summary>Messages that cannot be used, as the test says.</summary>
sealed class FakeDeadLetters : IDeadLetterQueries
{
    public static readonly DeadLetterSourceDto Source = new()
    {
        Asset = Samples.Seal.ToString(),
        Topic = "tracking.seals",
        Partition = 3,
        Count = 12_345,
        FirstAt = Samples.Now.AddDays(-2),
        LastAt = Samples.Now,
        Recent = [new DeadLetterDto(77, Samples.Now, "event is missing", "{\"asset\":\"seal/VN0012345\", \"ạ\uFFFD\u0001")],
    };

    public (AssetId? Asset, string? Cursor, int Take) Asked { get; private set; }

    public ListPage<DeadLetterSourceDto> Page { get; set; } = new([Source, Source with { Asset = null }], "next");

    public Exception? Failure { get; set; }

    public Task<ListPage<DeadLetterSourceDto>> Sources(AssetId? asset, string? cursor, int take, CancellationToken cancellationToken)
    {
        Asked = (asset, cursor, take);
        return Failure is { } failure
            ? Task.FromException<ListPage<DeadLetterSourceDto>>(failure)
            : Task.FromResult(Page);
    }
}
