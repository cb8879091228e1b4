using System.CommandLine;

namespace ShipmentTracker.Cli.Tokens;

/// <summary><c>shiptrack token</c>: a token for development.</summary>
internal static class TokenCommand
{
    static readonly string[] Roles = ["administrator", "officer", "auditor", "carrier", "gateway"];

    public static Command Create()
    {
        var role = new Option<string>("--role") { Description = "What its bearer is: " + string.Join(", ", Roles), Required = true }.AcceptOnlyFromAmong(Roles);
        var carrier = new Option<string?>("--carrier") { Description = "For the role carrier: the carrier as its shipments name it" };
        var name = new Option<string>("--name") { Description = "Written into the history", DefaultValueFactory = _ => Environment.UserName };
        var hours = new Option<double>("--hours") { Description = "How long it is good for", DefaultValueFactory = _ => 8 };
        var folder = new Option<string>("--folder") { Description = "Where the signing key lies; made at the first call", DefaultValueFactory = _ => Path.Combine(".local", "issuer") };
        hours.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 24 * 366)) result.AddError("--hours must be more than 0 and at most a year.");
        });

        var command = new Command("token", "Signs a token for development; prints it, and which settings make the API take it") { role, carrier, name, hours, folder };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(role) == "carrier") != !string.IsNullOrWhiteSpace(result.GetValue(carrier))) result.AddError("--carrier belongs to --role carrier, and only to it.");
        });
        command.SetAction(async (parsed, _) =>
        {
            var place = Path.GetFullPath(parsed.GetValue(folder)!);
            var token = LocalIssuer.LoadOrCreate(place, TimeProvider.System)
                .Token(parsed.GetValue(role)!, parsed.GetValue(carrier), parsed.GetValue(name)!, TimeSpan.FromHours(parsed.GetValue(hours)));
            await Console.Error.WriteLineAsync(
                $"For development only. The API takes it when started with:\n  Oidc__Authority={LocalIssuer.Issuer}\n  Oidc__Audience={LocalIssuer.Audience}\n  Oidc__SigningKeysFile={LocalIssuer.PublicFile(place)}");
            Console.WriteLine(token);
            return 0;
        });
        return command;
    }
}
