using System.Net.Sockets;
using Npgsql;

namespace ShipmentTracker.History.Journaling;

/// <summary>What a failed write leaves behind.</summary>
public static class WriteFailures
{
    /// <summary>
    /// Whether it is known that nothing was written: the server said so, or it never came to the server. Where the connection broke, the commit may have reached the server
    /// and only its answer been lost.
    /// </summary>
    public static bool NothingWritten(Exception failure) => Causes(failure).All(cause => cause switch
    {
        // Classes 08 and 57: the connection or the server goes away, perhaps with the commit under way.
        PostgresException { SqlState: var state } => !state.StartsWith("08", StringComparison.Ordinal) && !state.StartsWith("57", StringComparison.Ordinal),
        NpgsqlException or TimeoutException or IOException or SocketException or OperationCanceledException => false,
        _ => true,
    });

    static IEnumerable<Exception> Causes(Exception failure) => failure switch
    {
        AggregateException all => all.InnerExceptions.SelectMany(Causes),
        { InnerException: { } inner } => Causes(inner).Prepend(failure),
        _ => [failure],
    };
}
