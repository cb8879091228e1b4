using ShipmentTracker.Domain.Webhooks;

namespace ShipmentTracker.Domain.Tests.Webhooks;

public sealed class StandardWebhookTests
{
    static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_674_087_231);

    // Computed with openssl: printf 'seal/VN0012345/17.1674087231.{"a":1}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:... -binary | base64
    [Fact]
    public void Signs_id_time_and_body() =>
        StandardWebhook.Sign([Secret(1)], "seal/VN0012345/17", At, """{"a":1}""").Should().Be("v1,P+cK4zsVJ5ZkyitOk0uT/tyZEPkn3E1hrqL9WyK/KPg=");

    [Fact]
    public void Signs_with_each_secret()
    {
        var both = StandardWebhook.Sign([Secret(2), Secret(1)], "seal/VN0012345/17", At, """{"a":1}""").Split(' ');
        both.Should().HaveCount(2).And.OnlyHaveUniqueItems();
        both[1].Should().Be(StandardWebhook.Sign([Secret(1)], "seal/VN0012345/17", At, """{"a":1}"""));
    }

    [Theory]
    [InlineData("seal/VN0012345/18", 0, """{"a":1}""")]
    [InlineData("seal/VN0012345/17", 1, """{"a":1}""")]
    [InlineData("seal/VN0012345/17", 0, """{"a":2}""")]
    public void Whatever_is_changed_changes_the_signature(string id, int seconds, string body) =>
        StandardWebhook.Sign([Secret(1)], id, At.AddSeconds(seconds), body).Should().NotBe(StandardWebhook.Sign([Secret(1)], "seal/VN0012345/17", At, """{"a":1}"""));

    [Fact]
    public void A_secret_is_written_with_its_prefix() => Secret(0).Should().Be("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

    [Fact]
    public void What_is_no_secret_signs_nothing() =>
        FluentActions.Invoking(() => StandardWebhook.Sign(["secret"], "a", At, "{}")).Should().Throw<FormatException>();

    static string Secret(byte value) => StandardWebhook.WriteSecret([.. Enumerable.Repeat(value, StandardWebhook.SecretBytes)]);
}
