namespace ShipmentTracker.Cli.Stack;

/// <summary>Files that only their owner may read (mode 0600), replaced as a whole so that no reader sees half of one.</summary>
internal static class SecretFile
{
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
