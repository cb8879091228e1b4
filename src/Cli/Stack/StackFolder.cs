namespace ShipmentTracker.Cli.Stack;

/// <summary>Where a local stack keeps what it must remember: <c>.local/</c> at the repository's root, or the folder of <c>--data</c>.</summary>
internal sealed class StackFolder(string path)
{
    /// <summary>The folder itself, absolute.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Addresses and key of the running stack; absent when none is ready.</summary>
    public string StackFile => In("stack.json");

    /// <summary>The administrator's key, kept from the first start on.</summary>
    public string AdministratorKey => In("administrator.key");

    /// <summary>The key that secrets of webhooks are encrypted with, kept from the first start on.</summary>
    public string WebhookKey => In("webhooks.key");

    /// <summary>Held open by the one <c>shiptrack up</c> that may run here.</summary>
    public string Lock => In("up.lock");

    /// <summary>The data of the real broker started from <c>KAFKA_HOME</c>.</summary>
    public string Kafka => In("kafka");

    /// <summary>The log file of one part.</summary>
    public string LogOf(string part) => System.IO.Path.Combine(Path, "logs", $"{part}.log");

    string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes the folder, for its owner alone to write.</summary>
    /// <exception cref="StackException">This user may not write there, e.g. because the stack ran as root before.</exception>
    public void Prepare()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.Combine(Path, "logs"));
            var probe = In($".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            foreach (var secret in new[] { AdministratorKey, WebhookKey, In("postgres.json") }.Where(File.Exists))
                File.OpenRead(secret).Dispose();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StackException(
                $"""
                 {Path} cannot be used by user {Environment.UserName}: {e.Message}
                 It was probably made by another user (the stack ran as root before?). Run as that user again, take it over with
                   sudo chown -R {Environment.UserName} {Path}
                 or keep a second stack elsewhere with --data DIR.
                 """, e);
        }
    }
}
