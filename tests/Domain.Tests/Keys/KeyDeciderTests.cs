using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Domain.Keys;

namespace ShipmentTracker.Domain.Tests.Keys;

public sealed class KeyDeciderTests
{
    const string Id = "k7q2m4x9c1v8b3";

    static readonly IssueKey Good = new() { Name = " Lan ", Role = Role.Officer, ExpiresAt = Minute(60), Hash = new string('a', 64), By = "administrator" };

    [Fact]
    public void Is_issued_and_taken_back()
    {
        var issued = After(null, KeyDecider.Issue(null, Id, Good, Minute(0)).Value!);
        issued.Should().BeEquivalentTo(new { Id, Name = "Lan", Role = Role.Officer, IssuedAt = Minute(0), IssuedBy = "administrator", ExpiresAt = Minute(60), RevokedAt = (DateTimeOffset?)null });

        var revoked = After(issued, KeyDecider.Revoke(issued, new RevokeKey("officer:Minh"), Minute(5)).Value!);
        revoked.Should().BeEquivalentTo(new { RevokedAt = Minute(5), RevokedBy = "officer:Minh", issued.Hash });
        KeyDecider.Revoke(revoked, new RevokeKey("another"), Minute(6)).Should().Be(default(Outcome<KeyEvent?>), "it is as it should be");
    }

    [Fact]
    public void An_id_is_given_once()
    {
        var issued = After(null, KeyDecider.Issue(null, Id, Good, Minute(0)).Value!);
        KeyDecider.Issue(issued, Id, Good, Minute(1)).Rejection!.Kind.Should().Be(RejectionKind.Conflict);
        KeyDecider.Issue(After(issued, KeyDecider.Revoke(issued, new RevokeKey("x"), Minute(5)).Value!), Id, Good, Minute(6)).Rejection.Should().NotBeNull();
    }

    [Fact]
    public void What_was_never_issued_cannot_be_taken_back() =>
        KeyDecider.Revoke(null, new RevokeKey("x"), Minute(0)).Rejection!.Kind.Should().Be(RejectionKind.NotFound);

    [Fact]
    public void Says_all_that_is_wrong()
    {
        var refused = KeyDecider.Issue(null, Id, Good with { Name = " ", Role = Role.Carrier, ExpiresAt = Minute(0), Hash = "x" }, Minute(0)).Rejection!;
        refused.Errors.Select(e => e.Field).Should().BeEquivalentTo("name", "carrier", "expiresAt", "hash");
    }

    [Theory]
    [InlineData(Role.Carrier, null, false)]
    [InlineData(Role.Carrier, "", false)]
    [InlineData(Role.Carrier, "Blue Line", true)]
    [InlineData(Role.Officer, "Blue Line", false)]
    [InlineData(Role.Gateway, null, true)]
    public void A_carrier_and_nobody_else_says_which(Role role, string? carrier, bool isRight) =>
        (KeyDecider.Issue(null, Id, Good with { Role = role, Carrier = carrier }, Minute(0)).Rejection is null).Should().Be(isRight);

    [Theory]
    [InlineData("a\nb")]
    [InlineData("\u0000")]
    public void A_name_has_no_control_characters(string name) => KeyDecider.Issue(null, Id, Good with { Name = name }, Minute(0)).Rejection!.Errors.Single().Field.Should().Be("name");

    static KeyInfo After(KeyInfo? key, KeyEvent e) => KeyFacts.Evolve(key, e)!;
}
