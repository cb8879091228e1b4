using System.Text.Json;
using ShipmentTracker.Cli.Stack;

namespace ShipmentTracker.Cli.Tests;

public sealed class StackFolderTests : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly TemporaryFolder _temporary = new();

    [Fact]
    public void The_stack_file_has_the_four_names_others_rely_on()
    {
        StackAddresses addresses = new("http://127.0.0.1:8080", "127.0.0.1:9092", "Host=127.0.0.1", "stk_key");

        addresses.Save(_temporary["stack.json"]);

        using var json = JsonDocument.Parse(File.ReadAllText(_temporary["stack.json"]));
        json.RootElement.EnumerateObject().Select(property => (property.Name, property.Value.GetString())).Should().Equal(
            ("api", "http://127.0.0.1:8080"), ("kafka", "127.0.0.1:9092"), ("postgres", "Host=127.0.0.1"), ("apiKey", "stk_key"));
        StackAddresses.Load(_temporary["stack.json"]).Should().Be(addresses);
    }

    [Fact]
    public void The_stack_file_is_for_its_owner_only_and_replaced_as_a_whole()
    {
        StackAddresses addresses = new("http://127.0.0.1:8080", "127.0.0.1:9092", "Host=127.0.0.1", "stk_key");

        addresses.Save(_temporary["stack.json"]);
        (addresses with { Kafka = "127.0.0.1:9093" }).Save(_temporary["stack.json"]);

        File.GetUnixFileMode(_temporary["stack.json"]).Should().Be(OwnerOnly);
        Directory.GetFiles(_temporary.Path).Should().ContainSingle();
    }

    [Fact]
    public void The_administrators_key_is_long_secret_and_stays()
    {
        var key = AdministratorKey.LoadOrCreate(_temporary["administrator.key"]);

        key.Should().MatchRegex("^stk_[A-Za-z0-9_-]{43}$");
        AdministratorKey.LoadOrCreate(_temporary["administrator.key"]).Should().Be(key);
        File.GetUnixFileMode(_temporary["administrator.key"]).Should().Be(OwnerOnly);
    }

    [Fact]
    public void Only_one_stack_runs_on_a_folder_at_a_time()
    {
        StackFolder folder = new(_temporary["data"]);
        folder.Prepare();
        using (SingleRun.Enter(folder))
        {
            var second = () => SingleRun.Enter(folder);
            second.Should().Throw<StackException>().WithMessage("*already running*--data DIR*");
        }

        SingleRun.Enter(folder).Dispose();
    }

    public void Dispose() => _temporary.Dispose();
}
