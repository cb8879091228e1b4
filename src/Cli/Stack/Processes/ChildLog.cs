using System.Text;

namespace ShipmentTracker.Cli.Stack.Processes;

/// <summary>The log file of one child: a new one for each run of the stack, a few older ones kept, none of them without bound.</summary>
internal sealed class ChildLog : IDisposable
{
    const int TailBytes = 4096;

    readonly Lock _lock = new();
    readonly string _path;
    readonly long _maxBytes;
    readonly int _kept;
    readonly byte[] _tail = new byte[TailBytes];
    int _tailLength;
    FileStream _file;

    /// <param name="path">The newest file; older ones are called <c>name.1.log</c>, <c>name.2.log</c> ...</param>
    /// <param name="maxBytes">A file that grows beyond this is put aside.</param>
    /// <param name="kept">How many older files stay.</param>
    public ChildLog(string path, long maxBytes = 16 * 1024 * 1024, int kept = 4)
    {
        (_path, _maxBytes, _kept) = (path, maxBytes, kept);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = Rotate();
    }

    /// <summary>The file written now.</summary>
    public string FileName => _path;

    /// <summary>Whole lines from the end of what was written, at most some 4 kB.</summary>
    public string Tail
    {
        get
        {
            lock (_lock)
            {
                var text = Encoding.UTF8.GetString(_tail, 0, _tailLength);
                var lineStart = _tailLength < TailBytes ? 0 : text.IndexOf('\n') + 1;
                return text[lineStart..].TrimEnd();
            }
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_file.Length + bytes.Length > _maxBytes)
            {
                _file.Dispose();
                _file = Rotate();
            }

            _file.Write(bytes);
            _file.Flush();
            Remember(bytes);
        }
    }

    public void Dispose()
    {
        lock (_lock) _file.Dispose();
    }

    void Remember(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > TailBytes) bytes = bytes[^TailBytes..];
        var keep = Math.Min(_tailLength, TailBytes - bytes.Length);
        _tail.AsSpan(_tailLength - keep, keep).CopyTo(_tail);
        bytes.CopyTo(_tail.AsSpan(keep));
        _tailLength = keep + bytes.Length;
    }

    FileStream Rotate()
    {
        for (var age = _kept; age > 0; age--)
        {
            var younger = age == 1 ? _path : Aged(age - 1);
            if (File.Exists(younger)) File.Move(younger, Aged(age), overwrite: true);
        }

        return new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    string Aged(int age) => Path.ChangeExtension(_path, $".{age}{Path.GetExtension(_path)}");
}
