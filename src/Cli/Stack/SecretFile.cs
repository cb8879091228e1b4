namespace ShipmentTracker.Cli.Stack;

/// <summary>Files that only their owner may read (mode 0600), replaced as a whole so that no reader sees half of one.</summary>
internal static class SecretFile
{
    /// <summary>What is kept in <paramref name="path"/>; what <paramref name="make"/> makes where there is nothing yet.</summary>
    public static string LoadOrCreate(string path, Func<string> make)
    {
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } known) return known;
        var made = make();
        Write(path, made);
        return made;
    }

    public static void Write(string path, string content)
    {
        var fresh = $"{path}.{Environment.ProcessId}.new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(path: fresh, options)) writer.Write(content);
        File.Move(fresh, path, overwrite: true);
    }
}
