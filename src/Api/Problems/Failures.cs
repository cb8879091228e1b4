using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Npgsql;
using Orleans.Runtime.Messaging;
using ShipmentTracker.Api.Clustering;

namespace ShipmentTracker.Api.Problems;

/// <summary>Which exceptions mean that something we stand on is away for now, as opposed to a mistake of ours.</summary>
static class Failures
{
    /// <summary>What is away, in words for a client; null when the exception tells of nothing of the kind.</summary>
    public static string? WhatIsAway(Exception failure) => failure switch
    {
        ClusterAwayException or SiloUnavailableException or OrleansMessageRejectionException or GatewayTooBusyException or ClientNotAvailableException
            or ConnectionFailedException or ConnectionAbortedException => "The cluster does not answer.",
        PostgresException { SqlState: var state } => IsAway(state) ? "The database does not answer." : null,
        NpgsqlException => "The database does not answer.",
        TimeoutException => "The answer took too long.",
        SocketException => "A connection could not be made.",

        // A grain may have failed because its journal's database is away; the exception travels inside another.
        { InnerException: { } inner } => WhatIsAway(inner),
        _ => null,
    };

    // Class 08: connection; 53: resources; 57: operator intervention; 3D000 and 42P01: the silo has not made the database's tables yet.
    static bool IsAway(string sqlState) =>
        sqlState.StartsWith("08", StringComparison.Ordinal)
        || sqlState.StartsWith("53", StringComparison.Ordinal)
        || sqlState.StartsWith("57", StringComparison.Ordinal)
        || sqlState is "3D000" or "42P01" or "3F000" or "40001" or "40P01";
}
