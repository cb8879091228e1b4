using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ShipmentTracker.Cli.Tokens;

namespace ShipmentTracker.Cli.Tests.Tokens;

public sealed class LocalIssuerTests
{
    [Fact]
    public async Task Its_tokens_are_good_by_the_public_file_alone()
    {
        using var folder = new TemporaryFolder();
        var token = LocalIssuer.LoadOrCreate(folder.Path, TimeProvider.System).Token("carrier", "Blue Line", "Lan", TimeSpan.FromHours(1));
        var publicFile = await File.ReadAllTextAsync(LocalIssuer.PublicFile(folder.Path));

        var read = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = LocalIssuer.Issuer,
            ValidAudience = LocalIssuer.Audience,
            IssuerSigningKeys = new JsonWebKeySet(publicFile).GetSigningKeys(),
        });

        read.IsValid.Should().BeTrue(read.Exception?.Message);
        read.Claims["roles"].Should().BeEquivalentTo("carrier");
        read.Claims["carrier"].Should().Be("Blue Line");
        publicFile.Should().NotContain("\"d\"", "the private part stays private");
    }

    [Fact]
    public void The_key_is_kept_for_its_owner()
    {
        using var folder = new TemporaryFolder();
        LocalIssuer.LoadOrCreate(folder.Path, TimeProvider.System);
        var before = File.ReadAllText(LocalIssuer.PublicFile(folder.Path));
        LocalIssuer.LoadOrCreate(folder.Path, TimeProvider.System);
        File.ReadAllText(LocalIssuer.PublicFile(folder.Path)).Should().Be(before);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(folder.Path, "private-key.pem")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
