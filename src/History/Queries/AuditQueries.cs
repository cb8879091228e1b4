using ShipmentTracker.Contracts.Api;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Audit;
using ShipmentTracker.History.Storage;
using ShipmentTracker.History.Views;

namespace ShipmentTracker.History.Queries;

/// <summary>What can be asked about who did what.</summary>
public interface IAuditQueries
{
    /// <summary>Acts, newest first; they follow the audit's streams within moments.</summary>
    /// <exception cref="BadCursorException">The cursor is none of this list's.</exception>
    Task<ListPage<ActDto>> Acts(ActFilter filter, string? cursor, int take, CancellationToken cancellationToken);
}

/// <summary>Which acts; null does not matter.</summary>
/// <param name="Actor">The actor's name, or the credential.</param>
/// <param name="From">Begun at this moment or later.</param>
/// <param name="To">Begun at this moment or before.</param>
public sealed record ActFilter(string? Actor = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <inheritdoc cref="IAuditQueries"/>
sealed class AuditQueries(HistoryDatabase database) : IAuditQueries
{
    const char ActList = 'c';

    public Task<ListPage<ActDto>> Acts(ActFilter filter, string? cursor, int take, CancellationToken cancellationToken) => new ListQuery(ViewTables.Acts)
        .Where("(actor = {0} or credential = {0})", filter.Actor)
        .Where("at >= {0}", filter.From?.ToUniversalTime())
        .Where("at <= {0}", filter.To?.ToUniversalTime())
        .Page<ActView, ActDto>(database, ActList, cursor, take, view => ToDto(view.Act), cancellationToken);

    static ActDto ToDto(Act act) => new()
    {
        Id = act.Id,
        At = act.At,
        Actor = act.By.Actor,
        Credential = act.By.Credential,
        Role = act.By.Role.Word(),
        What = act.By.What,
        On = act.By.On,
        From = act.By.From,
        Status = act.Status,
        EndedAt = act.EndedAt,
        Made = act.Made,
        OthersRefused = act.OthersRefused,
    };
}
