namespace ShipmentTracker.Contracts.Security;

/// <summary>What somebody is here; docs/security.md says what each may do.</summary>
public enum Role
{
    /// <summary>Runs the product: everything.</summary>
    Administrator,

    /// <summary>Supervises: all shipments, acts on alerts.</summary>
    Officer,

    /// <summary>Looks back: reads everything, changes nothing.</summary>
    Auditor,

    /// <summary>Moves cargo: reads what is its own.</summary>
    Carrier,

    /// <summary>A device or a relay of devices: posts telemetry and nothing else.</summary>
    Gateway,
}

/// <summary>Roles as they are written: in keys, tokens and settings.</summary>
public static class Roles
{
    /// <summary>Every role, from the one that may most.</summary>
    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    /// <summary>The role as it is written, such as <c>carrier</c>.</summary>
    public static string Word(this Role role) => role switch
    {
        Role.Administrator => "administrator",
        Role.Officer => "officer",
        Role.Auditor => "auditor",
        Role.Carrier => "carrier",
        Role.Gateway => "gateway",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no role of ours"),
    };

    /// <summary>The role that is written so; null when there is none.</summary>
    public static Role? Parse(string? word)
    {
        foreach (var role in All)
            if (role.Word() == word)
                return role;
        return null;
    }
}
