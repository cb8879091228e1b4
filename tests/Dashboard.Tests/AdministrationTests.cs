using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ShipmentTracker.Contracts.Assets;
using ShipmentTracker.Contracts.Security;
using ShipmentTracker.Contracts.Webhooks;
using ShipmentTracker.Dashboard.Tests.Support;
using ShipmentTracker.History.Queries;

namespace ShipmentTracker.Dashboard.Tests;

/// <summary>Who may do what at the page, and the keys that say so.</summary>
[Collection(InBrowser.Name)]
public sealed class AdministrationTests(Browser browser)
{
    [Fact]
    public async Task A_key_is_issued_shown_once_opens_the_desk_and_opens_nothing_once_revoked()
    {
        await using var scene = await Scene.Start();
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(Scene.Key);
        var page = visit.Page;
        await Assertions.Expect(page.Locator(".you")).ToContainTextAsync("administrator");

        await page.Locator(".views").GetByRole(AriaRole.Button, new() { Name = "Administration" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/admin/keys$"));
        await Assertions.Expect(page.Locator(".admin")).ToContainTextAsync("No key has been issued yet.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue a key" }).First.ClickAsync();
        await page.GetByLabel("Name").FillAsync("Night watch");
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Issue a key" }).ClickAsync();
        var key = await page.Locator("dialog code.secret").InnerTextAsync();
        key.Should().StartWith("stk_");
        await page.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
        await Assertions.Expect(page.Locator("dialog")).ToHaveCountAsync(0);
        (await page.ContentAsync()).Should().NotContain(key);
        var row = page.Locator("[data-key]").Filter(new() { HasText = "Night watch" });
        await Assertions.Expect(row).ToContainTextAsync("Officer");
        await visit.Screenshot("keys");

        await using (var officer = await browser.Open(scene.Api.Address))
        {
            await officer.SignIn(key);
            await Assertions.Expect(officer.Page.Locator(".you")).ToContainTextAsync("Night watch");
            await Assertions.Expect(officer.Page.GetByRole(AriaRole.Button, new() { Name = "Administration" })).ToHaveCountAsync(0);
            officer.Complaints.Should().BeEmpty();
        }

        await row.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Revoked by administrator");
        visit.Complaints.Should().BeEmpty();
        await using var late = await browser.Open(scene.Api.Address);
        await late.Page.GotoAsync("/");
        await late.Page.FillAsync("#key", key);
        await late.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(late.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("This key is not known.");
    }

    [Fact]
    public async Task An_auditor_checks_that_the_history_is_as_it_was_recorded_and_sees_where_it_is_not()
    {
        await using var scene = await Scene.Start();
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(await scene.Api.NewKey(Role.Auditor), "/admin/audit");
        var proof = visit.Page.Locator(".proof");
        await Assertions.Expect(proof).ToContainTextAsync("Checkpoint 3");
        await Assertions.Expect(proof.Locator("code")).ToHaveTextAsync(string.Concat(Enumerable.Repeat("30", 32)));

        await proof.GetByRole(AriaRole.Button, new() { Name = "Check all of it" }).ClickAsync();
        await Assertions.Expect(proof).ToContainTextAsync("Unchanged checkpoints: 3, events: 30");
        scene.Api.Checkpoints.Verification = new Verification(2, 10, new BrokenCheckpoint(2, 10, 20, "there are 9 events where there were 10"), null);
        await proof.GetByRole(AriaRole.Button, new() { Name = "Check all of it" }).ClickAsync();
        await Assertions.Expect(proof).ToContainTextAsync("Changed Checkpoint 2 does not fit: something between events 10 and 20 is not what it was (there are 9 events where there were 10).");
        visit.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_key_that_cannot_be_issued_says_what_to_mend_and_the_audit_tells_who_did_what()
    {
        await using var scene = await Scene.Start();
        scene.HaveActs();
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(Scene.Key, "/admin/keys");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue a key" }).First.ClickAsync();
        await page.GetByLabel("Name").FillAsync("Gone before it came");
        await page.GetByLabel("Expires").FillAsync("2020-01-01T00:00");
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Issue a key" }).ClickAsync();
        await Assertions.Expect(page.Locator("dialog .wrong")).ToContainTextAsync("must be");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Audit" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/admin/audit$"));
        await Assertions.Expect(page.Locator("[data-act]").Last).ToContainTextAsync("IssueKey");
        await Assertions.Expect(page.Locator("[data-act]").First).ToContainTextAsync("403");
        await page.GetByLabel("Actor or key").FillAsync("carrier:Blue Line");
        await page.Keyboard.PressAsync("Enter");
        await Eventually.True(() => Task.FromResult(scene.Api.Cluster.Audit.Asked?.Actor == "carrier:Blue Line"), "the audit is asked for one actor");
    }

    [Fact]
    public async Task A_carrier_has_webhooks_of_its_own_sees_how_deliveries_went_and_sends_again()
    {
        await using var scene = await Scene.Start();
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(await scene.Api.NewKey(Role.Carrier, "Blue Line Logistics"), "/admin/webhooks");
        var page = visit.Page;
        await Assertions.Expect(page.Locator(".admin [role=tab]")).ToHaveTextAsync(["Webhooks"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a webhook" }).First.ClickAsync();
        await page.GetByLabel("Address").FillAsync("https://blueline.example/shiptrack");
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Add a webhook" }).ClickAsync();
        await Assertions.Expect(page.Locator("dialog code.secret")).ToContainTextAsync("whsec_");
        await page.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
        var card = page.Locator("[data-webhook]");
        await Assertions.Expect(card).ToContainTextAsync("blueline.example");
        await Assertions.Expect(card).ToContainTextAsync("Active");

        await card.GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice.wrong")).ToContainTextAsync("the receiver answered 500");
        await card.GetByRole(AriaRole.Button, new() { Name = "Deliveries" }).ClickAsync();
        await Assertions.Expect(card.Locator("[data-delivery]")).ToContainTextAsync("Failed");
        await visit.Screenshot("webhooks");
        await card.Locator("[data-delivery]").GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.Locator(".notice").Last).ToContainTextAsync("It is sent again.");
        await card.GetByRole(AriaRole.Button, new() { Name = "New secret" }).ClickAsync();
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "New secret" }).ClickAsync();
        await Assertions.Expect(page.Locator("dialog code.secret")).ToHaveTextAsync("whsec_bmV3");
        await page.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.Locator(".admin")).ToContainTextAsync("There is no webhook.");
        scene.Api.Cluster.Webhooks.Acts.Select(a => a.Act).Where(a => a != "get").Should().Equal("test", "redeliver 17", "rotate", "delete");
        visit.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_range_of_time_is_sent_again_once_both_its_ends_make_sense()
    {
        await using var scene = await Scene.Start();
        await scene.HaveWebhook();
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(Scene.Key, "/admin/webhooks");
        var page = visit.Page;
        var card = page.Locator("[data-webhook]");
        await card.GetByRole(AriaRole.Button, new() { Name = "Deliveries" }).ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Send a time range again" }).ClickAsync();
        var dialog = page.Locator("dialog");

        await dialog.GetByLabel("To").FillAsync("");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        (await dialog.GetByLabel("To").EvaluateAsync<bool>("field => field.validity.valueMissing")).Should().BeTrue();
        scene.Api.Cluster.Webhooks.Acts.Should().NotContain(a => a.Act.StartsWith("redeliver"));

        // The reader's clock is seven hours ahead of UTC.
        await dialog.GetByLabel("From").FillAsync("2026-11-22T08:00");
        await dialog.GetByLabel("To").FillAsync("2026-11-22T09:30");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice").Last).ToContainTextAsync("Sent again: 3");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        scene.Api.Cluster.Webhooks.Acts.Last(a => a.Act != "get").Act.Should().Be("redeliver 2026-11-22T01:00:00.0000000+00:00 2026-11-22T02:30:00.0000000+00:00");
        visit.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_paused_webhook_says_why_and_goes_on_when_it_is_resumed()
    {
        await using var scene = await Scene.Start();
        await scene.HaveWebhook();
        scene.Stand(WebhookStatus.Paused, "100 tries in a row failed");
        await using var visit = await browser.Open(scene.Api.Address);
        var page = visit.Page;

        // The grain goes on when it has been told to.
        await page.RouteAsync("**/resume", async route =>
        {
            var answer = await route.FetchAsync();
            scene.Stand(WebhookStatus.Active, null);
            await route.FulfillAsync(new() { Response = answer });
        });
        await visit.SignIn(Scene.Key, "/admin/webhooks");
        var card = page.Locator("[data-webhook]");
        await Assertions.Expect(card).ToContainTextAsync("Paused");
        await Assertions.Expect(card).ToContainTextAsync("100 tries in a row failed");

        await card.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice").Last).ToContainTextAsync("It goes on.");
        await Assertions.Expect(card).ToContainTextAsync("Active");
        await Assertions.Expect(card.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToHaveCountAsync(0);
        scene.Api.Cluster.Webhooks.Acts.Select(a => a.Act).Should().Contain("resume");
        visit.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Carrier)]
    public async Task Who_may_only_look_is_offered_nothing_that_would_be_refused(Role role)
    {
        await using var scene = await Scene.Start();
        scene.Move("29H81000", 21.2, 106.2, shipment: "2026-000123");
        scene.Ship("2026-000123", "29H81000", "VN0012345");
        await scene.Raise(Scene.Alert("seal/VN0012345", "seal-breach", AlertSeverity.Critical, "Seal cut"));
        var carrier = role == Role.Carrier ? ShipmentTracker.Api.Tests.Support.Samples.Shipment.Carrier : null;
        await using var visit = await browser.Open(scene.Api.Address);
        await visit.SignIn(await scene.Api.NewKey(role, carrier));
        var page = visit.Page;
        await Assertions.Expect(page.Locator(".you")).ToContainTextAsync(carrier ?? "Auditor");

        await page.Locator(".side .alert .open").First.ClickAsync();
        await Assertions.Expect(page.Locator(".detail")).ToContainTextAsync("Replay the minute before");
        foreach (var name in new[] { "Acknowledge", "Close …" })
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = name })).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator("dialog")).ToHaveCountAsync(0);

        await page.Locator(".detail").GetByRole(AriaRole.Button, new() { Name = "2026-000123" }).ClickAsync();
        await Assertions.Expect(page.Locator(".assets")).ToContainTextAsync("29H81000");
        foreach (var name in new[] { "Confirm arrival", "Allow unlocking" })
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^" + name) })).ToHaveCountAsync(0);

        await page.GotoAsync("/admin/keys");
        await Assertions.Expect(page.Locator(".admin")).ToContainTextAsync("Your key does not allow this.");
        scene.Api.Cluster.Assets.Values.Sum(a => a.Handled.Count).Should().Be(0);
        visit.Complaints.Should().BeEmpty();
    }
}
