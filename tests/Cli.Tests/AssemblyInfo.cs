using System.Runtime.Versioning;

// The local stack is for Linux and macOS.
[assembly: UnsupportedOSPlatform("windows")]
