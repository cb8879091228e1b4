namespace ShipmentTracker.Domain.Webhooks;

/// <summary>What there is to know of a notice without its content.</summary>
/// <param name="Sequence">Its place among all notices.</param>
/// <param name="Id">The same on every delivery: <c>webhook-id</c> and the CloudEvent's id.</param>
/// <param name="Type">One of <see cref="Contracts.Webhooks.NoticeTypes"/>.</param>
/// <param name="Carrier">Whose shipment it concerns; null when none does.</param>
/// <param name="Shipment">The shipment it concerns.</param>
/// <param name="Rule">The rule, where it tells of an alert.</param>
/// <param name="Lane">What it keeps its order with: its shipment, or its asset when there is none.</param>
/// <param name="RecordedAt">When what it tells was recorded.</param>
public sealed record NoticeHead(long Sequence, string Id, string Type, string? Carrier, string? Shipment, string? Rule, string Lane, DateTimeOffset RecordedAt);

/// <summary>A notice that is due at one receiver.</summary>
/// <param name="Id">The delivery's id.</param>
/// <param name="Notice">The notice's id.</param>
/// <param name="Lane">What it keeps its order with.</param>
/// <param name="Body">The CloudEvent, as it is sent.</param>
/// <param name="Tries">Tries since it was taken up, or its webhook resumed.</param>
public sealed record DueDelivery(long Id, string Notice, string Lane, string Body, int Tries);
