namespace ShipmentTracker.Contracts.Api;

/// <summary>What a seal told: the data of <c>shiptrack.seal.*</c>.</summary>
public sealed record SealNoticeDto
{
    /// <summary>In its written form, <c>seal/VN0012345</c>.</summary>
    public required string Seal { get; init; }

    /// <summary>The shipment it was on.</summary>
    public required string Shipment { get; init; }

    /// <summary><c>sealed</c>, <c>unlocked</c>, <c>opened</c> or <c>breached</c>.</summary>
    public required string Event { get; init; }

    /// <summary>When, by the device's clock; of receipt where that runs ahead.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When we recorded it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    public PlaceDto? Position { get; init; }

    /// <summary>Who operated it, as the device knows them.</summary>
    public string? Operator { get; init; }

    /// <summary>Charge of its battery in percent.</summary>
    public double? BatteryPct { get; init; }

    /// <summary>Of a breach: the alert.</summary>
    public string? Alert { get; init; }

    /// <summary>Of a breach: one sentence that says what happened.</summary>
    public string? Message { get; init; }
}

/// <summary>Where a shipment was at the end of a slot: the data of <c>shiptrack.position.summary.v1</c>.</summary>
public sealed record PositionSummaryDto
{
    public required string Shipment { get; init; }

    /// <summary>Its vehicle, <c>vehicle/29H81234</c>.</summary>
    public required string Vehicle { get; init; }

    /// <summary>When the slot began.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it ended: the moment this holds for.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The vehicle's last position by then; null when none was known.</summary>
    public LastPositionDto? Position { get; init; }

    /// <summary>Ids of the vehicle's alerts that were open then.</summary>
    public required IReadOnlyList<string> OpenAlerts { get; init; }
}

/// <summary>Sent on demand: the data of <c>shiptrack.webhook.test.v1</c>.</summary>
/// <param name="Webhook">The webhook's id.</param>
/// <param name="Message">A sentence for whoever reads it.</param>
public sealed record TestNoticeDto(string Webhook, string Message);
