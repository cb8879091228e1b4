using ShipmentTracker.Contracts.Security;

namespace ShipmentTracker.Api.Security;

/// <summary>What somebody may be allowed to do.</summary>
enum Permission
{
    /// <summary>See shipments, their assets and their alerts as they stand.</summary>
    ReadShipments,

    /// <summary>Register shipments, lead them through their life, allow seals to be opened.</summary>
    ChangeShipments,

    /// <summary>Acknowledge and close alerts.</summary>
    HandleAlerts,

    /// <summary>Look back: events, past states, readings, tracks.</summary>
    ReadHistory,

    /// <summary>Watch the live hub.</summary>
    Watch,

    /// <summary>Post telemetry.</summary>
    PostTelemetry,

    /// <summary>Have webhooks, and look after them.</summary>
    ManageWebhooks,

    /// <summary>Issue API keys and take them back.</summary>
    ManageKeys,

    /// <summary>Read which messages cannot be used, whoever sends them.</summary>
    ReadDeadLetters,

    /// <summary>Read who did what.</summary>
    ReadAudit,

    /// <summary>Look at the product at work: metrics, the Orleans dashboard.</summary>
    Operate,
}

/// <summary>
/// Who may do what; docs/security.md prints the same table, and a test compares both with what every endpoint answers. For a carrier each of these reaches only as far
/// as its own shipments do.
/// </summary>
static class Permissions
{
    /// <summary>Whether a role has a permission.</summary>
    public static bool May(this Role role, Permission permission) => permission switch
    {
        Permission.ReadShipments => role is Role.Administrator or Role.Officer or Role.Auditor or Role.Carrier,
        Permission.ChangeShipments => role is Role.Administrator or Role.Officer,
        Permission.HandleAlerts => role is Role.Administrator or Role.Officer,
        Permission.ReadHistory => role is Role.Administrator or Role.Officer or Role.Auditor or Role.Carrier,
        Permission.Watch => role is Role.Administrator or Role.Officer or Role.Auditor or Role.Carrier,
        Permission.PostTelemetry => role is Role.Administrator or Role.Gateway,
        Permission.ManageWebhooks => role is Role.Administrator or Role.Carrier,
        Permission.ManageKeys => role is Role.Administrator,
        Permission.ReadDeadLetters => role is Role.Administrator or Role.Officer or Role.Auditor,
        Permission.ReadAudit => role is Role.Administrator or Role.Auditor,
        Permission.Operate => role is Role.Administrator,
        _ => false,
    };
}
